"""`make verify`: every gate over every state, one table, and the same table in docs/accessibility.md."""

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from queue import Empty

from tests.verify import report
from tests.verify.row import counted
from tests.verify.running import KEPT, Run, work
from tests.verify.states import every_state
from tests.verify.tools import missing

ALONE = ("lighthouse",)
"""Timed by the clock, so nothing else runs beside them."""
GATES = ("axe", "keyboard", "without", "forced", "room", "weight", "text", "phones", "pictures", "trees", "validity")
"""The rest, the slowest first."""


def side_by_side(gates: list[str], processes: int, update: bool) -> Iterator[Run]:
    """Gates as they are done by so many processes; raises what any of them raised."""
    if not gates:
        return
    context = get_context("spawn")
    with context.Manager() as manager, ProcessPoolExecutor(processes, mp_context=context) as pool:
        todo, done = manager.Queue(), manager.Queue()
        for gate in gates:
            todo.put(gate)
        working = [pool.submit(work, todo, done, update) for _ in range(processes)]
        left = len(gates)
        while left:
            try:
                yield done.get(timeout=1)
                left -= 1
            except Empty:
                for each in working:
                    if each.done():
                        each.result()
        for each in working:
            each.result()


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
    runs: dict[str, Run] = {}
    for run in chain(*(side_by_side([gate for gate in gates if gate in lane], processes, asked.update)
                       for lane, processes in ((ALONE, 1), (GATES, 2)))):  # fmt: skip
        runs[run.gate] = run
        print(
            f"{'ok  ' if all(row.passed for row in run.rows) else 'FAIL'} {run.gate}, {run.seconds:.0f} s", flush=True
        )
    rows = [row for gate in (*GATES, *ALONE) if gate in runs for row in runs[gate].rows]
    heard = tuple(dict.fromkeys(said for run in runs.values() for said in run.said))
    rows.append(counted("messages on the browser's console", len(every_state()), heard))
    print()
    print(report.as_text(rows))
    times = report.times({gate: run.seconds for gate, run in runs.items()}, ALONE, time.monotonic() - began)
    print(f"\n{times}")
    if set(gates) == {*ALONE, *GATES}:
        report.write(rows, times)
    return 0 if all(row.passed for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
