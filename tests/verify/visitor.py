"""The app under a server as it is run in earnest, and a browser that opens any state of it."""

import gzip
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, abort, g, request
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, Route, sync_playwright

from supporter import Supporter, create_app
from supporter.mount import Mount
from supporter.views.current import mount
from supporter.visit import Visit
from tests.browsing import launch, served
from tests.conftest import SECRET
from tests.tongues import sample
from tests.verify.states import ARABIC, NOW, State, every_state

PHONE = {"width": 360, "height": 780}
DESKTOP = {"width": 1280, "height": 900}
SMALL = {"width": 320, "height": 256}
NEW: dict[str, Any] = {"viewport": PHONE, "reduced_motion": "reduce"}
"""A browser as it is where a gate asks for nothing else."""
MEDIA: dict[str, Any] = {
    "media": "null", "color_scheme": "light", "contrast": "no-preference",
    "reduced_motion": "reduce", "forced_colors": "none",
}  # fmt: skip
"""What it says of itself then."""
NO_STYLES: Mapping[str, str] = {}
LEVEL = 6
"""Of gzip, as a server in front of the app would use."""
HERE = "localhost"
"""The app is there without a port, so that the addresses it prints are the same each time."""
ELSEWHERE = "within-reach.test"
"""A name that leads to this machine and is not `localhost`: to the app it is any machine over plain HTTP."""


