"""One line of the table that `make verify` prints."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What one gate measured: over how many pages, the worst figure and what it may be; `faults` name the places."""

    gate: str
    pages: int
    worst: str
    limit: str
    faults: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def counted(gate: str, pages: int, faults: Iterable[str], limit: str = "0") -> Row:
    """A row whose figure is how many faults there are."""
    found = tuple(faults)
    return Row(gate, pages, str(len(found)), limit, found)


def at_most(gate: str, figures: dict[str, float], limit: float, unit: str = "", digits: int = 0) -> Row:
    """A row whose figure is the highest of some; those above the limit are faults."""
    return _measured(gate, figures, max(figures, key=figures.__getitem__), lambda figure: figure <= limit,
                     f"≤ {limit:g}{unit}", unit, digits)  # fmt: skip


def at_least(gate: str, figures: dict[str, float], limit: float, unit: str = "", digits: int = 0) -> Row:
    """A row whose figure is the lowest of some; those below the limit are faults."""
    return _measured(gate, figures, min(figures, key=figures.__getitem__), lambda figure: figure >= limit,
                     f"≥ {limit:g}{unit}", unit, digits)  # fmt: skip


def _measured(
    gate: str,
    figures: dict[str, float],
    worst: str,
    holds: Callable[[float], bool],
    limit: str,
    unit: str,
    digits: int,
) -> Row:
    faults = tuple(
        f"{name}: {figure:.{digits}f}{unit}, which is not {limit}"
        for name, figure in figures.items()
        if not holds(figure)
    )
    return Row(gate, len(figures), f"{figures[worst]:.{digits}f}{unit} ({worst})", limit, faults)
