"""The shape of the situation: how it began and goes, never why."""

from functools import cached_property

from supporter.markup import word_count
from supporter.pieces import Line, Piece
from supporter.records import Record


class Near(Record):
    """Three sentences under the picture "How close is close enough?"."""

    too_far: Line
    within_reach: Line
    too_close: Line


class Path(Piece):
    """One shape; the more careful comes first by `order`, the last has no condition (brief, form.yaml, path_rules)."""

    near: Near
    helps: tuple[Line, ...]
    ease_off: tuple[Line, ...]
    sooner_if: Line

    @cached_property
    def words(self) -> int:
        """Words that stand open where the path is told, without why."""
        return word_count(self.title) + word_count(self.sooner_if)

    @cached_property
    def close_words(self) -> int:
        """Words on how close to stay: below the picture, and what helps and does not."""
        near = self.near
        texts = (near.too_far, near.within_reach, near.too_close, *self.helps, *self.ease_off)
        return sum(map(word_count, texts))
