"""Leaving: gone at once and for good, with the server fast, slow or dead, in a browser that keeps pages for Back."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, sync_playwright

from supporter import Supporter, create_app
from supporter.errors import ConfigurationError
from supporter.leaving import leave_urls
from tests.browsing import answer_all, launch, served
from tests.conftest import SECRET, Reader
from tests.people import PARTNER

SHOWN = """() => [...document.querySelectorAll("input:checked, .ans dd, .block, .because, .rhythm li")]
  .filter(e => e.getClientRects().length).map(e => e.value || e.textContent.slice(0, 40))"""
"""What a page shows of a reader, if anything of it is drawn."""
WATCH = f"""(() => {{
  const shown = {SHOWN};
  let told = "";
  const look = () => {{
    const now = document.body ? shown().join() : "";
    if (now && now !== told) console.log("shown " + Date.now() + " " + now);
    told = now;
    requestAnimationFrame(look);
  }};
  requestAnimationFrame(look);
}})()"""
"""Looks before each frame that is drawn."""

Slow = Callable[[], None]


class Site:
    """The guide and a neutral page on this machine; `hold` lets the guide answer nothing for some seconds."""

    def __init__(self, app: Flask) -> None:
        self._held = 0.0
        self._free = threading.Event()
        self._inner = app.wsgi_app
        app.wsgi_app = self._answer  # type: ignore[method-assign]
        self.app = app
        self.base = self.neutral = ""

    def hold(self, seconds: float) -> None:
        self._free.clear()
        self._held = seconds

    def let_go(self) -> None:
        self._held = 0.0
        self._free.set()

    def _answer(self, environ: Any, start_response: Any) -> Any:
        if self._held:
            self._free.wait(self._held)
        return self._inner(environ, start_response)

    def go_to(self, neutral: str) -> None:
        mounts = self.app.extensions["supporter"]
        # By hand: a host can only name an https address.
        mounts["supporter"] = replace(mounts["supporter"], leave_urls=(neutral,))
        self.neutral = neutral


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium, back_forward_cache=True)
        yield browser
        browser.close()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site(create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_COUNTRY": "GB"}))
    neutral = Flask("neutral")
    neutral.add_url_rule("/", "home", lambda: "<title>Weather</title>Dry and mild")
    with served(site.app, threads=16) as base, served(neutral) as elsewhere:
        site.base = base
        site.go_to(f"{elsewhere.replace('127.0.0.1', 'localhost')}/")
        yield site
        site.let_go()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


class Shown:
    """A page, and what it has shown of a reader since a moment; messages of a browser may come late."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.page.add_init_script(WATCH)
        self._told: list[str] = []
        self.page.on("console", lambda message: self._told.append(message.text))

    def since(self, moment: float) -> list[str]:
        told = [text.split(" ", 2) for text in self._told if text.startswith("shown ")]
        return [what for _, when, what in told if int(when) >= moment * 1000]


def read_the_advice(page: Page, base: str) -> None:
    """Pages that say what was answered, one after the other to the help, so that the browser keeps some in memory."""
    answer_all(page.context, base, PARTNER)
    for number in (9, 10, 11, 12):
        page.goto(f"{base}/check-in/{number}")
        assert page.locator("input:checked").count()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Show my advice").click()
    page.get_by_role("link", name="Help now").last.click()
    page.wait_for_url("**/help-now")


def back(page: Page) -> None:
    """One press of Back, and a moment in which something could be shown; what is asked for may never come."""
    with contextlib.suppress(Error):
        page.go_back(timeout=400, wait_until="commit")
    page.wait_for_timeout(150)


def test_the_browser_of_these_tests_keeps_pages_for_back(context: BrowserContext, site: Site) -> None:
    watched = Shown(context)
    page = watched.page
    page.add_init_script(
        "addEventListener('pageshow', event => console.log('shown ' + Date.now() + ' kept ' + event.persisted))"
    )
    read_the_advice(page, site.base)
    moment = time.time()
    page.go_back()
    page.wait_for_load_state()
    page.wait_for_function(f"() => ({SHOWN})().length > 0")
    # It came from memory, blank, and was fetched anew: the words came after.
    assert [what for what in watched.since(moment) if what.startswith("kept ")] == ["kept true", "kept false"]
    assert page.evaluate("performance.getEntriesByType('navigation')[0].type") == "reload"


