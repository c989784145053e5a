"""Who can be called, by country; numbers come from the data file alone."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from supporter.addresses import is_address
from supporter.errors import Problem
from supporter.pieces import Text
from supporter.records import Record

EVERYWHERE = "*"
"""The country of a directory that lists lines of many countries."""


class Helpline(Record):
    """One line; `phone` is shown and `tel` is dialled, `checked` is when its number was last confirmed."""

    country: Text
    kind: Literal["emergency", "crisis", "abuse", "youth", "perinatal", "carers"]
    name: Text
    phone: Text | None
    tel: Text | None
    text: Text | None
    web: Text | None
    hours: Text | None
    languages: tuple[Text, ...] | None
    checked: date | None
    confidence: Literal["high", "medium", "low"]
    sources: tuple[Text, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """All that a reader is shown of it."""
        texts = (self.name, self.phone, self.text, self.web, self.hours, *(self.languages or ()))
        return tuple(text for text in texts if text)


class Country(Record):
    """The lines of one country, in the order in which they help: emergency first, uncertain numbers last."""

    code: str
    name: str
    lines: tuple[Helpline, ...]

    @property
    def emergency(self) -> Helpline | None:
        """The number for danger right now, where the data has one."""
        return next((line for line in self.lines if line.kind == "emergency"), None)


class Placed(NamedTuple):
    """A helpline and where it stands in the data."""

    file: str
    number: int
    line: Helpline


_KINDS = ("emergency", "crisis", "abuse", "youth", "perinatal", "carers")
_TRUST = ("high", "medium", "low")
_NUMBER = re.compile(r"(?!.*\(0\))\+?[\d\s.()-]+")
"""One phone number as it is shown; the zero of `+44 (0)20` is dialled by some callers and not by others."""


def read_helplines(data: bytes, file: str, problems: list[Problem]) -> list[Placed]:
    """The lines of a data file in its order; mistakes are added to `problems` by entry."""
    # Not before: a start that finds a compiled guide reads no helplines.
    from pydantic_core import ValidationError

    from supporter.schemas import validator

    begins = _begins(data)
    try:
        lines = validator(tuple[Helpline, ...]).validate_json(data)
    except ValidationError as error:
        problems += [
            Problem(file, _line_of(begins, detail["loc"]), _say(detail["loc"], detail["msg"]))
            for detail in error.errors()
        ]
        return []
    return [Placed(file, _line_of(begins, (index,)), line) for index, line in enumerate(lines)]


def by_country(lines: Iterable[Placed], names: Mapping[str, str], problems: list[Problem]) -> dict[str, Country]:
    """Countries by code, in the order of `names` (code to name); lines that cannot be shown are `problems`."""
    placed = list(lines)
    for one in placed:
        problems += (Problem(one.file, one.number, f"{one.line.name}: {text}") for text in _faults(one.line, names))
    return {
        code: Country(
            code=code,
            name=name,
            lines=tuple(
                sorted(
                    (one.line for one in placed if one.line.country == code),
                    key=lambda line: (_KINDS.index(line.kind), _TRUST.index(line.confidence)),
                )
            ),
        )
        for code, name in {**names, EVERYWHERE: names.get(EVERYWHERE, EVERYWHERE)}.items()
    }


def _faults(line: Helpline, names: Mapping[str, str]) -> Iterator[str]:
    if line.country not in names:
        codes = ", ".join(code for code in sorted(names) if code != EVERYWHERE)
        text = f"the country '{line.country}' has no name; write one of: {codes}"
        yield f"{text}; or add its two capital letters, with a name, to 'countries' in guide.yaml"
    if not line.sources:
        yield "there is no source; name what confirms the number"
    if line.tel is not None and re.sub(r"\D", "", line.phone or "") != re.sub(r"\D", "", line.tel):
        yield f"'tel' dials {line.tel} and the reader sees {line.phone}; make them the same number"
    elif line.tel is not None and not (_NUMBER.fullmatch(line.phone or "") and is_address(f"tel:{line.tel}")):
        # An extension or a second number would be dialled as part of the first, and letters not at all.
        text = f"'{line.phone}' is not one number that a phone can dial; write its digits alone, without '(0)'"
        yield f"{text}, and all else under 'hours'"
    if line.web is not None and not (line.web.startswith("https://") and is_address(line.web)):
        yield f"'{line.web}' is not an address; write it whole, such as https://example.org/"
    if not (line.phone or line.text or line.web):
        yield "there is no way to reach it; add a phone, a text or a web address"


def _say(place: tuple[int | str, ...], message: str) -> str:
    entry = f"entry {place[0] + 1}: " if place and isinstance(place[0], int) else ""
    return (
        f"{entry}'{place[-1] if place else 'the file'}' does not fit ({message}); write it as the other entries have it"
    )


def _begins(data: bytes) -> list[int]:
    """The line on which each entry begins, by the opening braces of the list."""
    return [number for number, line in enumerate(data.splitlines(), 1) if line.strip() == b"{"]


def _line_of(begins: Sequence[int], place: tuple[int | str, ...]) -> int:
    """The line of a mistake's entry; the first where it is in none."""
    if not place or not isinstance(place[0], int):
        return 1
    return begins[place[0]] if place[0] < len(begins) else 1
