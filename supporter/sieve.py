"""Which of many conditions hold, all of them tried at once."""

from collections.abc import Iterable
from functools import reduce
from itertools import chain, compress
from operator import or_

from supporter.conditions import Condition, Count, Table
from supporter.vocabulary import each_bit

_DIGITS = bytes.maketrans(b"01", b"\0\1")


class Sieve:
    """Conditions side by side in whole numbers with a bit for each line, so that one `|` is a step for all of them.

    A layer has one table of each condition: first those of `when`, then those of `unless`. A field has one line of each
    table of each layer; the last field is for `none`, whose bits say that a table fails. For each token, and each count
    that somebody asks for, we keep the bits of all lines that it fulfils: what is left is to put together those of the
    tokens that a reader chose, and to see which tables have all their lines.
    """

    def __init__(self, conditions: Iterable[Condition]) -> None:
        columns = [Condition(_merged(one.when), _merged(one.unless)) for one in conditions]
        self._width = len(columns)
        self._when = max((len(one.when) for one in columns), default=0) or 1
        layers = self._when + max((len(one.unless) for one in columns), default=0)
        self._field = self._width * layers
        tables = {
            layer * self._width + column: table
            for column, one in enumerate(columns)
            for layer, table in chain(enumerate(one.when or (Table(),)), enumerate(one.unless, self._when))
        }
        self._tables = _with_ones([*tables])
        self._fields = max((len(_lines(table)) for table in tables.values()), default=0)
        fulfilled, by_what = [], dict[Count, list[int]]()
        for place, table in tables.items():
            lines = _lines(table)
            fulfilled += [number * self._field + place for number in range(len(lines), self._fields)]
            for number, what in (*enumerate(lines), (self._fields, [Count(bit, 1) for bit in each_bit(table.none)])):
                for one in what:
                    by_what.setdefault(one, []).append(number * self._field + place)
        self._fulfilled = _with_ones(fulfilled)
        tokens = {one.of.bit_length() - 1: _with_ones(by_what[one]) for one in by_what if one.least == 1}
        self._tokens = [tokens.get(place, 0) for place in range(max(tokens, default=-1) + 1)]
        self._counts = [(one.of, one.least, _with_ones(places)) for one, places in by_what.items() if one.least > 1]

    def tried(self, chosen: int) -> tuple[bytes, bytes]:
        """For each condition in turn 1 or 0: whether it holds for the chosen bits; whether its `unless` forbids it."""
        layers = self._layers(chosen)
        forbids = reduce(or_, layers[self._when :], 0)
        return self._row(reduce(or_, layers[: self._when], 0) & ~forbids), self._row(forbids)

    def _layers(self, chosen: int) -> list[int]:
        """Which tables hold; a layer begins at the lowest bit of its number."""
        lines = reduce(or_, compress(self._tokens, _ones(chosen)), self._fulfilled)
        for of, least, fulfils in self._counts:
            if (chosen & of).bit_count() >= least:
                lines |= fulfils
        tables = self._tables & ~(lines >> self._fields * self._field)
        for number in range(self._fields):
            tables &= lines >> number * self._field
        return [tables >> start for start in range(0, self._field, self._width or 1)]

    def _row(self, columns: int) -> bytes:
        return _ones(columns & (1 << self._width) - 1).ljust(self._width, b"\0")


def _merged(tables: Iterable[Table]) -> tuple[Table, ...]:
    """The same in fewer tables: of those that ask for one bit of a single mask, and forbid the same, one is made."""
    masks, others = dict[int, int](), list[Table]()
    for table in tables:
        if table.any and table == Table(none=table.none, any=table.any[:1]):
            masks[table.none] = masks.get(table.none, 0) | table.any[0]
        else:
            others.append(table)
    return (*(Table(none=none, any=(mask,)) for none, mask in masks.items()), *others)


def _lines(table: Table) -> list[list[Count]]:
    """Each line but `none`, as that of which one is enough: a token, or a count of two and more."""
    counts = (Count(table.all, table.all.bit_count()), *(Count(mask, 1) for mask in table.any), *table.counts)
    return [
        [count] if count.least > 1 else [Count(bit, 1) for bit in each_bit(count.of)] for count in counts if count.least
    ]


def _with_ones(places: list[int]) -> int:
    """The number whose ones are at these places; to set bit after bit would copy it as often."""
    digits = bytearray(max(places, default=-1) // 8 + 1)
    for place in places:
        digits[place // 8] |= 1 << place % 8
    return int.from_bytes(digits, "little")


def _ones(bits: int) -> bytes:
    """The binary digits of a whole number, from the lowest to the last one."""
    return f"{bits:b}"[::-1].encode().translate(_DIGITS) if bits else b""
