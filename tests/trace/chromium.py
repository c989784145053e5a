"""A Chromium with a profile of its own that is kept, as on a reader's device."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Playwright

from tests.browsing import FLAGS


class Chromium:
    """One page of it, as a `walking.Driver`."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def goto(self, address: str) -> None:
        self._page.goto(address)

    def run(self, script: str) -> object:
        return self._page.evaluate(f"() => {{ {script} }}")

    def follow(self, selector: str) -> None:
        with self._page.expect_navigation():
            self._page.locator(selector).first.click()

    def write(self, selector: str, words: str) -> None:
        field = self._page.locator(selector).first
        field.fill("")
        field.press_sequentially(words)


@contextmanager
def opened(playwright: Playwright, profile: Path) -> Iterator[Chromium]:
    """The browser until it is quit; it goes on where it was left, as many people have it, and so keeps its cookies."""
    settings = profile / "Default" / "Preferences"
    if not settings.exists():
        settings.parent.mkdir(parents=True)
        settings.write_text(json.dumps({"session": {"restore_on_startup": 1}}))
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=shutil.which("chromium"),
        args=FLAGS,
        ignore_default_args=["--disable-back-forward-cache", "--enable-automation"],
    )
    try:
        yield Chromium(context.pages[0] if context.pages else context.new_page())
    finally:
        context.close()
