"""Prints the table; ends with 1 where a budget is broken. `--format json --output FILE` keeps it, `--write` documents it."""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench import deciding, growth, machine, memory, pages, paper, proofs, serving, starting
from tests.bench.report import write
from tests.bench.table import Row, as_json, show

GROUPS = {
    "pages": pages.rows,
    "deciding": deciding.rows,
    "starting": starting.rows,
    "growth": growth.rows,
    "paper": paper.rows,
    "serving": serving.rows,
    "memory": memory.rows,
    "proofs": proofs.rows,
}


def measured(groups: list[str]) -> Iterator[Row]:
    """Every row of the groups, as soon as it is known."""
    for group in groups:
        yield from GROUPS[group]()


def main() -> int:
    """0 where every budget holds."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="What everything costs, beside its budget."
    )
    parser.add_argument("groups", nargs="*", metavar="group", help=f"some of: {', '.join(GROUPS)}; all by default")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.add_argument("--output", type=Path, default=Path("build/bench.json"), help="where --format json writes")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    given = parser.parse_args()
    if unknown := set(given.groups) - GROUPS.keys():
        parser.error(f"no group is called {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    if given.write and given.groups:
        parser.error("--write takes the whole table; name no group")
    start = time.monotonic()
    rows = list(show(measured(given.groups or list(GROUPS))))
    facts = machine.facts() | {"seconds": round(time.monotonic() - start)}
    print(f"\n{machine.told(facts)}")
    broken = [row for row in rows if not row.holds]
    print(f"{len(rows)} rows in {facts['seconds']} s, {len(broken)} over budget.")
    if given.format == "json":
        given.output.parent.mkdir(parents=True, exist_ok=True)
        given.output.write_text(json.dumps(as_json(rows, facts), indent=1) + "\n", encoding="utf-8")
    if given.write:
        write("measured", rows, machine.told(facts))
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
