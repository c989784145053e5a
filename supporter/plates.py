"""What is the same for every reader, drawn by its template once and only joined into the pages that come after."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from markupsafe import Markup

S = TypeVar("S", str, Markup, bytes)

_MOST = 8_000_000
"""Characters or bytes of all plates at most: some name the host that was asked for, and nobody shall fill memory so."""


class Plates:
    """Drawn pages and parts of pages by what they depend on, which is never an answer."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], Any] = {}
        self._size = 0

    def __repr__(self) -> str:
        return f"<{len(self._kept)} plates>"

    def plate(self, key: tuple[object, ...], draw: Callable[[], S]) -> S:
        """The part with that key, which is drawn if this is the first that asks for it."""
        kept: S | None = self._kept.get(key)
        if kept is None:
            kept = draw()
            self._size += len(kept)
            if self._size > _MOST:
                self._kept.clear()
                self._size = len(kept)
            self._kept[key] = kept
        return kept


def tick(drawn: bytes, chosen: Iterable[tuple[str, str]]) -> bytes:
    """A page that was drawn with nothing ticked, with these ticked: name and value of each, both ids."""
    for name, value in chosen:
        field = f'name="{name}" value="{value}"'.encode()
        drawn = drawn.replace(field, field + b" checked", 1)
    return drawn
