"""A file and its translation as one: the source's rules with the translation's texts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from supporter.errors import Problem, did_you_mean
from supporter.frontmatter import Document, Place
from supporter.handouts import slots
from supporter.texts import DATED, by_id, fingerprint, rules, texts

STAMP = "translates"
"""The key that says which state of the source a translation is of."""

UNSTAMPED = "00000000"
"""What a translator writes who has not asked for the fingerprint yet."""

_OWN = frozenset({STAMP, *DATED})


@dataclass(slots=True)
class Joined:
    """One file in the other language.

    document: whole and ready to be read as the source is; where keys are in `lacks` it has the source's words there.
    stale: the fingerprint of the source, where it is not the one that was translated. faults: what must be mended; of a
    translation that was right once they only follow from the source's change. fresh: it was never stamped.
    """

    document: Document
    lacks: list[str] = field(default_factory=list)
    stale: str | None = None
    faults: list[Problem] = field(default_factory=list)
    fresh: bool = False

    @property
    def good(self) -> bool:
        """Whether a reader may be shown it."""
        return not (self.lacks or self.stale or self.faults)


def join(source: Document, given: Document, kind: str) -> Joined:
    """The source with the texts of its translation."""
    return _Joining(source, given, kind).join()


class _Joining:
    def __init__(self, source: Document, given: Document, kind: str) -> None:
        self.source = source
        self.given = given
        self.kind = kind
        self.rules = rules(kind)
        self.lines: dict[Place, int] = {}
        self.joined = Joined(given)

    def join(self) -> Joined:
        own = _OWN if DATED[0] in self.source.table else {STAMP}
        known = {key: value for key, value in self.source.table.items() if key not in DATED}
        given = {key: value for key, value in self.given.table.items() if key not in own}
        table = self._table(known, given, (), ())
        for key in sorted(own - {STAMP}):
            if key in self.given.table:
                table[key] = self.given.table[key]
                self.lines[key,] = self.given.line((key,))
            else:
                self._fault((), f"'{key}' is missing; say when and by whom the translation was read")
        read, due = (table.get(key) for key in DATED[:2])
        if isinstance(read, str) and isinstance(due, str) and due <= read:  # both as 2026-11-21
            self._fault(("review_by",), "'review_by' is not after 'reviewed'; write a later date")
        body = self._body()
        self.joined.document = Document(self.given.file, table, body, self.lines, self.given.below)
        self._stamp()
        return self.joined

    def _stamp(self) -> None:
        now = fingerprint(self.source, self.kind)
        if STAMP not in self.given.table:
            self._fault((), f"'{STAMP}' is missing; add a line '{STAMP}: \"{now}\"' when all of it is translated")
        elif self.given.table[STAMP] != now:
            self.joined.stale = now
            self.joined.fresh = self.given.table[STAMP] == UNSTAMPED

    def _body(self) -> str:
        if self.source.body and not self.given.body:
            self.joined.lacks.append("the text below")
        elif self.given.body and not self.source.body:
            self._fault((), "the source has no text below its keys; take this one out")
        elif self.kind == "handouts" and slots(self.given.body) != slots(self.source.body):
            wanted = " ".join(slots(self.source.body))
            problem = f"the slots are not those of the source; write them in this order: {wanted}"
            self.joined.faults.append(Problem(self.given.file, self.given.below, problem))
        return self.given.body or self.source.body

    def _value(self, source: object, given: object, at: Place, of: Place) -> object:
        """The value at `of` in the translation, put at `at` in the whole; the source's where there is none."""
        wanted = texts(source, self.rules)
        if wanted is None:
            return source
        self.lines[at] = self.given.line(of)
        if given is None or given == "":
            self.joined.lacks += _names(wanted, at)
        elif isinstance(wanted, str):
            text = self._said(given, of) if isinstance(given, dict) else given
            if not isinstance(text, str):
                self._fault(of, f"'{_name(of)}' is not text; put it in quotes")
            elif isinstance(source, dict):
                return {**source, "say": text}
            else:
                return text
        elif isinstance(source, dict):
            if isinstance(given, dict):
                return self._table(source, given, at, of)
            self._fault(of, f"'{_name(of)}' is not a table; write lines of 'name: value' below it")
        elif isinstance(source, list):
            if isinstance(given, list):
                return self._list(source, given, at, of)
            self._fault(of, f"'{_name(of)}' is not a list; write lines that begin with '- '")
        return source

    def _said(self, given: dict[str, Any], of: Place) -> object:
        """The text of an order that is written as `{say: ...}`."""
        for key in given.keys() - {"say"}:
            self._rule((*of, key))
        return given.get("say")

    def _table(self, source: Mapping[str, Any], given: Mapping[str, Any], at: Place, of: Place) -> dict[str, Any]:
        wanted = texts(source, self.rules) or {}
        for key in given.keys() - wanted.keys():
            if key in source or key in self.rules:
                self._rule((*of, key))
            else:
                self._fault((*of, key), f"the source has no '{key}'; {did_you_mean(key, wanted)}")
        return {key: self._value(value, given.get(key), (*at, key), (*of, key)) if key in wanted else value
                for key, value in source.items()}  # fmt: skip

    def _list(self, source: list[Any], given: list[Any], at: Place, of: Place) -> list[Any]:
        named = by_id(source)
        if named:
            return self._by_id(named, given, at, of)
        if len(given) != len(source):
            self._fault(of, f"'{_name(of)}' has {len(given)} items, and the source {len(source)}; write one for each")
            return source
        return [self._value(one, other, (*at, index), (*of, index))
                for index, (one, other) in enumerate(zip(source, given, strict=True))]  # fmt: skip

    def _by_id(self, source: dict[str, dict[str, Any]], given: list[Any], at: Place, of: Place) -> list[Any]:
        found: dict[str, int] = {}
        for index, item in enumerate(given):
            name = str(item.get("id")) if isinstance(item, dict) else None
            if name is None or name == "None":
                self._fault((*of, index), f"an item of '{_name(of)}' has no 'id'; write that of the source")
            elif name not in source:
                self._fault((*of, index), f"the source has no '{name}' in '{_name(of)}'; {did_you_mean(name, source)}")
            elif name in found:
                self._fault((*of, index), f"'{name}' stands twice in '{_name(of)}'; keep one")
            else:
                found[name] = index
        whole = []
        for place, (name, item) in enumerate(source.items()):
            if name in found:
                texts_ = {key: value for key, value in given[found[name]].items() if key != "id"}
                whole.append(self._table(item, texts_, (*at, place), (*of, found[name])))
            else:
                self.joined.lacks += _names(texts(item, self.rules), (*at, name))
                whole.append(item)
        return whole

    def _rule(self, place: Place) -> None:
        self._fault(place, f"'{_name(place)}' is a rule, which the source alone holds; take it out")

    def _fault(self, place: Place, text: str) -> None:
        self.joined.faults.append(self.given.problem(place, text))


def _names(wanted: Any, at: Place) -> Iterator[str]:
    """Every text in a part of the source, as an author would name it: `choices.quiet.label`."""
    if isinstance(wanted, dict):
        for key, one in wanted.items():
            yield from _names(one, (*at, key))
    elif isinstance(wanted, list):
        for index, one in enumerate(wanted):
            yield from _names(one, (*at, index))
    elif wanted is not None:
        yield ".".join(str(key + 1) if isinstance(key, int) else str(key) for key in at)


def _name(place: Place) -> str:
    """The key at the end of a place, with the number of its item."""
    *_, last = place
    return str(last) if isinstance(last, str) else f"{place[-2]}, item {int(str(last)) + 1}"
