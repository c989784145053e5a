"""What every piece of content has: an id, its place in the order, its evidence and its dates."""

from dataclasses import field
from datetime import date
from typing import Annotated

from markupsafe import Markup

from supporter.conditions import ALWAYS, Condition
from supporter.limits import excess
from supporter.markup import render_line
from supporter.records import Before, Record, Within

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


BUILT = frozenset({"id", "lang", "html", "condition", "parts"})
"""Fields of a piece that the loader makes; an author may not write them."""
