"""Files for paper wait for pages, so that a rush for them holds up nobody who reads."""

import os
import sys
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore, Condition
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PAGES = 2
"""Pages made at a time: more threads that all want the interpreter cost more than they bring (performance.md, A2)."""
PATIENCE = 2.0
"""Seconds after which a file for paper is made however many pages are asked for."""


BEHIND = 10
"""By how much the thread that makes paper is nicer than the others (setpriority(2))."""


def _step_back() -> None:
    """Let pages go first for the processor too; typst's own threads are begun by this one and are as nice as it is."""
    if sys.platform == "linux":  # Elsewhere a thread has no priority of its own.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)


class Lanes:
    """A WSGI app in which files for paper are made one at a time, and begun while no page is being made.

    The server needs a thread for each request that waits, and nothing else.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app
        self._page_lane = BoundedSemaphore(PAGES)
        self._change = Condition()
        self._pages = 0
        self._papers = 0
        self._press = ThreadPoolExecutor(1, "paper")
        # Begun now: where memory is short later, there may be none for a thread.
        self._press.submit(_step_back).result()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """The app's answer, once it is this request's turn."""
        if environ.get("PATH_INFO", "").endswith(".pdf"):
            return self._paper(environ, start_response)
        return self._page(environ, start_response)

    def _page(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with self._change:
            self._pages += 1
        try:
            with self._page_lane:
                return self._app(environ, start_response)
        finally:
            with self._change:
                self._pages -= 1
                # One is woken: it begins, or waits for the next page to be done.
                self._change.notify()

    def _paper(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with self._change:
            self._change.wait_for(lambda: not self._pages and not self._papers, PATIENCE)
            self._papers += 1
        try:
            return self._press.submit(self._app, environ, start_response).result()
        finally:
            with self._change:
                self._papers -= 1
                self._change.notify()
