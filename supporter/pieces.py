"""What every piece of content has: an id, its place in the order, its evidence and its dates."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self

from markupsafe import Markup
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from supporter.conditions import ALWAYS, Condition
from supporter.limits import excess
from supporter.markup import render_line

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Plain text; it is escaped where it is shown."""


def _as_line(value: object) -> object:
    if not isinstance(value, str):
        return value
    over = excess(value)
    if over is not None:
        raise ValueError(f"cannot be rendered: {over[1]}")
    return render_line(value)


Line = Annotated[Markup, BeforeValidator(_as_line)]
"""One line of Markdown, rendered and cleaned at load."""


class Record(BaseModel):
    """A table of an author's file: unknown keys are refused, nothing changes after the load."""

    # What checks a table is built for the first of its kind: a start that finds a compiled guide checks none.
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic does; what was worked out of the fields is worked out anew."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied


class Piece(Record):
    """One content file; `id` is its name, `html` its Markdown, `condition` its `when` and `unless`.

    lang: the language of its texts. conflicts: what must never be shown with it: ids of its own kind, or `kind/id`.
    """

    id: str
    lang: str
    html: Markup = Markup("")
    condition: Condition = Field(default=ALWAYS, repr=False)
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
