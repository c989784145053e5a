"""What our headers do in a real browser: each effect is seen, and seen to go when what makes it is taken away.

A browser ignores a header with a mistake in it without a word, so a test of its text proves nothing (security.md, F4).
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from flask import Flask, request
from playwright.sync_api import Browser, Error, Page

from supporter import create_app
from tests.browsing import served, walk
from tests.conftest import SECRET
from tests.people import PARTNER
from tests.weakening import Edit, Weakened, Weakness, both, cut, policy, slip_in, without


@dataclass
class Elsewhere:
    """Another site, which may show our pages, ask for them, and be asked."""

    base: str = ""
    asked: list[str] = field(default_factory=list)
    referrers: list[str] = field(default_factory=list)

    def app(self, ours: str) -> Flask:
        app = Flask("elsewhere", static_folder=None)

        @app.before_request
        def note() -> None:
            if request.path != "/favicon.ico":
                self.asked.append(request.full_path)
                self.referrers += request.headers.getlist("Referer") + request.headers.getlist("Origin")

        pages = {
            "/": "<!doctype html><h1>Elsewhere</h1>",
            "/frame": f'<!doctype html><iframe src="{ours}/help-now"></iframe>',
            "/picture": f'<!doctype html><img src="{ours}/assets/icon.svg">',
            "/taken": "taken",
            "/pixel.gif": "GIF89a",
        }
        for address, page in pages.items():
            app.add_url_rule(address, address, lambda page=page: page, methods=["GET", "POST"])
        return app


@dataclass
class Place:
    """Where effects are looked for."""

    browser: Browser
    weakened: Weakened
    ours: str
    elsewhere: Elsewhere


@pytest.fixture(scope="module")
def place(browser: Browser) -> Iterator[Place]:
    weakened = Weakened(create_app({"SUPPORTER_SECRET_KEY": SECRET}))
    elsewhere = Elsewhere()
    with served(weakened, threads=4) as ours, served(elsewhere.app(ours), threads=4) as other:
        # Another site, not only another port of this one: to a browser these two names have nothing to do with each other.
        elsewhere.base = other.replace("127.0.0.1", "localhost")
        yield Place(browser, weakened, ours, elsewhere)


def isolated(page: Page, place: Place) -> bool:
    page.goto(place.ours)
    return page.evaluate("crossOriginIsolated") is True


def no_opener(page: Page, place: Place) -> bool:
    page.goto(place.elsewhere.base)
    with page.expect_popup() as caught:
        page.evaluate("url => { window.kept = window.open(url) }", place.ours)
    caught.value.wait_for_load_state()
    alone = caught.value.evaluate("window.opener === null")
    return alone is True and page.evaluate("window.kept.closed") is True


def not_framed(page: Page, place: Place) -> bool:
    page.goto(f"{place.elsewhere.base}/frame", wait_until="load")
    (frame,) = page.frames[1:]
    frame.wait_for_load_state()
    return "Help now" not in frame.content()


def not_shown(page: Page, place: Place) -> bool:
    page.goto(f"{place.elsewhere.base}/picture", wait_until="load")
    return bool(page.evaluate("document.querySelector('img').naturalWidth") == 0)


def not_fetched(page: Page, place: Place) -> bool:
    page.goto(place.elsewhere.base)
    ask = "url => fetch(url, {mode: 'no-cors'}).then(() => false, () => true)"
    return all(
        page.evaluate(ask, place.ours + address) for address in ("/help-now", "/assets/within-reach.css", "/nowhere")
    )


def text_is_no_html(page: Page, place: Place) -> bool:
    page.goto(place.ours)
    scripts = (
        "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
        "document.body.innerHTML = '<b>x</b>'",
        "document.write('<b>x</b>')",
        "document.createElement('script').text = '1'",
    )
    refused = [
        page.evaluate(f"() => {{ try {{ {one}; return '' }} catch (error) {{ return error.name }} }}")
        for one in scripts
    ]
    return refused == ["TypeError"] * len(scripts)


def text_is_not_run(page: Page, place: Place) -> bool:
    page.goto(place.ours)
    # Later, since what the browser's own tools ask for at once is let through.
    run = """() => new Promise(done => {
      window.ran = [];
      setTimeout(() => {
        for (const way of [
          () => setTimeout("window.ran.push('timer')"),
          () => eval("window.ran.push('eval')"),
          () => Function("window.ran.push('function')")(),
        ]) try { way() } catch (error) {}
        setTimeout(() => done(window.ran.length), 50);
      });
    })"""
    return bool(page.evaluate(run) == 0)


def slipped_in_scripts_stay_still(page: Page, place: Place) -> bool:
    page.goto(place.ours, wait_until="load")
    return page.evaluate("window.slipped") is None


def no_text_is_taken_for_a_script(page: Page, place: Place) -> bool:
    page.add_init_script("addEventListener('error', event => { window.refused = event.target.localName }, true)")
    page.goto(place.ours, wait_until="load")
    return bool(page.evaluate("window.refused") == "script")


def nothing_is_asked_elsewhere(page: Page, place: Place) -> bool:
    place.elsewhere.asked.clear()
    page.goto(place.ours, wait_until="load")
    sent = "url => fetch(url, {mode: 'no-cors'}).then(() => 'sent', () => 'refused')"
    page.evaluate(sent, f"{place.elsewhere.base}/taken")
    return place.elsewhere.asked == []


def forms_go_nowhere_else(page: Page, place: Place) -> bool:
    place.elsewhere.asked.clear()
    page.goto(f"{place.ours}/check-in/1")
    with suppress(Error):  # where the form is sent, the page is gone before it can say so
        page.evaluate(
            """url => new Promise(done => {
              document.addEventListener("securitypolicyviolation", done, {once: true});
              const form = document.querySelector("form");
              form.action = url;
              form.submit();
            })""",
            f"{place.elsewhere.base}/taken",
        )
    page.wait_for_load_state()
    return place.elsewhere.asked == [] and page.url == f"{place.ours}/check-in/1"


def no_address_goes_along(page: Page, place: Place) -> bool:
    place.elsewhere.referrers.clear()
    page.goto(f"{place.ours}/help-now")
    page.evaluate("url => { location.href = url }", place.elsewhere.base)
    page.wait_for_url(place.elsewhere.base + "/")
    return place.elsewhere.referrers == []


def no_sensor(page: Page, place: Place) -> bool:
    page.goto(place.ours)
    features = ("camera", "microphone", "geolocation", "usb", "screen-wake-lock")
    return not any(page.evaluate("name => document.featurePolicy.allowsFeature(name)", name) for name in features)


def its_own_agent(page: Page, place: Place) -> bool:
    page.goto(place.ours)
    return page.evaluate("window.originAgentCluster") is True


def an_asset_is_nobody(page: Page, place: Place) -> bool:
    page.goto(f"{place.ours}/assets/icon.svg")
    return bool(page.evaluate("self.origin") == "null")


def leaving_clears_all_that_is_ours(page: Page, place: Place) -> bool:
    page.goto(place.ours)
    page.evaluate("document.cookie = 'other=1'; localStorage.setItem('other', '1')")
    page.evaluate("fetch('/leave', {redirect: 'manual'})")
    return bool(page.evaluate("document.cookie + localStorage.length") == "0")


Effect = Callable[[Page, Place], bool]

ELSEWHERE = "https://elsewhere.example"
META = '<meta name="referrer" content="no-referrer">'
SCRIPTS = "<script>window.slipped = 1</script><img src=x onerror='window.slipped = 1'>"
AS_SCRIPT = '<script src="/assets/ahn-licence.txt"></script>'
LOADS = f'<img src="{ELSEWHERE}/pixel.gif"><link rel="stylesheet" href="{ELSEWHERE}/taken"><iframe src="{ELSEWHERE}/taken"></iframe>'
FRAMED = both(policy("frame-ancestors 'none'"), without("X-Frame-Options"))
TYPES = policy("require-trusted-types-for 'script'; trusted-types 'none'")

EFFECTS: dict[Effect, tuple[Edit, list[Weakness]]] = {
    isolated: (str, [without("Cross-Origin-Opener-Policy"), without("Cross-Origin-Embedder-Policy")]),
    no_opener: (str, [without("Cross-Origin-Opener-Policy")]),
    not_framed: (str, [FRAMED]),
    not_shown: (str, [without("Cross-Origin-Resource-Policy")]),
    not_fetched: (str, [without("Cross-Origin-Resource-Policy")]),
    text_is_no_html: (str, [TYPES]),
    text_is_not_run: (str, [both(TYPES, policy("script-src 'self'", "script-src 'self' 'unsafe-eval'"))]),
    slipped_in_scripts_stay_still: (
        slip_in(SCRIPTS),
        [policy("script-src 'self'", "script-src 'self' 'unsafe-inline'")],
    ),
    no_text_is_taken_for_a_script: (slip_in(AS_SCRIPT), [without("X-Content-Type-Options")]),
    nothing_is_asked_elsewhere: (
        slip_in(LOADS),
        [
            policy("img-src 'self'", "img-src *"),
            policy("connect-src 'self'", "connect-src *"),
            policy("style-src 'self'", "style-src *"),
            policy("frame-src 'none'", "frame-src *"),
            without("Content-Security-Policy"),
        ],
    ),
    forms_go_nowhere_else: (str, [policy("form-action 'self';")]),
    no_address_goes_along: (
        cut(META),
        [without("Referrer-Policy"), lambda headers: headers | {"Referrer-Policy": "origin"}],
    ),
    no_sensor: (str, [without("Permissions-Policy")]),
    its_own_agent: (
        str,
        [
            both(
                without("Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy"),
                lambda headers: headers | {"Origin-Agent-Cluster": "?0"},
            )
        ],
    ),
    an_asset_is_nobody: (str, [policy("; sandbox")]),
    leaving_clears_all_that_is_ours: (str, [without("Clear-Site-Data")]),
}


def seen(effect: Effect, place: Place, weakness: Weakness = dict) -> bool:
    """Whether a browser that knows nothing yet shows the effect."""
    edit = EFFECTS[effect][0]
    context = place.browser.new_context()
    try:
        with place.weakened.by(weakness, lambda page: edit(page).replace(ELSEWHERE, place.elsewhere.base)):
            return effect(context.new_page(), place)
    finally:
        context.close()


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.__name__)
def test_a_browser_obeys_and_would_not_without_what_makes_it(place: Place, effect: Effect) -> None:
    assert seen(effect, place)
    still = [number for number, weakness in enumerate(EFFECTS[effect][1]) if seen(effect, place, weakness)]
    assert still == [], "seen although it was taken away"


def test_a_whole_walk_asks_nobody_else_for_anything(place: Place) -> None:
    context = place.browser.new_context()
    asked: list[str] = []
    context.on("request", lambda asking: asked.append(asking.url))
    page = context.new_page()
    broken: list[str] = []
    page.on("console", lambda said: broken.append(said.text) if said.type == "error" else None)
    walk(page, place.ours, PARTNER)
    for address in ("/check-in/check", "/guide", "/guide/plan", "/guide/sheet-1", "/guide/read-1", "/handouts/", "/read/",
                    "/handouts/pack", "/sources", "/help-now"):  # fmt: skip
        page.goto(place.ours + address, wait_until="load")
    page.pdf()
    assert broken == []
    for address in ("/nowhere", "/guide/sheet-99"):
        assert page.goto(place.ours + address, wait_until="load").status == 404  # type: ignore[union-attr]
    taken = context.request.get(f"{place.ours}/guide/sheet-1.pdf")
    assert taken.status == 200 and taken.headers["content-type"] == "application/pdf"
    context.close()
    assert len(asked) > 60 and [url for url in asked if not url.startswith(f"{place.ours}/")] == []
