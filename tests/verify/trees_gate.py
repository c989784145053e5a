"""What a screen reader is told: Chromium's accessibility tree of each kind of page, kept as text a person can read."""

import difflib
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.verify.row import Row, counted
from tests.verify.visitor import Visitor

FOLDER = Path(__file__).parent / "trees"
KEPT = (
    "start", "start-again", "question-02-relationship", "question-05-seen", "question-07-signs", "error-alone",
    "check", "nothing", "advice-slow", "flag-suicide_talk", "flag-told_to_stop", "flag-own_suicidal_thoughts", "help",
    "reading", "page-leaving", "sources", "handouts-yours", "handout-space-plan", "plan-with-days", "pack", "refused-404",
    "refused-429", "refused-500", "expired-guide", "expired-question", "plain-question", "arabic-question", "arabic-help",
)  # fmt: skip
"""One state of each kind of page."""
SILENT = {"InlineTextBox", "none", "generic", "ListMarker", "LineBreak"}
"""Roles that nothing is said of; what is in them still is."""
SAID = {
    "checked": lambda value: "checked" if value == "true" else "not checked",
    "expanded": lambda value: "expanded" if value else "collapsed",
    "focused": lambda value: "focused" if value else "",
    "level": lambda value: f"level {value}",
    "disabled": lambda value: "disabled" if value else "",
    "invalid": lambda value: "" if value == "false" else "invalid",
    "live": lambda value: f"live {value}",
}
"""States and properties that are read aloud, and how they are written here."""


def tree_of(page: Page) -> str:
    """The tree of a page, one thing a line: role, name, states, and what describes it."""
    client = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = client.send("Accessibility.getFullAXTree")["nodes"]
    client.detach()
    known = {node["nodeId"]: node for node in nodes}
    lines: list[str] = []
    _write(nodes[0], known, 0, "", lines)
    return "\n".join(lines) + "\n"


def _write(node: dict[str, Any], known: dict[str, Any], depth: int, above: str, lines: list[str]) -> None:
    role = node.get("role", {}).get("value", "")
    name = " ".join(node.get("name", {}).get("value", "").split())
    silent = node.get("ignored") or role in SILENT or (role == "StaticText" and name in above)
    if not silent:
        states = [
            SAID[each["name"]](each["value"].get("value"))  # type: ignore[no-untyped-call]
            for each in node.get("properties", ())
            if each["name"] in SAID
        ]
        described = node.get("description", {}).get("value", "")
        told = [role] if role != "StaticText" else []
        told += [f"“{name}”"] if name else []
        told += [f"({', '.join(filter(None, states))})"] if any(states) else []
        told += [f"— {' '.join(described.split())}"] if described else []
        lines.append("  " * depth + " ".join(told))
        depth += 1
        above = name if role in ("link", "button", "heading", "radio", "checkbox", "DisclosureTriangle") else ""
    for child in node.get("childIds", ()):
        if child in known and role != "StaticText":
            _write(known[child], known, depth, above, lines)


def measure(visitor: Visitor, *, update: bool = False) -> list[Row]:
    """Compare the trees with those kept; `update` keeps what is there now."""
    faults = []
    states = {state.name: state for state in visitor.states}
    FOLDER.mkdir(exist_ok=True)
    for name in KEPT:
        now = tree_of(visitor.look(states[name]))
        path = FOLDER / f"{name}.txt"
        if update:
            path.write_text(now, encoding="utf-8")
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if now != before:
            changes = difflib.unified_diff(before.splitlines(), now.splitlines(), "kept", "now", lineterm="", n=1)
            faults.append(f"{path.name}:\n      " + "\n      ".join(list(changes)[2:14]))
    faults += [f"{path.name} is of no state any more" for path in sorted(FOLDER.glob("*.txt")) if path.stem not in KEPT]
    return [counted("what a screen reader is told, as kept", len(KEPT), faults)]