@pytest.mark.parametrize("server", ["fast", "stalled", "silent"])
def test_after_leaving_five_times_back_shows_nothing_however_the_server_is(
    context: BrowserContext, site: Site, server: str
) -> None:
    watched = Shown(context)
    page = watched.page
    began = time.time()
    read_the_advice(page, site.base)
    assert watched.since(began)
    if server == "stalled":
        site.hold(3)
    elif server == "silent":
        site.hold(600)
    page.get_by_role("link", name="Leave this page").click(no_wait_after=True)
    page.wait_for_url(site.neutral)
    moment = time.time()
    for _ in range(5):
        back(page)
    # It comes back: what the browser still asks for now is answered as for someone who left.
    site.let_go()
    later = context.new_page()
    later.goto(f"{site.base}/guide")
    assert "nothing to show yet" in later.title()
    later.goto(f"{site.base}/check-in/2")
    assert later.evaluate(SHOWN) == []
    assert watched.since(moment) == [] and context.cookies() == []


def test_leaving_is_blank_within_100_ms_and_away_within_a_second_while_the_server_stalls(
    context: BrowserContext, site: Site
) -> None:
    page = context.new_page()
    read_the_advice(page, site.base)
    site.hold(3)
    told: list[str] = []
    waiting: list[Route] = []
    # The page it goes to comes when we were told: what a page says whose process is gone can be lost on its way.
    page.route(site.neutral, lambda route: route.continue_() if told else waiting.append(route))
    with page.expect_console_message(lambda message: message.text.startswith("blank")) as blank:
        page.evaluate(
            """() => {
              const clicked = performance.now();
              const tell = () => console.log("blank", Math.round(performance.now() - clicked), document.body.textContent === "");
              new MutationObserver(tell).observe(document.body, {childList: true});
              setTimeout(() => document.querySelector(".leave").click());
            }"""
        )
    told.append(blank.value.text)
    for route in waiting:
        route.continue_()
    page.wait_for_url(site.neutral, timeout=1000)
    _, milliseconds, empty = told[0].split()
    assert int(milliseconds) <= 100 and empty == "true"
    names = {cookie["name"] for cookie in context.cookies(site.base)}
    assert names == {"visit-supporter", "left-supporter"}


