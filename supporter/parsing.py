"""Documents into pieces: conditions compiled, Markdown rendered, models checked, every mistake collected."""

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from supporter.conditions import ALWAYS, Condition
from supporter.errors import Problem
from supporter.folders import Files, read_kind
from supporter.frontmatter import Document, Place
from supporter.grammar import parse_condition, parse_tables
from supporter.links import Addresses, dead_links
from supporter.markup import render_markdown
from supporter.pieces import BUILT, Piece
from supporter.records import keys
from supporter.validating import R, record_of
from supporter.vocabulary import Vocabulary

Links = dict[str, str]
Build = Callable[[Document, Links, list[Problem]], dict[str, Any]]
"""Makes the fields of a piece that come from its Markdown and the addresses its links stand for."""

P = TypeVar("P", bound=Piece)

_CONDITIONAL = {"instead", "says"}
"""Lists whose items carry conditions of their own."""
_CONDITION = {"when", "unless"}


class Parser:
    """Reads kind after kind; `vocabulary` grows as they are decided, `problems` as mistakes are found."""

    def __init__(
        self, files: Files, locale: str, problems: list[Problem], vocabulary: Vocabulary | None = None
    ) -> None:
        self.files = files
        self.locale = locale
        self.problems = problems
        self.documents: dict[tuple[str, str], Document] = {}
        self.vocabulary = vocabulary or Vocabulary()
        self._addresses = Addresses(files)

    def condition(self, document: Document) -> Condition:
        """The condition of a whole file."""
        return parse_condition(document, (), self.vocabulary, self.problems)

    def read(self, kind: str) -> dict[str, Document]:
        """The documents of a kind by id."""
        documents = dict(read_kind(self.files, kind, self.problems))
        self.documents |= {(kind, piece_id): document for piece_id, document in documents.items()}
        return documents

    def pieces(self, kind: str, model: type[P], build: Build | None = None, decides: str | None = None) -> dict[str, P]:
        """All pieces of a kind by their order; `decides` is the name under which later conditions know them.

        The conditions of the pieces themselves are read before that name is known, those of their lines after it: what
        a flag says may depend on the other flags, whether it holds may not.
        """
        documents = self.read(kind)
        conditions = {piece_id: self.condition(document) for piece_id, document in documents.items()}
        if decides is not None:
            self.vocabulary.add(decides, documents, documents)
        pieces = (
            self.piece(kind, model, piece_id, documents[piece_id], condition, build)
            for piece_id, condition in conditions.items()
        )
        ordered = sorted(filter(None, pieces), key=lambda piece: (piece.order, piece.id))
        return {piece.id: piece for piece in ordered}

    def piece(
        self,
        kind: str,
        model: type[P],
        piece_id: str,
        document: Document,
        condition: Condition,
        build: Build | None = None,
    ) -> P | None:
        """One piece of a file; None where it has mistakes."""
        table = {key: value for key, value in document.table.items() if key not in _CONDITION}
        for key in _CONDITIONAL & table.keys():
            items = table[key]
            if isinstance(items, list):
                table[key] = [self._line(document, (key, index), item) for index, item in enumerate(items)]
        links = self._links(kind, piece_id, document)
        made = build(document, links, self.problems) if build else {"html": render_markdown(document.body, links)}
        return self.validate(model, {**table, **self._born(piece_id), "condition": condition, **made}, document)

    def _born(self, piece_id: str) -> dict[str, str]:
        return {"id": piece_id, "lang": self.locale}

    def _links(self, kind: str, piece_id: str, document: Document) -> Links:
        links = self._addresses.seen_from(f"{kind}/{piece_id}.md")
        self.problems += dead_links(document, links)
        return links

    def _line(self, document: Document, place: Place, item: object) -> dict[str, Any]:
        """One item of a list whose items have conditions; plain text is a line for everyone."""
        if not isinstance(item, dict):
            return {"say": item}
        condition = parse_condition(document, place, self.vocabulary, self.problems)
        return {key: value for key, value in item.items() if key not in _CONDITION} | {"condition": condition}

    def records(self, kind: str, model: type[R]) -> dict[str, R]:
        """All tables of a kind that have no condition and no order."""
        records = {record_id: self.record(kind, model, record_id, one) for record_id, one in self.read(kind).items()}
        return {record_id: record for record_id, record in records.items() if record is not None}

    def record(self, kind: str, model: type[R], record_id: str, document: Document) -> R | None:
        """One of them; None where it has mistakes."""
        html = render_markdown(document.body, self._links(kind, record_id, document))
        return self.validate(model, {**document.table, **self._born(record_id), "html": html}, document)

    def sole(self, model: type[R], document: Document, without: Collection[str] = ()) -> R | None:
        """The table of a file that stands alone, without some of its keys; None where it has mistakes."""
        table = {key: value for key, value in document.table.items() if key not in without}
        born = {"lang": self.locale} if "lang" in keys(model) else {}
        return self.validate(model, table | born, document)

    def validate(self, model: type[R], table: dict[str, Any], document: Document) -> R | None:
        """The table as its model; None where it has mistakes."""
        for key in document.table.keys() & BUILT & {*keys(model)}:
            self.problems.append(document.problem((key,), f"'{key}' is made by the program; take the line out"))
        return record_of(model, table, document, self.problems, BUILT)

    def tables(self, document: Document, key: str) -> Condition:
        """A condition that stands under a key of its own."""
        if key not in document.table:
            self.problems.append(document.problem((), f"'{key}' is missing; add a line '{key}:' and tables below it"))
            return ALWAYS
        return parse_tables(document, (key,), self.vocabulary, self.problems)
