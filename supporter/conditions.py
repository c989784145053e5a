"""When something holds: tables of lines, as tests of one integer that has a bit for each token chosen."""

from dataclasses import dataclass

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
        return (
            chosen & self.all == self.all
            and not chosen & self.none
            and all(chosen & mask for mask in self.any)
            and all((chosen & count.of).bit_count() >= count.least for count in self.counts)
        )

    def bits(self) -> int:
        """Every bit that the table asks about."""
        return self.all | self.none | union(self.any) | union(count.of for count in self.counts)


@dataclass(frozen=True, slots=True)
class Condition:
    """`when` any of its tables holds (or there is none), `unless` any of the others does."""

    when: tuple[Table, ...] = ()
    unless: tuple[Table, ...] = ()

    def holds(self, chosen: int) -> bool:
        """Whether it holds for the chosen bits."""
        if self.when and not any(table.holds(chosen) for table in self.when):
            return False
        return not self.forbids(chosen)

    def forbids(self, chosen: int) -> bool:
        """Whether one of the tables under `unless` holds."""
        return any(table.holds(chosen) for table in self.unless)


ALWAYS = Condition()
