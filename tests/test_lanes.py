"""Paper waits for pages: for its turn, and for the processor."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from types import SimpleNamespace
from typing import Any

import pytest
from waitress.server import create_server

from supporter.lanes import BEHIND, PAGES, Lanes, behind
from tests.bench.wsgi import hello


class Connection:
    """What waitress hands over: a connection with a request that was read."""

    def __init__(self, path: str | None, work: Callable[[], Any]) -> None:
        self.requests = [SimpleNamespace() if path is None else SimpleNamespace(path=path)]
        self.made: Future[Any] = Future()
        self.cancelled = False
        self._work = work

    def service(self) -> None:
        try:
            self.made.set_result(self._work())
        except BaseException as error:
            self.made.set_exception(error)
            raise

    def cancel(self) -> None:
        self.cancelled = True


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    lanes = Lanes()
    yield lanes
    lanes.shutdown()


def ask(lanes: Lanes, path: str | None, work: Callable[[], Any]) -> Connection:
    connection = Connection(path, work)
    lanes.add_task(connection)
    return connection


def niceness(*_: object) -> list[bytes]:
    return [str(os.getpriority(os.PRIO_PROCESS, threading.get_native_id())).encode()]


def test_paper_is_made_by_a_thread_that_is_nicer_than_those_of_pages() -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    app = behind(niceness)
    found = [b"".join(app({"PATH_INFO": path}, lambda *_: lambda _: None)) for path in ("/guide", "/guide.pdf", "/")]
    assert [int(one) for one in found] == [own, max(own, BEHIND), own]


def test_a_lane_s_own_thread_is_as_nice_as_the_others_as_it_writes_out_what_was_made(lanes: Lanes) -> None:
    assert ask(lanes, "/guide.pdf", niceness).made.result(10) == ask(lanes, "/guide", niceness).made.result(10)


def test_one_sheet_is_made_at_a_time_and_pages_go_past_it(lanes: Lanes) -> None:
    begun, go_on = threading.Event(), threading.Event()
    made: list[str] = []

    def first() -> None:
        begun.set()
        assert go_on.wait(10)
        made.append("first")

    sheet = ask(lanes, "/first.pdf", first)
    assert begun.wait(10)
    others = [ask(lanes, f"/{number}.pdf", lambda: made.append("other")) for number in range(3 * PAGES)]
    ask(lanes, "/guide", lambda: made.append("page")).made.result(10)
    go_on.set()
    for one in (sheet, *others):
        one.made.result(10)
    assert made == ["page", "first", *["other"] * (3 * PAGES)]


def test_a_sheet_waits_while_a_page_is_made_and_is_made_as_soon_as_none_is(
    lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supporter.lanes.PATIENCE", 60)
    go_on = threading.Event()
    made: list[str] = []

    def page() -> None:
        assert go_on.wait(10)
        made.append("page")

    pages = [ask(lanes, "/guide", page) for _ in range(PAGES)]
    sheet = ask(lanes, "/guide.pdf", lambda: made.append("sheet"))
    # One that cannot be read is answered too, and so comes after pages that were there before.
    pages.append(ask(lanes, None, lambda: made.append("page")))
    go_on.set()
    for one in (*pages, sheet):
        one.made.result(10)
    assert made == ["page"] * (PAGES + 1) + ["sheet"]


def test_sheets_that_came_together_lose_their_patience_together(lanes: Lanes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supporter.lanes.PATIENCE", 0.2)
    go_on = threading.Event()
    page = ask(lanes, "/guide", lambda: go_on.wait(10))
    sheets = [ask(lanes, f"/{number}.pdf", lambda: None).made for number in range(20)]
    assert not wait(sheets, timeout=2).not_done
    assert not page.made.done()
    go_on.set()
    assert page.made.result(10)


@pytest.mark.parametrize("path", ["/guide", "/guide.pdf"])
def test_after_a_fault_the_next_is_made(lanes: Lanes, path: str) -> None:
    def broken() -> None:
        raise MemoryError

    for _ in range(PAGES + 1):
        with pytest.raises(MemoryError):
            ask(lanes, path, broken).made.result(10)
    assert ask(lanes, path, lambda: "made").made.result(10) == "made"
    assert ask(lanes, "/guide.pdf", lambda: "made").made.result(1) == "made"


def test_at_the_end_what_has_not_begun_is_left_and_no_thread_stays() -> None:
    before = set(threading.enumerate())
    lanes = Lanes()
    begun, go_on = threading.Event(), threading.Event()

    def first() -> bool:
        begun.set()
        return go_on.wait(10)

    sheet = ask(lanes, "/first.pdf", first)
    assert begun.wait(10)
    waiting = ask(lanes, "/second.pdf", lambda: None)
    lanes.shutdown(timeout=0)
    assert waiting.cancelled
    go_on.set()
    assert sheet.made.result(10)
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
        assert not thread.is_alive()


def test_the_threads_are_there_before_memory_can_be_short_and_waitress_begins_none_of_its_own() -> None:
    before = threading.active_count()
    lanes = Lanes()
    server = create_server(hello(), host="127.0.0.1", port=0, _dispatcher=lanes)
    assert threading.active_count() - before == PAGES + 1
    server.close()
    lanes.shutdown()
