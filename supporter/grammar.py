"""The condition language as authors write it, compiled at load.

Lines of a table are AND, tables are OR; `unless` takes away what `when` gives. A line asks about the tokens of one
name: a question's choices (and `skipped`), the flags, or the path. Nothing an author wrote is ever run.
"""

from collections.abc import Mapping
from typing import NamedTuple

from supporter.conditions import ALWAYS, Condition, Count, Table
from supporter.errors import Problem, did_you_mean
from supporter.frontmatter import Document, Place
from supporter.vocabulary import Vocabulary, union

_TESTS = ("any", "all", "none", "only", "at_least", "of")


def parse_condition(document: Document, place: Place, vocabulary: Vocabulary, problems: list[Problem]) -> Condition:
    """The condition under `when` and `unless` of the table at `place`; mistakes are added to `problems`."""
    table = document.at(place)
    if not isinstance(table, Mapping):
        return ALWAYS
    parser = _Parser(document, vocabulary, problems)
    return Condition(*(parser.tables((*place, key), table[key]) if key in table else () for key in ("when", "unless")))


def parse_tables(document: Document, place: Place, vocabulary: Vocabulary, problems: list[Problem]) -> Condition:
    """The condition whose tables stand at `place` itself, without `unless`."""
    return Condition(_Parser(document, vocabulary, problems).tables(place, document.at(place)))


class _Parser(NamedTuple):
    document: Document
    vocabulary: Vocabulary
    problems: list[Problem]

    def tables(self, place: Place, value: object) -> tuple[Table, ...]:
        if not isinstance(value, list) or not value:
            self._complain(place, f"'{place[-1]}' is a list of tables; write '- question: choice' below it")
            return ()
        return tuple(self._table((*place, index), item) for index, item in enumerate(value))

    def _table(self, place: Place, value: object) -> Table:
        if not isinstance(value, dict) or not value:
            self._complain(place, "this is not a table; write lines of 'question: choice'")
            return Table()
        lines = [self._line((*place, name), str(name), line) for name, line in value.items()]
        return Table(
            all=union(line.all for line in lines),
            none=union(line.none for line in lines),
            any=tuple(mask for line in lines for mask in line.any),
            counts=tuple(count for line in lines for count in line.counts),
        )

    def _line(self, place: Place, name: str, value: object) -> Table:
        if name not in self.vocabulary.names:
            self._complain(
                place, f"nothing called '{name}' is decided before this; {did_you_mean(name, self.vocabulary.names)}"
            )
            return Table()
        if not isinstance(value, dict):
            return Table(any=(self._mask(place, name, value),))
        for key in value:
            if key not in _TESTS:
                self._complain((*place, key), f"'{key}' is not a test; {did_you_mean(str(key), _TESTS)}")
        if ("of" in value and "at_least" not in value) or not value:
            self._complain(place, "this line tests nothing; write any, all, none, only or at_least with choices")
        masks = {
            key: self._mask((*place, key), name, value[key])
            for key in ("any", "all", "none", "only", "of")
            if key in value
        }
        others = self.vocabulary.counted(name) & ~masks["only"] if "only" in masks else 0
        return Table(
            all=masks.get("all", 0),
            none=masks.get("none", 0) | others,
            any=(masks["any"],) if "any" in masks else (),
            counts=self._count(place, name, value, masks.get("of")),
        )

    def _count(self, place: Place, name: str, line: dict[str, object], of: int | None) -> tuple[Count, ...]:
        if "at_least" not in line:
            return ()
        least, mask = line["at_least"], self.vocabulary.counted(name) if of is None else of
        if not isinstance(least, int) or isinstance(least, bool) or not 1 <= least <= max(1, mask.bit_count()):
            self._complain(
                (*place, "at_least"), f"'at_least' counts from 1 to {mask.bit_count()} here; write such a number"
            )
            return ()
        return (Count(mask, least),)

    def _mask(self, place: Place, name: str, value: object) -> int:
        known = self.vocabulary.names[name]
        bits = 0
        for token in value if isinstance(value, list) else [value]:
            if isinstance(token, str) and token in known:
                bits |= known[token]
            elif isinstance(token, str):
                self._complain(place, f"'{token}' is not among the choices of '{name}'; {did_you_mean(token, known)}")
            else:
                self._complain(
                    place, f"{token!r} is not a choice of '{name}'; write its id as text, in quotes if need be"
                )
        if isinstance(value, list) and not value:
            self._complain(place, f"the list for '{name}' is empty; name a choice, or take the line out")
        return bits

    def _complain(self, place: Place, text: str) -> None:
        self.problems.append(self.document.problem(place, text))
