"""Files for paper wait for pages, so that a rush for them holds up nobody who reads."""

import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from waitress.channel import HTTPChannel
from waitress.task import ThreadedTaskDispatcher

from supporter.views.helpful import ADDRESS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ASKERS = 2
"""Threads for the address whose view asks a database, which may take its time."""
PATIENCE = 2.0
"""Seconds after which a file for paper is begun in its turn, however many pages are asked for."""
BEHIND = 10
"""By how much the thread that makes paper is nicer than the others (setpriority(2))."""


class Lanes(ThreadedTaskDispatcher):
    """Who answers the requests that a waitress server has read.

    Pages are made in the thread that reads and writes connections, one after the other: they only compute, and more
    threads would hand the interpreter to each other. Files for paper have a thread of their own, in which each is begun
    while no page waits, and what asks a database has others (those of this class), as it may wait for long.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pages: deque[HTTPChannel] = deque()
        self._unread: list[HTTPChannel] = []
        self._no_page = threading.Event()
        self._no_page.set()
        self._paper = ThreadedTaskDispatcher()
        # Begun now: where memory is short later, there may be none for a thread.
        self.set_thread_count(ASKERS)
        self._paper.set_thread_count(1)

    def add_task(self, task: Any) -> None:
        """Let a connection (`HTTPChannel`) answer its next request; waitress calls this when all of that was read."""
        # One that cannot be read has no path; waitress answers it by itself.
        path = getattr(task.requests[0], "path", "")
        if path.endswith(".pdf"):
            due = time.monotonic() + PATIENCE
            paper: Any = _Turn(lambda: self._make_paper(task, due), task.cancel)
            self._paper.add_task(paper)
        elif path.endswith(ADDRESS):
            super().add_task(task)
        else:
            self._no_page.clear()
            self._pages.append(task)

    def make_pages(self) -> None:
        """Make the pages that wait now; those that come meanwhile are for the next time, after others were read.

        Whoever has not taken the last answer is made none: past a measure waitress would wait for them to take it, in
        this thread, which alone could send it. Those who take nothing for long are cut off, as those who ask nothing.
        """
        waiting, self._unread = self._unread, []
        waiting += [self._pages.popleft() for _ in range(len(self._pages))]
        for page in waiting:
            if page.connected and page.total_outbufs_len:
                if time.time() - page.last_activity > page.adj.channel_timeout:
                    page.cancel()
                self._unread.append(page)
                continue
            try:
                page.service()
            except Exception:
                self.logger.exception("Exception when servicing %r", page)
        if not self._pages:
            self._no_page.set()

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> bool:
        """End all lanes; each is given as many seconds."""
        for page in (*self._unread, *self._pages):
            page.cancel()
        self._pages.clear()
        self._unread.clear()
        self._no_page.set()
        self._paper.shutdown(cancel_pending, timeout)
        return super().shutdown(cancel_pending, timeout)

    def _make_paper(self, channel: HTTPChannel, due: float) -> None:
        self._no_page.wait(max(0, due - time.monotonic()))
        channel.service()


def behind(app: "WSGIApplication") -> "WSGIApplication":
    """The app with its files for paper made in a thread that is nicer than all others.

    That thread does not write them out: while others want the processor it would hold the interpreter for too long.
    """
    press = ThreadPoolExecutor(1, "paper")
    # Begun now, as the lanes are.
    press.submit(_step_back).result()

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").endswith(".pdf"):
            return press.submit(app, environ, start_response).result()
        return app(environ, start_response)

    return answer


class _Turn:
    """What waitress's threads take from their queue: something to do, or to leave where the server ends before."""

    def __init__(self, service: Callable[[], None], cancel: Callable[[], Any]) -> None:
        self.service = service
        self.cancel = cancel


def _step_back() -> None:
    """Let pages go first for the processor too; typst's own threads are begun by this one and are as nice as it is."""
    if sys.platform == "linux":  # Elsewhere a thread has no priority of its own.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)
