"""The table of an author's file as its record, or what is wrong with it."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic_core import ValidationError

from supporter.errors import Problem
from supporter.explaining import explain
from supporter.frontmatter import Document
from supporter.records import Record
from supporter.schemas import validator

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
        made: R = validator(kind).validate_python(table)
    except ValidationError as error:
        problems += explain(error, document, kind, built)
        return None
    return made
