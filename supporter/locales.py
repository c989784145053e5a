"""Languages as Unicode knows them: their names, their direction, and how they write a date."""

from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from markupsafe import Markup, escape

from supporter.errors import ConfigurationError

_DATES = {"en": "en_GB"}
"""Where our words are those of one country, so are our dates."""


@lru_cache(maxsize=64)
def known_locale(code: str) -> Locale:
    """The language of a folder's name, such as `es` or `pt-BR`; raises ConfigurationError."""
    try:
        return Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError, TypeError) as error:
        text = f"'{code}' is no language code; write one such as en, es or pt-BR, as the content's folder is called"
        raise ConfigurationError(text) from error


@lru_cache(maxsize=64)
def direction(code: str) -> str:
    """Where a line of text begins: `ltr` or `rtl`."""
    return known_locale(code).text_direction


@lru_cache(maxsize=1024)
def tongue(code: str | None, around: str | None) -> Markup:
    """The attributes of a text in another language than that of what it stands in."""
    if not code or not around or code == around:
        return Markup("")
    turned = f' dir="{direction(code)}"' if direction(code) != direction(around) else ""
    return Markup(f' lang="{escape(code)}"{turned}')  # noqa: S704 - a code is escaped, a direction is a word of ours


@lru_cache(maxsize=64)
def own_name(code: str) -> str:
    """What those who speak it call it, as it stands in a list."""
    name = known_locale(code).get_display_name(code.replace("-", "_")) or code
    return name[:1].upper() + name[1:]


def language_name(code: str, within: str) -> str:
    """What a language is called in another one; its code where it has no name there."""
    return str(known_locale(within).languages.get(code, code))


def say_day(day: date, code: str, shape: str = "long") -> str:
    """A date as the language has it; `shape`: long, month (with its year), or a pattern of Unicode LDML."""
    locale = _DATES.get(code, code.replace("-", "_"))
    if shape == "month":
        return str(format_skeleton("yMMMM", day, locale=locale))
    return str(format_date(day, shape, locale=locale))
