"""The guide as it is shipped, in a process of its own, and clients that speak to it byte by byte."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from typing import NamedTuple

from tests.conftest import SECRET


class Answer(NamedTuple):
    """What came back; status 0 where the connection was closed without a word."""

    status: int
    headers: dict[str, str]
    body: bytes


@contextmanager
def process() -> Iterator[int]:
    """`supporter serve` on a free port of this machine; gives the port, and fails if it ended by itself."""
    command = [sys.executable, "-m", "supporter", "serve", "--port", "0", "--no-open"]
    environment = os.environ | {"SUPPORTER_SECRET_KEY": SECRET, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        try:
            found = re.search(r":(\d+)/", server.stdout.readline())
            assert found is not None
            yield int(found[1])
            assert server.poll() is None, "the server ended"
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                raise


def exchange(port: int, data: bytes, *, end: bool = True) -> Answer:
    """Send bytes as they are and read the answer; with `end` nothing more will be sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        received = b""
        # What is refused before all of it was read is closed on us; the answer, if it still came, is read all the same.
        with suppress(OSError):
            client.sendall(data)
            if end:
                client.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError):
            while more := client.recv(65536):
                received += more
                head, _, body = received.partition(b"\r\n\r\n")
                length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
                if length and len(body) >= int(length[1]):
                    break
    head, _, body = received.partition(b"\r\n\r\n")
    status = re.match(rb"HTTP/1\.[01] (\d{3}) ", head)
    lines = [line.decode("latin-1").partition(": ") for line in head.split(b"\r\n")[1:]]
    return Answer(int(status[1]) if status else 0, {name.lower(): value for name, _, value in lines}, body)


@contextmanager
def half_open(port: int, count: int) -> Iterator[None]:
    """Clients that begin and never end: no line, half a line, half the headers, half a form, and an answer never read."""
    form = b"POST /check-in/1 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\ndanger="
    begun = [
        b"",
        b"GET /check-in/1 HT",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-",
        form,
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    ]
    clients = []
    try:
        for number in range(count):
            client = socket.create_connection(("127.0.0.1", port), timeout=20)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            client.sendall(begun[number % len(begun)])
            clients.append(client)
        yield
    finally:
        for client in clients:
            client.close()


def time_pages(port: int, count: int) -> list[float]:
    """Milliseconds that each of so many question pages took, the shortest first."""
    took = []
    for _ in range(count):
        begun = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/check-in/1")
        response = connection.getresponse()
        assert response.status == 200 and response.read()
        connection.close()
        took.append((time.perf_counter() - begun) * 1000)
    return sorted(took)
