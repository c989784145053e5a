"""Paper waits for pages: for its turn, and for the processor."""

import os
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from supporter.lanes import BEHIND, Lanes


def ask(lanes: Lanes, path: str) -> bytes:
    return b"".join(lanes({"PATH_INFO": path}, lambda *_: lambda _: None))


def test_the_thread_that_makes_paper_is_nicer_than_those_of_pages() -> None:
    def niceness(environ: Any, start: Any) -> Iterable[bytes]:
        return [str(os.getpriority(os.PRIO_PROCESS, threading.get_native_id())).encode()]

    lanes = Lanes(niceness)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert [int(ask(lanes, path)) for path in ("/guide", "/guide.pdf", "/guide")] == [own, max(own, BEHIND), own]


def test_one_sheet_is_made_at_a_time_and_a_page_goes_past_it() -> None:
    begun, go_on = threading.Event(), threading.Event()
    made: list[str] = []

    def app(environ: Any, start: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/first.pdf":
            begun.set()
            assert go_on.wait(10)
        made.append(path)
        return [b""]

    lanes = Lanes(app)
    with ThreadPoolExecutor(2) as readers:
        first = readers.submit(ask, lanes, "/first.pdf")
        assert begun.wait(10)
        second = readers.submit(ask, lanes, "/second.pdf")
        ask(lanes, "/guide")
        go_on.set()
        first.result(10)
        second.result(10)
    assert made == ["/guide", "/first.pdf", "/second.pdf"]


def test_a_fault_on_paper_is_told_to_the_server_and_the_next_sheet_is_made() -> None:
    def app(environ: Any, start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/broken.pdf":
            raise MemoryError
        return [b"made"]

    lanes = Lanes(app)
    with pytest.raises(MemoryError):
        ask(lanes, "/broken.pdf")
    assert ask(lanes, "/sound.pdf") == b"made"


def test_the_thread_is_there_before_memory_can_be_short() -> None:
    before = {thread.ident for thread in threading.enumerate()}
    Lanes(lambda *_: [])
    assert [thread.name for thread in threading.enumerate() if thread.ident not in before] == ["paper_0"]
