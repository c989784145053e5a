"""The guide as it is served, on one core, beside bare Flask's "hello" under waitress as it comes.

`python -m tests.bench.serving` is that "hello"; with `alike` it is served as the guide is.
"""

import os
import re
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection
from itertools import cycle
from statistics import quantiles
from urllib.parse import urlencode

from tests.bench.readers import ANSWER, HANDOUT, PAGE, READING
from tests.bench.table import Row, Spread
from tests.bench.wsgi import SECRET

ROUNDS, SECONDS = 5, 1.2
CONNECTIONS = 4
"""Requests under way at a time; each connection sends the next as soon as it has the answer."""
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


def rows() -> Iterator[Row]:
    """Questions a second beside "hello", and how even a mixed walk is; the server has one core, we the others."""
    with ExitStack() as stack:
        bare = stack.enter_context(served(["-m", "tests.bench.serving"], one_core=True))
        alike = stack.enter_context(served(["-m", "tests.bench.serving", "alike"], one_core=True))
        ours = stack.enter_context(served(one_core=True))
        cookie = answered(ours)
        question = [_raw("GET", PAGE, cookie)]
        token = _token(ours, PAGE, cookie)
        answer = _raw("POST", PAGE, cookie, urlencode({"csrf_token": token, **ANSWER}))
        pages = [_raw("GET", path, cookie) for path in ("/", "/guide", READING, HANDOUT)]
        walk = [*[*question, answer] * 12, *pages]
        hello, questions, beside, mixed = [_raw("GET", "/")], [], [], []
        uneven = []
        for _ in range(ROUNDS):
            base = load(bare, hello)
            rate = load(ours, question).rate
            questions.append(rate / base.rate)
            beside.append(rate / load(alike, hello).rate)
            load_of_walks = load(ours, walk)
            mixed.append(load_of_walks.rate / base.rate)
            uneven.append(load_of_walks.percentile(99) / load_of_walks.percentile(50))
        idle = base.rate
    yield Row("questions a second under waitress, one core", Spread.of(questions), "x hello's", 0.6, at_least=True)
    yield Row("the same beside hello that is served as the guide is", Spread.of(beside), "x hello's")
    yield Row(f"a mixed walk under waitress, beside hello's {idle:,.0f} a second", Spread.of(mixed), "x hello's")
    yield Row("p99 of a request of that walk, over p50", Spread.of(uneven), "x", 5)


@dataclass(frozen=True, slots=True)
class Load:
    """What so many requests took, each from its sending to the last byte of its answer."""

    seconds: float
    took: list[float] = field(repr=False)

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.took) / self.seconds

    def percentile(self, which: int) -> float:
        """Seconds within which so many of a hundred were answered."""
        return quantiles(self.took, n=100)[which - 1]


def load(port: int, requests: Sequence[bytes], seconds: float = SECONDS) -> Load:
    """Send the requests in turn over a few connections that stay open; each must be answered by 200 or 303."""
    turn, took = cycle(requests), []
    with ExitStack() as stack, selectors.DefaultSelector() as selector:
        for _ in range(CONNECTIONS):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.sendall(next(turn))
            selector.register(connection, selectors.EVENT_READ, [time.perf_counter(), b""])
        begun = time.perf_counter()
        while (now := time.perf_counter()) - begun < seconds:
            for key, _ in selector.select(1):
                ready, state = key.fileobj, key.data
                assert isinstance(ready, socket.socket)
                came = ready.recv(262_144)
                assert came, "the server has closed a connection"
                state[1] += came
                if _is_whole(state[1]):
                    now = time.perf_counter()
                    took.append(now - state[0])
                    state[:] = [now, b""]
                    ready.sendall(next(turn))
    return Load(now - begun, took)


def _is_whole(answer: bytes) -> bool:
    head, found, body = answer.partition(b"\r\n\r\n")
    if not found:
        return False
    assert head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 303")), head
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    assert length is not None, head
    return len(body) >= int(length[1])


def _raw(method: str, path: str, cookie: str = "", body: str = "") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Language: en-GB,en;q=0.5", "User-Agent: bench"]
    lines += [f"Cookie: {cookie}"] if cookie else []
    if method == "POST":
        lines += [f"Content-Length: {len(body)}", *(f"{name}: {value}" for name, value in HEADERS.items())]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


@cache
def cores() -> list[int]:
    """Those of this process as it began: one that serves already has left the first to its server."""
    return sorted(os.sched_getaffinity(0))


@contextmanager
def served(command: Sequence[str] = (), *, one_core: bool = False) -> Iterator[int]:
    """The port of a real server, by default `supporter serve`; one_core: it has the first core, which the client leaves to servers."""
    given = command or ["-m", "supporter", "serve", "--port", "0", "--no-open"]
    first, *others = cores()
    if one_core:
        os.sched_setaffinity(0, {first})
    try:
        process = subprocess.Popen(
            [sys.executable, *given],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "SUPPORTER_SECRET_KEY": SECRET},
        )
    finally:
        os.sched_setaffinity(0, others or cores() if one_core else cores())
    with process:
        try:
            assert process.stdout is not None
            found = re.search(r":(\d+)/", process.stdout.readline())
            assert found is not None
            yield int(found[1])
        finally:
            process.terminate()
            os.sched_setaffinity(0, cores())


def answered(port: int) -> str:
    """The cookie of a reader who told enough for a plan."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    cookie = ""
    for number, answers in enumerate(({"danger": "no"}, {"relationship": "partner", "facts": "live_together"}), 1):
        path = f"/check-in/{number}"
        form = urlencode({"csrf_token": _token(port, path, cookie), **answers})
        connection.request("POST", path, form, {"Cookie": cookie, **HEADERS})
        response = connection.getresponse()
        response.read()
        assert response.status == 303, response.status
        cookie = (response.headers["Set-Cookie"] or cookie).partition(";")[0]
    return cookie


def _token(port: int, path: str, cookie: str) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Cookie": cookie})
    page = connection.getresponse().read().decode()
    return page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]


if __name__ == "__main__":
    import logging

    from waitress.server import create_server

    from supporter.ending import serve_until_told
    from supporter.serving import make_server
    from tests.bench.wsgi import hello

    is_alike = "alike" in sys.argv
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = make_server(hello(), "127.0.0.1", 0) if is_alike else create_server(hello(), host="127.0.0.1", port=0)
    print(f"http://127.0.0.1:{server.effective_port}/", flush=True)  # type: ignore[union-attr]
    if is_alike:
        serve_until_told(server, None)
    else:
        server.run()
