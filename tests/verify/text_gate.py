"""A text browser: what w3m shows of each page, in the order of the page and with every word of it."""

import subprocess

from tests.verify.row import Row, counted
from tests.verify.tools import program
from tests.verify.visitor import Visitor, open_all

ORDER = """() => [...document.querySelectorAll('h1, h2, h3, p, li, dt, label, summary, button')]
  .filter(each => each.checkVisibility() && !each.querySelector('select')).map(each => each.innerText)"""


def dumped(html: str) -> str:
    """What w3m makes of a page."""
    shown = subprocess.run(
        [program("w3m"), "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", "80"],
        input=html.encode(), capture_output=True, check=True,
    )  # fmt: skip
    return shown.stdout.decode()


def out_of_order(words: list[str], text: str) -> list[str]:
    """Those of some passages that are not in a text after the one before them."""
    faults, place = [], 0
    for passage in words:
        found = text.find(_letters(passage)[:60], place)
        if found < 0:
            faults.append(passage[:60])
        else:
            place = found
    return faults


def _letters(text: str) -> str:
    """Only what is said: w3m draws fields, bullets and line breaks of its own."""
    return "".join(character for character in text if character.isalnum())


def measure(visitor: Visitor) -> list[Row]:
    """One row."""
    faults = []
    for state in visitor.states:
        page = visitor.look(state)
        open_all(page)
        text = _letters(dumped(page.content()))
        faults += [f"{state.name}: “{each}”" for each in out_of_order(page.evaluate(ORDER), text)]
    return [counted("a text browser (w3m): all words, in order", len(visitor.states), faults)]
