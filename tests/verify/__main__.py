"""`make verify`: every gate over every state, one table, and the same table in docs/accessibility.md."""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.verify import report
from tests.verify.row import Row, counted
from tests.verify.running import KEPT, run
from tests.verify.states import every_state
from tests.verify.tools import missing

ALONE = ("lighthouse",)
"""Timed by the clock, so nothing else runs beside them."""
GATES = ("axe", "pictures", "weight", "without", "phones", "keyboard", "validity", "text", "forced", "room", "trees")
"""The rest, the slowest first."""


def main() -> int:
    """Run the gates that were asked for; 1 if one did not hold, 2 if something is not installed."""
    parser = argparse.ArgumentParser(prog="make verify", description=__doc__)
    parser.add_argument("gates", nargs="*", choices=[*ALONE, *GATES, []], help="only these (all of them)")
    parser.add_argument("--update", action="store_true", help="keep the pictures and trees as they are now")
    asked = parser.parse_args()
    lacking = missing()
    if lacking:
        print("make verify cannot begin:", *lacking, sep="\n  ")
        return 2
    gates = asked.gates or (KEPT if asked.update else [*ALONE, *GATES])
    began = time.monotonic()
    found: dict[str, list[Row]] = {}
    said: list[str] = []
    took: dict[str, float] = {}

    def take(gate: str, rows: list[Row], heard: list[str], seconds: float) -> None:
        found[gate] = rows
        took[gate] = seconds
        said.extend(heard)
        print(f"{'ok  ' if all(row.passed for row in rows) else 'FAIL'} {gate}, {seconds:.0f} s", flush=True)

    for gate in ALONE:
        if gate in gates:
            take(gate, *run(gate, False))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        jobs = {gate: pool.submit(run, gate, asked.update) for gate in GATES if gate in gates}
        for gate, job in jobs.items():
            take(gate, *job.result())
    rows = [row for gate in (*GATES, *ALONE) for row in found.get(gate, ())]
    heard = tuple(dict.fromkeys(said))
    rows.append(counted("messages on the browser's console", len(every_state()), heard))
    print()
    print(report.as_text(rows))
    times = report.times(took, ALONE, time.monotonic() - began)
    print(f"\n{times}")
    if set(gates) == {*ALONE, *GATES}:
        report.write(rows, times)
    return 0 if all(row.passed for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
