"""Nothing of a reader is anywhere but on their page: not in what the server says, not in its files, not in a repr."""

import gc
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask, before_render_template, request_finished

from supporter import Guide, advise
from supporter.faults import where
from tests.conftest import Reader
from tests.people import PARTNER, as_fields
from tests.trace.words import canaries

TYPED = "Marmoladequell"


class Visitor:
    """A browser as far as cookies and forms go; remembers addresses and headers."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookie = ""
        self.seen = ""

    def ask(self, method: str, address: str, fields: object = None, fail: str = "") -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        body = urlencode(fields, doseq=True) if isinstance(fields, dict) else None
        headers = {"Sec-Fetch-Site": "same-origin", "Cookie": self._cookie, "X-Fail": fail}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, address, body, headers)
        response = connection.getresponse()
        page = response.read().decode(errors="replace")
        self.seen += f"{address}\n{response.headers}\n" + "".join(re.findall("<!--.*?-->", page, re.DOTALL))
        for cookie in response.headers.get_all("Set-Cookie") or []:
            self._cookie = cookie.partition(";")[0]
        connection.close()
        return response.status, page

    def token(self, address: str) -> str:
        return self.ask("GET", address)[1].split('name="csrf_token"')[1].split('value="')[1].split('"')[0]


@contextmanager
def process(folder: Path, *arguments: str) -> Iterator[int]:
    """The guide in a process; what it says goes to `said` in the folder, its temporary files to `temporary`."""
    (folder / "temporary").mkdir()
    environment = {**os.environ, "TMPDIR": str(folder / "temporary"), "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, *arguments]
    with (
        (folder / "said").open("wb") as said,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=said, env=environment, cwd=folder / "temporary"
        ) as run,
    ):
        assert run.stdout
        try:
            line = run.stdout.readline()
            said.write(line)
            found = re.search(rb"(\d+)/?\s*(?:\(|$)", line)
            assert found, line
            yield int(found[1])
        finally:
            run.terminate()
            said.write(run.stdout.read())
            run.wait(30)


def walk(visitor: Visitor, guide: Guide, fail: str = "") -> list[tuple[str, int, str]]:
    """Every kind of page; where something is to fail, each is asked for once more so."""
    faults = []

    def ask(method: str, address: str, fields: object = None) -> None:
        for kind in fail.split():
            status, page = visitor.ask(method, address, fields, fail=kind)
            faults.append((f"{kind} {method} {address}", status, page))
        visitor.ask(method, address, fields)

    for number, question in enumerate(guide.screens, 1):
        beside = {"new_signs": PARTNER["new_signs"]} if question.id == "signs" else {}
        fields = {name: value for name, value in as_fields(PARTNER).items() if name.split(".")[0] == question.id}
        address = f"/check-in/{number}"
        ask("POST", address, {"csrf_token": visitor.token(address), **fields, **beside})
    for address in ("/", "/check-in/1", "/check-in/check", "/guide", "/guide/plan", "/guide/plan.ics", "/guide/sheet-1",
                    "/guide/sheet-1.pdf", "/guide.pdf?answers=yes", "/guide/read-1", "/handouts/", "/handouts/space-plan",
                    "/handouts/space-plan.pdf", "/handouts/pack", "/read/", "/read/privacy", "/sources", "/help-now",
                    "/nowhere", "/assets/nothing.css"):  # fmt: skip
        ask("GET", address)
    ask("POST", "/handouts/pack.pdf", {"sheet": "looking-after-you"})
    ask("POST", "/guide/plan", {"csrf_token": visitor.token("/guide/plan"), "title": TYPED})
    ask("POST", "/guide/plan.ics", {"title": TYPED})
    ask("POST", "/guide", {"csrf_token": "none", "typed": TYPED})
    ask("POST", "/again", {"csrf_token": "none", "typed": TYPED})
    ask("GET", "/leave")
    return faults


def assert_silent(folder: Path, visitor: Visitor, guide: Guide) -> str:
    said = (folder / "said").read_text()
    for word in canaries(guide) | {token for token in as_fields(PARTNER) if "." in token}:
        assert word not in said, word
        assert word not in visitor.seen.replace("/handouts/space-plan", ""), word
    assert [*(folder / "temporary").rglob("*")] == []
    return said


def test_the_server_says_nothing_of_a_reader(guide: Guide, tmp_path: Path) -> None:
    with process(tmp_path, "-W", "error", "-m", "supporter", "serve", "--port", "0", "--no-open") as port:
        visitor = Visitor(port)
        walk(visitor, guide)
    said = assert_silent(tmp_path, visitor, guide)
    assert len(said.splitlines()) == 1 and "Within Reach is at" in said


def test_a_server_whose_every_view_fails_says_where_and_never_what(guide: Guide, tmp_path: Path) -> None:
    with process(tmp_path, "-m", "tests.faulty") as port:
        visitor = Visitor(port)
        faults = walk(visitor, guide, fail="view visit press")
    said = assert_silent(tmp_path, visitor, guide)
    failed = [what for what, status, _ in faults if status >= 500]
    assert len([what for what in failed if what.startswith("view")]) > 35 and "press GET /guide/sheet-1.pdf" in failed
    for what, status, page in faults:
        if status >= 500:
            assert "Help now" in page and "/leave" in page, what
            assert TYPED not in page
    lines = [line for line in said.splitlines() if not line.isdecimal()]
    assert lines and all("a fault: " in line for line in lines)
    assert any("Refused at tests/faulty.py:" in line and "from KeyError at tests/faulty.py" in line for line in lines)


def test_where_every_template_fails_too_a_page_with_help_is_left(guide: Guide, tmp_path: Path) -> None:
    with process(tmp_path, "-m", "tests.faulty", "--template") as port:
        visitor = Visitor(port)
        status, page = visitor.ask("POST", "/check-in/4", {"asked": TYPED})
        assert status == 303
        for address in ("/", "/check-in/4", "/help-now", "/nowhere"):
            status, page = visitor.ask("GET", address)
            assert status == 500 and 'href="/help-now"' in page and 'href="/leave"' in page
        assert visitor.seen.count("Content-Security-Policy: ") == 5
    assert TYPED not in (tmp_path / "said").read_text()


def test_a_fault_is_told_by_type_and_place() -> None:
    try:
        try:
            dict[str, str]()["secret"]
        except KeyError as error:
            raise ValueError("secret") from error
    except ValueError as error:
        said = where(error)
    assert re.fullmatch(
        r"ValueError at tests/test_silence\.py:\d+ in test_\w+, from KeyError at tests/test_silence\.py:\d+ in test_\w+",
        said,
    )


@pytest.mark.parametrize("address", ["/check-in/4", "/check-in/check", "/guide", "/guide/plan", "/guide/sheet-1", "/guide/read-1"])  # fmt: skip
def test_no_object_of_ours_that_was_made_for_a_reader_shows_them_in_its_repr(
    reader: Reader, app: Flask, guide: Guide, address: str
) -> None:
    reader.answer(PARTNER)
    advice = advise(guide, PARTNER)
    words = canaries(guide) | {shown.block.id for shown in advice.blocks} | {message.id for message in advice.messages}
    words |= {f"'{value}'" for value in PARTNER.values() if isinstance(value, str)}
    # Held, so that no new object takes the place of an old one.
    held = gc.get_objects()
    before = {id(one) for one in held}
    shown: dict[str, str] = {}

    def look(*_: object, **__: object) -> None:
        for one in gc.get_objects():
            if str(type(one).__module__).startswith("supporter.") and id(one) not in before:
                shown[type(one).__name__] = repr(one)

    with before_render_template.connected_to(look, app), request_finished.connected_to(look, app):
        assert reader.get(address).status_code == 200
    assert {"Visit", "CheckIn", "Answers"} <= set(shown)
    told = {name: word for name, text in shown.items() for word in words if word in text}
    assert told == {}
