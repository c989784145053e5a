"""The numbers by which one reader finds many pieces: their own first, then the others as the guide has them."""

from bisect import bisect
from collections.abc import Iterable, Mapping


class Numbering:
    """Numbers from 1 on, worked out for those that are asked for: a guide may have many that a page does not name.

    places: where each stands in the guide, from 0 on. left_out: what this reader does not find.
    """

    def __init__(self, yours: Iterable[str], places: Mapping[str, int], left_out: Iterable[str] = ()) -> None:
        self._yours = {one: number for number, one in enumerate(yours, 1)}
        self._left_out = frozenset(left_out)
        self._places = places
        self._missing = sorted(places[one] for one in self._left_out.union(self._yours) if one in places)

    def number(self, one: str) -> int | None:
        """That of a piece; None where the reader does not find it."""
        if one in self._yours:
            return self._yours[one]
        if one in self._left_out or one not in self._places:
            return None
        place = self._places[one]
        return len(self._yours) + 1 + place - bisect(self._missing, place)
