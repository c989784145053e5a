"""Counts that can be shown to anyone: so late, so many together and so rounded that no one reader is among them.

They are in this process's memory and nowhere else. docs/counting.md says what a reader of them could otherwise learn.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from threading import Lock

from supporter.events import NAMES, SUBJECTS, Event

LEAST = 10
"""How often something must have happened before a number of it goes up."""
STEP = 5
"""Numbers go up by multiples of it."""
PERIOD = 24 * 60 * 60
"""Seconds between two publications, at midnight UTC: however often somebody asks, nothing changes in between."""

UNNAMED = "unnamed"
_HELP = {
    "guide_shown": ("guides_shown", "How often the advice was shown"),
    "handout_printed": ("handouts_printed", "How many sheets were made as PDF"),
    "left": ("left", "How often somebody left by Leave this page"),
}


def rounded(count: int) -> int:
    """A number as it may be shown: 0 below LEAST, else rounded down to a multiple of STEP."""
    return count - count % STEP if count >= LEAST else 0


class Tally:
    """Counts events; `published` is what may be known of them.

    What happened since a number last went up waits until there are LEAST of it, over as many periods as it takes.
    clock: seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._period = int(clock() // PERIOD)
        self._waiting: Counter[Event] = Counter()
        self._published: Counter[Event] = Counter()
        self._lock = Lock()

    def __repr__(self) -> str:
        return "<Tally>"

    def add(self, event: Event) -> None:
        """Count an event; it is published after this period, at the earliest."""
        with self._lock:
            self._turn()
            self._waiting[event] += 1

    def published(self) -> Mapping[Event, int]:
        """How often each event happened, as far as that may be shown; events that may not be are not in it."""
        with self._lock:
            self._turn()
            return dict(self._published)

    def _turn(self) -> None:
        """Publish what waited, once a period is over."""
        period = int(self._clock() // PERIOD)
        if period <= self._period:
            return
        self._period = period
        now = Counter({event: rounded(count) for event, count in self._waiting.items() if rounded(count)})
        self._published += now
        self._waiting -= now


def as_prometheus(published: Mapping[Event, int], mount: str) -> str:
    """The numbers in the text format of Prometheus, 0.0.4; a series that may not be shown is left out."""
    lines = []
    for name in NAMES:
        metric, says = _HELP[name]
        lines.append(f"# HELP within_reach_{metric}_total {says}, {LEAST} or more at a time, once a day.")
        lines.append(f"# TYPE within_reach_{metric}_total counter")
        for event, count in sorted(published.items(), key=lambda item: item[0].id or ""):
            if event.name == name:
                lines.append(f"within_reach_{metric}_total{{{_labels(event, mount)}}} {count}")
    return "\n".join([*lines, ""])


def _labels(event: Event, mount: str) -> str:
    subject = SUBJECTS[event.name]
    labels = {"mount": mount, **({subject: event.id or UNNAMED} if subject else {})}
    return ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
