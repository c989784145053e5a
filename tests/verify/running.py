"""One gate in a process of its own."""

import importlib
import logging
import time

from tests.verify.row import Row
from tests.verify.visitor import visiting

KEPT = ("pictures", "trees")
"""Gates that compare with what was kept."""


def run(gate: str, update: bool) -> tuple[list[Row], list[str], float]:
    """One gate with a server and a browser of its own: its rows, what the console said, and its seconds."""
    began = time.monotonic()
    # It warns whenever two requests meet, which is no fault.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    module = importlib.import_module(f"tests.verify.{gate}_gate")
    with visiting() as visitor:
        rows: list[Row] = module.measure(visitor, update=True) if update and gate in KEPT else module.measure(visitor)
        return rows, visitor.said, time.monotonic() - began
