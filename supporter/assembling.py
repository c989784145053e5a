"""Content files into the guide of their language, in the order in which things are decided."""

from collections.abc import Sequence
from pathlib import Path as File

from supporter.blocks import Block
from supporter.errors import ContentError, Problem
from supporter.evidence import Evidence, Source
from supporter.flags import Caution, Flag
from supporter.folders import (
    LANGUAGE,
    LAWS,
    REPLIES,
    SETTINGS,
    find_files,
    helpline_files,
    layers,
)
from supporter.frontmatter import Document, read_document
from supporter.guide import CONDITIONS, Guide, Settings
from supporter.handouts import Handout, split_sheet
from supporter.helplines import Placed, by_country, read_helplines
from supporter.language import Language
from supporter.laws import Laws, check_names, compile_laws
from supporter.manuscript import Manuscript
from supporter.messages import Message, Swap
from supporter.outcome import with_outcome
from supporter.overlaying import lay_all
from supporter.own_lines import lay_lines
from supporter.pages import Care, Page
from supporter.parsing import Parser
from supporter.paths import Path
from supporter.personas import Persona, check_answers, compile_persona
from supporter.plans import Plan
from supporter.questions import Question
from supporter.references import check_references
from supporter.replies import Replies
from supporter.strays import strays
from supporter.validating import R
from supporter.vocabulary import SKIPPED


def read_source(roots: Sequence[File], locale: str) -> Manuscript:
    """The guide of the language that has the rules; raises ContentError with every mistake."""
    problems: list[Problem] = list(strays(roots, locale))
    files = find_files(roots, locale, problems)
    parser = Parser(files, locale, problems)
    helplines = _helplines(roots, problems)
    guide = _assemble(parser, _settings(parser, roots), helplines)
    problems += check_references(guide, parser.documents)
    laws = _laws(parser, guide)
    personas = _personas(parser, guide)
    if problems:
        raise ContentError(problems)
    return Manuscript(guide, laws, personas, parser.documents, files, helplines)


def _helplines(roots: Sequence[File], problems: list[Problem]) -> tuple[Placed, ...]:
    """The lines of the nearest data file, with single lines of nearer folders over them."""
    data, file, own = helpline_files(roots)
    lines = read_helplines(data, file, problems)
    for path, name in own:
        document = read_document(path, name)
        if isinstance(document, Problem):
            problems.append(document)
        else:
            lines = lay_lines(lines, document, problems)
    return tuple(lines)


def _settings(parser: Parser, roots: Sequence[File]) -> Document:
    """Every guide.yaml, the nearest over the others key by key."""
    read = [read_document(path, name) for path, name in layers(roots, parser.locale, SETTINGS)]
    faults = [one for one in read if isinstance(one, Problem)] or ([] if read else [_missing(SETTINGS)])
    if faults:
        raise ContentError([*parser.problems, *faults])
    document = lay_all(one for one in read if isinstance(one, Document))
    parser.documents[SETTINGS, ""] = document
    return document


def _assemble(parser: Parser, document: Document, helplines: Sequence[Placed]) -> Guide:
    """Everything in order, so that a condition can only look back."""
    settings = _needed(parser, parser.sole(Settings, document, CONDITIONS))
    replies = _needed(parser, parser.sole(Replies, _alone(parser, REPLIES)))
    language = _needed(parser, parser.sole(Language, _alone(parser, LANGUAGE)))
    questions = _questions(parser)
    flags = parser.pieces("flags", Flag, decides="flags")
    paths = parser.pieces("paths", Path, decides="path")
    return Guide(
        locale=parser.locale,
        source=parser.locale,
        settings=settings,
        replies={parser.locale: replies},
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
        countries=by_country(helplines, settings.countries, parser.problems),
        sooner_when=parser.tables(document, "sooner_when"),
        lighter_when=parser.tables(document, "lighter_when"),
        apart_when=parser.tables(document, "apart_when"),
        vocabulary=parser.vocabulary,
    )


def _alone(parser: Parser, file: str) -> Document:
    """A file that stands alone, without which nothing can be read."""
    path, name = parser.files.get(file, (None, file))
    document = read_document(path, name) if path else _missing(name)
    if isinstance(document, Problem):
        raise ContentError([*parser.problems, document])
    parser.documents[(file, "")] = document
    return document


def _missing(file: str) -> Problem:
    return Problem(file, 1, "the file is missing; copy ours and change it")


def _needed(parser: Parser, made: R | None) -> R:
    if made is None:
        raise ContentError(parser.problems)
    return made


def _laws(parser: Parser, guide: Guide) -> Laws:
    document = _alone(parser, LAWS)
    table = compile_laws(document, with_outcome(guide), parser.problems)
    laws = _needed(parser, parser.validate(Laws, table, document))
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
