"""What Unicode says of languages (CLDR), asked of Babel when content is read; what pages need of it is kept."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import DateTimeFormat, get_date_format, parse_pattern

from supporter.errors import ConfigurationError
from supporter.tongues import COUNTED, Tongue

SHAPES = ("long", "month", "d", "d MMM", "EEE d MMM", "EEEE d MMMM")
"""How our pages and sheets write a day."""
_SKELETONS = {
    "month": ["yMMMM"],
    "d MMM": ["MMMd"],
    "EEE d MMM": ["MMMEd"],
    "EEEE d MMMM": ["MMMMEEEEd", "MMMMEd", "MMMEd"],
}
"""By the shape, where a language has its own order and small words for it (`1 de diciembre`), the nearest first."""
_DATES = {"en": "en_GB"}
"""Where our words are those of one country, so are our dates."""
_FIELD = re.compile(r"%\((\w+)\)s")
_SHORT = re.compile(r"%\((E{1,3}|ccc|MMM|LLL)\)s")
"""The names of days and months that have a whole one."""
_JANUARY = [date(2001, 1, day) for day in range(1, 32)]
"""It begins on a Monday."""
_FIRSTS = [date(2001, month, 1) for month in range(1, 13)]
_DAYS = {"d": _JANUARY, "E": _JANUARY[:7], "c": _JANUARY[:7], "M": _FIRSTS, "L": _FIRSTS}
"""By the first letter of a field, days that have each of its values once, in order."""


def known_locale(code: str) -> Locale:
    """The language of a folder's name, such as `es` or `pt-BR`; raises ConfigurationError."""
    try:
        return Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError, TypeError) as error:
        text = f"'{code}' is no language code; write one such as en, es or pt-BR, as the content's folder is called"
        raise ConfigurationError(text) from error


def describe(code: str, others: Iterable[str] = ()) -> Tongue:
    """All that pages need to know of a language, with its names for others; raises ConfigurationError."""
    locale = known_locale(code)
    own_name = locale.get_display_name(code.replace("-", "_")) or code
    names = {other: str(locale.languages.get(other, other)) for other in others}
    dates = Locale.parse(_dates(code))
    patterns = {shape: _pattern(shape, dates) for shape in SHAPES}
    asked = {shape: set(_FIELD.findall(pattern)) - {"y"} for shape, pattern in patterns.items()}
    # An era, for example, is in no table: such a day Babel is asked for each time.
    kept = {shape: pattern for shape, pattern in patterns.items() if all(field[0] in COUNTED for field in asked[shape])}
    fields = {field: _said(field, dates) for shape in kept for field in sorted(asked[shape])}
    return Tongue(locale.text_direction, own_name[:1].upper() + own_name[1:], names, kept, fields)


def language_name(code: str, within: str) -> str:
    """What a language is called in another one; its code where it has no name there."""
    return str(known_locale(within).languages.get(code, code))


def say_day(day: date, code: str, shape: str) -> str:
    """As `locales.say_day`, for any pattern of any language."""
    locale = Locale.parse(_dates(code))
    return _pattern(shape, locale) % DateTimeFormat(day, locale)


def _dates(code: str) -> str:
    return _DATES.get(code, code.replace("-", "_"))


def _pattern(shape: str, locale: Locale) -> str:
    """With `%(field)s` in the place of each field."""
    if shape == "long":
        return str(get_date_format("long", locale).format)
    if shape not in _SKELETONS:
        return str(parse_pattern(shape).format)
    found = next(name for name in _SKELETONS[shape] if name in locale.datetime_skeletons)
    pattern = str(locale.datetime_skeletons[found].format)
    return _SHORT.sub(lambda field: f"%({field[1][0] * 4})s", pattern) if shape == "EEEE d MMMM" else pattern


def _said(field: str, locale: Locale) -> Sequence[str]:
    """Each value of a field of a date, as the language writes it."""
    return tuple(str(DateTimeFormat(day, locale)[field]) for day in _DAYS[field[0]])
