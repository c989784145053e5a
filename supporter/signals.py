"""Signals for hosts that must count: `guide_shown.connect(listener)`; docs/counting.md says what they tell and hide.

A listener is called with the mount, and with `path` or `handout` as keywords. It is called outside of the reader's
request, with an app context alone, so that it cannot find out whose it was.
"""

from contextvars import Context

from blinker import NamedSignal, Namespace
from flask import Flask

from supporter.events import SUBJECTS, Event, Name
from supporter.faults import log_fault
from supporter.mount import Mount

_NAMESPACE = Namespace()

guide_shown = _NAMESPACE.signal("guide_shown", doc="Advice was shown; `path` is the id of the reader's path.")
handout_printed = _NAMESPACE.signal("handout_printed", doc="A sheet was made as PDF; `handout` is its id, or None.")
left = _NAMESPACE.signal("left", doc="Somebody left by 'Leave this page'.")

SIGNALS: dict[Name, NamedSignal] = {"guide_shown": guide_shown, "handout_printed": handout_printed, "left": left}


def announce(app: Flask, mount: Mount, event: Event) -> None:
    """Send the signal of an event; a listener that raises is logged by type and place, and the others are called."""
    Context().run(_call, app, mount, event)


def _call(app: Flask, mount: Mount, event: Event) -> None:
    subject = SUBJECTS[event.name]
    ids = {subject: event.id} if subject else {}
    with app.app_context():
        for listener in SIGNALS[event.name].receivers_for(mount):
            try:
                listener(mount, **ids)
            except Exception as error:
                log_fault(app.logger, error)
