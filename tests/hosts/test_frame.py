"""The guide in a frame of another site, in a real Chromium that keeps no cookie of third parties."""

import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask, Response
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect, sync_playwright

from supporter import create_app
from supporter.config import SETTINGS
from supporter.errors import ConfigurationError
from supporter.framing import frame_ancestors
from tests.browsing import fill_in, launch
from tests.conftest import SECRET
from tests.faults.processes import free_port
from tests.hosts.pages import PAGES, blocks
from tests.hosts.sites import HERE, NO_THIRD_PARTY_COOKIES, over_https
from tests.people import PARTNER

A, B, STRANGER, GUIDE, WEATHER = "host-a.test", "host-b.test", "stranger.test", "guide.test", "weather.test"
ANCESTORS = 'SUPPORTER_FRAME_ANCESTORS="https://www.example.org https://example.org"'
SANDBOX = (
    "allow-scripts allow-forms allow-same-origin allow-popups allow-downloads allow-top-navigation-by-user-activation"
)
"""As the page has them."""
HEARD = "addEventListener('message', event => (window.heard ||= []).push([event.origin, event.data]))"

Change = Callable[[Response], Response]


def _nothing(response: Response) -> Response:
    return response


@dataclass
class Place:
    """`change` is done to every response of the guide: a fault that is planted."""

    port: int
    change: Change = _nothing

    def at(self, name: str, path: str = "/") -> str:
        return f"https://{name}:{self.port}{path}"

    @contextmanager
    def planted(self, change: Change) -> Iterator[None]:
        self.change = change
        try:
            yield
        finally:
            self.change = _nothing


def around(guide: str) -> Flask:
    """Another site, with the lines of docs/hosts/frame.md in one of its pages, and without the second of them in the next."""
    app = Flask("around", static_folder=None)
    frame, script = blocks("frame", "html")[0].replace("https://guide.example.org", guide).splitlines()
    frame = frame.replace("<iframe", '<iframe name="guide"')
    page = "<!doctype html><title>Help for families</title><link rel=icon href=data:,><h1>Help for families</h1>"
    app.add_url_rule("/", "sized", lambda: page + frame + script)
    app.add_url_rule("/unsized", "unsized", lambda: page + frame)
    app.add_url_rule(
        "/sandboxed", "sandboxed", lambda: page + frame.replace("<iframe", f'<iframe sandbox="{SANDBOX}"') + script
    )
    app.add_url_rule("/isolated", "isolated", lambda: (page + frame, {"Cross-Origin-Embedder-Policy": "require-corp"}))
    app.add_url_rule("/begun", "begun", lambda: page + frame.replace('/"', '/check-in/check"', 1))
    app.add_url_rule("/two", "two", lambda: page + frame + frame.replace('/"', '/check-in/1"', 1) + script)
    return app


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    place = Place(free_port())
    guide = create_app({
        "SUPPORTER_SECRET_KEY": SECRET,
        "SUPPORTER_COUNTRY": "GB",
        "SUPPORTER_LOCALES": ["en"],
        "SUPPORTER_LEAVE_URL": place.at(WEATHER),
        "SUPPORTER_FRAME_ANCESTORS": [place.at(A, ""), place.at(B, "")],
    })  # fmt: skip
    guide.after_request(lambda response: place.change(response))
    weather = Flask("weather", static_folder=None)
    weather.add_url_rule("/", "home", lambda: "<!doctype html><title>Weather</title>Dry and mild")
    hosts = {name: around(place.at(GUIDE, "")) for name in (A, B, STRANGER)}
    with over_https(place.port, {GUIDE: guide, WEATHER: weather, **hosts}, tmp_path_factory.mktemp("tls")):
        yield place


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium, HERE, NO_THIRD_PARTY_COOKIES)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(ignore_https_errors=True)
    context.set_default_timeout(8_000)
    yield context
    context.close()


def framed(page: Page, address: str) -> Frame:
    """Another site's page, and the frame in it."""
    page.goto(address, wait_until="load")
    frame = page.frames[1]
    frame.wait_for_load_state()
    return frame


def answer(frame: Frame, count: int) -> None:
    """From the start page on, so many questions."""
    frame.locator("main").get_by_role("link", name="Start", exact=True).first.click()
    for number in range(1, count + 1):
        frame.wait_for_url(re.compile(rf"/check-in/{number}(\?|$)"))
        fill_in(frame, PARTNER)  # type: ignore[arg-type]  # it has all that is asked of a page
        frame.get_by_role("button", name="Continue").click()
    frame.wait_for_url(re.compile(rf"/check-in/(check|{count + 1})(\?first=1)?$"))


