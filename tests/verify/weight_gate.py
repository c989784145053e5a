"""Weight: what a reader's phone fetches, as it goes over the wire, and how still the page stands while it comes."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from supporter.extension import ASSETS
from tests.verify.row import Row, at_most
from tests.verify.tools import MODULES
from tests.verify.visitor import LEVEL, Visitor

SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(each => { sum += each.value; }))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 300);
})"""
KB = 1024
SCRIPTS = ("within-reach.js", "words.js")
"""What a reader's pages run; the second is for the advice alone."""


class Wire:
    """What was fetched since the last `clear`, by file name: bytes with heads, and bytes of the bodies alone.

    icon: the tab's picture, which the browser fetches for its own frame when the page is there; no request of the page.
    """

    ICON = "icon.svg"

    def __init__(self, page: Page) -> None:
        self.sizes: dict[str, int] = {}
        self.bodies: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._heads: dict[str, int] = {}
        client = page.context.new_cdp_session(page)
        client.send("Network.enable")
        client.on("Network.requestWillBeSent", self._begin)
        client.on("Network.responseReceived", self._answer)
        client.on("Network.loadingFinished", self._end)

    def _begin(self, event: dict[str, object]) -> None:
        request = event["request"]
        assert isinstance(request, dict)
        self._names[str(event["requestId"])] = str(request["url"]).partition("?")[0].rpartition("/")[2] or "page"

    def _answer(self, event: dict[str, object]) -> None:
        response = event["response"]
        assert isinstance(response, dict)
        self._heads[str(event["requestId"])] = int(response["encodedDataLength"])

    def _end(self, event: dict[str, object]) -> None:
        ident = str(event["requestId"])
        size = int(float(str(event["encodedDataLength"])))
        self.sizes[self._names[ident]] = size
        self.bodies[self._names[ident]] = size - self._heads[ident]

    def clear(self) -> None:
        """Begin to count anew."""
        self.sizes.clear()
        self.bodies.clear()


@contextmanager
def first_visit(visitor: Visitor) -> Iterator[tuple[Page, Wire]]:
    """The start page in a browser that has nothing of ours yet."""
    with visitor.alone(next(state for state in visitor.states if state.name == "start")) as page:
        wire = Wire(page)
        page.goto(visitor.base, wait_until="networkidle")
        yield page, wire


def zipped(name: str) -> int:
    """Bytes of an asset of ours, zipped."""
    return len(gzip.compress((ASSETS / name).read_bytes(), LEVEL, mtime=0))


def anchors() -> dict[str, tuple[int, int]]:
    """CSS and script of the two anchors, zipped in the same way: bytes, bytes."""
    files = {
        "govuk-frontend": "govuk-frontend/dist/govuk/govuk-frontend.min",
        "nhsuk-frontend": "nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min",
    }
    sizes = {
        name: [len(gzip.compress((MODULES / f"{stem}.{kind}").read_bytes(), LEVEL)) for kind in ("css", "js")]
        for name, stem in files.items()
    }
    return {name: (css, script) for name, (css, script) in sizes.items()}


def measure(visitor: Visitor) -> list[Row]:
    """The first page whole, what comes after it, and what moves."""
    with first_visit(visitor) as (page, wire):
        first, heavy = dict(wire.bodies), sum(wire.sizes.values())
        wire.clear()
        page.locator("main").get_by_role("link", name="Start", exact=True).first.click()
        page.wait_for_load_state("networkidle")
        second = sum(wire.sizes.values())
    total, font = sum(first.values()), first["ahn.woff2"]
    bodies: dict[str, float] = {}
    shifts: dict[str, float] = {}
    for state in visitor.states:
        with visitor.alone(state) as page:
            visitor.show(page, state)
            shifts[state.name] = float(page.evaluate(SHIFT))
            bodies[state.name] = len(gzip.compress(page.content().encode(), LEVEL)) / KB
    questions = {name: size for name, size in bodies.items() if name.startswith(("question", "error"))}
    return [
        at_most("the first page, all of it, zipped", {"start": total / KB}, 28, " KB", 1),
        at_most("the same without the font", {"start": (total - font) / KB}, 12, " KB", 1),
        at_most("the same on the wire, with HTTP heads and the font", {"start": heavy / KB}, 32, " KB", 1),
        at_most("its requests, beside the tab's icon", {"start": len(first.keys() - {Wire.ICON})}, 4),
        at_most("a question page after it, on the wire", {"question-01-danger": second / KB}, 4, " KB", 1),
        at_most("any question page, zipped", questions, 4, " KB", 1),
        at_most("CSS, zipped", {"within-reach.css": zipped("within-reach.css") / KB}, 8, " KB", 1),
        at_most("JavaScript, zipped", {" and ".join(SCRIPTS): sum(map(zipped, SCRIPTS)) / KB}, 3, " KB", 1),
        at_most("layout shift", shifts, 0, "", 3),
    ]
