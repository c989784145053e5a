"""Three processes behind nginx that know nothing of each other: a check-in goes from one to the next."""

import random
import signal
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from itertools import pairwise
from typing import Any

from tests.faults.processes import Process, serving, under_gunicorn
from tests.faults.proxy import HOST, Proxy, nginx
from tests.faults.readers import Place, Reader, Tally, reading
from tests.faults.rows import Row
from tests.faults.servers import SHEET, row

COUNTED = {"SUPPORTER_PROXIES": "1"}
BURST, RATE = 120, 10
"""Requests of one address that are let in, and those that follow each second (docs/deploy)."""
FLOOD = 400
"""Requests of one address, as fast as they go."""
FORM = "application/x-www-form-urlencoded"
SLOW = 40
"""Clients that send half a form, and as many that ask for a sheet and read nothing of it."""


def rows() -> Iterator[Row]:
    """Each fault."""
    with three() as (processes, proxy):
        yield another_each_time(proxy)
        yield https(proxy)
        yield flood(proxy)
        yield one_killed(processes, proxy)
    with three() as (processes, proxy):
        yield each_restarted(processes, proxy)
        yield all_dead(processes, proxy)
    yield slow_clients()


@contextmanager
def three() -> Iterator[tuple[list[Process], Proxy]]:
    """As docs/deploy has it."""
    with ExitStack() as stack:
        processes = [stack.enter_context(serving(more=COUNTED)) for _ in range(3)]
        yield processes, stack.enter_context(nginx([one.port for one in processes]))


def place(proxy: Proxy, source: str = "127.0.0.1") -> Place:
    return Place(proxy.port, HOST, source)


def another_each_time(proxy: Proxy) -> Row:
    """One walk of which no two requests in a row are answered by the same process."""
    tally = Tally()
    Reader(place(proxy, "127.0.3.1"), tally).walk(random.Random(7))
    asked = [by[-1] for _, _, _, by in proxy.answered()]
    same = sum(one == other for one, other in pairwise(asked))
    wrong = [] if len(asked) == tally.requests else [f"{len(asked)} of {tally.requests} are in the log"]
    wrong += [f"{same} times the same process answered twice"] if same else []
    wrong += [] if len(set(asked)) == 3 else [f"only {set(asked)} answered"]
    figure = f"{len(set(asked))} processes in turn"
    return Row("a walk with another process at each request", tally.requests, tally.failed, tally.lost, 0, figure,
               (*wrong, *tally.wrong))  # fmt: skip


def https(proxy: Proxy) -> Row:
    """What a browser is told over HTTPS, whatever a client claims; and who may ask how it is."""
    wrong = []
    connection = place(proxy, "127.0.3.2").connect()
    claims = {
        "Host": HOST,
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-For": "1.1.1.1",
    }
    connection.request("POST", "/check-in/2", b"relationship=friend", {**claims, "Content-Type": FORM})
    response = connection.getresponse()
    page = response.read().decode()
    cookie = response.headers.get("Set-Cookie", "")
    if not cookie.startswith("__Host-visit=") or "; Secure" not in cookie:
        wrong.append(f"the cookie: {cookie[:14]}…{cookie[-60:]}")
    if "Strict-Transport-Security" not in response.headers or "evil" in page:
        wrong.append("a claim was believed, or HTTPS was not seen")
    plain = HTTPConnection("127.0.0.1", proxy.plain, timeout=10)
    plain.request("GET", "/guide", headers={"Host": "evil.example"})
    moved = plain.getresponse()
    if (moved.status, moved.headers["Location"]) != (301, f"https://{HOST}/guide"):
        wrong.append(f"over HTTP: {moved.status} {moved.headers['Location']}")
    tally = Tally()
    status, page, _ = Reader(place(proxy), tally).once("GET", "/healthz")
    if status != 200 or '"status": "ok"' not in page:
        wrong.append(f"health: {status} {page}")
    if Reader(place(proxy, "127.0.3.3"), tally).once("GET", "/healthz")[0] != 403:
        wrong.append("health is open to everyone")
    return Row("headers that a client makes up, through nginx", 4, tally.failed, 0, 0, "not believed", tuple(wrong))


