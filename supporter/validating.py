"""The table of an author's file as its record: checked by pydantic, which is imported with the first file."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from supporter.errors import Problem
from supporter.explaining import explain
from supporter.frontmatter import Document
from supporter.records import Record

R = TypeVar("R", bound=Record)


def record_of(
    kind: type[R],
    table: Mapping[str, object],
    document: Document,
    problems: list[Problem],
    built: frozenset[str] = frozenset(),
) -> R | None:
    """The record; None where the table has mistakes, which are added to `problems`. built: see `explain`."""
    try:
        made: R = _validator(kind).validate_python(table)  # type: ignore[arg-type]  # a class can be hashed
    except ValidationError as error:
        problems += explain(error, document, kind, built)
        return None
    return made


@cache
def _validator(kind: type[Record]) -> TypeAdapter[Any]:
    """Made once for each kind, which takes pydantic a while."""
    return TypeAdapter(kind)
