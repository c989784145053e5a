"""Where the time of the three hottest requests goes, ours beside the libraries': `make profile`.

cProfile makes calls dearer than they are: what it says is who calls what how often, and the order, not the cost.
The share of each package is of own time; `us` are those of the profiled run, a request.
"""

import cProfile
import pstats
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from tests.bench.pages import hottest

CALLS = 200
LINES = 25
Function = tuple[str, int, str]

OURS = Path(__file__).parents[2]
TEMPLATE = re.compile(r"(templates/.*|[^/]*\.html|<template>)$")


def owner(function: Function) -> str:
    """Whose a function is: ours, our templates', a library's, or Python's own."""
    path = Path(function[0])
    if TEMPLATE.search(function[0]):
        return "our templates"
    if path.is_relative_to(OURS / "supporter"):
        return "ours"
    parts = path.parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1].removesuffix(".py")
    return "python"


def name(function: Function) -> str:
    """A function as a reader finds it."""
    path, line, called = function
    if path == "~":
        return called
    short = re.sub(r".*/(site-packages|python3\.\d+)/", "", path).removeprefix(f"{OURS}/")
    return f"{short}:{line} {called}"


def profiled(work: Callable[[], object], calls: int = CALLS) -> pstats.Stats:
    """A profile of so many requests, after ones that warmed up."""
    for _ in range(20):
        work()
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(calls):
        work()
    profile.disable()
    return pstats.Stats(profile)


def told(title: str, stats: pstats.Stats, calls: int = CALLS) -> Iterator[str]:
    """The shares of each owner, then functions by own time, then ours by what they cost with all they call."""
    rows = stats.stats  # type: ignore[attr-defined]
    whole = sum(own for _, _, own, _, _ in rows.values())
    made = sum(count for _, count, *_ in rows.values())
    yield f"== {title}: {made / calls:,.0f} calls, {whole / calls * 1e6:,.0f} us a request under the profiler"
    shares: Counter[str] = Counter()
    for function, (_, _, own, _, _) in rows.items():
        shares[owner(function)] += own / whole
    yield "  ".join(f"{who} {share:.0%}" for who, share in shares.most_common(8))
    yield f"{'own us':>8} {'%':>4} {'calls':>8}  by own time"
    for function, (_, count, own, _, _) in islice(sorted(rows.items(), key=lambda each: -each[1][2]), LINES):
        yield f"{own / calls * 1e6:8.1f} {own / whole:4.0%} {count / calls:8.1f}  {name(function)}"
    yield f"{'cum us':>8} {'%':>4} {'calls':>8}  ours, with all that they call"
    ours = [each for each in rows.items() if owner(each[0]) in ("ours", "our templates")]
    for function, (_, count, _, cumulative, _) in islice(sorted(ours, key=lambda each: -each[1][3]), LINES * 2):
        yield f"{cumulative / calls * 1e6:8.1f} {cumulative / whole:4.0%} {count / calls:8.1f}  {name(function)}"
    yield ""


if __name__ == "__main__":
    for title, work in hottest().items():
        sys.stdout.writelines(f"{line}\n" for line in told(title, profiled(work)))
