"""The same for a long time: readers and sheets, and what the process holds meanwhile."""

import time
from collections.abc import Iterator

from tests.faults.processes import get, serving
from tests.faults.readers import Place, reading
from tests.faults.rows import Row
from tests.faults.servers import SHEET, row

GROWTH = 1.05
"""What it holds at the end of what it held after a third of the time, at most."""


def rows(seconds: float) -> Iterator[Row]:
    """One row."""
    with serving() as server, reading(Place(server.port), readers=3) as tally:
        end = time.monotonic() + seconds
        third = time.monotonic() + seconds / 3
        early: tuple[int, int] | None = None
        number = 0
        while time.monotonic() < end:
            get(server.port, f"{SHEET}?country={('GB', 'US', 'NZ', 'IE')[number % 4]}")
            number += 1
            time.sleep(0.2)
            if early is None and time.monotonic() > third:
                early = server.memory(), server.files()
        assert early
        late = server.memory(), server.files()
        tally.halt()
        idle = server.files()
    wrong = [] if late[0] <= early[0] * GROWTH else [f"memory grew from {early[0]:,} to {late[0]:,} KiB"]
    wrong += [] if idle <= early[1] else [f"open files grew from {early[1]} to {idle}"]
    figure = f"{early[0] // 1024} to {late[0] // 1024} MiB, {early[1]} to {idle} files, {number} sheets"
    yield row(f"{seconds:.0f} s of use", tally, figure=figure, wrong=tuple(wrong))
