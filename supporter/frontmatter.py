"""A content file read into its YAML front matter, its Markdown and the line of every key."""

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from supporter.errors import AnswersError, Problem

Table: TypeAlias = dict[str, object]
Place: TypeAlias = tuple[Hashable, ...]

LARGEST = 32_768
"""Bytes in a content file at most, four times the largest we ship: Markdown takes quadratic time (see `limits`)."""
_DEEPEST = 20
"""Lists and tables inside each other at most; PyYAML's C code crashes at some thousands."""


class _Core(yaml.CSafeLoader):
    """YAML as its 1.2 core schema has it (https://yaml.org/spec/1.2.2/#103-core-schema): `no` and 12:30 stay text."""

    # Our own table: PyYAML's has the words of YAML 1.1 and is shared with everyone else in the process.
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML declares it so


def _construct_int(loader: _Core, node: yaml.ScalarNode) -> int:
    text = loader.construct_scalar(node)
    if len(text) > 18:
        raise yaml.constructor.ConstructorError(None, None, "the number is too long", node.start_mark)
    return int(text, 0 if text[:2] in ("0o", "0x") else 10)


_FLOAT = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
for _tag, _pattern, _first in (
    ("bool", "true|True|TRUE|false|False|FALSE", [*"tTfF"]),
    ("null", "~|null|Null|NULL|", [*"~nN", ""]),
    ("int", "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", [*"-+0123456789"]),
    ("float", _FLOAT, [*"-+.0123456789"]),
):
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})$"), _first)
_Core.add_constructor("tag:yaml.org,2002:int", _construct_int)


_WORD = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class Document:
    """One file: `table` (front matter), `body` (Markdown, from line `below`) and where each key stands."""

    file: str
    table: Table
    body: str
    lines: dict[Place, int] = field(repr=False)
    below: int = 1

    def line(self, place: Place) -> int:
        """The line (from 1) of a key path such as ("choices", 2, "label"); of its nearest parent if it has none."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

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
        return Problem(self.file, self.line(place), text)


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
        size = path.stat().st_size
        if size > LARGEST:
            return Problem(name, 1, f"the file has {size:,} bytes; split it, {LARGEST:,} is the most")
        data = path.read_bytes()
    except OSError as error:
        return Problem(name, 1, f"the file cannot be read ({error.strerror}); see who may read it")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Problem(name, line, "the text is not UTF-8; save the file as UTF-8")


def _parse(name: str, text: str, body: str, first: int, below: int = 1) -> Document | Problem:
    loader = _Core(text)
    try:
        trick = _first_trick(text)
        if trick is not None:
            return Problem(name, trick[0] + first, trick[1])
        node = loader.get_single_node()
        lines: dict[Place, int] = {}
        clash = _number(node, (), first, lines) if node is not None else None
        if clash is not None:
            return Problem(name, *clash)
        table = loader.construct_document(node) if node is not None else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + first if mark else first
        return Problem(
            name, line, f"this is not YAML ({error.problem}); put quotes around a text with ': ' or '#' in it"
        )
    except yaml.YAMLError as error:
        return Problem(name, first, f"this is not YAML ({error}); write it anew with plain characters")
    finally:
        loader.dispose()
    if not isinstance(table, dict):
        return Problem(name, first, "this is not a table; write lines of 'key: value'")
    return Document(name, table, body, lines, below)


def _first_trick(text: str) -> tuple[int, str] | None:
    """The line (from 0) of the first thing that a table of words needs nowhere, and what to write in its place.

    A few aliases can grow into millions of values, or into themselves; a tag asks for a type; depth ends in a crash.
    """
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            return line, "an alias ('*name') repeats another part; write the part out"
        if isinstance(event, yaml.CollectionStartEvent | yaml.ScalarEvent) and event.tag is not None:
            return line, f"'{event.tag}' is a tag, which asks for a type; write the value alone"
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return line, f"lists and tables stand more than {_DEEPEST} deep in each other; write fewer brackets"
    return None


def _number(node: yaml.Node, place: Place, first: int, lines: dict[Place, int]) -> tuple[int, str] | None:
    """Note the line of every key; the first key that stands twice, as (line, text): YAML itself keeps the last."""
    lines.setdefault(place, node.start_mark.line + first)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.tag != _WORD:
                return key.start_mark.line + first, "a key is a word; write 'word: value', with quotes around a number"
            here = (*place, key.value)
            if here in lines:
                return (
                    key.start_mark.line + first,
                    f"'{key.value}' stands twice (first in line {lines[here]}); keep one",
                )
            lines[here] = key.start_mark.line + first
            clash = _number(value, here, first, lines)
            if clash is not None:
                return clash
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            clash = _number(item, (*place, index), first, lines)
            if clash is not None:
                return clash
    return None
