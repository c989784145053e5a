"""Room: nothing sticks out on a small screen or with wide text, and every target can be hit."""

from typing import Any

from playwright.sync_api import Page

from tests.verify.row import Row, at_least, at_most, counted
from tests.verify.visitor import DESKTOP, PHONE, SMALL, Visitor, open_all

SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}
    p{margin-bottom:2em!important}`);
  document.adoptedStyleSheets = [sheet];
}"""
"""WCAG 2.2, 1.4.12."""

OVERFLOW = """() => {
  const root = document.documentElement;
  const over = Math.max(0, root.scrollWidth - root.clientWidth);
  const hidden = new Set(['auto', 'scroll', 'hidden', 'clip']);
  const cut = [...document.querySelectorAll('main *, header *, footer *')].filter(each =>
    hidden.has(getComputedStyle(each).overflowX) && each.scrollWidth > each.clientWidth + 1
    && !each.classList.contains('vh') && !each.closest('svg') && each.getClientRects().length);
  return [over, cut.map(each => each.outerHTML.slice(0, 80))];
}"""

TARGETS = """() => {
  const inline = link => {
    if (link.tagName !== 'A' || getComputedStyle(link).display !== 'inline') return false;
    const block = link.closest('p, li, dd, dt, td, h1, h2, h3, figcaption, span') || link.parentElement;
    return block.innerText.trim().length > link.innerText.trim().length;
  };
  return [...document.querySelectorAll('a[href], button, select, summary, .opt label, input:not([type=hidden])')]
    .filter(each => each.checkVisibility({visibilityProperty: true}) && !inline(each) && !each.closest('.vh'))
    .map(each => {
      const label = each.matches('.opt input') && each.labels[0];
      const box = (label || each).getBoundingClientRect();
      return [Math.min(box.width, box.height), each.outerHTML.slice(0, 90)];
    });
}"""
"""The shorter side of each target; an option is as large as its label. A link in a sentence is as large as the text."""

LANDS = """() => [...document.querySelectorAll('label')].filter(each => each.checkVisibility()).flatMap(label => {
  label.scrollIntoView({block: 'center'});
  const box = label.getBoundingClientRect();
  return [[.08, .5], [.5, .5], [.92, .5]].filter(([x, y]) => {
    const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return !hit || !(label.contains(hit) || hit === label.control);
  }).map(() => label.innerText);
})"""
"""Labels that a finger would miss at one end or in the middle."""


def targets_of(page: Page) -> list[tuple[float, str]]:
    """Shorter side and markup of every target of a page."""
    return [(float(size), html) for size, html in page.evaluate(TARGETS)]


def overflow_of(page: Page) -> tuple[float, list[str]]:
    """By how many pixels a page is wider than the screen, and what it cuts off."""
    over, cut = page.evaluate(OVERFLOW)
    return float(over), list(cut)


def _turn(page: Page, direction: str) -> None:
    page.evaluate("direction => { document.documentElement.dir = direction; }", direction)


def measure(visitor: Visitor) -> list[Row]:
    """Sideways scroll in four ways, what is cut off, and targets on a phone and a desktop."""
    over: dict[str, dict[str, float]] = {}
    small: dict[str, float] = {}
    cut: list[str] = []
    missed: list[str] = []
    for state in visitor.states:
        page = visitor.look(state)
        open_all(page)
        for device, size in (("phone", PHONE), ("desktop", DESKTOP)):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            least: Any = min(targets_of(page))
            small[f"{state.name}, {device}, {least[1]}"] = least[0]
        missed += [f"{state.name}: {label}" for label in page.evaluate(LANDS)]
        page.set_viewport_size(SMALL)  # type: ignore[arg-type]
        for spaced in (False, True):
            if spaced:
                page.evaluate(SPACING)
            for direction in state.directions:
                way = f"sideways scroll at 320 × 256{', wide text' if spaced else ''}, {direction}"
                _turn(page, direction)
                over.setdefault(way, {})[state.name], hidden = overflow_of(page)
                cut += [f"{state.name}, {way}: {each}" for each in hidden]
    return [
        at_least("every target's shorter side", small, 44, " px", 1),
        counted("options that a finger would miss", len(visitor.states), missed),
        *(at_most(way, figures, 0, " px") for way, figures in over.items()),
        counted("text that is cut off", len(visitor.states), cut),
    ]
