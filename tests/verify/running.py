"""Gates one after the other, with one server and one browser for all of them."""

import importlib
import logging
import time
from dataclasses import dataclass
from queue import Empty, Queue

from tests.verify.row import Row
from tests.verify.visitor import visiting

KEPT = ("pictures", "trees")
"""Gates that compare with what was kept."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a gate found: its rows, what the console said, and its seconds."""

    gate: str
    rows: list[Row]
    said: list[str]
    seconds: float


def work(todo: "Queue[str]", done: "Queue[Run]", update: bool) -> None:
    """Take gates until none is left; another process may take them from the same queue."""
    # It warns whenever two requests meet, which is no fault.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with visiting() as visitor:
        while True:
            try:
                gate = todo.get_nowait()
            except Empty:
                return
            began = time.monotonic()
            measure = importlib.import_module(f"tests.verify.{gate}_gate").measure
            rows = measure(visitor, update=True) if update and gate in KEPT else measure(visitor)
            visitor.rest()
            done.put(Run(gate, rows, [*visitor.said], time.monotonic() - began))
            visitor.said.clear()
