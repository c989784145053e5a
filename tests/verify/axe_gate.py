"""axe-core over every state: nothing broken, nothing it could not decide, and contrast of 7:1 in light."""

from typing import Any

from playwright.sync_api import Page

from tests.verify.row import Row, counted
from tests.verify.tools import axe
from tests.verify.visitor import DESKTOP, PHONE, Visitor, open_all

AAA = "contrast of 7:1 in light (AAA)"
COLOURS = {"runOnly": ["color-contrast"]}
EVERYTHING = {"rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}}
WAYS: dict[str, tuple[dict[str, Any], dict[str, int], dict[str, Any]]] = {
    "phone": ({}, PHONE, EVERYTHING),
    "desktop, all unfolded": ({}, DESKTOP, EVERYTHING),
    "dark, all unfolded": ({"color_scheme": "dark"}, DESKTOP, COLOURS),
    "more contrast": ({"color_scheme": "light", "contrast": "more"}, DESKTOP, COLOURS),
    "more contrast, dark": ({"color_scheme": "dark", "contrast": "more"}, DESKTOP, COLOURS),
}
"""Each way to look, with what the device says of itself, its size, and what is asked. Only colours change in dark."""

ASK = """async rules => {
  const found = await axe.run(document, Object.assign({resultTypes: ['violations', 'incomplete']}, rules));
  const tell = (how, each) => each.nodes.map(node => [how, each.id, node.target.join(' '), node.failureSummary || '']);
  return found.violations.flatMap(each => tell('violation', each))
    .concat(found.incomplete.flatMap(each => tell('incomplete', each)));
}"""


def faults_of(page: Page, rules: dict[str, Any]) -> list[tuple[str, str]]:
    """Rule and place of all that axe finds or cannot decide on a page that has it."""
    return [
        (rule, f"{how} {rule} at {target}: {' '.join(why.split())[:200]}")
        for how, rule, target, why in page.evaluate(ASK, rules)
    ]


def measure(visitor: Visitor) -> list[Row]:
    """A row for each way to look and one for AAA contrast."""
    found: dict[str, list[str]] = {way: [] for way in (*WAYS, AAA)}
    for state in visitor.states:
        page = visitor.look(state)
        page.evaluate(axe())
        for way, (device, size, rules) in WAYS.items():
            page.emulate_media(**device)
            page.set_viewport_size(size)  # type: ignore[arg-type]
            if way != "phone":
                open_all(page)
            for rule, fault in faults_of(page, rules):
                found[AAA if rule == "color-contrast-enhanced" else way].append(f"{state.name}: {fault}")
    return [counted(f"axe, {way}" if way in WAYS else way, len(visitor.states), each) for way, each in found.items()]
