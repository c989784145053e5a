"""The whole walk of one reader, told to any browser."""

from typing import Protocol

from supporter import Guide
from tests.people import as_fields
from tests.trace.words import NAME, PERSON, TITLE


class Driver(Protocol):
    """A browser with one page open."""

    def goto(self, address: str) -> None: ...

    def run(self, script: str) -> object:
        """What the script returns."""

    def follow(self, selector: str) -> None:
        """Click, and wait for the next page."""

    def write(self, selector: str, words: str) -> None:
        """Type by keyboard."""


STORAGE = """return localStorage.length + sessionStorage.length + document.cookie.length"""
WORKERS = "return typeof navigator.serviceWorker"


def go_through(browser: Driver, base: str, guide: Guide, *, leave: bool = True) -> None:
    """Start, questions, check, advice, a sheet, its PDF, a page to read, the plan, and Leave; nothing is stored."""
    browser.goto(base + "/")
    for number in range(1, len(guide.screens) + 1):
        browser.goto(f"{base}/check-in/{number}")
        for name, value in as_fields(PERSON).items():
            for one in value if isinstance(value, list) else [value]:
                browser.run(
                    f"""const field = document.querySelector('input[name="{name}"][value="{one}"]');
                    if (field) field.click()"""
                )
        browser.follow("main form button.btn")
        assert browser.run(STORAGE) == 0
    browser.goto(f"{base}/guide")
    browser.write(".who input", NAME)
    browser.run("document.querySelector('[data-change]').click()")
    browser.follow('a[href*="/guide/sheet-"], a[href*="/handouts/"]:not([href$="/"])')
    assert browser.run(STORAGE) == 0
    browser.goto(f"{base}/guide")
    browser.run("for (const list of document.querySelectorAll('details')) list.open = true")
    browser.follow('a[href*="/guide/read-"], a[href*="/read/"]:not([href$="/"])')
    browser.goto(f"{base}/guide/plan")
    browser.write("#title", TITLE)
    browser.follow("main form button.btn")
    browser.goto(f"{base}/guide")
    assert browser.run(STORAGE) == 0
    if leave:
        browser.follow(".leave")