def test_every_other_tab_of_ours_leaves_too_though_the_server_is_silent(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    read_the_advice(page, site.base)
    others = [context.new_page() for _ in range(2)]
    for other in others:
        other.goto(f"{site.base}/guide")
        assert other.evaluate(SHOWN)
    site.hold(600)
    page.get_by_role("link", name="Leave this page").click(no_wait_after=True)
    for one in (page, *others):
        one.wait_for_url(site.neutral, timeout=3000)
        assert one.title() == "Weather"
    site.let_go()
    page.goto(f"{site.base}/guide")
    assert "nothing to show yet" in page.title()


def test_a_page_that_was_open_elsewhere_without_a_script_forgets_too(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    read_the_advice(page, site.base)
    other = context.new_page()
    other.goto(f"{site.base}/guide")
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url(site.neutral)
    other.reload()
    assert "nothing to show yet" in other.title()
    context.close()


def test_leaving_one_mount_leaves_the_tabs_of_another_alone(context: BrowserContext) -> None:
    app = Flask("host")
    app.config["SECRET_KEY"] = SECRET
    app.config["SUPPORTER_LEAVE_URL"] = "https://localhost:9/"
    for name in ("one", "two"):
        Supporter(app, url_prefix=f"/{name}", name=name)
    with served(app) as base:
        tabs = {name: context.new_page() for name in ("one", "two")}
        for name, tab in tabs.items():
            tab.goto(f"{base}/{name}/")
        context.route("https://localhost:9/", lambda route: route.fulfill(body="away"))
        tabs["one"].get_by_role("link", name="Leave this page").click()
        tabs["one"].wait_for_url("https://localhost:9/")
        assert tabs["two"].get_by_role("link", name="Leave this page").is_visible()


@contextlib.contextmanager
def telling_of_a_blank_page(page: Page) -> Iterator[None]:
    """Ends once the page shows nothing; a page that waits for another can be asked nothing, so it says so itself."""
    page.evaluate(
        f"""() => new MutationObserver(() => {{
          if (!({SHOWN})().length) console.log("blank");
        }}).observe(document.body, {{attributes: true}})"""
    )
    with page.expect_console_message(lambda message: message.text == "blank"):
        yield


@pytest.mark.parametrize("server", ["fast", "silent"])
def test_a_page_that_nobody_touched_for_30_minutes_goes_though_the_device_slept(
    context: BrowserContext, site: Site, server: str
) -> None:
    page = context.new_page()
    page.clock.install()
    read_the_advice(page, site.base)
    page.goto(f"{site.base}/guide")
    for _ in range(3):
        # Somebody reads on, without asking for another page.
        page.clock.fast_forward("20:00")
        page.mouse.move(30, 40)
        page.mouse.move(90, 80)
    page.clock.fast_forward("29:00")
    assert page.evaluate(SHOWN) and page.title().startswith("Your advice")
    # What the server makes of the time is held elsewhere.
    context.clear_cookies(name="visit-supporter")
    if server == "silent":
        site.hold(600)
    with telling_of_a_blank_page(page):
        page.clock.fast_forward("02:00")
    site.let_go()
    page.wait_for_url(f"{site.base}/guide")
    page.get_by_role("heading", name="There is nothing to show yet").wait_for()
    assert page.evaluate(SHOWN) == []


def test_the_first_touch_after_a_sleep_shows_nothing_and_a_page_without_answers_stays(
    context: BrowserContext, site: Site
) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site.base}/help-now")
    page.evaluate("stayed = true")
    page.clock.fast_forward("05:00:00")
    assert page.evaluate("stayed")
    read_the_advice(page, site.base)
    page.goto(f"{site.base}/guide")
    site.hold(600)
    page.clock.set_system_time(time.time() + 6 * 60 * 60)
    assert page.evaluate(SHOWN)
    with telling_of_a_blank_page(page):
        page.mouse.move(30, 40)
    site.let_go()
    page.get_by_role("link", name="Leave this page").wait_for()


def press(*codes: str) -> Callable[[Page], None]:
    def pressing(page: Page) -> None:
        for code in codes:
            page.keyboard.press(code)

    return pressing


def unnamed(page: Page) -> None:
    """As keyboards on a screen send it."""
    page.evaluate(
        "() => { for (let i = 0; i < 3; i++) document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'Shift', code: '', bubbles: true})) }"
    )


def slowly(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("ShiftLeft")
        page.clock.run_for(6000)


def held(page: Page) -> None:
    for _ in range(5):
        page.keyboard.down("ShiftLeft")


def into_a_field(page: Page) -> None:
    page.get_by_label("Their first name").focus()
    press("ShiftLeft", "ShiftLeft", "ShiftLeft")(page)


SHIFTS: list[tuple[str, bool, bool, Callable[[Page], None]]] = [
    ("three times", False, True, press("ShiftLeft", "ShiftLeft", "ShiftLeft")),
    ("left and right mixed", False, True, press("ShiftLeft", "ShiftRight", "ShiftLeft")),
    ("after a capital", False, True, press("Shift+a", "ShiftLeft", "ShiftLeft", "ShiftLeft")),
    ("in a field, with a real keyboard", False, True, into_a_field),
    ("twice", False, False, press("ShiftLeft", "ShiftLeft")),
    ("with a letter between", False, False, press("ShiftLeft", "ShiftLeft", "a", "ShiftLeft")),
    ("for capitals", False, False, press("Shift+a", "Shift+b", "Shift+c")),
    ("with Alt, which changes the keyboard", False, False, press("Alt+Shift", "Alt+Shift", "Alt+Shift")),
    ("held down", False, False, held),
    ("slowly", False, False, slowly),
    ("from a keyboard on the screen", True, False, unnamed),
    ("in a field of a touched device", True, False, into_a_field),
    ("on a touched device with a keyboard", True, True, press("ShiftLeft", "ShiftRight", "ShiftRight")),
]


def test_shift_three_times_leaves_and_nothing_like_it_does(browser: Browser, site: Site) -> None:
    for touched in (False, True):
        context = browser.new_context(has_touch=touched)
        page = context.new_page()
        page.clock.install()
        answer_all(context, site.base, PARTNER)
        state = context.storage_state()
        for name, on_touch, leaves, pressing in SHIFTS:
            if on_touch is not touched:
                continue
            context.add_cookies(state["cookies"])  # type: ignore[arg-type]
            page.goto(f"{site.base}/guide")
            pressing(page)
            if leaves:
                page.wait_for_url(site.neutral)
            else:
                assert page.evaluate("document.title") == "Your advice – Within Reach", name
                assert len(context.cookies(site.base)) == 1, name
        context.close()


def test_leaving_without_a_script_forgets_and_goes(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    read_the_advice(page, site.base)
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url(site.neutral)
    assert context.cookies() == []
    for _ in range(5):
        try:
            page.go_back(timeout=3000)
        except Error:
            break
        assert "You said" not in page.content() and page.locator("input:checked").count() == 0
    context.close()


def test_a_request_that_carries_the_mark_is_one_of_somebody_who_left(reader: Reader) -> None:
    reader.answer(PARTNER)
    reader.set_cookie("left-supporter", "1")
    response = reader.get("/guide")
    assert "nothing to show yet" in response.text
    deleted = [header for header in response.headers.getlist("Set-Cookie") if "Max-Age=0" in header]
    assert len(deleted) == len(response.headers.getlist("Set-Cookie")) == 2
    assert "Your earlier answers are gone" not in response.text
    # They may come back and begin anew at once.
    assert reader.answer(PARTNER).location == "/check-in/check"
    assert "You said it built up slowly." in reader.get("/guide").text


@pytest.mark.parametrize(
    ("prefix", "address", "mark"),
    [
        ("", "http://localhost/", "left-supporter=1; Path=/; SameSite=Lax"),
        ("", "https://example.org/", "__Host-left=1; Path=/; SameSite=Lax; Secure"),
        ("/support", "https://example.org/support/", "__Secure-left-supporter=1; Path=/support; SameSite=Lax; Secure"),
    ],
)
def test_the_mark_is_named_and_bound_like_the_cookie_of_the_check_in(prefix: str, address: str, mark: str) -> None:
    app = Flask("host")
    app.config["SECRET_KEY"] = SECRET
    Supporter(app, url_prefix=prefix)
    assert f'data-left="{mark}"' in app.test_client().get(address).text


def test_a_mark_of_one_mount_says_nothing_to_another() -> None:
    app = Flask("host")
    app.config["SECRET_KEY"] = SECRET
    Supporter(app, url_prefix="/one", name="one")
    Supporter(app, url_prefix="/two", name="two")
    client = app.test_client()
    client.set_cookie("left-one", "1", path="/")
    assert client.get("/one/").headers.getlist("Set-Cookie") and not client.get("/two/").headers.getlist("Set-Cookie")


def test_what_leaving_cannot_hide_is_one_tap_from_every_page(reader: Reader) -> None:
    reader.answer(PARTNER)
    for address in ("/", "/check-in/1", "/check-in/check", "/guide", "/guide/plan", "/guide/sheet-1", "/guide/read-1",
                    "/handouts/", "/handouts/pack", "/read/", "/help-now", "/sources", "/nowhere"):  # fmt: skip
        page = reader.get(address).text
        assert 'href="/read/leaving"' in page and 'href="/leave"' in page, address
    words = " ".join(reader.get("/read/leaving").text.split())
    for honest in ("history", "hidden app", "Shift three times"):
        assert honest in words


TWO = ["https://www.bbc.co.uk/weather", "https://www.wikipedia.org/"]


def test_one_of_the_neutral_pages_is_picked_for_each_page() -> None:
    client = create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_LEAVE_URL": TWO}).test_client()
    picked = {client.get("/").text.split('data-leave="')[1].split('"')[0] for _ in range(40)}
    sent = {client.get("/leave").location for _ in range(40)}
    assert picked == sent == set(TWO)


def test_several_neutral_pages_can_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORTER_LEAVE_URL", " ".join(TWO))
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    assert app.extensions["supporter"]["supporter"].leave_urls == tuple(TWO)


@pytest.mark.parametrize(
    ("setting", "complaint"),
    [
        (None, "SUPPORTER_LEAVE_URL is None; write an https address, or a list of them"),
        (5, "SUPPORTER_LEAVE_URL is 5; write"),
        (b"https://example.org/", "write an https address"),
        ({"https://example.org/"}, "or a list of them"),
        ("", "SUPPORTER_LEAVE_URL is empty"),
        ([], "SUPPORTER_LEAVE_URL is empty"),
        ([5], "SUPPORTER_LEAVE_URL has 5; write the address as text"),
        ("http://example.org/", "write the https address"),
        ("//example.org/", "write the https address"),
        ("javascript:alert(1)", "write the https address"),
        ("https:///path", "write the https address"),
        ("https://example.org:0/", "write the https address"),
        ("https://example.org:99999/", "it is no address"),
        ("https://[::1/", "it is no address"),
        ("https://name:word@example.org/", "leave out the name"),
        ("https://example.org/\r\nSet-Cookie:x=1", "without spaces, line ends"),
        (["https://example.org/ https://example.com/"], "without spaces"),
        ("https://example.org/\x00", "line ends"),
        ("https://exämple.org/", "letters beyond a to z"),
        ('https://example.org/"><script>', "as a browser's address bar copies it"),
        ([*TWO, "http://a.org", 7], "'http://a.org'; write the https address of a neutral page\nSUPPORTER_LEAVE_URL has 7;"),
    ],
)  # fmt: skip
def test_a_neutral_page_that_cannot_be_used_is_refused_at_start(setting: Any, complaint: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        leave_urls(setting)
    assert complaint in str(refused.value)
    with pytest.raises(ConfigurationError):
        create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_LEAVE_URL": setting})
