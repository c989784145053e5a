"""A difference told to a counsellor: the laws first, then each piece in a paragraph, and one sentence for all of it."""

import textwrap
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from supporter.audience import Audience
from supporter.charting import KINDS
from supporter.difference import Case, Change, Difference
from supporter.mentions import quoted
from supporter.phrases import address, check_in, count, said, some
from supporter.verdicts import in_short, resting, verdicts

_WIDTH = 88
_VERBS = {"flags": "raised", "questions": "asked", "paths": "chosen", "plans": "chosen", "pages": "suggested"}
_VERBS["rules"] = "so"
_LINES = 3
"""Lines of a piece that are told one by one."""


def retell(difference: Difference) -> str:
    """All of it as plain text."""
    return "\n".join(_lines(difference))


def summary(difference: Difference) -> str:
    """One sentence: how many pieces changed, for how many personas, and whether a law is broken."""
    if not difference:
        return "Nothing changed: every reader sees the same, in the same words."
    changed = [change for change in difference.changes if change.state != "follows"]
    follow = len(difference.changes) - len(changed)
    pieces = f"{count(len(changed), 'piece')} changed"
    if follow:
        pieces += f", and {count(follow, 'more is', 'more are')} for other readers because of it"
    readers = f"{len(difference.moved)} of {count(difference.personas, 'persona')} see something else"
    if difference.rereading:
        readers += f", {len(difference.rereading)} read changed words"
    return f"{pieces}; {readers}; {in_short(difference)}."


def _lines(difference: Difference) -> Iterator[str]:
    laws = list(verdicts(difference))
    if laws:
        yield from _heading("Laws")
        yield from map(_fill, laws)
    own = [change for change in difference.changes if change.state != "follows"]
    for kind, changes in groupby(own, lambda change: change.place[0]):
        yield from _heading(KINDS[kind])
        for change in changes:
            yield from _paragraph(difference, change)
    if difference.cases:
        yield from _heading("What follows for pieces that are the same")
        yield _fill("In brackets: how many of the personas saw a piece → how many see it now.")
        groups: defaultdict[str, list[Case]] = defaultdict(list)
        for case in difference.cases:
            groups[(case.base or case.example).said].append(case)
        ranks = {change.place: rank for rank, change in enumerate(difference.changes)}
        for group in sorted(
            groups.values(), key=lambda group: min(map(ranks.__getitem__, group[0].because), default=0)
        ):
            yield from _cases(difference, group)
        yield ""
        yield _fill(f"Personas who see something else now: {some(difference.moved) or 'none'}.")
    if difference.beside:
        yield from _heading("Beside these")
        for name, found in difference.beside.items():
            yield _fill(f"{name}: {some(found, ', ')}")
    if difference:
        yield ""
    yield _fill(summary(difference))


def _paragraph(difference: Difference, change: Change) -> Iterator[str]:
    yield ""
    yield _fill(_name(change))
    yield from (_fill(sentence, "    ") for sentence in _sentences(difference, change))


def _name(change: Change) -> str:
    return f"{quoted(change.title)} ({address(change.place)})"


def _sentences(difference: Difference, change: Change) -> Iterator[str]:
    edit = change.edit
    if change.state in ("new", "taken out"):
        yield f"{change.state.capitalize()}."
    yield from edit.rules
    yield from _audience(difference, change)
    if edit.out:
        yield f"Words taken out: {some([said(one) for one in edit.out], ' ')}"
    if edit.new:
        yield f"New words: {some([said(one) for one in edit.new], ' ')}"
    yield from _of_lines(change)
    if edit.beside:
        more = edit.words or edit.rules or change.lines or change.audience
        yield f"{'Also' if more else 'Only'} changed: {', '.join(edit.beside)}."
    yield from resting(difference.guide, change.shifts, change.place)


def _cases(difference: Difference, group: Sequence[Case]) -> Iterator[str]:
    """Cases that begin with the same check-in: first the one with nothing more in it."""
    shortest = min(group, key=lambda case: len(case.example.parts))
    base = shortest.base or shortest.example
    by = f"By {some([address(place) for place in shortest.because], ', ')}, for" if shortest.because else "For"
    yield ""
    yield _fill(f"{by} {check_in(base)}:")
    changes = {change.place: change for change in difference.changes}
    for case in sorted(group, key=lambda case: case.base is not None):
        more = [part for part in case.example.parts if part not in base.parts] if case.base else []
        told = [f"With “{'; '.join(more)}” as well:"] if more else []
        for says, places in (
            ("Now also seen", case.now),
            ("No longer seen", case.no_longer),
            ("Seen with other lines", case.lines),
        ):
            if places:
                told.append(f"{says}: {', '.join(_counted(changes[place]) for place in places)}.")
        yield from (_fill(line, "    ") for line in ([" ".join(told)] if more else told))


def _counted(change: Change) -> str:
    before, after = len(change.audience.personas_before), len(change.audience.personas)
    return quoted(change.title) + (f" ({before} → {after})" if before != after else "")


def _audience(difference: Difference, change: Change) -> Iterator[str]:
    """Who sees the piece, as far as its kind can tell."""
    kind, one = change.place
    if change.audience:
        yield from _examples(change.audience, _VERBS.get(kind, "shown"))
    elif change.edit.rules and kind != "questions":
        yield f"Still {_VERBS.get(kind, 'shown')} for the same readers."
    page = difference.guide.pages.get(one) if kind == "pages" else None
    if page and not page.condition.when and not change.audience:
        yield "Everyone can read it, and no answer leads to it."
    elif kind not in ("questions", "swaps") and (change.audience or change.edit.words):
        yield from _personas(difference, change)


def _examples(audience: Audience, verb: str) -> Iterator[str]:
    if audience.now:
        yield f"Now {verb} for {check_in(audience.now)}."
    if audience.no_longer:
        yield f"No longer {verb} for {check_in(audience.no_longer)}."


def _personas(difference: Difference, change: Change) -> Iterator[str]:
    before, after = change.audience.personas_before, change.audience.personas
    personas = count(difference.personas, "persona")
    if before == after:
        same = ", the same as before" if change.audience and change.state == "changed" else ""
        yield f"Seen by {len(after)} of {personas}{same}."
        return
    yield f"Seen by {len(after)} of {personas}; before, by {len(before)}."
    gained = [one for one in after if one not in before]
    lost = [one for one in before if one not in after]
    if gained:
        yield f"Now also: {some(gained)}."
    if lost:
        yield f"No longer: {some(lost)}."


def _of_lines(change: Change) -> Iterator[str]:
    for line in change.lines[:_LINES]:
        text = quoted(textwrap.shorten(line.text, _WIDTH, placeholder=" …"))
        yield " ".join([f"A line of it is for other readers: {text}.", *_examples(line.audience, "said")])
    if len(change.lines) > _LINES:
        more = count(len(change.lines) - _LINES, "more line of it is", "more lines of it are")
        yield f"{more} for other readers."


def _heading(text: str) -> Iterator[str]:
    yield from ("", text, "-" * len(text))


def _fill(text: str, indent: str = "") -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
