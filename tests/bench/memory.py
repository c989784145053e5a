"""What a worker holds after many walks, and after many sheets: `make bench-memory` does all of them.

`python -m tests.bench.memory walks 10000 600` is such a worker: so many, or as many as go into the seconds.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from supporter import create_app
from supporter.mount import Mount
from tests.bench.readers import HANDOUT, READING, at_random, forms, guide_of
from tests.bench.table import Row, Spread, show
from tests.bench.wsgi import SECRET, Client

WALKS, SHEETS = 10_000, 1_000
SECONDS = 45
"""What `make bench` gives the walks."""
BUDGETS = {"walks": 60, "sheets": 120}
GROWTH = 2
"""Percent by which memory may grow between the middle and the end."""


def rows(seconds: float = SECONDS) -> Iterator[Row]:
    """Memory of two workers, one that never made a PDF, and how it grew in the second half."""
    # Kept for the workers, as by any start before theirs.
    create_app({"SUPPORTER_SECRET_KEY": SECRET})
    # Both at once: they are weighed, not timed. A thousand sheets are wanted whole, so they may take longer.
    workers = {kind: begun(kind, seconds if kind == "walks" else 2 * seconds) for kind in BUDGETS}
    for kind, budget in BUDGETS.items():
        found = ended(workers[kind])
        yield Row(
            f"memory of a worker after {found['done']:,} {found['what']}", Spread.of([found["end"]]), "MiB", budget
        )
        grew = (found["end"] / found["middle"] - 1) * 100
        yield Row("its growth between the middle and the end", Spread.of([grew]), "%", GROWTH)


def begun(kind: str, seconds: float) -> subprocess.Popen[str]:
    """A worker, in a process of its own."""
    wanted = WALKS if kind == "walks" else SHEETS
    command = [sys.executable, "-m", "tests.bench.memory", kind, str(wanted), str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def ended(worker: subprocess.Popen[str]) -> dict[str, Any]:
    """What it found; raises CalledProcessError where it failed."""
    said, _ = worker.communicate(timeout=1800)
    if worker.returncode:
        raise subprocess.CalledProcessError(worker.returncode, worker.args)
    found = json.loads(said)
    assert isinstance(found, dict)
    return found


def resident() -> float:
    """MiB of this process in memory (VmRSS)."""
    found = re.search(r"^VmRSS:\s+(\d+)", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


def walks() -> tuple[str, Callable[[int], None]]:
    """A whole walk: the start, every question and its answer, the advice, something to read, a handout, leaving."""
    import supporter.serving  # noqa: F401 - a worker has its server in memory too

    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    guide = guide_of(app)
    people = list(at_random(guide, 200))
    pages = ("/guide", READING, HANDOUT)

    def walk(number: int) -> None:
        client = Client(app)
        client.visit("/")
        for path, form in forms(guide, people[number % len(people)]):
            status, _, page = client.send(client.environ(path))
            if status == 200:
                token = re.search(rb'name="csrf_token"[^>]* value="([^"]+)"', page)
                assert token is not None
                client.visit(path, {"csrf_token": token[1].decode(), **form})
        for path in pages:
            client.visit(path)

    return "walks without PDF", walk


def sheets() -> tuple[str, Callable[[int], None]]:
    """A sheet of a reader's own, each another; pages are served too, as in any worker."""
    from tests.bench.paper import data

    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    mount: Mount = app.extensions["supporter"]["supporter"]
    client = Client(app)

    def make(number: int) -> None:
        client.visit("/")
        mount.press.print(data(mount.guide, number))

    return "PDFs, each another", make


def _work(kind: str, wanted: int, seconds: float) -> dict[str, Any]:
    what, work = walks() if kind == "walks" else sheets()
    start = time.monotonic()
    held: list[float] = []
    for number in range(wanted):
        work(number)
        held.append(resident())
        if time.monotonic() - start > seconds:
            break
    # The middle and the end as the median of a few, since the collector of garbage comes and goes.
    half, few = len(held) // 2, max(1, len(held) // 50)
    return {
        "what": what,
        "done": len(held),
        "middle": Spread.of(held[half : half + few]).median,
        "end": Spread.of(held[-few:]).median,
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_work(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))))
    else:
        measured = list(show(rows(seconds=1500)))
        sys.exit(not all(row.holds for row in measured))