def go(frame: Frame, path: str) -> str:
    """What stands on another page of the guide, which the frame's own page leads to."""
    with frame.page.expect_event("framenavigated", lambda one: one == frame):
        frame.evaluate("path => { location.href = path }", path)
    frame.wait_for_load_state()
    return frame.locator("main").inner_text()


def ours(context: BrowserContext, place: Place) -> list[dict[str, Any]]:
    """The cookies that the browser holds for the guide, in whatever site's name."""
    return [dict(cookie) for cookie in context.cookies() if cookie.get("domain") == GUIDE]


def test_the_walk_goes_in_a_frame_and_is_seen_in_that_site_alone(context: BrowserContext, place: Place) -> None:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    frame = framed(page, place.at(A))
    answer(frame, 5)
    go(frame, "/check-in/check")
    frame.get_by_role("link", name="Show my advice").click()
    frame.wait_for_url("**/guide")
    assert "They asked for room" in frame.locator("main").inner_text()
    (cookie,) = ours(context, place)
    assert (cookie["name"], cookie["sameSite"], cookie["secure"], cookie["httpOnly"], cookie["path"]) == (
        "__Host-frame", "None", True, True, "/")  # fmt: skip
    assert cookie["partitionKey"] == "https://host-a.test"
    # Links to other sites open beside the frame.
    go(frame, "/sources")
    assert {link.get_attribute("target") for link in frame.locator("main a[href^='https:']").all()[:5]} == {"_blank"}
    with page.expect_response("**/guide/sheet-1.pdf*") as paper:
        frame.evaluate("location.href = '/guide/sheet-1.pdf?paper=yes'")
    assert paper.value.status == 200 and paper.value.headers["content-type"] == "application/pdf"
    # Another site, and the guide's own tab, know nothing of it.
    assert "nothing to show yet" in go(framed(context.new_page(), place.at(B)), "/guide")
    alone = context.new_page()
    alone.goto(place.at(GUIDE, "/guide"))
    assert "nothing to show yet" in alone.locator("main").inner_text()
    # Whoever comes back to the site goes on.
    assert "They asked for room" in go(framed(context.new_page(), place.at(A)), "/guide")
    assert said == []


def test_a_site_that_is_not_named_shows_nothing_of_it(context: BrowserContext, place: Place) -> None:
    # Nor does one that is named and isolated, which asks more of a frame than our headers give (docs/hosts/frame.md).
    for address in (place.at(STRANGER, "/unsized"), place.at(A, "/isolated")):
        frame = framed(context.new_page(), address)
        assert frame.url.startswith("chrome-error:") and "Help now" not in frame.content()
    # The same, where the guide would not say who may.
    with place.planted(lambda response: policy(response, "frame-ancestors *")):
        frame = framed(context.new_page(), place.at(STRANGER))
        assert "Start" in frame.locator("main").inner_text()


def policy(response: Response, ancestors: str) -> Response:
    kept = response.headers.get("Content-Security-Policy", "")
    response.headers["Content-Security-Policy"] = re.sub(r"frame-ancestors [^;]+", ancestors, kept)
    return response


def unpartitioned(response: Response) -> Response:
    kept = [header.replace("; Partitioned", "") for header in response.headers.getlist("Set-Cookie")]
    response.headers.setlist("Set-Cookie", kept)
    return response


def test_without_a_partitioned_cookie_the_browser_keeps_no_answer_and_the_reader_is_told(
    context: BrowserContext, place: Place
) -> None:
    with place.planted(unpartitioned):
        frame = framed(context.new_page(), place.at(A))
        answer(frame, 1)
        assert "Your browser keeps no cookies" in frame.locator("main").inner_text()
        with context.expect_page() as opened:
            frame.get_by_role("link", name="Open this guide in a tab of its own").click()
        opened.value.wait_for_url(place.at(GUIDE))
        assert ours(context, place) == []


def test_what_is_said_in_a_tab_of_the_guide_is_not_seen_in_a_frame(context: BrowserContext, place: Place) -> None:
    page = context.new_page()
    page.goto(place.at(GUIDE))
    answer(page.main_frame, 2)
    (cookie,) = ours(context, place)
    assert (cookie["name"], cookie["sameSite"]) == ("__Host-visit", "Lax") and "partitionKey" not in cookie
    assert "nothing to show yet" in go(framed(context.new_page(), place.at(A)), "/guide")


