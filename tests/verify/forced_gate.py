"""Forced colours: what the system repaints must still have edges, marks and a focus that can be seen."""

from tests.verify.row import Row, counted
from tests.verify.visitor import Visitor

EDGES = """() => {
  const drawn = each => {
    const style = getComputedStyle(each);
    return ['top', 'bottom'].every(side => style[`border-${side}-style`] !== 'none'
      && parseFloat(style[`border-${side}-width`]) >= 1);
  };
  const shown = (selector, wanted) => [...document.querySelectorAll(selector)]
    .filter(each => each.checkVisibility() && !wanted(each)).map(each => each.outerHTML.slice(0, 90));
  const lined = each => drawn(each) || getComputedStyle(each).textDecorationLine.includes('underline')
    || each.closest('.mark');
  return [
    ...shown('.btn, .leave, .opt label, .opt input, select, .card, .care, .err, .say, .caution, .notice', drawn),
    ...shown('a[href]:not(.btn):not(.leave), button.link', lined),
  ];
}"""
"""Controls without an edge, and links that only a colour would tell from text."""


def measure(visitor: Visitor) -> list[Row]:
    """Edges in every state, and on each question that a tick and the focus change what is seen."""
    edges: list[str] = []
    marks: list[str] = []
    for state in visitor.states:
        page = visitor.look(state, forced_colors="active")
        edges += [f"{state.name}: {each}" for each in page.evaluate(EDGES)]
        option = page.locator(".opt").last
        if option.count():
            option.scroll_into_view_if_needed()
            field = option.locator("input")
            field.uncheck() if field.get_attribute("type") == "checkbox" else None
            before = option.screenshot()
            page.mouse.move(0, 0)
            field.check()
            page.evaluate("document.activeElement.blur()")
            ticked = option.screenshot()
            field.focus()
            box = option.bounding_box()
            assert box is not None
            marks += [f"{state.name}: a tick cannot be seen"] if before == ticked else []
            marks += [f"{state.name}: the focus cannot be seen"] if option.screenshot() == ticked else []
    return [
        counted("forced colours: edges and underlines", len(visitor.states), edges),
        counted("forced colours: ticks and focus are seen", len(visitor.states), marks),
    ]
