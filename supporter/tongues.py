"""What pages need to know of a language, as a table that is made when content is read and kept with it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

_PLACE: dict[str, Callable[[date], int]] = {
    "d": lambda day: day.day - 1,
    "M": lambda day: day.month - 1,
    "L": lambda day: day.month - 1,
    "E": date.weekday,
    "c": date.weekday,
}
"""By the first letter of a field of a date (Unicode LDML), which of its values a day has."""
COUNTED = frozenset(_PLACE)


class Tongue(NamedTuple):
    """One language.

    direction: `ltr` or `rtl`. own_name: what those who speak it call it, as it stands in a list. names: what it calls
    others, by code. patterns: how it writes a day, by shape, with `%(field)s` for each field. fields: their values in
    order.
    """

    direction: str
    own_name: str
    names: Mapping[str, str]
    patterns: Mapping[str, str]
    fields: Mapping[str, Sequence[str]]

    def say_day(self, day: date, shape: str) -> str | None:
        """A date of that shape; None for a shape that is not in the table."""
        pattern = self.patterns.get(shape)
        if pattern is None:
            return None
        return pattern % {"y": day.year, **{one: said[_PLACE[one[0]](day)] for one, said in self.fields.items()}}
