"""Content folders into a Guide, in the order in which things are decided; all mistakes are reported at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path as File
from typing import Any

from supporter.blocks import Block
from supporter.errors import ContentError, Problem
from supporter.evidence import Evidence, Source
from supporter.flags import Caution, Flag
from supporter.folders import HELPLINES, LANGUAGE, LAWS, SETTINGS, find_files, nearest_data
from supporter.frontmatter import Document, read_document
from supporter.guide import Guide, Settings
from supporter.handouts import Handout, split_sheet
from supporter.helplines import read_helplines
from supporter.language import Language
from supporter.laws import Laws, check_names, compile_laws
from supporter.messages import Message, Swap
from supporter.outcome import with_outcome
from supporter.pages import Care, Page
from supporter.parsing import M, Parser
from supporter.paths import Path
from supporter.personas import Persona, check_answers, compile_persona
from supporter.plans import Plan
from supporter.questions import Question
from supporter.references import Documents, check_references
from supporter.shipped import shipped
from supporter.vocabulary import SKIPPED

Folder = str | PathLike[str]

_CONDITIONS = frozenset({"sooner_when", "lighter_when", "apart_when"})
"""Keys of guide.yaml that hold conditions, which can be read when flags and paths are known."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A guide and the files it was made of, for those who check or write them."""

    guide: Guide
    laws: Laws
    personas: dict[str, Persona]
    documents: Documents
    helplines: bytes
    helplines_file: str


def load_guide(content: Folder | Sequence[Folder] | None = None, locale: str = "en") -> Guide:
    """Load the shipped content with `content` laid over it (the nearest first).

    Raises ContentError with every mistake, or SupporterError when a folder is not there.
    """
    return load_manuscript(content, locale).guide


def load_manuscript(
    content: Folder | Sequence[Folder] | None = None, locale: str = "en", base: Folder | None = None
) -> Manuscript:
    """As `load_guide`, with the files beside the guide; `base` is read in the place of the shipped content."""
    given = [content] if isinstance(content, str | PathLike) else list(content or ())
    roots = [*(File(folder) for folder in given), File(base) if base else shipped("content")]
    problems: list[Problem] = []
    parser = Parser(find_files(roots, locale, problems), problems)
    data, name = nearest_data(roots, HELPLINES)
    helplines = data.read_bytes()
    guide = _assemble(parser, helplines, name, locale)
    problems += check_references(guide, parser.documents)
    laws = _laws(parser, guide)
    personas = _personas(parser, guide)
    if problems:
        raise ContentError(problems)
    return Manuscript(guide, laws, personas, parser.documents, helplines, name)


def _assemble(parser: Parser, helplines: bytes, helplines_file: str, locale: str) -> Guide:
    """Everything in order, so that a condition can only look back."""
    document = _alone(parser, SETTINGS)
    table = {key: value for key, value in document.table.items() if key not in _CONDITIONS}
    settings = _validated(parser, Settings, table, document)
    words = _alone(parser, LANGUAGE)
    language = _validated(parser, Language, words.table, words)
    questions = _questions(parser)
    flags = parser.pieces("flags", Flag, decides="flags")
    paths = parser.pieces("paths", Path, decides="path")
    return Guide(
        locale=locale,
        settings=settings,
        language=language,
        questions=questions,
        flags=flags,
        paths=paths,
        cautions=parser.pieces("cautions", Caution),
        plans=parser.pieces("plans", Plan),
        blocks=parser.pieces("blocks", Block),
        messages=parser.pieces("messages", Message),
        swaps=parser.pieces("swaps", Swap),
        handouts=parser.pieces("handouts", Handout, split_sheet),
        care=parser.pieces("care", Care),
        pages=parser.pieces("pages", Page),
        evidence=parser.records("evidence", Evidence),
        sources=parser.records("sources", Source),
        countries=read_helplines(helplines, helplines_file, settings.countries, parser.problems),
        sooner_when=parser.tables(document, "sooner_when"),
        lighter_when=parser.tables(document, "lighter_when"),
        apart_when=parser.tables(document, "apart_when"),
        vocabulary=parser.vocabulary,
    )


def _alone(parser: Parser, file: str) -> Document:
    """A file that stands alone, without which nothing can be read."""
    path, name = parser.files.get(file, (None, file))
    document = read_document(path, name) if path else Problem(name, 1, "the file is missing; copy ours and change it")
    if isinstance(document, Problem):
        raise ContentError([*parser.problems, document])
    parser.documents[(file, "")] = document
    return document


def _validated(parser: Parser, model: type[M], table: dict[str, Any], document: Document) -> M:
    made = parser.validate(model, table, document)
    if made is None:
        raise ContentError(parser.problems)
    return made


def _laws(parser: Parser, guide: Guide) -> Laws:
    document = _alone(parser, LAWS)
    table = compile_laws(document, with_outcome(guide), parser.problems)
    laws = _validated(parser, Laws, table, document)
    if not parser.problems:  # A piece that could not be read would be missed here too.
        parser.problems += check_names(laws, document, guide)
    return laws


def _personas(parser: Parser, guide: Guide) -> dict[str, Persona]:
    vocabulary = with_outcome(guide)
    found = {}
    for persona_id, document in parser.read("personas").items():
        table = compile_persona(document, vocabulary, parser.problems) | {"id": persona_id}
        persona = parser.validate(Persona, table, document)
        if persona is not None:
            found[persona_id] = persona
    if not parser.problems:
        for persona_id, persona in found.items():
            parser.problems += check_answers(persona, parser.documents["personas", persona_id], guide)
    return found


def _questions(parser: Parser) -> dict[str, Question]:
    documents = sorted(parser.read("questions").items(), key=lambda item: (_order(item[1]), item[0]))
    questions: dict[str, Question] = {}
    for question_id, document in documents:
        question = parser.piece("questions", Question, question_id, document, parser.condition(document))
        if question is None:
            # Its choices stay known, so that one mistake here is not reported again wherever they are named.
            raw = document.at(("choices",))
            ids = [str(choice.get("id")) for choice in raw if isinstance(choice, dict)] if isinstance(raw, list) else []
            parser.vocabulary.add(question_id, [*ids, SKIPPED], ids)
        else:
            questions[question_id] = question
            parser.vocabulary.add(question_id, question.tokens, question.counted)
    return questions


def _order(document: Document) -> int:
    order = document.table.get("order")
    return order if isinstance(order, int) else 0
