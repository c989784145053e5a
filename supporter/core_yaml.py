"""YAML as authors write it: the core schema of YAML 1.2, and nothing that a table of words needs nowhere."""

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

import yaml

Place = tuple[Hashable, ...]
Lines = dict[Place, int]
"""The line of every key, by its path such as ("choices", 2, "label")."""
Fault = tuple[int, str]
"""A line, and what is wrong there."""

_TAGGED = (yaml.ScalarEvent, yaml.CollectionStartEvent)
"""What may have a tag."""
_APOSTROPHE = re.compile(r"(?:: |- )'[^']*\w'\w")
"""A text in single quotes with an apostrophe in it: `title: 'Don't go'`."""
_DEEPEST = 20
"""Lists and tables inside each other at most; at some hundreds Python would break off."""


class _Stop(Exception):
    """The first thing that is wrong: the line of a mark, from 0, and what to write."""

    def __init__(self, event: yaml.Event, text: str) -> None:
        super().__init__(text)
        self.line = _line(event)


def read_table(text: str, first: int) -> tuple[dict[str, object], Lines, Fault | None]:
    """The one table in the text, and the lines of its keys, where the text begins at line `first`; or a fault."""
    reading = _Reading(yaml.parse(text, Loader=yaml.CSafeLoader), first)
    try:
        table = reading.whole()
    except _Stop as stop:
        return {}, {}, (stop.line + first, str(stop))
    except yaml.MarkedYAMLError as error:
        return {}, {}, _explained(error, text.splitlines(), first)
    except yaml.YAMLError as error:
        return {}, {}, (first, f"this is not YAML ({error}); write it anew with plain characters")
    if not isinstance(table, dict):
        return {}, {}, (first, "this is not a table; write lines of 'key: value'")
    return table, reading.lines, None


def _explained(error: yaml.MarkedYAMLError, lines: Sequence[str], first: int) -> Fault:
    """What the parser found, as the mistake that authors make most where it finds that."""
    mark = error.problem_mark or error.context_mark
    number = mark.line if mark else 0
    line = lines[number] if number < len(lines) else ""
    if line[: len(line) - len(line.lstrip())].count("\t"):
        return number + first, "this line begins with a tab; write two spaces for each step inwards"
    if "quoted scalar" in (error.context or "") and error.context_mark:
        return error.context_mark.line + first, "a quotation mark here is never closed; write it at the end of the text"
    if _APOSTROPHE.search(line):
        return number + first, "an apostrophe ends a text in single quotes; put double quotes around the text"
    said = f"this is not YAML ({error.problem}); put quotes around a text with ': ' or '#' in it"
    return number + first, said


def _line(event: yaml.Event) -> int:
    assert event.start_mark is not None  # every event of the C parser has one
    return event.start_mark.line


class _Reading:
    """What the C parser finds, made into values as it comes: no alias, no tag, nothing deep, no key twice."""

    def __init__(self, events: Iterator[yaml.Event], first: int) -> None:
        self.lines: Lines = {}
        self._events = events
        self._first = first

    def whole(self) -> object:
        """The one document; an empty text is an empty table."""
        found: object = {}
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Stop(event, "a second document begins here ('---'); keep one")
            elif isinstance(event, yaml.NodeEvent):
                found = self._value(event, ())
        return found

    def _value(self, event: yaml.Event, place: Place) -> object:
        self.lines.setdefault(place, _line(event) + self._first)
        _refuse(event)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if len(place) >= _DEEPEST:
            raise _Stop(event, f"lists and tables stand more than {_DEEPEST} deep in each other; write fewer brackets")
        return self._table(place) if isinstance(event, yaml.MappingStartEvent) else self._list(place)

    def _table(self, place: Place) -> dict[str, object]:
        table = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            _refuse(event)
            key = _scalar(event) if isinstance(event, yaml.ScalarEvent) else None
            if not isinstance(key, str):
                raise _Stop(event, "a key is a word; write 'word: value', with quotes around a number")
            here = (*place, key)
            if key in table:  # YAML itself keeps the last.
                raise _Stop(event, f"'{key}' stands twice (first in line {self.lines[here]}); keep one")
            self.lines[here] = _line(event) + self._first
            table[key] = self._value(next(self._events), here)
        return table

    def _list(self, place: Place) -> list[object]:
        found: list[object] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(self._value(event, (*place, len(found))))
        return found


def _refuse(event: yaml.Event) -> None:
    """A few aliases can grow into millions of values, or into themselves; a tag asks for a type."""
    if isinstance(event, yaml.AliasEvent):
        raise _Stop(event, "an alias ('*name') repeats another part; write the part out")
    if isinstance(event, _TAGGED) and event.tag is not None:
        raise _Stop(event, f"'{event.tag}' is a tag, which asks for a type; write the value alone")


def _scalar(event: yaml.ScalarEvent) -> object:
    """Its value by the core schema (https://yaml.org/spec/1.2.2/#103-core-schema): `no` and 12:30 stay text."""
    text: str = event.value
    if event.implicit[0]:  # it stands without quotes
        for pattern, make in _SCHEMA.get(text[:1], ()):
            if pattern.fullmatch(text):
                try:
                    return make(text)
                except ValueError as error:
                    raise _Stop(event, f"this is not YAML ({error}); put it in quotes") from error
    return text


def _whole_number(text: str) -> int:
    if len(text) > 18:
        raise ValueError("the number is too long")
    return int(text, 0 if text[:2] in ("0o", "0x") else 10)


def _fraction(text: str) -> float:
    return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))


_FLOAT = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
_SCHEMA: dict[str, list[tuple[re.Pattern[str], Callable[[str], Any]]]] = {}
"""By the first sign of a value: what it may be, and how that is made."""
for _firsts, _pattern, _make in (
    ([*"tT"], "true|True|TRUE", lambda text: True),
    ([*"fF"], "false|False|FALSE", lambda text: False),
    ([*"~nN", ""], "~|null|Null|NULL|", lambda text: None),
    ([*"-+0123456789"], "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", _whole_number),
    ([*"-+.0123456789"], _FLOAT, _fraction),
):
    for _one in _firsts:
        _SCHEMA.setdefault(_one, []).append((re.compile(_pattern), _make))
