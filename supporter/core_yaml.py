"""YAML as authors write it: the core schema of YAML 1.2, and nothing that a table of words needs nowhere."""

import re
from collections.abc import Hashable
from typing import Any

import yaml

Lines = dict[tuple[Hashable, ...], int]
"""The line of every key, by its path such as ("choices", 2, "label")."""
Fault = tuple[int, str]
"""A line, and what is wrong there."""

_WORD = "tag:yaml.org,2002:str"
_DEEPEST = 20
"""Lists and tables inside each other at most; PyYAML's C code crashes at some thousands."""


class Core(yaml.CSafeLoader):
    """YAML as its 1.2 core schema has it (https://yaml.org/spec/1.2.2/#103-core-schema): `no` and 12:30 stay text."""

    # Our own table: PyYAML's has the words of YAML 1.1 and is shared with everyone else in the process.
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML declares it so


def _construct_int(loader: Core, node: yaml.ScalarNode) -> int:
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
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})$"), _first)
Core.add_constructor("tag:yaml.org,2002:int", _construct_int)


def read_table(text: str, first: int) -> tuple[dict[str, object], Lines, Fault | None]:
    """The one table in the text, and the lines of its keys, where the text begins at line `first`; or a fault."""
    loader = Core(text)
    try:
        trick = first_trick(text)
        if trick is not None:
            return {}, {}, (trick[0] + first, trick[1])
        node = loader.get_single_node()
        lines: Lines = {}
        clash = _number(node, (), first, lines) if node is not None else None
        if clash is not None:
            return {}, {}, clash
        table = loader.construct_document(node) if node is not None else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + first if mark else first
        said = f"this is not YAML ({error.problem}); put quotes around a text with ': ' or '#' in it"
        return {}, {}, (line, said)
    except yaml.YAMLError as error:
        return {}, {}, (first, f"this is not YAML ({error}); write it anew with plain characters")
    finally:
        loader.dispose()
    if not isinstance(table, dict):
        return {}, {}, (first, "this is not a table; write lines of 'key: value'")
    return table, lines, None


def _number(node: yaml.Node, place: tuple[Hashable, ...], first: int, lines: Lines) -> Fault | None:
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


def first_trick(text: str) -> tuple[int, str] | None:
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
