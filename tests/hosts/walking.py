"""A reader without a browser's screen: cookies as a browser keeps them, and the walk that has to go in every host."""

import json
import re
import ssl
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPMessage, HTTPSConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin


@dataclass(frozen=True)
class Reply:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def page(self) -> str:
        return self.body.decode()

    @property
    def cookies(self) -> "SimpleCookie":
        jar = SimpleCookie()
        for header in self.headers.get_all("Set-Cookie", []):
            jar.load(header)
        return jar


@dataclass
class Walker:
    """port: of this machine. tls: over HTTPS, whoever the certificate is for. cookies: path and value by name."""

    port: int
    tls: bool = False
    cookies: dict[str, tuple[str, str]] = field(default_factory=dict)

    def ask(self, address: str, fields: dict[str, str] | None = None, **headers: str) -> Reply:
        sent = {name.replace("_", "-"): value for name, value in headers.items()} | {"Sec-Fetch-Site": "same-origin"}
        mine = [
            f"{name}={value}"
            for name, (path, value) in self.cookies.items()
            if f"{address}/".startswith(f"{path.rstrip('/')}/")
        ]
        if mine:
            sent["Cookie"] = "; ".join(mine)
        if fields is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection = self._connect()
        try:
            connection.request(
                "GET" if fields is None else "POST", address, urlencode(fields) if fields else None, sent
            )
            response = connection.getresponse()
            reply = Reply(response.status, response.headers, response.read())
        finally:
            connection.close()
        for name, cookie in reply.cookies.items():
            if cookie["max-age"] == "0":
                self.cookies.pop(name, None)
            elif self.tls or not cookie["secure"]:
                self.cookies[name] = (cookie["path"], cookie.value)
        return reply

    def answer(self, address: str, name: str, value: str) -> Reply:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.ask(address).page)
        assert token
        return self.ask(address, {"csrf_token": token[1], name: value})

    def _connect(self) -> HTTPConnection:
        if not self.tls:
            return HTTPConnection("127.0.0.1", self.port, timeout=30)
        trusting = ssl.create_default_context()
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
        return HTTPSConnection("127.0.0.1", self.port, timeout=30, context=trusting)


def addresses(page: str, at: str) -> list[str]:
    """Every address of the same site that the page at an address leads to, loads or sends to."""
    found = re.findall(r'(?:href|src|action|data-leave|ping)="([^"#]*)', page)
    return [urljoin(at, unescape(one)) for one in found if one and not one.startswith(("https:", "tel:", "sms:"))]


def walk(walker: Walker, prefix: str) -> tuple[list[Reply], set[str]]:
    """Start, two questions, advice, a sheet, leaving; gives the replies and all addresses that were named on the way.

    Raises AssertionError where a step does not lead on.
    """
    start = walker.ask(f"{prefix}/")
    assert start.status == 200
    first = walker.answer(f"{prefix}/check-in/2", "relationship", "partner")
    assert (first.status, first.headers["Location"]) == (303, f"{prefix}/check-in/3?first=1")
    kept = walker.ask(first.headers["Location"])
    assert (kept.status, kept.headers["Location"]) == (303, f"{prefix}/check-in/3")
    second = walker.answer(f"{prefix}/check-in/4", "asked", "space_no_end")
    assert second.status == 303
    advice = walker.ask(f"{prefix}/guide")
    assert advice.status == 200 and "They asked for space, but not how long" in advice.page
    handouts = f"{prefix}/handouts/"
    named = {
        *addresses(start.page, f"{prefix}/"),
        *addresses(advice.page, f"{prefix}/guide"),
        *addresses(walker.ask(handouts).page, handouts),
    }
    sheet = walker.ask(f"{prefix}/handouts/looking-after-you")
    assert sheet.status == 303 and sheet.headers["Location"].startswith(f"{prefix}/guide/sheet-")
    page = walker.ask(sheet.headers["Location"])
    leads = addresses(page.page, sheet.headers["Location"])
    (paper,) = {one for one in leads if re.search(r"sheet-\d+\.pdf$", one)}
    pdf = walker.ask(paper)
    assert pdf.status == 200 and pdf.body.startswith(b"%PDF-")
    named |= {*leads}
    lost = walker.ask(f"{prefix}/nothing")
    assert lost.status == 404 and "Help now" in lost.page
    left = walker.ask(f"{prefix}/leave")
    assert (left.status, left.headers["Location"]) == (303, "https://www.wikipedia.org/")
    assert walker.cookies == {} and "nothing to show yet" in walker.ask(f"{prefix}/guide").page
    assert json.loads(walker.ask(f"{prefix}/healthz").page)["reasons"] == []
    return [start, first, second, advice, page, pdf, lost, left], named
