"""A real Chromium that parses HTML inside a page like ours and says what it made of it.

`Oracle.audit` reads the tree without running anything, twice (the second time what the first wrote out again).
`Oracle.live` lets everything run, and records what ran and what was asked for.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from playwright.sync_api import Browser, Route

BASE = "http://guide.test/"
"""An address that the oracle answers itself: nothing leaves the machine."""
_SCRIPT = (Path(__file__).parent / "oracle.js").read_text(encoding="utf-8")


class Oracle:
    """One page of a browser; `asked` is every address it asked for beside its own."""

    def __init__(self, browser: Browser) -> None:
        self.asked: list[str] = []
        # What no page may ask for is refused before the network, and still counted.
        self._context = browser.new_context(service_workers="block")
        self._context.route("**/*", self._answer)
        self._page = self._context.new_page()
        self._page.on("dialog", lambda dialog: dialog.dismiss())
        self._page.goto(BASE)
        self._page.add_script_tag(content=_SCRIPT)

    def __enter__(self) -> "Oracle":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._context.close()

    def audit(self, htmls: Sequence[str]) -> list[list[str]]:
        """What is wrong with each; an empty list where nothing is."""
        found: list[list[str]] = []
        for start in range(0, len(htmls), 200):
            found += self._page.evaluate("htmls => htmls.map(audit)", list(htmls[start : start + 200]))
        return found

    def live(self, htmls: Sequence[str]) -> tuple[set[int], int]:
        """Which of them ran something, and how many addresses were asked for, over all."""
        before, ran = len(self.asked), set()
        for start in range(0, len(htmls), 50):
            batch: dict[str, Any] = self._page.evaluate("htmls => live(htmls)", list(htmls[start : start + 50]))
            ran |= {start + index for index in batch["ran"]}
        return ran, len(self.asked) - before

    def _answer(self, route: Route) -> None:
        if route.request.url == BASE:
            route.fulfill(
                status=200, content_type="text/html; charset=utf-8", body="<!doctype html><title>oracle</title>"
            )
        else:
            self.asked.append(route.request.url)
            route.abort()


def told(text: str, faults: Sequence[str]) -> str:
    """One finding, for a person."""
    return f"{json.dumps(text)[:200]}: {', '.join(faults)}"
