"""When something holds: tables of lines, as tests of one integer that has a bit for each token chosen."""

from dataclasses import dataclass
from functools import cached_property

from supporter.vocabulary import shared_need, union


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
        if (self.none and chosen & self.none) or (self.all and chosen & self.all != self.all):
            return False
        # Loops, as they run some hundred times for a page, and `all` takes three times as long to begin.
        for mask in self.any:
            if not chosen & mask:
                return False
        for count in self.counts:  # noqa: SIM110 - see above
            if (chosen & count.of).bit_count() < count.least:
                return False
        return True

    def needs(self) -> int:
        """Bits of which one at least must be set; none where it asks for none to be."""
        lines = (self.all, *self.any, *(count.of for count in self.counts if count.least > 0))
        return min((line for line in lines if line), key=int.bit_count, default=0)

    def bits(self) -> int:
        """Every bit that the table asks about."""
        return self.all | self.none | union(self.any) | union(count.of for count in self.counts)


@dataclass(frozen=True)
class Condition:
    """`when` any of its tables holds (or there is none), `unless` any of the others does."""

    when: tuple[Table, ...] = ()
    unless: tuple[Table, ...] = ()

    def holds(self, chosen: int) -> bool:
        """Whether it holds for the chosen bits."""
        return self.wants(chosen) and not (self.unless and self.forbids(chosen))

    def wants(self, chosen: int) -> bool:
        """Whether one of the tables under `when` holds, or there is none."""
        return not self.when or _one_holds(self.when, self.needs, chosen)

    def forbids(self, chosen: int) -> bool:
        """Whether one of the tables under `unless` holds."""
        return _one_holds(self.unless, self._needs_to_forbid, chosen)

    @cached_property
    def needs(self) -> int:
        """Bits of which `when` needs one, whichever of its tables holds; none where one holds without any."""
        return shared_need([table.needs() for table in self.when])

    @cached_property
    def _needs_to_forbid(self) -> int:
        return shared_need([table.needs() for table in self.unless])

    @cached_property
    def bits(self) -> int:
        """Every bit that it asks about."""
        return self.bits_of_when | union(table.bits() for table in self.unless)

    @cached_property
    def bits_of_when(self) -> int:
        """Those that `when` asks about."""
        return union(table.bits() for table in self.when)


ALWAYS = Condition()


def _one_holds(tables: tuple[Table, ...], needs: int, chosen: int) -> bool:
    if needs and not chosen & needs:
        return False
    for table in tables:  # noqa: SIM110 - as in `Table.holds`
        if table.holds(chosen):
            return True
    return False
