"""Laws of a guide: what must hold for every reader, whatever the rules of the single pieces say."""

from collections.abc import Iterator
from dataclasses import field
from typing import Any

from supporter.conditions import ALWAYS, Condition
from supporter.errors import Problem, did_you_mean
from supporter.frontmatter import Document
from supporter.grammar import parse_condition, parse_tables
from supporter.guide import Guide
from supporter.pieces import Text
from supporter.records import Record
from supporter.vocabulary import Vocabulary


class Law(Record):
    """For every reader of whom `condition` holds: `always` holds, and nothing of `never`.

    says: the law as a sentence that a counsellor can sign. ref: the rule of the brief it stands for. fresh: it is only
    meant while no flag is kept from before.
    """

    says: Text
    ref: Text | None = None
    fresh: bool = False
    condition: Condition = field(default=ALWAYS, repr=False)
    always: Condition | None = field(default=None, repr=False)
    never: Condition | None = field(default=None, repr=False)


class Laws(Record):
    """laws.yaml.

    ranks: the flags from the highest. care: the paths from the one that gives most. harmless: the most harmless answer
    of a question; skipping the question may never give less care. promised: groups of blocks of which every reader
    sees one, unless `promised_unless` holds.
    """

    ranks: tuple[Text, ...]
    care: tuple[Text, ...]
    harmless: dict[Text, Text]
    promised: tuple[Text, ...]
    promised_unless: Condition | None = field(default=None, repr=False)
    laws: dict[Text, Law]


def compile_laws(document: Document, vocabulary: Vocabulary, problems: list[Problem]) -> dict[str, Any]:
    """The table of laws.yaml with its conditions compiled; mistakes in them are added to `problems`."""
    table: dict[str, Any] = dict(document.table)
    if "promised_unless" in table:
        table["promised_unless"] = parse_tables(document, ("promised_unless",), vocabulary, problems)
    laws = table.get("laws")
    if isinstance(laws, dict):
        table["laws"] = {name: _law(document, name, law, vocabulary, problems) for name, law in laws.items()}
    return table


def _law(document: Document, name: object, law: object, vocabulary: Vocabulary, problems: list[Problem]) -> object:
    if not isinstance(law, dict):
        return law
    place = ("laws", name)
    made = {key: value for key, value in law.items() if key not in ("when", "unless", "always", "never")}
    for key in {"always", "never"} & law.keys():
        made[key] = parse_tables(document, (*place, key), vocabulary, problems)
    if not {"always", "never"} & law.keys():
        problems.append(document.problem(place, f"the law '{name}' demands nothing; write 'always' or 'never'"))
    return made | {"condition": parse_condition(document, place, vocabulary, problems)}


def check_names(laws: Laws, document: Document, guide: Guide) -> Iterator[Problem]:
    """Every word in the laws that names nothing, and a flag without a rank."""
    for key, words, known, what in (
        ("ranks", laws.ranks, guide.flags, "a flag"),
        ("care", laws.care, guide.paths, "a path"),
        ("harmless", laws.harmless, guide.questions, "a question"),
        ("promised", laws.promised, guide.settings.groups, "a group"),
    ):
        for word in words:
            if word not in known:
                yield document.problem((key,), f"'{word}' is not {what}; {did_you_mean(word, known)}")
    for key, missing in (
        ("ranks", guide.flags.keys() - set(laws.ranks)),
        ("care", guide.paths.keys() - set(laws.care)),
    ):
        for word in sorted(missing):
            yield document.problem((key,), f"'{word}' is missing; write it where it belongs")
    for question_id, choice in laws.harmless.items():
        question = guide.questions.get(question_id)
        choices = [one.id for one in question.choices] if question else [choice]
        if choice not in choices:
            text = f"'{choice}' is not a choice of '{question_id}'; {did_you_mean(choice, choices)}"
            yield document.problem(("harmless", question_id), text)
