"""Machines whose clocks differ, and a reader who meets one after the other; the clock is libfaketime's."""

from collections.abc import Iterator
from glob import glob

from tests.faults.processes import Environment, get, serving
from tests.faults.readers import Place, Reader, Tally
from tests.faults.rows import Row

BY: dict[str, tuple[str, bool]] = {
    "half a minute ahead": ("+30s", True),
    "half a minute behind": ("-30s", True),
    "10 minutes ahead": ("+10m", True),
    "10 minutes behind": ("-10m", False),
    "a day behind": ("-1d", False),
    "three hours ahead": ("+3h", False),
    "after January 2038": ("@2038-01-20 04:00:00", False),
}
"""The other machine's clock, and whether a check-in of this one goes on there."""


def clock(at: str) -> Environment:
    """What makes a process live at another time; monotonic clocks stay as they are."""
    found = glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    assert found, "libfaketime is not installed: apt-get install faketime"
    return {"LD_PRELOAD": found[0], "FAKETIME": at, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def rows() -> Iterator[Row]:
    """One row for each clock."""
    with serving() as here:
        for name, (at, goes_on) in BY.items():
            tally, wrong = Tally(), []
            with serving(more=clock(at)) as there:
                reader = Reader(Place(here.port), tally)
                reader.say(1, "no")
                reader.say(2, "friend")
                reader.place = Place(there.port)
                before = dict(reader.cookies)
                kept = reader.said(2) == "friend"
                if kept is not goes_on:
                    wrong.append("the check-in went on" if kept else "the check-in was over")
                reader.cookies = dict(before)
                page = reader.ask("GET", "/guide")[1]
                if not goes_on and "Your earlier answers are gone" not in page:
                    wrong.append("nothing was said of it")
                # What is begun there goes on there, whatever the year.
                own = Reader(Place(there.port), tally)
                own.say(1, "no")
                own.say(4, "quiet")
                if own.said(4) != "quiet" or get(there.port, "/healthz")[0] != 200:
                    wrong.append("a check-in of its own does not last")
            figure = "the check-in goes on" if goes_on else "a new check-in, and a word why"
            yield Row(f"a clock {name}", tally.requests, tally.failed, 0, 0, figure, tuple(wrong))
