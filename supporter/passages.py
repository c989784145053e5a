"""What a reader sees of a content file, passage by passage, with the line on which each stands."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from supporter.frontmatter import Document, Place
from supporter.handouts import SLOT

UNSEEN = frozenset(
    {"id", "ref", "order", "group", "about", "when", "unless", "evidence", "reviewed", "review_by", "reviewers"}
    | {"switches_off", "kept", "call_now", "level", "kind", "beside", "shelf", "overview", "careful", "alone", "yours"}
    | {"after_or", "idle", "sources", "url", "strength", "fit", "who", "year", "instead_of", "conflicts"}
)
"""Keys whose values no reader reads as prose, and `instead_of`, which says what not to write."""

_LEAD = re.compile(r"^\s*(?:[-*]|\d+\.|#{1,6}|>)\s+")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_END = re.compile(r"(?<=[.?!…:])[”’\"')]*\s+(?=[“‘\"'(]?[A-ZÁÉÍÓÚÑ¿¡0-9])")


class Passage(NamedTuple):
    """A paragraph, a list item or a value of the front matter, without Markdown; `key` is its key, if it has one."""

    line: int
    text: str
    key: str = ""

    def sentences(self) -> list[str]:
        """Its sentences; a colon ends one, since a list or a quotation follows it."""
        ends = [match.end() for match in _END.finditer(self.text)]
        return [self.text[start:end].rstrip() for start, end in pairwise([0, *ends, len(self.text)])]


def passages(document: Document) -> Iterator[Passage]:
    """All of them, in the order of the file."""
    yield from _values(document, (), document.table)
    block: list[str] = []
    first = document.below
    for number, line in enumerate([*document.body.splitlines(), ""], document.below):
        lead = _LEAD.match(line)
        if block and (not line.strip() or lead):
            yield Passage(first, _plain(" ".join(block)))
            block = []
        if line.strip() and not SLOT.match(line):
            first = first if block else number
            block.append(line[lead.end() :] if lead else line.strip())


def _values(document: Document, place: Place, value: object) -> Iterator[Passage]:
    if isinstance(value, dict):
        for key, one in value.items():
            if key not in UNSEEN:
                yield from _values(document, (*place, key), one)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _values(document, (*place, index), one)
    elif isinstance(value, str) and value.strip():
        names = [part for part in place if isinstance(part, str)]
        yield Passage(document.line(place), _plain(value), names[-1] if names else "")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[*_`]", "", _LINK.sub(r"\1", text)).split())
