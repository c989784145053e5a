"""What pydantic found, said to an author: the key, what is wrong with it, and what to write."""

from collections.abc import Iterator
from dataclasses import fields
from typing import get_args

from pydantic_core import ErrorDetails, ValidationError

from supporter.errors import Problem, did_you_mean
from supporter.frontmatter import Document
from supporter.records import Record, keys

_SAID = {
    "string_type": "'{key}' is not text; put it in quotes",
    "string_too_short": "'{key}' is empty; write some text, or take the line out",
    "int_type": "'{key}' is not a whole number; write one, such as 10",
    "int_parsing": "'{key}' is not a whole number; write one, such as 10",
    "bool_type": "'{key}' is neither true nor false; write one of the two",
    "bool_parsing": "'{key}' is neither true nor false; write one of the two",
    "tuple_type": "'{key}' is not a list; write [one, two], or lines that begin with '- '",
    "dict_type": "'{key}' is not a table; write lines of 'name: value' below it",
    "dataclass_type": "'{key}' is not a table; write lines of 'name: value' below it",
    "date_from_datetime_parsing": "'{key}' is not a date; write it as 2026-11-21",
    "date_parsing": "'{key}' is not a date; write it as 2026-11-21",
    "date_type": "'{key}' is not a date; write it as 2026-11-21",
}


def explain(error: ValidationError, document: Document, kind: type[Record], built: frozenset[str]) -> Iterator[Problem]:
    """Each mistake of a table as a problem at its line; `built` are fields no author writes."""
    for detail in error.errors():
        place = tuple(detail["loc"])
        if place and place[0] in built and detail["type"] == "missing":
            continue
        yield document.problem(place, _say(detail, place, kind, built))


def _say(detail: ErrorDetails, place: tuple[int | str, ...], kind: type[Record], built: frozenset[str]) -> str:
    key = str(place[-1]) if isinstance(place[-1], str) else f"{place[-2]}, item {int(place[-1]) + 1}"
    if detail["type"] == "missing":
        return f"'{key}' is missing; add a line '{key}: ...'"
    if detail["type"] == "unexpected_keyword_argument":
        fields = set(_fields(kind, place[:-1])) - built
        return f"unknown key '{key}'; {did_you_mean(key, fields)}"
    if detail["type"] == "literal_error":
        options = str(detail.get("ctx", {}).get("expected", "")).replace("'", "")
        return f"'{key}' is '{detail['input']}'; write one of: {options.replace(' or ', ', ')}"
    if detail["type"] == "value_error":
        return f"'{key}' {detail['ctx']['error']}"
    said = _SAID.get(detail["type"])
    return said.format(key=key) if said else f"'{key}' does not fit ({detail['msg']}); write it anew"


def _fields(kind: type[Record], place: tuple[int | str, ...]) -> list[str]:
    """The keys of the table at `place`, followed through the types of the records."""
    for key in place:
        found = {one.name: one.type for one in fields(kind)}
        if key not in found:
            continue
        inner = [
            one for one in (found[key], *_parameters(found[key])) if isinstance(one, type) and issubclass(one, Record)
        ]
        if not inner:
            break
        kind = inner[0]
    return keys(kind)


def _parameters(annotation: object) -> Iterator[object]:
    for argument in get_args(annotation):
        yield argument
        yield from _parameters(argument)
