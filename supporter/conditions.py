"""When something holds: tables of lines, as tests of one integer that has a bit for each token chosen."""

from dataclasses import dataclass
from functools import cached_property

from supporter.vocabulary import union


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
        if chosen & self.none or chosen & self.all != self.all:
            return False
        for mask in self.any:
            if not chosen & mask:
                return False
        return not self.counts or all((chosen & count.of).bit_count() >= count.least for count in self.counts)

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
        if self.when and ((self._needs and not chosen & self._needs) or not _one_holds(self.when, chosen)):
            return False
        return not (self.unless and self.forbids(chosen))

    def forbids(self, chosen: int) -> bool:
        """Whether one of the tables under `unless` holds."""
        return _one_holds(self.unless, chosen)

    @cached_property
    def _needs(self) -> int:
        # Bits of which one must be set, whichever table holds; none where a table holds without any.
        needs = [table.needs() for table in self.when]
        return union(needs) if all(needs) else 0

    @cached_property
    def bits(self) -> int:
        """Every bit that it asks about."""
        return union(table.bits() for table in (*self.when, *self.unless))


ALWAYS = Condition()


def _one_holds(tables: tuple[Table, ...], chosen: int) -> bool:
    # A loop, as it runs some hundred times for a page, and `any` takes three times as long to begin.
    for table in tables:  # noqa: SIM110 - see above
        if table.holds(chosen):
            return True
    return False
