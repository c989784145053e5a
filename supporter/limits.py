"""How much Markdown a text may hold: more is no advice, and Python-Markdown takes quadratic time or worse for it."""

import re
from collections.abc import Iterator

LINES = 1_000
"""Lines of a text at most."""
LONGEST = 4_000
"""Characters in a paragraph at most."""
MOST = 100
"""Of each of these in a paragraph at most: `[` (a thousand take seconds), `!`, `<` and `&`."""
DEEPEST = 8
"""Lists and quotes inside each other at most."""

_MARKS = "[!<&"
_MARKER = re.compile(r"(?:[ \t]*(?:>|(?:[-*+]|[0-9]+\.)(?=[ \t])))*")
_ONE = re.compile(r"[>*+-]|[0-9]+\.")


def excess(text: str) -> tuple[int, str] | None:
    """The first line (from 0) with which a text holds too much, and what to write instead; None where it fits."""
    lines = text.count("\n") + 1
    if lines > LINES:
        return LINES, f"the text has {lines:,} lines, {LINES:,} is the most; split it into two files"
    tags = 0
    for first, paragraph in _paragraphs(text):
        if len(paragraph) > LONGEST:
            return first, f"the paragraph has {len(paragraph):,} characters, {LONGEST:,} is the most; split it"
        for mark in _MARKS:
            if paragraph.count(mark) > MOST:
                return first, f"the paragraph has {paragraph.count(mark)} '{mark}', {MOST} is the most; split it"
        tags += paragraph.count("<")
        if tags > MOST:
            return first, f"the text has more than {MOST} '<'; write Markdown in the place of HTML"
        for number, line in enumerate(paragraph.split("\n"), first):
            if not line[0].isalpha() and _depth(line) > DEEPEST:
                return number, f"lists and quotes stand more than {DEEPEST} deep in each other; write them flatter"
    return None


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Lines that no empty line parts, with the number of the first."""
    lines: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""]):
        if line.strip():
            lines.append(line)
        elif lines:
            yield number - len(lines), "\n".join(lines)
            lines = []


def _depth(line: str) -> int:
    """How many lists and quotes a line opens or stands in, by its marks and its indent."""
    wide = line.expandtabs(4)
    marker = _MARKER.match(wide)
    assert marker is not None
    return (len(wide) - len(wide.lstrip())) // 4 + len(_ONE.findall(marker[0]))