def flood(proxy: Proxy, count: int = FLOOD) -> Row:
    """One address asks as fast as it can; it is told to wait, and can leave; others notice nothing."""
    wrong, statuses, pages = [], [], []
    mine, others = Tally(), Tally()
    other = Reader(place(proxy, "127.0.4.2"), others)

    def pour(number: int) -> None:
        reader = Reader(place(proxy, "127.0.4.1"), mine)
        for _ in range(count // 8):
            status, page, _ = reader.once("GET", "/check-in/1")
            statuses.append(status)
            pages.append((status, page))

    begun = time.monotonic()
    threads = [threading.Thread(target=pour, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    other.walk(random.Random(7))
    for thread in threads:
        thread.join()
    refused = statuses.count(429)
    let_in = BURST + RATE * (time.monotonic() - begun)
    if not 0 <= count - refused <= let_in + 10 or not refused or set(statuses) != {200, 429}:
        wrong.append(f"{refused} of {count} were refused: {set(statuses)}")
    told = next((page for status, page in pages if status == 429), "")
    if "Please wait a minute" not in told or 'href="/leave"' not in told or 'href="/help-now"' not in told:
        wrong.append("the page that refuses is not ours")
    flooding = Reader(place(proxy, "127.0.4.1"), Tally())
    if flooding.once("GET", "/help-now")[0] != 200 or flooding.once("GET", "/leave")[0] != 303:
        wrong.append("help or leaving is closed to that address")
    if others.slowest > 6:
        wrong.append(f"another waited {others.slowest:.1f} s")
    figure = f"{refused} told to wait, another's slowest answer {others.slowest:.1f} s"
    return Row(f"{count} requests of one address at once", len(statuses) + others.requests, others.failed, others.lost, 0,
               figure, (*wrong, *others.wrong))  # fmt: skip


def one_killed(processes: list[Process], proxy: Proxy) -> Row:
    """One of three is killed while readers walk: nginx asks another, also with a form."""
    with reading(place(proxy)) as tally:
        time.sleep(2)
        processes[1].signal(signal.SIGKILL)
        time.sleep(6)
    passed_on = [(method, by) for method, _, _, by in proxy.answered() if len(by) > 1]
    wrong = () if passed_on else ("no request was passed on, so that the kill was not seen",)
    forms = sum(method == "POST" for method, _ in passed_on)
    figure = f"{len(passed_on)} passed on to another process, {forms} of them forms"
    return row("one of three killed behind nginx", tally, figure=figure, wrong=wrong)


def each_restarted(processes: list[Process], proxy: Proxy) -> Row:
    """One after the other is ended by SIGTERM and begun again, as for a new version."""
    with ExitStack() as stack, reading(place(proxy), readers=3) as tally:
        time.sleep(1)
        for number, one in enumerate(processes):
            one.signal(signal.SIGTERM)
            one.run.wait(15)
            processes[number] = stack.enter_context(serving(one.port, COUNTED))
            time.sleep(1)
        tally.halt()
        for one in processes:
            one.signal(signal.SIGKILL)
            one.run.wait()
    return row("three processes restarted in turn behind nginx", tally)


def all_dead(processes: list[Process], proxy: Proxy) -> Row:
    """Nothing serves any more: leaving works, and a page says that the guide will be back."""
    wrong = []
    tally = Tally()
    reader = Reader(place(proxy, "127.0.5.1"), tally)
    reader.cookies = {"__Host-visit": "sealed", "__Host-left": "1"}
    status, page, _ = reader.once("GET", "/guide")
    if status not in (502, 504) or "This guide is not there for a moment" not in page:
        wrong.append(f"a page: {status}")
    status, _, location = reader.once("GET", "/leave")
    if (status, location) != (303, "https://www.wikipedia.org/") or reader.cookies:
        wrong.append(f"leaving: {status} {location}, {[*reader.cookies]} left")
    return Row("all processes dead behind nginx", 2, 0, 0, 0, "leaving works, a kind page", tuple(wrong))


def single() -> Any:
    """A process that serves one request at a time."""
    return under_gunicorn(COUNTED, "--worker-class", "sync", "--threads", "1", workers=1)


def slow_clients() -> Row:
    """Slow clients before a process that serves one request at a time: it is held by none of them."""
    tally = Tally()
    with single() as server, nginx([server.port]) as proxy, held_open(proxy):
        reader = Reader(place(proxy, "127.0.6.250"), tally)
        reader.walk(random.Random(7))
        status = reader.once("POST", "/check-in/1", {"danger": "a" * 900_000})[0]
        errors = proxy.errors()
    wrong = [] if tally.slowest < 12 else [f"the slowest answer took {tally.slowest:.1f} s"]
    wrong += [] if status == 413 else [f"a form of 900 KB: {status}"]
    wrong += ["nginx wanted a file"] if any(f"/{store}" in errors for store in ("client_body", "proxy/")) else []
    figure = f"slowest answer {tally.slowest:.1f} s, nothing put into a file"
    return Row(f"{2 * SLOW} slow clients before a server of one thread", tally.requests, tally.failed, tally.lost, 0,
               figure, (*wrong, *tally.wrong))  # fmt: skip


@contextmanager
def held_open(proxy: Proxy) -> Iterator[None]:
    """Half forms, and sheets that nobody reads; each from another address."""
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    half = f"POST /check-in/1 HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 900\r\nContent-Type: {FORM}\r\n\r\ndanger=".encode()
    sheet = f"GET {SHEET} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
    clients = []
    try:
        for number in range(2 * SLOW):
            client = socket.socket()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            client.bind((f"127.0.6.{number + 1}", 0))
            client.settimeout(10)
            client.connect(("127.0.0.1", proxy.port))
            wrapped = trusting.wrap_socket(client, server_hostname=HOST)
            wrapped.sendall(half if number % 2 else sheet)
            clients.append(wrapped)
        yield
    finally:
        for client in clients:
            client.close()
