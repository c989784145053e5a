"""Who can be called, by country; numbers come from the data file alone."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from supporter.errors import Problem
from supporter.pieces import Record, Text

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


class Country(Record):
    """The lines of one country, in the order in which they help: emergency first, uncertain numbers last."""

    code: str
    name: str
    lines: tuple[Helpline, ...]

    @property
    def emergency(self) -> Helpline | None:
        """The number for danger right now, where the data has one."""
        return next((line for line in self.lines if line.kind == "emergency"), None)


_KINDS = ("emergency", "crisis", "abuse", "youth", "perinatal", "carers")
_TRUST = ("high", "medium", "low")


def read_helplines(data: bytes, file: str, names: Mapping[str, str], problems: list[Problem]) -> dict[str, Country]:
    """Countries by code, in the order of `names` (code to name); mistakes are added to `problems` by entry."""
    try:
        lines = TypeAdapter(tuple[Helpline, ...]).validate_json(data)
    except ValidationError as error:
        problems += [
            Problem(file, _line_of(data, detail["loc"]), _say(detail["loc"], detail["msg"]))
            for detail in error.errors()
        ]
        return {EVERYWHERE: Country(code=EVERYWHERE, name=EVERYWHERE, lines=())}
    for code in sorted({line.country for line in lines} - names.keys()):
        problems.append(Problem(file, 1, f"the country '{code}' has no name; add it to 'countries' in guide.yaml"))
    return {
        code: Country(
            code=code,
            name=name,
            lines=tuple(
                sorted(
                    (line for line in lines if line.country == code),
                    key=lambda line: (_KINDS.index(line.kind), _TRUST.index(line.confidence)),
                )
            ),
        )
        for code, name in names.items()
    }


def _say(place: tuple[int | str, ...], message: str) -> str:
    entry = f"entry {place[0] + 1}: " if place and isinstance(place[0], int) else ""
    return (
        f"{entry}'{place[-1] if place else 'the file'}' does not fit ({message}); write it as the other entries have it"
    )


def _line_of(data: bytes, place: tuple[int | str, ...]) -> int:
    """The line on which an entry begins, counting the opening braces of the list."""
    if not place or not isinstance(place[0], int):
        return 1
    begins = [number for number, line in enumerate(data.splitlines(), 1) if line.strip() == b"{"]
    return begins[place[0]] if place[0] < len(begins) else 1
