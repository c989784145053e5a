"""The shape of the situation: how it began and goes, never why."""

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
