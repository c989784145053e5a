"""Without JavaScript, CSS, images or cookies: a whole walk each, by one reader, to the advice and a handout."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page, Route

from tests.browsing import FLAGS, fill_in, walk
from tests.people import PARTNER
from tests.verify.row import Row, counted
from tests.verify.visitor import PHONE, Visitor

QUESTIONS = 12
RESTS = ("/help-now", "/read/", "/read/leaving", "/handouts/", "/handouts/what-to-say", "/sources")
"""What needs no answer, and so no cookie."""


@contextmanager
def plain(visitor: Visitor, kinds: frozenset[str] = frozenset(), *, script: bool = True) -> Iterator[Page]:
    """A page of a browser that fetches nothing of some kinds."""

    def fetch(route: Route) -> None:
        route.abort() if route.request.resource_type in kinds else route.continue_()

    context = visitor.browser.new_context(viewport=PHONE, java_script_enabled=script)  # type: ignore[arg-type]
    if kinds:
        context.route("**", fetch)
    yield context.new_page()
    context.close()


@contextmanager
def cookieless(visitor: Visitor) -> Iterator[Page]:
    """A page of a browser whose owner has blocked all cookies."""
    folder = Path(tempfile.mkdtemp())
    (folder / "Default").mkdir()
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (folder / "Default" / "Preferences").write_text(json.dumps(blocked))
    context: BrowserContext = visitor.browser.browser_type.launch_persistent_context(
        str(folder),
        executable_path=shutil.which("chromium"),
        args=[*FLAGS, visitor.rules],
        viewport=PHONE,  # type: ignore[arg-type]
    )
    yield context.new_page()
    context.close()
    shutil.rmtree(folder, ignore_errors=True)


def walked(page: Page, base: str) -> list[str]:
    """What fails on the way from the start to a handout."""
    try:
        passed = walk(page, base, PARTNER)
        page.get_by_role("link", name="Show my advice").click()
        words = page.locator("main").inner_text()
        page.get_by_role("link", name="My space plan").last.click()
        sheet = page.locator("main").inner_text()
    except (Error, AssertionError) as error:
        return [f"{page.url}: {str(error).splitlines()[0]}"]
    faults = [] if len(passed) == QUESTIONS else [f"only {len(passed)} questions were asked"]
    faults += [] if "Words to borrow" in words else [f"{page.url} is not the advice"]
    return faults + ([] if "My space plan" in sheet else [f"{page.url} is not the handout"])


def without_cookies(page: Page, base: str) -> list[str]:
    """Whether a reader without cookies is told so in plain words, once they answer, and can read what needs none."""
    faults = []
    page.goto(f"{base}/check-in/1")
    if "keeps no cookies" in page.locator("main").inner_text():
        faults.append("the first question says that cookies are off before anyone could know")
    fill_in(page, PARTNER)
    page.get_by_role("button", name="Continue").click()
    for where in ("after the first question", "after the second"):
        notice = page.locator("[role=status]")
        if not notice.count() or "keeps no cookies" not in notice.first.inner_text():
            faults.append(f"{where} ({page.url}) nobody says that the answers are not kept")
        elif not notice.first.get_by_role("link").count():
            faults.append(f"{where} there is no way on")
        fill_in(page, PARTNER)
        page.get_by_role("button", name="Continue").click()
    page.goto(f"{base}/check-in/1")
    page.get_by_label("Yes, right now").check()
    page.get_by_role("button", name="Continue").click()
    if not page.url.endswith("/help-now"):
        faults.append("danger does not lead to help now")
    for address in RESTS:
        response = page.goto(base + address)
        if response is None or response.status != 200 or not page.locator("h1").count():
            faults.append(f"{address} cannot be read")
    return faults


def bare_faults(page: Page) -> list[str]:
    """What a page without CSS gets wrong: words twice, a picture that fills the screen, a heading far down."""
    return [
        str(each)
        for each in page.evaluate(
            """() => [
              ...[...document.querySelectorAll('svg, img')].filter(each => each.getBoundingClientRect().width > 500
                || each.getBoundingClientRect().height > 320).map(each => 'a large picture: ' + each.outerHTML.slice(0, 60)),
              ...(document.documentElement.scrollWidth > innerWidth + 200 ? ['much wider than the screen'] : []),
            ]"""
        )
    ]


def measure(visitor: Visitor) -> list[Row]:
    """A row for each thing that is missing."""
    rows = []
    ways: dict[str, Callable[[], list[str]]] = {
        "without JavaScript": lambda: _walk(visitor, script=False),
        "without CSS": lambda: _walk(visitor, frozenset({"stylesheet"})) + _bare(visitor),
        "without images": lambda: _walk(visitor, frozenset({"image", "font"})),
    }
    for way, go in ways.items():
        rows.append(counted(f"{way}: 12 questions, advice, handout", QUESTIONS + 4, go()))
    with cookieless(visitor) as page:
        rows.append(
            counted(
                "without cookies: told so, and all else readable", 5 + len(RESTS), without_cookies(page, visitor.base)
            )
        )
    return rows


def _walk(visitor: Visitor, kinds: frozenset[str] = frozenset(), *, script: bool = True) -> list[str]:
    with plain(visitor, kinds, script=script) as page:
        return walked(page, visitor.base)


def _bare(visitor: Visitor) -> list[str]:
    faults = []
    for state in visitor.states:
        page = visitor.look(state, {"*.css": ""})
        faults += [f"{state.name}: {fault}" for fault in bare_faults(page)]
    visitor.rest()
    return faults
