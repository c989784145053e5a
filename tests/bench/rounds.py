"""Works that take turns, so that whatever else the machine does meanwhile falls on all of them.

A figure is CPU of this process alone (`time.process_time`), so that neighbours who only take turns with us cost nothing.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.bench.table import Row, Spread

HELLO = "hello"
"""The work that all others are compared with, where it is among them."""

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Rounds:
    """Microseconds of CPU for one operation, by work, a figure for each round."""

    cost: Mapping[str, list[float]]

    def cpu(self, name: str) -> Spread:
        """What one operation cost."""
        return Spread.of(self.cost[name])

    def times(self, name: str, other: str = HELLO) -> Spread:
        """The same as times of another work, compared round by round."""
        return Spread.of(mine / theirs for mine, theirs in zip(self.cost[name], self.cost[other], strict=True))

    def row(self, what: str, name: str, unit: str, budget: float | None = None) -> Row:
        """The row of one work; unit: `x hello`, `us` or `ms` of CPU, or `x` and the name of another work."""
        cpu = self.cpu(name)
        hello = self.times(name) if HELLO in self.cost and name != HELLO else None
        if unit in SIZES:
            size = SIZES[unit]
            figure = Spread(cpu.median / size, cpu.low / size, cpu.high / size)
            return Row(what, figure, f"{unit} CPU", budget, cpu=cpu, hello=hello)
        return Row(what, self.times(name, unit.removeprefix("x ")), unit, budget, cpu=cpu, hello=hello)


SIZES = {"us": 1.0, "ms": 1000.0}


def take_turns(works: Mapping[str, Work], rounds: int = 31, share: float = 0.02) -> Rounds:
    """Every work in every round, as often as fills about `share` seconds; each second round goes backwards."""
    calls = {name: _calls(work, share) for name, work in works.items()}
    cost: dict[str, list[float]] = {name: [] for name in works}
    order = list(works.items())
    for _ in range(rounds):
        for name, work in order:
            times = calls[name]
            start = time.process_time()
            for _ in range(times):
                work()
            cost[name].append((time.process_time() - start) / times * 1e6)
        order.reverse()
    return Rounds(cost)


def _calls(work: Work, share: float) -> int:
    """How often it goes into the share, found by trying it, which warms it up too."""
    start = time.process_time()
    made = 0
    while made < 3 or time.process_time() - start < share:
        work()
        made += 1
    return max(1, round(made * share / (time.process_time() - start)))
