"""A figure with its budget, and all of them as a table for a terminal, as JSON, and as Markdown."""

import statistics
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TextIO


@dataclass(frozen=True, slots=True)
class Spread:
    """What the rounds of one measurement gave: the median, and the lowest and the highest."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, figures: Iterable[float]) -> "Spread":
        """That of at least one figure."""
        known = sorted(figures)
        return cls(statistics.median(known), known[0], known[-1])

    def __str__(self) -> str:
        if self.low == self.high:
            return number(self.median)
        return f"{number(self.median)} ({number(self.low)}..{number(self.high)})"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; its median is held to `budget`, where it has one, as the most (or the least) that it may be.

    cpu: microseconds of CPU of one operation. hello: the same as times of bare Flask's "hello" in the same rounds.
    """

    what: str
    figure: Spread
    unit: str
    budget: float | None = None
    at_least: bool = False
    cpu: Spread | None = None
    hello: Spread | None = None

    @property
    def holds(self) -> bool:
        """Whether the figure keeps to its budget; one without a budget only stands beside others."""
        if self.budget is None:
            return True
        return self.figure.median >= self.budget if self.at_least else self.figure.median <= self.budget

    @property
    def limit(self) -> str:
        """The budget as it is read."""
        return "" if self.budget is None else f"{'≥' if self.at_least else '≤'} {self.budget:,g}"

    @property
    def verdict(self) -> str:
        """`pass`, `FAIL`, or nothing for a figure without a budget."""
        return "" if self.budget is None else "pass" if self.holds else "FAIL"

    def cells(self) -> tuple[str, ...]:
        """The row as text, column by column (COLUMNS)."""
        figure = f"{self.figure} {self.unit}"
        cpu = "" if self.cpu is None else duration(self.cpu.median)
        return self.what, figure, self.limit, self.verdict, cpu, "" if self.hello is None else str(self.hello)


COLUMNS = ("what", "median (lowest..highest)", "budget", "", "CPU each", "times hello")
WIDTHS = (74, 42, 7, 4, 8, 20)


def number(figure: float) -> str:
    """Three digits, as many as a measurement here can bear."""
    return f"{figure:,.0f}" if abs(figure) >= 99.95 else f"{figure:.3g}"


def duration(microseconds: float) -> str:
    """CPU in the unit that it is read in."""
    for size, unit in ((1e6, "s"), (1e3, "ms")):
        if microseconds >= size:
            return f"{number(microseconds / size)} {unit}"
    return f"{number(microseconds)} us"


def show(rows: Iterable[Row], out: TextIO = sys.stdout) -> Iterator[Row]:
    """Print each row as soon as it is measured, and hand it on."""
    print(_line(COLUMNS), file=out)
    for row in rows:
        print(_line(row.cells()), file=out, flush=True)
        yield row


def as_json(rows: Sequence[Row], facts: Mapping[str, Any]) -> dict[str, Any]:
    """All that was measured and on what, as plain data."""
    return {
        **facts,
        "passed": all(row.holds for row in rows),
        "rows": [asdict(row) | {"holds": row.holds} for row in rows],
    }


def as_markdown(rows: Iterable[Row]) -> str:
    """The table for a page of the documentation."""
    lines = [f"| {' | '.join(COLUMNS)} |", "| --- | --- | --- | --- | ---: | --- |"]
    lines += [f"| {' | '.join(row.cells())} |".replace("| FAIL |", "| **fail** |") for row in rows]
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return "  ".join(f"{cell:<{wide}}" for cell, wide in zip(cells, WIDTHS, strict=True)).rstrip()
