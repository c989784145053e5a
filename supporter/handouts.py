"""Sheets for paper, made of text and of slots that a reader's advice can fill."""

import re
from collections.abc import Mapping
from typing import Any, Literal, get_args

from markupsafe import Markup

from supporter.errors import Problem, did_you_mean
from supporter.frontmatter import Document
from supporter.markup import render_markdown
from supporter.pieces import Line, Piece
from supporter.records import Record

Slot = Literal["path", "plan", "closeness", "weeks", "messages", "swaps", "helplines", "lines", "cut"]
SLOTS: tuple[Slot, ...] = get_args(Slot)

SLOT = re.compile(r"^\[([a-z]+)(?: ([1-8]|[a-z][a-z-]*))?\][ \t]*$", re.MULTILINE)
"""A paragraph of its own: `[plan]`; with a number of writing lines `[lines 3]`; with a plan `[plan new-baby]`."""

_ALONE = re.compile(r"^\[[^\]\n]*\][ \t]*$", re.MULTILINE)
"""What an author may have meant as a slot; a sheet would show it as it stands."""
_COUNTED = ("lines", "messages")


class Part(Record):
    """A stretch of a sheet: text, or a slot, never both.

    count: writing lines for the slot `lines`, most texts for `messages`. plan: the id of a plan that stands there for
    every reader. The first `cut` opens the card to cut out, the second is its fold, a third closes it.
    """

    slot: Slot | None = None
    html: Markup = Markup("")
    count: int | None = None
    plan: str | None = None


class Handout(Piece):
    """One sheet; `careful` says that being found with it could bring harm (brief, guards_against_misuse)."""

    audience: Line
    summary: Line
    careful: bool = False
    parts: tuple[Part, ...] = ()


def slots(text: str) -> list[str]:
    """The slots in a text, in order, as they are written there."""
    return [match[0].strip() for match in SLOT.finditer(text)]


def split_sheet(document: Document, links: Mapping[str, str], problems: list[Problem]) -> dict[str, Any]:
    """The field `parts` of a handout from its Markdown."""

    def fault(match: re.Match[str], what: str, known: str) -> None:
        line = document.below + document.body.count("\n", 0, match.start())
        problems.append(Problem(document.file, line, f"'{what}' is not a slot; {known}"))

    for match in _ALONE.finditer(document.body):
        if not SLOT.match(match[0]):
            fault(match, match[0].strip(), "write one in small letters, with a number from 1 to 8 or a plan")
    pieces = SLOT.split(document.body)
    parts = [Part(html=render_markdown(pieces[0], links))] if pieces[0].strip() else []
    found = zip(SLOT.finditer(document.body), pieces[1::3], pieces[2::3], pieces[3::3], strict=True)
    for match, name, more, text in found:
        slot = next((known for known in SLOTS if known == name), None)
        if slot is None:
            fault(match, f"[{name}]", did_you_mean(name, SLOTS))
            continue
        counted = bool(more) and slot in _COUNTED and more.isdigit()
        if more and not counted and (slot != "plan" or more.isdigit()):
            fault(match, f"[{slot} {more}]", "write '[lines 3]' or '[plan new-baby]'")
            continue
        parts.append(Part(slot=slot, count=int(more) if counted else None, plan=more if slot == "plan" else None))
        if text.strip():
            parts.append(Part(html=render_markdown(text, links)))
    return {"parts": tuple(parts)}
