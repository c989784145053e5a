"""What is the same for every reader, drawn by its template once and only joined into the pages that come after."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from markupsafe import Markup

S = TypeVar("S", str, Markup, bytes)

BLANK = "\ue000"
"""What a plate has in the place of that which is not the same for everyone; a letter that no text has."""
_MOST = 8_000_000
"""Characters or bytes of all plates at most: some name the host that was asked for, and nobody shall fill memory so."""

Key = tuple[object, ...]
Plate = tuple[bytes, ...]
"""A part of a page as it is sent, cut where its blanks are."""


class Rack(dict[Key, Plate]):
    """Parts of a page by name and ids; `draw` makes one that is missing. To take one is to look into a dictionary."""

    def __init__(self, draw: Callable[[Key], str], count: Callable[[int], None]) -> None:
        super().__init__()
        self._draw = draw
        self._count = count

    def __missing__(self, key: Key) -> Plate:
        drawn = tuple(self._draw(key).encode().split(BLANK.encode()))
        self._count(sum(map(len, drawn)))
        self[key] = drawn
        return drawn

    def __repr__(self) -> str:
        return f"<rack of {len(self)} plates>"

    def plain(self, *key: object) -> bytes:
        """A part without a blank."""
        return self[key][0]

    def around(self, inside: Iterable[bytes], *key: object) -> tuple[bytes, ...]:
        """A part with one blank and what stands in it, in pieces: the whole page is joined once."""
        before, after = self[key]
        return (before, *inside, after)

    def each(self, name: str, ids: Iterable[str]) -> list[bytes]:
        """Parts of one name without blanks."""
        return [self[name, one][0] for one in ids]

    def numbered(self, name: str, ids: Iterable[str]) -> list[bytes]:
        """Parts of one name, one after the other, each with its number from 1 on in its blank; in pieces too."""
        pieces: list[bytes] = []
        for number, one in enumerate(ids, 1):
            before, after = self[name, one]
            pieces += (before, b"%d" % number, after)
        return pieces


class Plates:
    """Drawn pages and parts of pages by what they depend on, which is never an answer."""

    def __init__(self) -> None:
        self._kept: dict[Key, Any] = {}
        self._size = 0

    def __repr__(self) -> str:
        return f"<{len(self._kept)} plates>"

    def plate(self, key: Key, draw: Callable[[], S]) -> S:
        """The part with that key, which is drawn if this is the first that asks for it."""
        kept: S | None = self._kept.get(key)
        if kept is None:
            kept = draw()
            self._count(len(kept))
            self._kept[key] = kept
        return kept

    def rack(self, key: Key, draw: Callable[[Key], str]) -> Rack:
        """Parts that have this key in common; `draw` lives as long as they do, so it has nothing of a request."""
        rack: Rack | None = self._kept.get(key)
        if rack is None:
            rack = self._kept[key] = Rack(draw, self._count)
        return rack

    def _count(self, more: int) -> None:
        self._size += more
        if self._size > _MOST:
            # A page that is being joined keeps the rack that it has; the next one begins another.
            self._kept.clear()
            self._size = more


def tick(drawn: bytes, chosen: Iterable[tuple[str, str]]) -> bytes:
    """A page that was drawn with nothing ticked, with these ticked: name and value of each, both ids."""
    for name, value in chosen:
        field = f'name="{name}" value="{value}"'.encode()
        drawn = drawn.replace(field, field + b" checked", 1)
    return drawn
