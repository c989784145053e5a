"""Readers made up by authors: a story, their answers, and what they must and must not be shown."""

from collections.abc import Iterator
from dataclasses import field
from typing import Any

from supporter.advice import advise
from supporter.answers import read_answers
from supporter.conditions import Condition, Table
from supporter.errors import AnswersError, Problem
from supporter.frontmatter import Document
from supporter.grammar import parse_tables
from supporter.guide import Guide
from supporter.outcome import outcome_bits, shown_ids
from supporter.pieces import Text
from supporter.records import Record
from supporter.situation import decide
from supporter.vocabulary import Vocabulary, each_bit

Place = tuple[str, str, str]
"""Kind and id of a piece, and one branch of its condition in words ("" for the piece itself)."""


class Persona(Record):
    """One made-up reader: `always` holds for what they are shown, and nothing of `never` does."""

    id: str
    title: Text
    story: Text
    answers: dict[str, Any]
    always: Condition = field(repr=False)
    never: Condition | None = field(default=None, repr=False)


def compile_persona(document: Document, vocabulary: Vocabulary, problems: list[Problem]) -> dict[str, Any]:
    """The table of a persona's file with its conditions compiled; mistakes in them are added to `problems`."""
    table: dict[str, Any] = dict(document.table)
    for key in {"always", "never"} & table.keys():
        table[key] = parse_tables(document, (key,), vocabulary, problems)
    return table


def check_answers(persona: Persona, document: Document, guide: Guide) -> Iterator[Problem]:
    """Answers that do not fit the form, each at its own line."""
    for name, value in persona.answers.items():
        try:
            read_answers(guide.questions.values(), {name: value})
        except AnswersError as error:
            for line in str(error).splitlines():
                yield document.problem(("answers", name), line)


def chosen_by(guide: Guide, vocabulary: Vocabulary, persona: Persona) -> int:
    """The bits of all that is so and all that is shown for a persona."""
    situation = decide(guide, read_answers(guide.questions.values(), persona.answers))
    return situation.chosen | outcome_bits(guide, vocabulary, advise(guide, persona.answers))


def met_by(guide: Guide, persona: Persona) -> Iterator[Place]:
    """Every piece a persona is shown, and every branch of a condition that holds for them."""
    chosen = decide(guide, read_answers(guide.questions.values(), persona.answers)).chosen
    advice = advise(guide, persona.answers)
    shown = shown_ids(guide, advice) | {"flags": {flag.id for flag in advice.flags}, "path": {advice.path.id}}
    names = {"plans": "plan", "paths": "path"}
    for kind, pieces in guide.kinds().items():
        for piece in pieces.values():
            if piece.id in shown.get(names.get(kind, kind), ()):
                yield kind, piece.id, ""
            yield from (
                (kind, piece.id, branch)
                for branch, table, bit in branches(guide, piece.condition)
                if table.holds(chosen) and (not bit or chosen & bit)
            )


def branches(guide: Guide, condition: Condition) -> Iterator[tuple[str, Table, int]]:
    """Each table of a condition in words, and each choice of a line that names several (with its bit, else 0)."""
    for key, tables in (("when", condition.when), ("unless", condition.unless)):
        for number, table in enumerate(tables, 1):
            yield f"{key} {number}", table, 0
            for mask in table.any:
                for bit in each_bit(mask):
                    (token,) = guide.vocabulary.read(bit)
                    if bit != mask:
                        yield f"{key} {number}, {token.name}: {token.token}", table, bit
