"""Each check goes red for a fault that is planted: `make verify-faults` begins with these."""

import signal

import pytest

from tests.conftest import SECRET
from tests.faults.keys import changed, two_machines
from tests.faults.machines import COUNTED, flood, held_open, place, single
from tests.faults.processes import serving
from tests.faults.proxy import HOST, nginx
from tests.faults.rows import Row, show
from tests.faults.servers import server_ended


def test_a_row_with_a_miss_ends_the_run_with_one() -> None:
    assert show([Row("fine", requests=3)]) == 0
    for miss in (Row("a", failed=1), Row("b", lost=1, may_fail=9), Row("c", wrong=("x",))):
        assert show([Row("fine"), miss]) == 1


def test_without_a_fallback_a_check_in_does_not_go_on() -> None:
    row = changed("no fallback", {}, kept=True)
    assert not row.holds and "the earlier answer is ''" in row.wrong


def test_two_machines_with_one_key_are_not_taken_for_two() -> None:
    assert two_machines(SECRET).wrong == ("their health is the same",)


def test_a_server_that_does_not_end_kindly_cuts_sheets() -> None:
    assert server_ended(signal.SIGKILL).failed > 0


def test_without_buffering_slow_clients_hold_the_server() -> None:
    def bare(text: str) -> str:
        return text.replace("buffering on;", "buffering off;")

    with single() as server, nginx([server.port], bare) as proxy, held_open(proxy):
        connection = place(proxy, "127.0.6.250").connect()
        connection.connect()
        with connection.sock as client:
            client.settimeout(5)
            client.sendall(f"GET /help-now HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            with pytest.raises(TimeoutError):
                client.recv(1)


def test_without_limits_a_flood_is_let_in() -> None:
    def open_(text: str) -> str:
        return text.replace("limit_req zone=pages burst=120 nodelay;", "")

    with serving(more=COUNTED) as server, nginx([server.port], open_) as proxy:
        assert any("0 of 64 were refused" in wrong for wrong in flood(proxy, 64).wrong)
