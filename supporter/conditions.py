"""When something holds: tables of lines, as tests of one integer that has a bit for each token chosen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

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
            and (not self.any or all(chosen & mask for mask in self.any))
            and (not self.counts or all((chosen & count.of).bit_count() >= count.least for count in self.counts))
        )

    def bits(self) -> int:
        """Every bit that the table asks about."""
        return self.all | self.none | union(self.any) | union(count.of for count in self.counts)


@dataclass(frozen=True)
class Condition:
    """`when` any of its tables holds (or there is none), `unless` any of the others does."""

    when: tuple[Table, ...] = ()
    unless: tuple[Table, ...] = ()

    def __getstate__(self) -> dict[str, tuple[Table, ...]]:
        return {"when": self.when, "unless": self.unless}

    def holds(self, chosen: int) -> bool:
        """Whether it holds for the chosen bits."""
        return bool(self.test(chosen))

    def forbids(self, chosen: int) -> bool:
        """Whether one of the tables under `unless` holds."""
        return any(table.holds(chosen) for table in self.unless)

    @cached_property
    def bits(self) -> int:
        """Every bit that it asks about."""
        return union(table.bits() for table in (*self.when, *self.unless))

    @cached_property
    def source(self) -> str:
        """The same as a Python expression of `chosen`, with no words in it but that one and whole numbers."""
        when = " or ".join(map(_source, self.when)) or "True"
        return f"({when}){''.join(f' and not {_source(table)}' for table in self.unless)}"

    @cached_property
    def test(self) -> Callable[[int], object]:
        """A function that is true where it holds: Python runs this many times as fast as a walk over tables."""
        made: Callable[[int], object] = _compiled(f"lambda chosen: {self.source}")
        return made


ALWAYS = Condition()


def which(conditions: Iterable[Condition]) -> Callable[[int], list[int]]:
    """A function that gives the places of those that hold, all of them tested in one piece of code."""
    tests = "".join(f"\n  if {condition.source}: add({place})" for place, condition in enumerate(conditions))
    made: Callable[[int], list[int]] = _compiled(
        f"def which(chosen):\n  found = []\n  add = found.append{tests}\n  return found", "which"
    )
    return made


def _source(table: Table) -> str:
    parts = [f"chosen & {table.all} == {table.all}"] if table.all else []
    parts += [f"not chosen & {table.none}"] if table.none else []
    parts += [f"chosen & {mask}" for mask in table.any]
    parts += [f"(chosen & {count.of}).bit_count() >= {count.least}" for count in table.counts]
    return f"({' and '.join(parts) or 'True'})"


@lru_cache(maxsize=4096)
def _compiled(source: str, name: str = "") -> Any:
    """What a source of ours makes; guides in other languages have the same rules, and share it."""
    made: dict[str, Any] = {}
    exec(source if name else f"made = {source}", {"__builtins__": {}}, made)  # noqa: S102 - whole numbers and words of ours
    return made[name or "made"]
