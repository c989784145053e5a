"""Works that take turns, so that whatever else the machine does meanwhile falls on all of them.

A figure is CPU of this process alone (`time.process_time`), so that neighbours who only take turns with us cost nothing.
They still slow us down by what they do to caches and clock; so each work stands between two runs of "hello", and is
compared with these two.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.bench.table import Row, Spread

HELLO = "hello"
"""Bare Flask, which must be among the works."""
SIZES = {"us": 1.0, "ms": 1000.0}

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Rounds:
    """Microseconds of CPU for one operation, by work, a figure for each round; beside: those of "hello" around it."""

    cost: Mapping[str, list[float]]
    beside: Mapping[str, list[float]]

    def cpu(self, name: str) -> Spread:
        """What one operation cost."""
        return Spread.of(self.cost[name])

    def times(self, name: str, other: str = HELLO) -> Spread:
        """The same as times of another work, compared round by round."""
        others = self.beside[name] if other == HELLO else self.cost[other]
        return Spread.of(mine / theirs for mine, theirs in zip(self.cost[name], others, strict=True))

    def row(self, what: str, name: str, unit: str, budget: float | None = None) -> Row:
        """The row of one work; unit: `us` or `ms` of CPU, or `x` and the name of the work that it is compared with."""
        cpu = self.cpu(name)
        hello = None if name == HELLO else self.times(name)
        if unit in SIZES:
            size = SIZES[unit]
            figure = Spread(cpu.median / size, cpu.low / size, cpu.high / size)
            return Row(what, figure, f"{unit} CPU", budget, cpu=cpu, hello=hello)
        return Row(what, self.times(name, unit.removeprefix("x ")), unit, budget, cpu=cpu, hello=hello)


def take_turns(works: Mapping[str, Work], rounds: int = 41, share: float = 0.015) -> Rounds:
    """Every work in every round, as often as fills about `share` seconds; each second round goes backwards."""
    hello = works[HELLO]
    calls = {name: _calls(work, share / 3 if name == HELLO else share) for name, work in works.items()}
    cost: dict[str, list[float]] = {name: [] for name in works}
    beside: dict[str, list[float]] = {name: [] for name in works}
    order = [(name, work) for name, work in works.items() if name != HELLO]
    for _ in range(rounds):
        said = [_each(hello, calls[HELLO])]
        for name, work in order:
            cost[name].append(_each(work, calls[name]))
            said.append(_each(hello, calls[HELLO]))
            beside[name].append((said[-2] + said[-1]) / 2)
        cost[HELLO].append(sum(said) / len(said))
        beside[HELLO].append(cost[HELLO][-1])
        order.reverse()
    return Rounds(cost, beside)


def once(work: Callable[[], float], hello: Work) -> tuple[float, float]:
    """Seconds that something too long for rounds says it took, and the same as times of "hello" around it."""
    around = _each(hello, 200)
    took = work()
    around = (around + _each(hello, 200)) / 2
    return took, took * 1e6 / around


def _each(work: Work, times: int) -> float:
    """Microseconds of CPU of one call."""
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) / times * 1e6


def _calls(work: Work, share: float) -> int:
    """How often it goes into the share, found by trying it, which warms it up too."""
    start = time.process_time()
    made = 0
    while made < 3 or time.process_time() - start < share:
        work()
        made += 1
    return max(1, round(made * share / (time.process_time() - start)))
