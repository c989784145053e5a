"""What is the same for every reader, drawn by its template once and only joined into the pages that come after."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from markupsafe import Markup

S = TypeVar("S", bound=str)

_MOST = 8_000_000
"""Characters of all plates at most: some name the host that was asked for, and nobody shall fill memory with hosts."""


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


def tick(drawn: Markup, chosen: Iterable[tuple[str, str]]) -> Markup:
    """Fields that were drawn with nothing ticked, with these ticked: name and value of each, both ids."""
    text = str(drawn)
    for name, value in chosen:
        field = f'name="{name}" value="{value}"'
        text = text.replace(field, f"{field} checked", 1)
    return Markup(text)  # noqa: S704 - drawn by a template, and ids are what content files may be called
