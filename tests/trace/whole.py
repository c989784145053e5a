"""The forensic test in full (`make verify-trace`): both browsers, and every defence taken away once must be found."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Playwright, sync_playwright

from supporter import Guide
from tests.browsing import served
from tests.trace import chromium, firefox
from tests.trace.search import found_in
from tests.trace.variants import WITHOUT, whole
from tests.trace.walking import Driver, go_through
from tests.trace.words import canaries, codes

Open = Callable[[Path], AbstractContextManager[Driver]]

FOUND = [
    ("chromium", "no-store"),
    ("chromium", "autocomplete off"),
    ("chromium", "redirect after post"),
    ("chromium", "neutral titles"),
    ("chromium", "neutral addresses"),
    ("chromium", "encryption"),
    ("chromium", "forgetting"),
    ("firefox", "no-store"),
    ("firefox", "autocomplete off"),
    ("firefox", "neutral titles"),
    ("firefox", "neutral addresses"),
    ("firefox", "encryption"),
    ("firefox", "forgetting"),
]
"""A browser, and a defence without which it keeps words; Firefox keeps no body of a form, so that one row is missing."""


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def neutral() -> Iterator[str]:
    app = Flask("neutral")
    app.add_url_rule("/", "home", lambda: "<title>Weather</title>Dry and mild")
    with served(app) as elsewhere:
        yield f"{elsewhere.replace('127.0.0.1', 'localhost')}/"


@pytest.fixture
def browsers(playwright: Playwright) -> dict[str, Open]:
    return {"chromium": lambda profile: chromium.opened(playwright, profile), "firefox": firefox.opened}


def traces(open_: Open, app: Flask, guide: Guide, profile: Path, *, leave: bool) -> dict[str | bytes, list[str]]:
    """Words of the reader in the saved profile, and those on the page that whoever opens the browser next can open."""
    words = canaries(guide)
    with served(app, threads=4) as base:
        with open_(profile) as browser:
            go_through(browser, base, guide, leave=leave)
        found = found_in(profile, words | codes(guide))
        if leave:
            with open_(profile) as browser:
                browser.goto(f"{base}/guide")
                text = str(browser.run("return document.body.textContent"))
            for word in words:
                if word in text:
                    found.setdefault(word, []).append("the page, opened again")
    return found


@pytest.mark.parametrize("name", ["chromium", "firefox"])
@pytest.mark.parametrize("leave", [True, False], ids=["left", "closed"])
def test_the_whole_walk_leaves_no_word(
    browsers: dict[str, Open], neutral: str, guide: Guide, tmp_path: Path, name: str, leave: bool
) -> None:
    assert traces(browsers[name], whole(neutral), guide, tmp_path / "profile", leave=leave) == {}


@pytest.mark.parametrize(("name", "defence"), FOUND)
def test_a_defence_taken_away_is_found(
    browsers: dict[str, Open], neutral: str, guide: Guide, tmp_path: Path, name: str, defence: str
) -> None:
    app = whole(neutral)
    WITHOUT[defence](app)
    # Leaving takes the cookie and the cache away too; the window is closed, so that one defence stands for itself.
    found = traces(browsers[name], app, guide, tmp_path / "profile", leave=defence == "forgetting")
    print(
        f"{name} without {defence}: {len(found)} words, in {sorted({file for files in found.values() for file in files})}"
    )
    assert found
