"""Content folders into a Guide: everything checked, rendered and compiled here, all mistakes reported at once."""

from collections.abc import Callable, Sequence
from os import PathLike
from pathlib import Path as File
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from supporter.blocks import Block
from supporter.conditions import ALWAYS, Condition
from supporter.errors import ContentError, Problem
from supporter.evidence import Evidence, Source
from supporter.explaining import explain
from supporter.flags import Caution, Flag
from supporter.folders import HELPLINES, SETTINGS, find_files, nearest_data, read_kind
from supporter.frontmatter import Document, Place, read_document
from supporter.grammar import parse_condition, parse_tables
from supporter.guide import Guide, Settings
from supporter.handouts import Handout, split_sheet
from supporter.helplines import Country, read_helplines
from supporter.markup import render_markdown
from supporter.messages import Message, Swap
from supporter.pages import LINKS, Care, Page
from supporter.paths import Path
from supporter.pieces import BUILT, Piece
from supporter.plans import Plan
from supporter.questions import Question
from supporter.references import check_references
from supporter.shipped import shipped
from supporter.vocabulary import SKIPPED, Vocabulary

Folder = str | PathLike[str]
Build = Callable[[Document, list[Problem]], dict[str, Any]]
"""Makes the fields of a piece that come from its Markdown."""

M = TypeVar("M", bound=BaseModel)
P = TypeVar("P", bound=Piece)

_CONDITIONAL = {"instead", "says"}
"""Lists whose items carry conditions of their own."""
_CONDITION = {"when", "unless"}
_SETTINGS_CONDITIONS = {"sooner_when", "lighter_when", "apart_when"}


def load_guide(content: Folder | Sequence[Folder] | None = None, locale: str = "en") -> Guide:
    """The guide in one language from our content and the folders laid over it, the nearest first.

    Raises ContentError with every mistake, and SupporterError when a folder is not there.
    """
    given = [content] if isinstance(content, str | PathLike) else list(content or ())
    roots = [*(File(folder) for folder in given), shipped("content")]
    return _Loader(roots, locale).guide()


