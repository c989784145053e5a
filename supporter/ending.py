"""A waitress server that ends kindly: what has begun is finished, and what comes later is not let in."""

import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, MultiSocketServer

from supporter.lanes import Lanes

PATIENCE = 10.0
"""Seconds that requests which have begun may still take."""
_GRACE = 0.3
"""Seconds in which a connection that was let in just before still brings its request."""


def serve_until_told(server: BaseWSGIServer | MultiSocketServer, anew: Callable[[], None] | None) -> None:
    """Serve until SIGTERM or SIGINT, then finish what has begun; `anew` is called at each SIGHUP.

    A second SIGTERM or SIGINT does not wait.
    """
    sockets = sockets_of(server)
    lanes = server.task_dispatcher
    assert isinstance(lanes, Lanes), "the server comes from make_server"
    listeners = listeners_of(server)
    told: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        told.append(number)
        listeners[0].pull_trigger()

    for number in (signal.SIGTERM, signal.SIGINT, *([signal.SIGHUP] if anew else [])):
        signal.signal(number, note)

    def ends() -> int:
        return len(told) - told.count(signal.SIGHUP)

    heard = 0
    while not ends():
        _pass(sockets, lanes, 1)
        if anew and told.count(signal.SIGHUP) > heard:
            heard = told.count(signal.SIGHUP)
            anew()
    for listener in listeners:
        _let_in(listener, sockets)
        wasyncore.dispatcher.close(listener)
    begun = time.monotonic()
    while (channels := [one for one in sockets.values() if isinstance(one, HTTPChannel)]) and ends() < 2:
        passed = time.monotonic() - begun
        if passed > PATIENCE:
            break
        for channel in channels:
            if passed > _GRACE and not (channel.requests or channel.request or channel.total_outbufs_len):
                channel.handle_close()
        _pass(sockets, lanes, 0.1)
    lanes.shutdown(timeout=1)
    for listener in listeners:
        # What waitress reads by, which it would complain of. Whoever is still at work can write to the other end.
        trigger: Any = listener.trigger  # the stubs take it for a number
        trigger.socket.close()


def sockets_of(server: BaseWSGIServer | MultiSocketServer) -> dict[int, Any]:
    """All that the server reads and writes, by number of its file."""
    found: dict[int, Any] = server.map if isinstance(server, MultiSocketServer) else server._map  # type: ignore[assignment,attr-defined]
    return found


def listeners_of(server: BaseWSGIServer | MultiSocketServer) -> list[BaseWSGIServer]:
    """Where it takes connections: one for each address of a name."""
    return [one for one in sockets_of(server).values() if isinstance(one, BaseWSGIServer)]


def _pass(sockets: dict[int, Any], lanes: Lanes, seconds: float) -> None:
    """Read and write where something waits, or comes within these seconds, and make the pages that are asked for."""
    wasyncore.loop(timeout=seconds, use_poll=True, map=sockets, count=1)
    lanes.make_pages()


def _let_in(listener: BaseWSGIServer, sockets: dict[int, Any]) -> None:
    """Take the connections that the system has taken already, as it would cut them off with the socket."""
    before = -1
    while before != len(sockets):
        before = len(sockets)
        listener.handle_accept()
