"""Readers who walk while something goes wrong, press again where nothing came, and know what they said."""

import random
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode

PATIENCE = 120.0
"""Seconds for which a reader presses again, four times a second, before the check-in counts as lost."""
ANSWERS: dict[int, tuple[str, tuple[str, ...]]] = {
    1: ("danger", ("no",)),
    2: ("relationship", ("partner", "friend", "ex", "parent", "teen_child")),
    4: ("asked", ("space_no_end", "quiet", "unknown")),
    9: ("since", ("days", "three_six_weeks", "over_six_weeks")),
}


@dataclass
class Tally:
    """What happened to all of them; `wrong` says how answers were lost, `halt` ends their walks early."""

    requests: int = 0
    failed: int = 0
    lost: int = 0
    walks: int = 0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    halt: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Place:
    """Where the guide is asked: an address of this machine, over HTTPS as a host, from an address of this machine."""

    port: int
    host: str | None = None
    source: str | None = None

    def connect(self) -> HTTPConnection:
        source = (self.source, 0) if self.source else None
        if self.host is None:
            return HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=source)
        trusting = ssl.create_default_context()
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
        return HTTPSConnection("127.0.0.1", self.port, timeout=30, source_address=source, context=trusting)


class Reader:
    """A browser as far as cookies and forms go; each request is a connection of its own."""

    def __init__(self, place: Place, tally: Tally, stop: threading.Event | None = None) -> None:
        self.place = place
        self.tally = tally
        self.stop = stop or threading.Event()
        self.cookies: dict[str, str] = {}

    def once(self, method: str, address: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, page and where it leads; status 0 where no answer came. Counted."""
        headers = {"Sec-Fetch-Site": "same-origin", "Connection": "close"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.place.host:
            headers["Host"] = self.place.host
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.monotonic()
        connection = self.place.connect()
        try:
            connection.request(method, address, urlencode(fields) if fields is not None else None, headers)
            response = connection.getresponse()
            page = response.read().decode(errors="replace")
            status, location = response.status, response.headers.get("Location", "")
            for cookie in response.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies.pop(name, None)
                if value and "Max-Age=0" not in cookie:
                    self.cookies[name] = value
        except (OSError, HTTPException) as error:
            status, page, location = 0, type(error).__name__, ""
        finally:
            connection.close()
        self.tally.requests += 1
        self.tally.slowest = max(self.tally.slowest, time.monotonic() - begun)
        if status == 0 or status >= 500:
            self.tally.failed += 1
            self.tally.failures.append(f"{method} {address}: {status or page}")
        return status, page, location

    def ask(self, method: str, address: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """The same until an answer came, as a reader presses again."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            answer = self.once(method, address, fields)
            if answer[0] and answer[0] < 500:
                return answer
            self.stop.wait(0.25)
        return 0, "", ""

    def say(self, number: int, value: str) -> str:
        """Answer one question; gives where it led."""
        name = ANSWERS[number][0]
        page = self.ask("GET", f"/check-in/{number}")[1]
        found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
        fields = {"csrf_token": found[1] if found else "", ".question": name, name: value}
        return self.ask("POST", f"/check-in/{number}", fields)[2]

    def said(self, number: int) -> str:
        """What the question's page has ticked."""
        page = self.ask("GET", f"/check-in/{number}")[1]
        found = re.search(r'value="(\w+)" checked', page)
        return found[1] if found else ""

    def walk(self, draw: random.Random) -> None:
        """Answer, look at everything again, read the advice, leave; lost where anything is not as it was said."""
        self.cookies.clear()
        given = {number: draw.choice(values) for number, (_, values) in ANSWERS.items()}
        for number, value in given.items():
            self.say(number, value)
        kept = {number: self.said(number) for number in given}
        status, page, _ = self.ask("GET", "/guide")
        self.tally.walks += 1
        if kept != given or status != 200 or "There is nothing to show yet" in page:
            self.tally.lost += 1
            self.tally.wrong.append(f"said {given}, kept {kept}, advice {status}")


@contextmanager
def reading(place: Place, readers: int = 4, seed: int = 7) -> Iterator[Tally]:
    """So many readers who walk again and again; each ends its walk before this ends."""
    tally, stop = Tally(), threading.Event()

    def read(number: int) -> None:
        draw = random.Random(seed + number)
        own = Tally()
        while not stop.is_set():
            # Each is someone else, so that no limit for one address is met.
            source = f"127.{100 + number}.{own.walks // 250}.{own.walks % 250 + 1}"
            Reader(replace(place, source=source) if place.host else place, own).walk(draw)
        with lock:
            for name in ("requests", "failed", "lost", "walks"):
                setattr(tally, name, getattr(tally, name) + getattr(own, name))
            tally.slowest = max(tally.slowest, own.slowest)
            tally.wrong += own.wrong
            tally.failures += own.failures

    lock = threading.Lock()
    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]

    def halt() -> None:
        stop.set()
        for thread in threads:
            thread.join()

    tally.halt = halt
    for thread in threads:
        thread.start()
    try:
        yield tally
    finally:
        halt()
