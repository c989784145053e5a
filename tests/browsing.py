"""A real Chromium and a real server, for what a reader sees."""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, BrowserType, Page
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server

from tests.people import as_fields

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def launch(chromium: BrowserType, *flags: str, back_forward_cache: bool = False) -> Browser:
    """The system's Chromium, or the one that Playwright installed; Playwright takes the back-forward cache away."""
    return chromium.launch(
        executable_path=shutil.which("chromium"),
        args=[*FLAGS, *flags],
        ignore_default_args=["--disable-back-forward-cache"] if back_forward_cache else None,
    )


@contextmanager
def served(app: "WSGIApplication", threads: int = 2, channel: type[HTTPChannel] = HTTPChannel) -> Iterator[str]:
    """The app under waitress as a host may have it, or with connections of another kind; gives its address."""
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=threads)  # the stubs lack half of it
    server.channel_class = channel
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            wasyncore.loop(timeout=1, use_poll=True, map=server._map, count=1)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # Closed once nobody reads any more: who still waits for a socket that is gone ends with an error.
        over.set()
        server.pull_trigger()
        thread.join()
        server.task_dispatcher.shutdown()
        wasyncore.close_all(server._map)


def fill_in(page: Page, answers: dict[str, Any]) -> None:
    """Tick what belongs on the page that is open, once all of it has come."""
    page.wait_for_load_state("domcontentloaded")
    # Asked once: one question after another about each field takes longer than the pages do.
    there = page.locator("input").evaluate_all("all => all.map(field => [field.name, field.value])")
    for name, value in as_fields(answers).items():
        for one in value if isinstance(value, list) else [value]:
            if [name, one] in there:
                page.locator(f'input[name="{name}"][value="{one}"]').check()


def walk(page: Page, base: str, answers: dict[str, Any]) -> list[str]:
    """From the start page through every question to "Check your answers"; gives the addresses that were passed.

    Raises TimeoutError where a question comes a second time, so that no walk goes on for ever.
    """
    page.goto(base)
    passed = [page.url]
    page.locator("main").get_by_role("link", name="Start", exact=True).first.click()
    while True:
        page.wait_for_url(lambda url: url not in passed, wait_until="domcontentloaded")
        if page.url.endswith("/check"):
            return [url.removeprefix(base) for url in passed[1:]]
        passed.append(page.url)
        fill_in(page, answers)
        page.get_by_role("button", name="Continue").click()


def answer_all(context: BrowserContext, base: str, answers: dict[str, Any]) -> None:
    """Every question, in this browser's name but without a page drawn: for claims about what comes after the walk."""
    given = as_fields(answers)
    asked = context.request.get(f"{base}/check-in/1")
    while not asked.url.endswith("/check"):
        page = asked.text()
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)"', page))
        fields |= {name: value for name, value in given.items() if f' name="{name}"' in page}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        before, asked = asked.url, context.request.post(asked.url, data=urlencode(fields, True), headers=headers)
        assert asked.ok and asked.url != before, f"{before} was not left"
