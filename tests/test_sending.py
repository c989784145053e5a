"""Our own server sends what waitress would, and the headers of a kind beside it, each once."""

import re
import socket
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask, Response, request
from waitress.channel import HTTPChannel
from waitress.server import create_server

from supporter import create_app
from supporter.ending import listeners_of
from supporter.responding import WRITTEN
from supporter.sending import Channel
from tests.browsing import served
from tests.conftest import SECRET
from tests.hostile.wire import process

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HTML = ("Content-Type", "text/html")


def answering(
    *chunks: bytes, status: str = "200 OK", length: int | None = None, written: Iterable[bytes] = ()
) -> "WSGIApplication":
    """An app that always gives this answer."""

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if WRITTEN in environ:
            environ[WRITTEN] += written
        start(status, [HTML, *([] if length is None else [("Content-Length", str(length))])])
        return iter(chunks) if len(chunks) > 1 else list(chunks)

    return answer


def failing(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    raise RuntimeError("planted")


def failing_later(environ: "WSGIEnvironment", start: "StartResponse") -> Iterator[bytes]:
    start("200 OK", [HTML, ("Content-Length", "8")])
    yield b"half"
    raise RuntimeError("planted")


def writing(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    write = start("200 OK", [HTML, ("Content-Length", "5")])
    write(b"")
    write(b"whole")
    return ()


def silent(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    return [b"whole"]


APPS: "dict[str, WSGIApplication]" = {
    "whole": answering(b"whole", length=5),
    "whole, without its length": answering(b"whole"),
    "in two pieces": answering(b"in ", b"two", length=6),
    "in two pieces, without its length": answering(b"in ", b"two"),
    "an empty piece first": answering(b"", b"whole", length=5),
    "longer than it says": answering(b"longer", length=3),
    "shorter than it says": answering(b"short", length=9),
    "a piece that is as long as all, and one more": answering(b"whole", b"more", length=5),
    "empty": answering(b"", length=0),
    "nothing at all": answering(length=0),
    "a redirect": answering(b"on", status="303 SEE OTHER", length=2),
    "no content, with some": answering(b"no", status="204 NO CONTENT", length=2),
    "not modified, with some": answering(b"no", status="304 NOT MODIFIED", length=2),
    "written by hand, nothing first": writing,
    "never begun": silent,
    "failing": failing,
    "failing later": failing_later,
}
LAST = b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n"
REQUESTS = {
    "to be closed": LAST,
    "to be kept": b"GET / HTTP/1.1\r\n\r\n" + LAST,
    "head": b"HEAD / HTTP/1.1\r\n\r\n" + LAST,
    "old": b"GET / HTTP/1.0\r\n\r\n",
    "old, to be kept": b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + LAST,
}


def exchanged(app: "WSGIApplication", request: bytes, channel: type[HTTPChannel]) -> bytes:
    """All that comes back until the server closes."""
    with served(app, channel=channel) as base:
        port = int(base.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
            client.sendall(request)
            came = b"".join(iter(lambda: client.recv(65_536), b""))
    return re.sub(rb"Date: [^\r]*", b"Date: -", came)


@pytest.mark.parametrize("request_name", REQUESTS)
@pytest.mark.parametrize("name", APPS)
def test_an_answer_is_sent_as_waitress_sends_it(name: str, request_name: str) -> None:
    app, request = APPS[name], REQUESTS[request_name]
    assert exchanged(app, request, Channel) == exchanged(app, request, HTTPChannel)


def test_lines_of_ours_stand_at_the_end_of_the_head() -> None:
    app = answering(b"whole", length=5, written=[b"A: b\r\n"])
    assert b"Content-Type: text/html\r\nDate: -\r\nServer: waitress\r\nA: b\r\n\r\nwhole" in exchanged(
        app, LAST, Channel
    )
    assert b"A: b" not in exchanged(app, LAST, HTTPChannel)


def test_lines_are_of_one_answer_and_not_of_the_next() -> None:
    lines = iter([[b"A: b\r\n"], []])

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        return answering(b"whole", length=5, written=next(lines))(environ, start)

    first, last = exchanged(answer, REQUESTS["to be kept"], Channel).split(b"whole", 1)
    assert b"A: b" in first and b"A: b" not in last and last.endswith(b"whole")


def test_a_whole_body_goes_with_its_head() -> None:
    sent: list[bytes] = []

    class Told(Channel):
        def write_soon(self, data: bytes) -> Any:
            sent.append(data)
            return super().write_soon(data)

    exchanged(APPS["whole"], LAST, Told)
    assert len(sent) == 1
    exchanged(APPS["in two pieces"], LAST, Told)
    assert len(sent) == 4


def test_every_address_that_a_server_listens_on_is_found() -> None:
    server = create_server(APPS["whole"], listen="127.0.0.1:0 127.0.0.1:0")
    try:
        assert len(listeners_of(server)) == 2
    finally:
        server.close()


def test_the_shipped_server_sends_so() -> None:
    with process() as port, socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(LAST)
        head = b"".join(iter(lambda: client.recv(65_536), b"")).partition(b"\r\n\r\n")[0]
    # Waitress would write this name as X-Dns-Prefetch-Control.
    assert b"\r\nX-DNS-Prefetch-Control: off" in head


OF_SERVER = ("connection", "date", "server")
ASKED = [
    ("GET", "/"),
    ("HEAD", "/"),
    ("GET", "/check-in/4"),
    ("GET", "/check-in/4?language=es"),
    ("POST", "/check-in/4"),
    ("GET", "/guide/plan"),
    ("GET", "/leave"),
    ("POST", "/leave"),
    ("GET", "/handouts/space-plan.pdf"),
    ("GET", "/assets/within-reach.css"),
    ("GET", "/healthz"),
    ("GET", "/nowhere"),
    ("DELETE", "/check-in/1"),
    ("GET", "/sources"),
    ("GET", "/help-now"),
]
"""Responses of many kinds; the views of the last two have faults, or what is done to their response later."""


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})

    def fail() -> Any:
        raise RuntimeError("planted")

    app.view_functions["supporter.sources"] = fail

    @app.after_request
    def fail_late(response: Response) -> Response:
        return fail() if request.path == "/help-now" else response

    app.logger.disabled = True
    yield app
    app.logger.disabled = False


@pytest.fixture(scope="module")
def base(app: Flask) -> Iterator[str]:
    with served(app, channel=Channel) as base:
        yield base


@pytest.mark.parametrize(("method", "path"), ASKED)
def test_every_header_that_the_app_has_is_sent_once(app: Flask, base: str, method: str, path: str) -> None:
    address = base.rpartition("/")[2]
    with (
        closing(app.test_client().open(path, method=method, base_url=base)) as wanted,
        closing(HTTPConnection(address, timeout=10)) as connection,
    ):
        connection.request(method, path)
        came = connection.getresponse()
        # Their tokens differ.
        assert came.status == wanted.status_code and len(came.read()) == len(wanted.data)

    def told(headers: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
        named = [(name.lower(), value) for name, value in headers if name.lower() not in OF_SERVER]
        return Counter((name, value.partition("=")[0] if name == "set-cookie" else value) for name, value in named)

    assert told(came.getheaders()) == told(wanted.headers)
    assert came.getheader("Referrer-Policy")
    assert {*Counter(name for name, _ in told(came.getheaders())).values()} == {1}
