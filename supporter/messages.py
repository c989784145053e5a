"""Words to borrow, and words to swap."""

from functools import cached_property

from supporter.markup import word_count
from supporter.pieces import Line, Piece, Text


class Message(Piece):
    """Words a reader may send; the Markdown below says what to leave unsaid."""

    use_with: Text
    not_when: str
    at_most: Text
    text: Text

    @property
    def in_sight(self) -> tuple[str, ...]:
        """What stands open on the advice page: all but when not to use it, and what to leave unsaid."""
        return (self.title, self.text, self.use_with, self.at_most)

    @cached_property
    def words(self) -> int:
        """How many these are."""
        return sum(map(word_count, self.in_sight))


class Swap(Piece):
    """Words that push away, and words that may land better."""

    title: Text = "Swap"
    instead_of: Line
    try_instead: Line
