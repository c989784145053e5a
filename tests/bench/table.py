"""A figure with its budget, and all of them as a table."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; it holds while it is at most its budget."""

    what: str
    figure: float
    budget: float
    unit: str

    @property
    def holds(self) -> bool:
        """Whether the figure is within its budget."""
        return self.figure <= self.budget


def show(rows: Iterable[Row]) -> int:
    """Print each row as it is measured; 1 where a budget is broken."""
    broken = 0
    print(f"{'what':<64}{'figure':>10}{'budget':>10}")
    for row in rows:
        broken += not row.holds
        mark = "" if row.holds else "  over budget"
        print(f"{row.what:<64}{row.figure:>10.1f}{row.budget:>10.1f}  {row.unit}{mark}", flush=True)
    return int(broken > 0)