@pytest.mark.parametrize(
    "way", ["a press, in a sandbox", "Shift three times, with the server away", "a press, without JavaScript"]
)
def test_leaving_takes_the_whole_tab_away_and_back_shows_nothing(browser: Browser, place: Place, way: str) -> None:
    scripts = way != "a press, without JavaScript"
    context = browser.new_context(ignore_https_errors=True, java_script_enabled=scripts)
    context.set_default_timeout(8_000)
    page = context.new_page()
    frame = framed(page, place.at(A, "/sandboxed" if "sandbox" in way else "/"))
    answer(frame, 2)
    assert [cookie["name"] for cookie in ours(context, place)] == ["__Host-frame"]
    # Another tab with the same site, in which nothing was pressed.
    other = framed(context.new_page(), place.at(A, "/begun")) if scripts else None
    page.bring_to_front()
    if way == "Shift three times, with the server away":
        # The mark alone says then that the answers are over.
        context.route("**/leave", lambda route: route.abort())
        frame.locator("h1").click()
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        frame.get_by_role("link", name="Leave this page").click()
    page.wait_for_url(place.at(WEATHER))
    if other:
        # Its frame is blank; a browser lets no frame take a tab away that its reader has not touched.
        expect(other.locator("body")).to_be_empty()
    for _ in range(3):
        page.go_back(wait_until="load")
        if len(page.frames) > 1:
            break
    frame = page.frames[1]
    frame.wait_for_load_state()
    frame.goto(place.at(GUIDE, "/guide"))
    assert "nothing to show yet" in frame.locator("main").inner_text()
    assert "__Host-frame" not in [cookie["name"] for cookie in ours(context, place)]
    context.close()


def test_the_site_around_can_neither_answer_for_a_reader_nor_have_them_forgotten(
    context: BrowserContext, place: Place
) -> None:
    page = context.new_page()
    frame = framed(page, place.at(A))
    answer(frame, 2)
    (before,) = ours(context, place)
    page.evaluate(
        """url => {
          const form = document.createElement("form");
          Object.assign(form, {method: "post", action: url, target: "guide"});
          form.innerHTML = '<input name="relationship" value="ex">';
          document.body.append(form);
          form.submit();
        }""",
        place.at(GUIDE, "/check-in/2"),
    )
    frame.wait_for_url("**/check-in/2")
    page.evaluate(
        "url => fetch(url, {mode: 'no-cors', credentials: 'include'}).catch(() => 0)", place.at(GUIDE, "/leave")
    )
    page.evaluate("url => { document.querySelector('iframe').src = url }", place.at(GUIDE, "/leave"))
    frame.wait_for_url(place.at(WEATHER))
    page.evaluate("url => { document.querySelector('iframe').src = url }", place.at(GUIDE, "/check-in/check"))
    frame.wait_for_url("**/check-in/check")
    frame.wait_for_load_state()
    said = frame.locator("main").inner_text()
    assert "partner" in said.lower() and "ex-partner" not in said.lower()
    (after,) = ours(context, place)
    assert after["name"] == before["name"]


def heights(page: Page, count: int) -> list[float]:
    """How high the frames are, once each has been told its size."""
    page.wait_for_function(
        "count => [...document.querySelectorAll('iframe')].filter(one => one.offsetHeight % 400 === 0).length === count",
        arg=count,
    )
    return [one.bounding_box()["height"] for one in page.locator("iframe").all()]  # type: ignore[index]


