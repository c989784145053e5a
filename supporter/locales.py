"""Languages as their readers know them: their names, their direction, and how they write a date."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from markupsafe import Markup, escape

from supporter.tongues import Tongue

_KNOWN: dict[str, Tongue] = {}
"""By code; what is known of a language is the same for every app of the process."""


def remember(tongues: Mapping[str, Tongue]) -> None:
    """Take what was found out when content was read, so that nobody asks Babel, which has to load all it knows."""
    _KNOWN.update(tongues)


def tongue_of(code: str) -> Tongue:
    """What is known of a language; raises ConfigurationError where no language has that code."""
    if code not in _KNOWN:
        from supporter.cldr import describe

        _KNOWN[code] = describe(code)
    return _KNOWN[code]


def direction(code: str) -> str:
    """Where a line of text begins: `ltr` or `rtl`."""
    return tongue_of(code).direction


@lru_cache(maxsize=1024)
def tongue(code: str | None, around: str | None) -> Markup:
    """The attributes of a text in another language than that of what it stands in."""
    if not code or not around or code == around:
        return Markup("")
    turned = f' dir="{direction(code)}"' if direction(code) != direction(around) else ""
    return Markup(f' lang="{escape(code)}"{turned}')  # noqa: S704 - a code is escaped, a direction is a word of ours


def own_name(code: str) -> str:
    """What those who speak it call it, as it stands in a list."""
    return tongue_of(code).own_name


def language_name(code: str, within: str) -> str:
    """What a language is called in another one; its code where it has no name there."""
    found = tongue_of(within).names.get(code)
    if found is None:
        from supporter import cldr

        return cldr.language_name(code, within)
    return found


def say_day(day: date, code: str, shape: str = "long") -> str:
    """A date as the language has it; `shape`: long, month (with its year), or a pattern of Unicode LDML."""
    said = tongue_of(code).say_day(day, shape)
    if said is None:
        from supporter import cldr

        return cldr.say_day(day, code, shape)
    return said
