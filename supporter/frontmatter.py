"""A content file read into its YAML front matter, its Markdown and the line of every key."""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from supporter.errors import AnswersError, Problem

Table: TypeAlias = dict[str, object]
Place: TypeAlias = tuple[Hashable, ...]

LARGEST = 32_768
"""Bytes in a content file at most, four times the largest we ship: Markdown takes quadratic time (see `limits`)."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file: `table` (front matter), `body` (Markdown, from line `below`) and where each key stands.

    origins: of a table that several files were laid over each other for, the file of each key that is not of `file`.
    """

    file: str
    table: Table
    body: str
    lines: dict[Place, int] = field(repr=False)
    below: int = 1
    origins: Mapping[Place, str] = field(default_factory=dict, repr=False)

    def line(self, place: Place) -> int:
        """The line (from 1) of a key path such as ("choices", 2, "label"); of its nearest parent if it has none."""
        return self.where(place)[1]

    def where(self, place: Place) -> tuple[str, int]:
        """The file and the line of a key path, as `line` has it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.origins.get(place, self.file), self.lines.get(place, 1)

    def at(self, place: Place) -> object:
        """The value at a key path; None where there is none."""
        value: Any = self.table
        for key in place:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def problem(self, place: Place, text: str) -> Problem:
        """A complaint about the key at `place`."""
        return Problem(*self.where(place), text)

    def part(self, place: Place) -> "Document":
        """The table at a key path as a document of its own."""
        table = self.at(place)
        assert isinstance(table, dict)
        depth = len(place)
        lines = {key[depth:]: line for key, line in self.lines.items() if key[:depth] == place}
        return Document(self.where(place)[0], table, "", lines)


def read_document(path: Path, name: str) -> Document | Problem:
    """A `.md` file with front matter, or a `.yaml` file (all table, no body); `name` is what errors call it."""
    text = _read_text(path, name)
    if isinstance(text, Problem):
        return text
    if path.suffix == ".yaml":
        return _parse(name, text, body="", first=1)
    match = re.match(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", text, re.DOTALL)
    if match is None:
        return Problem(name, 1, "there is no front matter; begin the file with '---', its keys, and '---'")
    blank = len(text[match.end() :]) - len(text[match.end() :].lstrip())
    below = text.count("\n", 0, match.end() + blank) + 1
    return _parse(name, match[1], body=text[match.end() :].strip(), first=2, below=below)


def read_yaml(text: str, name: str) -> Table:
    """One YAML (or JSON) table by the same rules as the content; raises AnswersError with the line of a mistake."""
    document = _parse(name, text, body="", first=1)
    if isinstance(document, Problem):
        raise AnswersError(str(document))
    return document.table


def _read_text(path: Path, name: str) -> str | Problem:
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            size = path.stat().st_size
            return Problem(name, 1, f"the file has {size:,} bytes; split it, {LARGEST:,} is the most")
    except OSError as error:
        return Problem(name, 1, f"the file cannot be read ({error.strerror}); see who may read it")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Problem(name, line, "the text is not UTF-8; save the file as UTF-8")


def _parse(name: str, text: str, body: str, first: int, below: int = 1) -> Document | Problem:
    # Not before: a start that finds a compiled guide reads no YAML.
    from supporter.core_yaml import read_table

    table, lines, fault = read_table(text, first)
    return Problem(name, *fault) if fault else Document(name, table, body, lines, below)
