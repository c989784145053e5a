"""The form as data: what is asked, and what can be chosen."""

from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from supporter.pieces import Piece, Text
from supporter.records import Record
from supporter.vocabulary import SKIPPED


class Choice(Record):
    """One thing a reader can choose; `said` completes the sentence "You said ...".

    idle: why it is offered though it changes nothing.
    """

    id: Text
    label: Text
    said: Text
    alone: bool = False
    after_or: bool = False
    idle: Text | None = None


class Column(Record):
    """One answer of a grid, the same for each of its rows."""

    id: Text
    label: Text
    said: Text


class Question(Piece):
    """One thing the form asks.

    kind: `one` choice, `many` choices, or a `grid` with one column for each choice. A question `beside` a grid has the
    grid's choices, stands on its page, and counts a row only while that row is not answered with the first column.
    """

    short: Text
    kind: Literal["one", "many", "grid"]
    hint: Text | None = None
    beside: Text | None = None
    columns: tuple[Column, ...] = ()
    choices: tuple[Choice, ...]

    def choice(self, choice_id: str) -> Choice:
        """The choice with that id; KeyError if there is none."""
        for choice in self.choices:
            if choice.id == choice_id:
                return choice
        raise KeyError(choice_id)

    def column(self, column_id: str) -> Column:
        """The column with that id; KeyError if there is none."""
        for column in self.columns:
            if column.id == column_id:
                return column
        raise KeyError(column_id)

    @cached_property
    def always_asked(self) -> bool:
        """Whether no answer can take it out of the form."""
        return not self.condition.when and not self.condition.unless

    def is_asked(self, chosen: int) -> bool:
        """Whether it is asked of whoever chose these bits, of which it looks at those of earlier questions alone."""
        return self.always_asked or self.condition.holds(chosen)

    @cached_property
    def alone(self) -> frozenset[str]:
        """Choices that cannot stand beside another, such as "None of these"."""
        return frozenset(choice.id for choice in self.choices if choice.alone)

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """Choices that `at_least` counts: all but those that stand alone."""
        return tuple(choice.id for choice in self.choices if not choice.alone)

    @cached_property
    def sendable(self) -> frozenset[str]:
        """What the form can send: choices, in a grid `row.column` alone."""
        rows = [choice.id for choice in self.choices]
        if self.kind != "grid":
            return frozenset(rows)
        return frozenset(f"{row}.{column.id}" for row in rows for column in self.columns)

    def fits(self, tokens: Sequence[str]) -> bool:
        """Whether so many of its tokens can be one answer: one choice of `one`, one column for a row of a grid."""
        if self.kind == "grid":
            rows = [token.partition(".")[0] for token in tokens]
            return len(set(rows)) == len(rows)
        return self.kind == "many" or len(tokens) <= 1

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """What a condition may name: choices, in a grid also `row.column` (a bare row is any column but the first)."""
        rows = tuple(choice.id for choice in self.choices)
        cells = tuple(f"{row}.{column.id}" for row in rows for column in self.columns)
        return (*rows, *cells, SKIPPED)
