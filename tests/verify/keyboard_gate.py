"""The keyboard alone: every stop is seen, none is a trap, and the first lead past the header or away."""

from typing import Any

from playwright.sync_api import Page

from tests.verify.row import Row, at_most, counted
from tests.verify.visitor import Visitor

STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return null;
  const ring = at.matches('.opt input') ? at.nextElementSibling : at;
  const style = getComputedStyle(ring);
  const box = ring.getBoundingClientRect();
  const x = Math.min(Math.max((box.left + box.right) / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max((box.top + Math.min(box.bottom, innerHeight)) / 2, 1), innerHeight - 1);
  const over = document.elementFromPoint(x, y);
  return {
    what: at.outerHTML.slice(0, 80),
    class: at.className,
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 3,
    halo: style.boxShadow !== 'none' || at.matches('.err'),
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: !(over && (ring.contains(over) || over.contains(ring) || at.contains(over))),
    place: [...document.querySelectorAll('*')].indexOf(at),
  };
}"""

STOPS = """() => {
  const radios = new Set();
  return [...document.querySelectorAll('a[href], button, select, summary, input:not([type=hidden])')].filter(each => {
    if (!each.checkVisibility({visibilityProperty: true})) return false;
    if (each.type !== 'radio') return true;
    if (radios.has(each.name)) return false;
    radios.add(each.name);
    return true;
  }).length;
}"""
"""How many stops there are: a group of radios is one."""


def tab_through(page: Page, most: int) -> list[dict[str, Any]]:
    """Every stop of the Tab key until it leaves the page."""
    stops: list[dict[str, Any]] = []
    while len(stops) < most + 3:
        if stops or page.evaluate("document.activeElement.className") != "skip":
            page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    return stops


FOCUSED = """() => new Promise(done =>
    requestAnimationFrame(() => requestAnimationFrame(() => done(document.activeElement.className))))"""
"""What has the focus once the page was drawn: a browser gives it to `autofocus` with the first frame."""


def measure(visitor: Visitor) -> list[Row]:
    """Rows on the focus, the order, the way out, and errors."""
    unseen: list[str] = []
    order: list[str] = []
    trapped: list[str] = []
    errors: list[str] = []
    leave: dict[str, float] = {}
    for state in visitor.states:
        # In a tab that was used before, Tab goes from the end of a page to its start.
        with visitor.alone(state) as page:
            visitor.show(page, state)
            if state.kind == "error":
                word = "خطأ: " if state.arabic else "Error: "
                errors += [f"{state.name}: its title is {page.title()}"] if not page.title().startswith(word) else []
                focused = page.evaluate(FOCUSED)
                errors += [f"{state.name}: the focus is on {focused!r}"] if focused != "err" else []
                # The summary took the focus, so Tab would go on from there; begin again at the top.
                page.locator(".skip").focus()
            expected = int(page.evaluate(STOPS))
            stops = tab_through(page, expected)
            if len(stops) != expected:
                trapped.append(f"{state.name}: {len(stops)} stops, though {expected} things take the focus")
            unseen += [
                f"{state.name}: {stop['what']} has {said}"
                for stop in stops
                for said, wrong in (
                    ("no ring", not stop["ring"]),
                    ("no halo", not stop["halo"]),
                    ("its place off the screen", not stop["seen"]),
                    ("something over it", stop["covered"]),
                )
                if wrong
            ]
            if not stops or stops[0]["class"] != "skip":
                order.append(f"{state.name}: the first stop is not the skip link")
            places = [stop["place"] for stop in stops]
            if places != sorted(places):
                order.append(f"{state.name}: the stops are not in the order of the page")
            leave[state.name] = next((n for n, stop in enumerate(stops, 1) if stop["class"] == "leave"), 99)
    pages = len(visitor.states)
    failed = len([state for state in visitor.states if state.kind == "error"])
    return [
        counted("keyboard: stops without a visible focus", pages, unseen),
        counted("keyboard: skip link first, stops in order", pages, order),
        counted("keyboard: traps, and things it cannot reach", pages, trapped),
        at_most("keyboard: stops to the leave link", leave, 2),
        counted("keyboard: an error takes the focus and the title", failed, errors),
    ]
