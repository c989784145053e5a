"""When something holds: the condition language, compiled at load to tests of one integer.

Lines of a table are AND, tables are OR; `unless` takes away what `when` gives. A line asks about the tokens of one
name: a question's choices (and `skipped`), the flags, or the path. What is chosen is one integer with a bit for each
token, so that a condition is a few `&` and nothing an author wrote is ever run.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from supporter.errors import Problem, did_you_mean
from supporter.frontmatter import Document, Place

SKIPPED = "skipped"
"""The token of every question that a reader was asked and left without an answer."""

_TESTS = ("any", "all", "none", "at_least", "of")


@dataclass(frozen=True, slots=True)
class Token:
    """What one bit stands for."""

    name: str
    token: str


@dataclass(slots=True)
class Vocabulary:
    """The names a condition may ask about, in the order in which they are decided; grows while a guide loads."""

    names: dict[str, dict[str, int]] = field(default_factory=dict)
    tokens: list[Token] = field(default_factory=list)
    _counted: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, tokens: Iterable[str], counted: Iterable[str]) -> None:
        """Make `name` known with a new bit for each token; `at_least` without `of` counts those in `counted`."""
        bits = self.names.setdefault(name, {})
        for token in tokens:
            bits[token] = 1 << len(self.tokens)
            self.tokens.append(Token(name, token))
        self._counted[name] = self.mask(name, counted)

    def mask(self, name: str, tokens: Iterable[str]) -> int:
        """The bits of some tokens of a name."""
        return _union(self.names[name][token] for token in tokens)

    def counted(self, name: str) -> int:
        """The bits that `at_least` counts when it names none."""
        return self._counted[name]

    def read(self, bits: int) -> tuple[Token, ...]:
        """The tokens of the bits, in the order in which they were added."""
        return tuple(self.tokens[bit.bit_length() - 1] for bit in each_bit(bits))


@dataclass(frozen=True, slots=True)
class Count:
    """At least `least` of the bits in `of`."""

    of: int
    least: int


@dataclass(frozen=True, slots=True)
class Table:
    """Lines that must all hold: bits that must be set, bits that must not, one of each mask, and counts."""

    all: int = 0
    none: int = 0
    any: tuple[int, ...] = ()
    counts: tuple[Count, ...] = ()

    def holds(self, chosen: int) -> bool:
        """Whether every line of the table holds for the chosen bits."""
        return (
            chosen & self.all == self.all
            and not chosen & self.none
            and all(chosen & mask for mask in self.any)
            and all((chosen & count.of).bit_count() >= count.least for count in self.counts)
        )

    def bits(self) -> int:
        """Every bit that the table asks about."""
        return self.all | self.none | _union(self.any) | _union(count.of for count in self.counts)


@dataclass(frozen=True, slots=True)
class Condition:
    """`when` any of its tables holds (or there is none), `unless` any of the others does."""

    when: tuple[Table, ...] = ()
    unless: tuple[Table, ...] = ()

    def holds(self, chosen: int) -> bool:
        """Whether it holds for the chosen bits."""
        if self.when and not any(table.holds(chosen) for table in self.when):
            return False
        return not any(table.holds(chosen) for table in self.unless)


ALWAYS = Condition()


def each_bit(bits: int) -> Iterator[int]:
    """The single bits of a mask, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest
        bits ^= lowest


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


@dataclass(frozen=True, slots=True)
class _Parser:
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
            all=_union(line.all for line in lines),
            none=_union(line.none for line in lines),
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
            self._complain(place, "this line tests nothing; write any, all, none or at_least with choices")
        masks = {
            key: self._mask((*place, key), name, value[key]) for key in ("any", "all", "none", "of") if key in value
        }
        return Table(
            all=masks.get("all", 0),
            none=masks.get("none", 0),
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


def _union(masks: Iterable[int]) -> int:
    bits = 0
    for mask in masks:
        bits |= mask
    return bits
