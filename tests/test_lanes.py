"""Pages are made by the thread that reads connections; paper waits for them, and a database holds up neither."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from types import SimpleNamespace
from typing import Any

import pytest
from waitress.server import create_server

from supporter.lanes import ASKERS, BEHIND, Lanes, behind
from tests.bench.wsgi import hello


class Connection:
    """What waitress hands over: a connection with a request that was read."""

    def __init__(self, path: str | None, work: Callable[[], Any]) -> None:
        self.requests = [SimpleNamespace() if path is None else SimpleNamespace(path=path)]
        self.made: Future[Any] = Future()
        self.cancelled = False
        self.connected = True
        self.total_outbufs_len = 0
        self.last_activity = time.time()
        self.adj = SimpleNamespace(channel_timeout=60)
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
    """A request that waits for its turn."""
    connection = Connection(path, work)
    lanes.add_task(connection)
    return connection


def show(lanes: Lanes, path: str | None, work: Callable[[], Any]) -> Connection:
    """A page that is asked for and made at once, as by a server that has nothing else to read."""
    page = ask(lanes, path, work)
    lanes.make_pages()
    return page


def niceness(*_: object) -> list[bytes]:
    return [str(os.getpriority(os.PRIO_PROCESS, threading.get_native_id())).encode()]


def test_paper_is_made_by_a_thread_that_is_nicer_than_those_of_pages() -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    app = behind(niceness)
    found = [b"".join(app({"PATH_INFO": path}, lambda *_: lambda _: None)) for path in ("/guide", "/guide.pdf", "/")]
    assert [int(one) for one in found] == [own, max(own, BEHIND), own]


def test_a_lane_s_own_thread_is_as_nice_as_the_others_as_it_writes_out_what_was_made(lanes: Lanes) -> None:
    assert ask(lanes, "/guide.pdf", niceness).made.result(10) == show(lanes, "/guide", niceness).made.result(0)


def test_pages_are_made_in_turn_by_the_thread_that_reads_connections(lanes: Lanes) -> None:
    made: list[tuple[str, int]] = []
    for name in ("first", "second"):
        ask(lanes, "/guide", lambda name=name: made.append((name, threading.get_ident())))  # type: ignore[misc]
    assert not made
    lanes.make_pages()
    assert made == [("first", threading.get_ident()), ("second", threading.get_ident())]


def test_what_is_asked_while_pages_are_made_waits_until_connections_were_read_again(lanes: Lanes) -> None:
    late: list[Connection] = []
    show(lanes, "/guide", lambda: late.append(ask(lanes, "/guide", lambda: None)))
    assert not late[0].made.done()
    lanes.make_pages()
    assert late[0].made.done()


def test_who_has_not_taken_the_last_answer_is_made_no_other_until_it_is_taken_or_the_connection_ends(
    lanes: Lanes,
) -> None:
    slow, gone = (Connection("/guide", lambda: "made") for _ in range(2))
    for one in (slow, gone):
        one.total_outbufs_len = 5
        lanes.add_task(one)
    assert show(lanes, "/guide", lambda: "made").made.result(0) == "made"
    assert not slow.made.done() and not gone.made.done()
    # Nor does paper wait for somebody who may never read.
    ask(lanes, "/guide.pdf", lambda: None).made.result(1)
    gone.connected = False
    lanes.make_pages()
    assert gone.made.done() and not slow.made.done()
    slow.total_outbufs_len = 0
    lanes.make_pages()
    assert slow.made.result(0) == "made"


def test_who_takes_nothing_for_long_is_cut_off(lanes: Lanes) -> None:
    slow, silent = (Connection("/guide", lambda: "made") for _ in range(2))
    for one in (slow, silent):
        one.total_outbufs_len = 5
        lanes.add_task(one)
    silent.last_activity -= 61
    lanes.make_pages()
    assert silent.cancelled and not slow.cancelled


def test_a_database_that_does_not_answer_holds_up_neither_pages_nor_paper(lanes: Lanes) -> None:
    go_on = threading.Event()
    taps = [ask(lanes, "/helpful", lambda: go_on.wait(10)) for _ in range(ASKERS + 1)]
    show(lanes, "/guide", lambda: None).made.result(0)
    ask(lanes, "/guide.pdf", lambda: None).made.result(10)
    assert not any(tap.made.done() for tap in taps)
    go_on.set()
    assert all(tap.made.result(10) for tap in taps)


def test_one_sheet_is_made_at_a_time_and_pages_go_past_it(lanes: Lanes) -> None:
    begun, go_on = threading.Event(), threading.Event()
    made: list[str] = []

    def first() -> None:
        begun.set()
        assert go_on.wait(10)
        made.append("first")

    sheet = ask(lanes, "/first.pdf", first)
    assert begun.wait(10)
    others = [ask(lanes, f"/{number}.pdf", lambda: made.append("other")) for number in range(6)]
    show(lanes, "/guide", lambda: made.append("page"))
    go_on.set()
    for one in (sheet, *others):
        one.made.result(10)
    assert made == ["page", "first", *["other"] * 6]


def test_a_sheet_waits_while_a_page_is_made_and_is_made_as_soon_as_none_is(
    lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supporter.lanes.PATIENCE", 60)
    made: list[str] = []
    sheets: list[Connection] = []

    def page() -> None:
        made.append("page")
        if not sheets:
            sheets.append(ask(lanes, "/guide.pdf", lambda: made.append("sheet")))
            # One that comes meanwhile goes before the sheet too.
            ask(lanes, "/guide", page)

    ask(lanes, "/guide", page)
    # One that cannot be read is answered too, and so comes after pages that were there before.
    ask(lanes, None, page)
    lanes.make_pages()
    assert made == ["page"] * 2
    assert not sheets[0].made.done()
    lanes.make_pages()
    sheets[0].made.result(10)
    assert made == ["page"] * 3 + ["sheet"]


def test_sheets_that_came_together_lose_their_patience_together(lanes: Lanes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supporter.lanes.PATIENCE", 0.2)
    page = ask(lanes, "/guide", lambda: True)
    sheets = [ask(lanes, f"/{number}.pdf", lambda: None).made for number in range(20)]
    assert not wait(sheets, timeout=2).not_done
    assert not page.made.done()
    lanes.make_pages()
    assert page.made.result(0)


@pytest.mark.parametrize("path", ["/guide", "/guide.pdf", "/helpful"])
def test_after_a_fault_the_next_is_made(lanes: Lanes, path: str) -> None:
    def broken() -> None:
        raise MemoryError

    for _ in range(ASKERS + 1):
        with pytest.raises(MemoryError):
            show(lanes, path, broken).made.result(10)
    assert show(lanes, path, lambda: "made").made.result(10) == "made"
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
    waiting = [ask(lanes, path, lambda: None) for path in ("/second.pdf", "/guide", "/unread")]
    waiting[-1].total_outbufs_len = 5
    lanes.shutdown(timeout=0)
    assert all(one.cancelled for one in waiting)
    go_on.set()
    assert sheet.made.result(10)
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
        assert not thread.is_alive()


def test_the_threads_are_there_before_memory_can_be_short_and_waitress_begins_none_of_its_own() -> None:
    before = threading.active_count()
    lanes = Lanes()
    server = create_server(hello(), host="127.0.0.1", port=0, _dispatcher=lanes)
    assert threading.active_count() - before == ASKERS + 1
    server.close()
    lanes.shutdown()