def test_one_line_sizes_the_frame_and_a_number_is_all_that_crosses(context: BrowserContext, place: Place) -> None:
    page = context.new_page()
    page.add_init_script(HEARD)
    frame = framed(page, place.at(A))
    (start,) = heights(page, 1)
    inner = frame.evaluate("document.body.offsetHeight")
    assert inner <= start < inner + 400
    answer(frame, 4)
    frame.evaluate("location.href = '/check-in/check'")
    frame.get_by_role("link", name="Show my advice").click()
    frame.wait_for_url("**/guide")
    page.wait_for_function("document.querySelector('iframe').offsetHeight === 2400")
    # The reader pressed far down; the advice begins in sight.
    assert -1 < page.locator("iframe").bounding_box()["y"] < 300  # type: ignore[index]
    heard = page.evaluate("window.heard")
    # Whatever answers have made has one height, long or short.
    inner = []
    page.evaluate("window.heard = []")
    for count, own in enumerate(("/guide/sheet-1", "/help-now", "/check-in/check"), 1):
        go(frame, own)
        inner.append(frame.evaluate("document.body.offsetHeight") // 400)
        page.wait_for_function("count => window.heard.length >= count", arg=count)
    heard_of_own = page.evaluate("window.heard")
    assert len({*inner}) > 1 and {data["withinReach"] for _, data in heard_of_own} == {2400}
    go(frame, "/check-in/1")
    page.wait_for_function("document.querySelector('iframe').offsetHeight < 2400")
    for origin, data in heard + heard_of_own:
        assert origin == place.at(GUIDE, "") and [*data] == ["withinReach"] and data["withinReach"] % 400 == 0
    # Each of two frames has its own size, whatever the other and strangers say.
    page.goto(place.at(A, "/two"), wait_until="load")
    first, second = heights(page, 2)
    assert first != second
    page.evaluate("postMessage({withinReach: 4400}, '*')")
    page.evaluate("frames[1].postMessage('withinReach', '*')")
    stranger = "url => new Promise(done => { const one = document.createElement('iframe'); one.onload = done; one.src = url; document.body.append(one) })"
    page.evaluate(stranger, place.at(WEATHER))
    page.frames[3].evaluate("parent.postMessage({withinReach: 4800}, '*')")
    # Nor is a frame that has gone elsewhere believed.
    page.frames[1].evaluate("url => { location.href = url }", place.at(WEATHER))
    page.frames[1].wait_for_url(place.at(WEATHER))
    page.frames[1].evaluate("parent.postMessage({withinReach: 5200}, '*')")
    page.wait_for_function("window.heard.filter(([origin]) => origin.includes('weather')).length === 2")
    assert [one.bounding_box()["height"] for one in page.locator("iframe").all()[:2]] == [first, second]  # type: ignore[index]


def test_without_the_line_the_frame_scrolls_and_a_site_that_is_not_named_is_told_nothing(
    browser: Browser, context: BrowserContext, place: Place
) -> None:
    page = context.new_page()
    page.add_init_script(HEARD)
    frame = framed(page, place.at(A, "/unsized"))
    frame.get_by_role("link", name="Help now").last.scroll_into_view_if_needed()
    assert frame.evaluate("scrollY") > 0 and page.locator("iframe").bounding_box()["height"] == 600  # type: ignore[index]
    assert page.evaluate("window.heard") is None

    def open_to_all(response: Response) -> Response:
        return policy(response, "frame-ancestors *")

    def talkative(response: Response) -> Response:
        if response.direct_passthrough and "script" in (response.mimetype or ""):
            response.direct_passthrough = False
            response.set_data(response.get_data().replace(b"parents.indexOf(event.origin) < 0", b"false"))
        return open_to_all(response)

    for plant, told in ((open_to_all, False), (talkative, True)):
        # A browser that has kept no script.
        with place.planted(plant), closing(browser.new_context(ignore_https_errors=True)) as fresh:
            page = fresh.new_page()
            page.add_init_script(HEARD)
            frame = framed(page, place.at(STRANGER, "/unsized"))
            page.evaluate("url => frames[0].postMessage('withinReach', url)", place.at(GUIDE, ""))
            # What it says comes before this, for messages come in the order in which they are sent.
            frame.evaluate("new Promise(done => setTimeout(done)).then(() => parent.postMessage('the end', '*'))")
            page.wait_for_function("(window.heard || []).some(([, data]) => data === 'the end')")
            assert any("withinReach" in data for _, data in page.evaluate("window.heard") if data != "the end") is told


WRONG: list[tuple[object, str]] = [
    ("http://www.example.org", "a browser keeps no answers in a frame without HTTPS; write it as 'https://www.example.org'"),
    ("www.example.org", "a browser keeps no answers in a frame without HTTPS"),
    ("https://www.example.org/", "it is a site, without a path or a slash at its end"),
    ("https://www.example.org/page", "it is a site, without a path"),
    ("https://*.example.org", "each site is named by itself: write it as 'https://www.example.org'"),
    ("*", "each site is named by itself"),
    ("'self'", "a browser keeps no answers in a frame without HTTPS"),
    ("https://www.example.org:443", "leave out :443, as browsers do"),
    ("https://www.example.org:99999", "it is no address"),
    ("https://WWW.example.org", "in small letters from a to z, without a name or password"),
    ("https://ada:word@example.org", "without a name or password"),
    ("https://exämple.org", "in small letters from a to z"),
    ("https://a.org;script-src", "in small letters from a to z"),
]  # fmt: skip


@pytest.mark.parametrize(("setting", "complaint"), WRONG)
def test_a_site_that_is_none_stops_the_start(setting: object, complaint: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_LOCALES": ["en"], "SUPPORTER_FRAME_ANCESTORS": setting})
    assert str(refused.value).startswith("SUPPORTER_FRAME_ANCESTORS ") and complaint in str(refused.value)


def test_sites_are_a_list_or_a_text_with_spaces_as_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    name, said = shlex.split(ANCESTORS)[0].split("=")
    assert frame_ancestors(said) == ("https://www.example.org", "https://example.org") and name in SETTINGS
    assert f"`{SANDBOX}`" in " ".join((PAGES / "frame.md").read_text().split())
    sites = ("https://www.example.org", "https://b.example.com:8443")
    assert frame_ancestors(list(sites)) == frame_ancestors(" ".join(sites)) == sites
    assert frame_ancestors(None) == frame_ancestors(()) == ()
    monkeypatch.setenv("SUPPORTER_FRAME_ANCESTORS", " ".join(sites))
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_LOCALES": ["en"]})
    assert app.extensions["supporter"]["supporter"].frame_ancestors == sites