class _Loader:
    def __init__(self, roots: Sequence[File], locale: str) -> None:
        self.roots = roots
        self.locale = locale
        self.problems: list[Problem] = []
        self.documents: dict[tuple[str, str], Document] = {}
        self.vocabulary = Vocabulary()
        self.files = find_files(roots, locale, self.problems)

    def guide(self) -> Guide:
        """Load in the order in which things are decided, so that a condition can only look back."""
        settings, document = self._settings()
        questions = self._questions()
        flags = self._pieces("flags", Flag, decides="flags")
        paths = self._pieces("paths", Path, decides="path")
        guide = Guide(
            locale=self.locale,
            settings=settings,
            questions=questions,
            flags=flags,
            paths=paths,
            cautions=self._pieces("cautions", Caution),
            plans=self._pieces("plans", Plan),
            blocks=self._pieces("blocks", Block),
            messages=self._pieces("messages", Message),
            swaps=self._pieces("swaps", Swap),
            handouts=self._pieces("handouts", Handout, split_sheet),
            care=self._pieces("care", Care),
            pages=self._pieces("pages", Page),
            evidence=self._records("evidence", Evidence),
            sources=self._records("sources", Source),
            countries=self._countries(settings),
            sooner_when=self._tables(document, "sooner_when"),
            lighter_when=self._tables(document, "lighter_when"),
            apart_when=self._tables(document, "apart_when"),
            vocabulary=self.vocabulary,
        )
        self.problems += check_references(guide, self.documents)
        if self.problems:
            raise ContentError(self.problems)
        return guide

    def _settings(self) -> tuple[Settings, Document]:
        path, name = self.files.get(SETTINGS, (None, SETTINGS))
        document = (
            read_document(path, name) if path else Problem(name, 1, "the file is missing; copy ours and change it")
        )
        if isinstance(document, Problem):
            raise ContentError([*self.problems, document])
        self.documents[(SETTINGS, "")] = document
        table = {key: value for key, value in document.table.items() if key not in _SETTINGS_CONDITIONS}
        settings = self._validate(Settings, table, document)
        if settings is None:
            raise ContentError(self.problems)
        return settings, document

    def _questions(self) -> dict[str, Question]:
        documents = sorted(self._documents("questions").items(), key=lambda item: (_order(item[1]), item[0]))
        questions: dict[str, Question] = {}
        for question_id, document in documents:
            condition = parse_condition(document, (), self.vocabulary, self.problems)
            question = self._piece(Question, question_id, document, condition)
            if question is None:
                # Its choices stay known, so that one mistake here is not reported again wherever they are named.
                raw = document.at(("choices",))
                ids = (
                    [str(choice.get("id")) for choice in raw if isinstance(choice, dict)]
                    if isinstance(raw, list)
                    else []
                )
                self.vocabulary.add(question_id, [*ids, SKIPPED], ids)
            else:
                questions[question_id] = question
                self.vocabulary.add(question_id, question.tokens, question.counted)
        return questions

    def _documents(self, kind: str) -> dict[str, Document]:
        documents = dict(read_kind(self.files, kind, self.problems))
        self.documents |= {(kind, piece_id): document for piece_id, document in documents.items()}
        return documents

    def _pieces(
        self, kind: str, model: type[P], build: Build | None = None, decides: str | None = None
    ) -> dict[str, P]:
        """All pieces of a kind by their order; `decides` is the name under which later conditions know them.

        The conditions of the pieces themselves are read before that name is known, those of their lines after it: what
        a flag says may depend on the other flags, whether it holds may not.
        """
        documents = self._documents(kind)
        conditions = {
            piece_id: parse_condition(document, (), self.vocabulary, self.problems)
            for piece_id, document in documents.items()
        }
        if decides is not None:
            self.vocabulary.add(decides, documents, documents)
        pieces = (
            self._piece(model, piece_id, documents[piece_id], condition, build)
            for piece_id, condition in conditions.items()
        )
        return {piece.id: piece for piece in sorted(filter(None, pieces), key=lambda piece: (piece.order, piece.id))}

    def _piece(
        self, model: type[P], piece_id: str, document: Document, condition: Condition, build: Build | None = None
    ) -> P | None:
        table = {key: value for key, value in document.table.items() if key not in _CONDITION}
        for key in _CONDITIONAL & table.keys():
            items = table[key]
            if isinstance(items, list):
                table[key] = [self._line(document, (key, index), item) for index, item in enumerate(items)]
        made = build(document, self.problems) if build else {"html": render_markdown(document.body, LINKS)}
        return self._validate(model, {**table, "id": piece_id, "condition": condition, **made}, document)

    def _line(self, document: Document, place: Place, item: object) -> dict[str, Any]:
        """One item of a list whose items have conditions; plain text is a line for everyone."""
        if not isinstance(item, dict):
            return {"say": item}
        condition = parse_condition(document, place, self.vocabulary, self.problems)
        return {key: value for key, value in item.items() if key not in _CONDITION} | {"condition": condition}

    def _records(self, kind: str, model: type[M]) -> dict[str, M]:
        records = {}
        for record_id, document in self._documents(kind).items():
            table = {**document.table, "id": record_id, "html": render_markdown(document.body)}
            record = self._validate(model, table, document)
            if record is not None:
                records[record_id] = record
        return records

    def _validate(self, model: type[M], table: dict[str, Any], document: Document) -> M | None:
        for key in document.table.keys() & BUILT & model.model_fields.keys():
            self.problems.append(document.problem((key,), f"'{key}' is made by the program; take the line out"))
        try:
            return model.model_validate(table)
        except ValidationError as error:
            self.problems += explain(error, document, model, BUILT)
            return None

    def _tables(self, document: Document, key: str) -> Condition:
        if key not in document.table:
            self.problems.append(document.problem((), f"'{key}' is missing; add a line '{key}:' and tables below it"))
            return ALWAYS
        return parse_tables(document, (key,), self.vocabulary, self.problems)

    def _countries(self, settings: Settings) -> dict[str, Country]:
        path, name = nearest_data(self.roots, HELPLINES)
        return read_helplines(path.read_bytes(), name, settings.countries, self.problems)


def _order(document: Document) -> int:
    order = document.table.get("order")
    return order if isinstance(order, int) else 0