class Zipped:
    """The app behind gzip, as behind nginx; without it weights would be wrong."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def __call__(self, environ: Any, start: Any) -> Iterable[bytes]:
        """Answer as the app does, zipped where the browser takes it and where it is text."""
        told: list[Any] = []
        parts = self.app(environ, lambda status, headers, _=None: told.extend((status, headers)))
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        status, headers = told
        kinds = {name.lower(): value for name, value in headers}
        texts = ("text/", "image/svg", "application/javascript")
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") and kinds.get("content-type", "").startswith(texts):
            body = gzip.compress(body, LEVEL, mtime=0)
            headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
            headers += [("Content-Encoding", "gzip"), ("Content-Length", str(len(body))), ("Vary", "Accept-Encoding")]
        start(status, headers)
        return [body]


def make_app(folder: Path) -> Flask:
    """The shipped app, and beside it the guide in Arabic, whose sample goes into `folder`.

    `?fail=429` makes any page of it fail so. Its clock stands still.
    """
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_COUNTRY": "GB"})
    Supporter(app, url_prefix=ARABIC, name="arabic", content=sample(folder), locales=("ar", "en"))
    app.logger.disabled = True

    def stand_still() -> None:
        if request.blueprint:
            g.supporter_visit = Visit(mount(), request, NOW)

    # Before the guide opens the check-in by the clock of the machine.
    app.before_request_funcs[None].insert(0, stand_still)

    @app.before_request
    def fail() -> None:
        code = int(request.args.get("fail", 0))
        if code == 500:
            raise RuntimeError("planted")
        if code:
            abort(code)

    app.wsgi_app = Zipped(app.wsgi_app)  # type: ignore[assignment,method-assign]
    return app


class Visitor:
    """Opens states in one browser; what the console says is kept in `said`.

    direct: the address with its port, for browsers that were not told where `localhost` leads. rules: what tells them.
    """

    def __init__(self, app: Flask, direct: str, rules: str, browser: Browser) -> None:
        self.app = app
        self.mounts: dict[str, Mount] = app.extensions["supporter"]
        self.base = f"http://{HERE}"
        self.direct = direct
        self.rules = rules
        self.browser = browser
        self.states = every_state()
        self.said: list[str] = []
        self._tabs: dict[str, Page] = {}
        self._shown = self.states[0]

    def cookie(self, state: State) -> tuple[str, str] | None:
        """Name and value of the cookie with the check-in of a state, as the browser sends it."""
        if state.check_in is None:
            return None
        mount = self.mounts["arabic" if state.arabic else "supporter"]
        value = mount.sealer.seal(mount.carrier.write(state.check_in))
        return mount.cookie(mount.prefix or "/", secure=False), value

    @contextmanager
    def alone(self, state: State) -> Iterator[Page]:
        """A tab of a browser of its own, in which there is nothing of ours yet but the check-in of a state."""
        page = self._tab(NEW)
        self._hand_over(page.context, state)
        yield page
        page.context.close()

    def look(self, state: State, styles: Mapping[str, str] = NO_STYLES, **options: Any) -> Page:
        """The state's page, in one tab for all states that are looked at so: a browser of its own costs far more.

        styles: sheets by file name that stand in for ours.
        """
        options = NEW | options
        key = repr((sorted(styles), options))
        if key not in self._tabs:
            self._tabs[key] = self._tab(options)
            for name, css in styles.items():
                self._tabs[key].route(f"**/{name}*", partial(_give, css))
        page = self._tabs[key]
        # What one state did to the tab is taken back, and a new address is no reload of the old one.
        page.goto("about:blank")
        page.set_viewport_size(options["viewport"])
        page.emulate_media(**(MEDIA | {name: options[name] for name in MEDIA.keys() & options.keys()}))
        page.mouse.move(0, 0)
        page.context.clear_cookies()
        self._hand_over(page.context, state)
        return self.show(page, state)

    def rest(self) -> None:
        """Leave every page that is open: after some seconds a browser has a word on what none of them used."""
        for page in self._tabs.values():
            page.goto("about:blank")

    def _tab(self, options: dict[str, Any]) -> Page:
        page = self.browser.new_context(**options).new_page()
        page.on("console", lambda message: self._hear(message.text))
        page.on("pageerror", lambda error: self._hear(str(error)))
        return page

    def _hand_over(self, context: BrowserContext, state: State) -> None:
        cookie = self.cookie(state)
        if cookie:
            name, value = cookie
            context.add_cookies([{"name": name, "value": value, "url": self.base}])

    def address(self, state: State) -> str:
        """Where a state is."""
        base = self.base.replace(HERE, ELSEWHERE) if state.plain else self.base
        return base + state.address

    def sent(self, state: State) -> str:
        """The state's page as the server sends it, not as a browser mends it."""
        cookie = self.cookie(state)
        base = f"http://{ELSEWHERE if state.plain else HERE}"
        answer = self.app.test_client(use_cookies=False).get(
            state.address, base_url=base, headers={"Cookie": "=".join(cookie)} if cookie else {}
        )
        assert answer.status_code == state.status, f"{state.name}: {answer.status_code}"
        return answer.text

    def show(self, page: Page, state: State) -> Page:
        """The state's page in this tab, with its font there; fails where it is answered with another code."""
        self._shown = state
        response = page.goto(self.address(state))
        assert response is not None and response.status == state.status, f"{state.name}: {response and response.status}"
        page.evaluate("document.fonts.ready")
        return page

    def _hear(self, text: str) -> None:
        state = self._shown
        # The browser itself notes each page that is answered with an error code.
        known = state.status >= 400 and "Failed to load resource" in text
        # Over plain HTTP it says that two of our headers do nothing there, which is so.
        if not known and not state.plain:
            self.said.append(f"{state.name}: {text}")


def _give(css: str, route: Route) -> None:
    route.fulfill(body=css, content_type="text/css")


def open_all(page: Page) -> None:
    """Unfold whatever is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")


@contextmanager
def visiting() -> Iterator[Visitor]:
    """A server and a browser of one's own."""
    with sync_playwright() as playwright, visiting_by(playwright.chromium) as visitor:
        yield visitor


@contextmanager
def visiting_by(chromium: BrowserType) -> Iterator[Visitor]:
    """A server and a browser, where Playwright is running already."""
    # The words of the interface are read when they are first needed.
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder) / "ours")
        with served(app) as direct:
            here = direct.removeprefix("http://")
            rules = f"--host-resolver-rules=MAP {HERE} {here}, MAP {ELSEWHERE} {here}"
            browser = launch(chromium, rules)
            yield Visitor(app, direct, rules, browser)
            browser.close()
