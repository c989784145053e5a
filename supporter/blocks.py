"""Advice in pieces, each with its own condition."""

from functools import cached_property

from supporter.markup import word_count
from supporter.pieces import Line, Piece, Text

SAFETY = "safety"
"""The group that is never folded away."""
PLACED = (SAFETY, "understand", "space", "talk", "relationship", "situation", "help", "you")
"""Groups that have a place of their own on the page and on paper."""


class Block(Piece):
    """One piece of advice: `gist` stands alone in two lines, the Markdown below it is the whole."""

    group: Text
    gist: Line

    @cached_property
    def words(self) -> int:
        """Words in sight while the block is closed."""
        return word_count(self.title) + word_count(self.gist)
