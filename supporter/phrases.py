"""Phrases that many sentences about a difference are made of."""

from collections.abc import Sequence

from supporter.audience import Place
from supporter.proving.witness import Witness

_NAMED = 5


def check_in(example: Witness) -> str:
    """An example, to stand after “for”."""
    if not (example.answers or example.held):
        return "a check-in with nothing answered"
    return f"this check-in, for example: {example.said.rstrip('.')}"


def address(place: Place) -> str:
    """Where an author finds a piece, below the folder of the language."""
    return "/".join(place)


def count(number: int, one: str, many: str = "") -> str:
    """Such as “1 piece” or “2 pieces”."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def some(found: Sequence[str], between: str = "; ") -> str:
    """The first five, and how many more there are."""
    more = len(found) - _NAMED
    return between.join(found[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def said(text: str) -> str:
    """Words of the guide in quotation marks."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"
