"""Telling a host what happened, where it asked for that, and the page of numbers."""

from flask import Response, current_app, request

from supporter.events import Event
from supporter.signals import announce
from supporter.tally import as_prometheus
from supporter.views.current import looks_ahead, mount

FORMAT = "text/plain; version=0.0.4; charset=utf-8"


def note(event: Event) -> None:
    """Count an event and send its signal; what only a browser asked for, to have it sooner, is no event."""
    here = mount()
    if not here.counting.events or request.method == "HEAD" or looks_ahead():
        return
    if here.counting.tally:
        here.counting.tally.add(event)
    if here.counting.signals:
        announce(current_app._get_current_object(), here, event)  # type: ignore[attr-defined]  # a proxy of an app


def show_metrics() -> Response:
    """The numbers for Prometheus."""
    tally = mount().counting.tally
    assert tally is not None
    return Response(as_prometheus(tally.published(), mount().name), content_type=FORMAT)
