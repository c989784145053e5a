"""What stays together on a page of paper: the parts of a sheet, parted at its headings."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

from supporter.nodes import Node
from supporter.paper import Paper

Drawn = Mapping[str, Any]
"""A part as the paper template draws it: its `kind`, and what is in it."""

_HEADS = ("h2", "h3")
_BLOCKS = frozenset({"p", "ul", "ol", "dl", "blockquote", "table", "h2", "h3", "h4", "hr"})
_ABOVE = {"h2": 1.3, "h3": 1.15}
_ALONE = ("card", "urgent")


def sections(parts: Iterable[Drawn], paper: Paper) -> list[dict[str, Any]]:
    """What stands under one heading, and what comes before the first: its `parts`, the room `above` it in em of the
    text, and whether it stays `whole`.

    A section is not parted between two pages, unless it is so long that a page could be left half empty. A part with
    `keep` stays with the next: words with the lines to write on, or lines with the words that follow.
    """
    return [_section(section, paper) for section in _parted(parts) if section]


def _parted(parts: Iterable[Drawn]) -> list[list[Drawn]]:
    found: list[list[Drawn]] = [[]]
    for part in parts:
        if part["kind"] in _ALONE:
            found += [[part], []]
        elif part["kind"] != "prose":
            found[-1].append(part)
        else:
            run: list[Node] = []
            for node in part["of"]:
                # A heading right below another is of the same section.
                if _tag(node) in _HEADS and not _leads(found[-1], run):
                    if run:
                        found[-1].append({"kind": "prose", "of": run})
                    found.append([])
                    run = []
                run.append(node)
            found[-1].append({"kind": "prose", "of": run})
    return found


def _leads(section: Sequence[Drawn], run: Sequence[Node]) -> bool:
    """Whether nothing stands there yet but headings, one at least."""
    if any(part["kind"] != "prose" for part in section):
        return False
    tags = {_tag(node) for nodes in (*(part["of"] for part in section), run) for node in nodes} - {""}
    return bool(tags) and tags <= {*_HEADS}


def _section(parts: Sequence[Drawn], paper: Paper) -> dict[str, Any]:
    first = next((_tag(node) for node in parts[0].get("of", ()) if _tag(node) in _BLOCKS), "")
    return {
        "parts": [
            {**part, "keep": following is not None and (following["kind"] == "prose") != (part["kind"] == "prose")}
            for part, following in zip(parts, [*parts[1:], None], strict=True)
        ],
        "whole": sum(_lines(part, paper) for part in parts) <= paper.most_lines,
        "above": _ABOVE.get(first, 0.9) if parts[0]["kind"] == "prose" else 0.9,
    }


def _lines(part: Drawn, paper: Paper) -> float:
    """How many lines of text it takes, near enough to judge by; to measure it would lay out every sheet twice."""
    match part["kind"]:
        case "prose":
            return sum(_lines_of(node, paper) for node in part["of"])
        case "lines":
            return 2 * float(part["count"])
        case "numbers":
            return 1.3 * max(len(part["lines"]), 5)
        case "bubbles":
            return 3 * len(part["texts"])
    return 12


def _lines_of(node: Node, paper: Paper) -> float:
    if _tag(node) not in _BLOCKS:
        return _length(node) / paper.signs_a_line
    if _tag(node) in ("ul", "ol", "blockquote"):
        return sum(ceil(_length(item) / paper.signs_a_line) + 0.2 for item in _within(node) if _tag(item))
    return ceil(_length(node) / paper.signs_a_line) + 0.5


def _length(node: Node) -> int:
    return len(node) if isinstance(node, str) else sum(map(_length, _within(node)))


def _tag(node: Node) -> str:
    """The name of an element; empty for text."""
    return "" if isinstance(node, str) else node["tag"]


def _within(node: Node) -> list[Node]:
    return [] if isinstance(node, str) else node["of"]
