"""Phones of 2018 (iOS 12, Android 7 with Chrome 64): the CSS without what they do not know, and the script in ES5."""

import re
import subprocess

from supporter.extension import ASSETS
from tests.verify.room_gate import overflow_of, targets_of
from tests.verify.row import Row, at_least, at_most, counted
from tests.verify.tools import MODULES, program
from tests.verify.visitor import PHONE, SMALL, Visitor
from tests.verify.weight_gate import SCRIPTS

NEWER_VALUES = re.compile(r"\b(clamp|min|max|env)\(|\bfit-content\b")
NEWER_PROPERTIES = re.compile(
    r"^(text-wrap|gap|row-gap|column-gap|inset(-.*)?|aspect-ratio|accent-color|color-scheme|forced-color-adjust"
    r"|content-visibility|text-underline-offset|text-decoration-thickness|overflow-wrap:anywhere|size-adjust"
    r"|ascent-override|descent-override|line-gap-override|text-size-adjust|scroll-margin.*"
    r"|(margin|padding|border)-(inline|block)(-.*)?|place-.*|translate|rotate|scale|break-(inside|before|after))$"
)
NEWER_SELECTORS = re.compile(r":(is|where|has|focus-visible)\b|::(details-content|marker)")
NEWER_MEDIA = re.compile(r"prefers-(color-scheme|contrast|reduced-motion)|forced-colors|range|@layer|@container")


def aged(css: str) -> str:
    """A style sheet as such a phone understands it: unknown declarations are dropped, and rules of unknown selectors."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return "".join(_blocks(css))


def _blocks(css: str) -> list[str]:
    kept, place = [], 0
    while (opened := css.find("{", place)) >= 0:
        head, depth, end = css[place:opened].strip(), 1, opened + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        body, place = css[opened + 1 : end - 1], end
        if head.startswith("@media"):
            if not NEWER_MEDIA.search(head):
                kept.append(f"{head}{{{''.join(_blocks(body))}}}\n")
        elif head.startswith(("@page", "@font-face")):
            kept.append(f"{head}{{{body}}}\n")
        elif not NEWER_SELECTORS.search(head):
            kept.append(f"{head}{{{';'.join(_declarations(body))}}}\n")
    return kept


def _declarations(body: str) -> list[str]:
    # A value may hold a semicolon only in quotes or brackets, which ours do not.
    pairs = (each.partition(":") for each in body.split(";") if each.strip())
    return [
        f"{name}:{value}"
        for name, _, value in pairs
        if not NEWER_PROPERTIES.match(name.strip())
        and (name.strip().startswith("--") or not NEWER_VALUES.search(value))
    ]


OVERLAPS = """() => [...document.querySelectorAll('.opt')].filter(each => each.checkVisibility()).flatMap(each => {
  const field = each.querySelector('input').getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(each.querySelector('label'));
  return [...range.getClientRects()].some(line => line.left < field.right && line.right > field.left
    && line.top < field.bottom && line.bottom > field.top) ? [each.innerText] : [];
})"""
"""Options whose circle or box lies over their words."""


def measure(visitor: Visitor) -> list[Row]:
    """The room that old phones give each page, in both directions, and whether they can read the script."""
    old = aged((ASSETS / "within-reach.css").read_text(encoding="utf-8"))
    # All of the second is newer than such a phone.
    styles = {"within-reach.css": old, "both-ways.css": ""}
    over: dict[str, float] = {}
    small: dict[str, float] = {}
    covered = []
    for state in visitor.states:
        page = visitor.look(state, styles, viewport=SMALL)
        for direction in state.directions:
            page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
            over[f"{state.name}, {direction}"] = overflow_of(page)[0]
            covered += [f"{state.name}, {direction}: {each}" for each in page.evaluate(OVERLAPS)]
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        size, target = min(targets_of(page))
        small[f"{state.name}, {target}"] = size
    return [
        at_most("a phone of 2018: sideways scroll", over, 0, " px"),
        at_least("a phone of 2018: every target's shorter side", small, 44, " px", 1),
        counted("a phone of 2018: marks over words", len(visitor.states), covered),
        counted(
            "a phone of 2018: scripts in ES5",
            len(SCRIPTS),
            [fault for name in SCRIPTS for fault in script_faults(name)],
        ),
    ]


def script_faults(name: str) -> list[str]:
    """What such a phone could not parse in a script of ours."""
    acorn = MODULES / "acorn" / "bin" / "acorn"
    done = subprocess.run(
        [program("node"), str(acorn), "--ecma5", "--silent", str(ASSETS / name)],
        capture_output=True,
        text=True,
        check=False,
    )
    return [f"{name}: {done.stderr.strip().splitlines()[0]}"] if done.returncode else []
