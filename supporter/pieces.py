"""What every piece of content has: an id, its place in the order, its evidence and its dates."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from itertools import compress
from typing import Annotated, TypeVar

from markupsafe import Markup

from supporter.conditions import ALWAYS, Condition
from supporter.limits import excess
from supporter.markup import render_line
from supporter.records import Before, Record, Within
from supporter.sieve import Sieve

Text = Annotated[str, Within(strip_whitespace=True, min_length=1)]
"""Plain text; it is escaped where it is shown."""


def _as_line(value: object) -> object:
    if not isinstance(value, str):
        return value
    over = excess(value)
    if over is not None:
        raise ValueError(f"cannot be rendered: {over[1]}")
    return render_line(value)


Line = Annotated[Markup, Before(_as_line)]
"""One line of Markdown, rendered and cleaned at load."""


class Piece(Record):
    """One content file; `id` is its name, `html` its Markdown, `condition` its `when` and `unless`.

    lang: the language of its texts. conflicts: what must never be shown with it: ids of its own kind, or `kind/id`.
    """

    id: str
    lang: str
    html: Markup = Markup("")
    condition: Condition = field(default=ALWAYS, repr=False)
    title: Text
    order: int
    ref: Text | None = None
    about: tuple[Text, ...] = ()
    conflicts: tuple[Text, ...] = ()
    evidence: tuple[Text, ...]
    reviewed: date
    review_by: date
    reviewers: tuple[Text, ...]


P = TypeVar("P", bound=Piece)


class Pieces(dict[str, P]):
    """Pieces of one kind by their ids, in the order of reading or of rank."""

    def __init__(self, pieces: Mapping[str, P]) -> None:
        super().__init__(pieces)
        self._all = tuple(self.values())
        self._sieve = Sieve(piece.condition for piece in self._all)

    def holding(self, chosen: int) -> list[P]:
        """Those whose conditions hold for the chosen bits."""
        return [*compress(self._all, self._sieve.holding(chosen))]

    def forbidden(self, chosen: int) -> list[P]:
        """Those that their `unless` keeps away."""
        return [*compress(self._all, self._sieve.forbidding(chosen))]


BUILT = frozenset({"id", "lang", "html", "condition", "parts"})
"""Fields of a piece that the loader makes; an author may not write them."""
