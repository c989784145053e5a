"""Links an author writes, such as `[help](page:help-now)`, and their addresses from where the text is shown."""

import re
from collections.abc import Collection, Iterator, Mapping

from supporter.addresses import is_address
from supporter.errors import Problem, did_you_mean
from supporter.frontmatter import Document

ROOMS = {"page:start": "", "page:help-now": "help-now", "page:check-in": "check-in/1"}
ROOMS |= {"page:handouts": "handouts/", "page:reading": "read/", "page:sources": "sources"}
"""Pages that are not below `read/`, and their addresses seen from our root."""

ROOT = frozenset({"pages/start.md", "pages/help-now.md"})
"""Files of pages that are shown at our root."""

_BELOW = ("pages", "handouts")
"""Kinds that are shown one folder below our root; all others are shown on the advice page, at our root."""

_TARGET = re.compile(r"\]\(([^)]*)")
_OTHER_FORMS = re.compile(r"\]\[|<a[ >]|^\s*\[[^\]]+\]:", re.IGNORECASE)
"""Reference links and HTML, which the addresses above are not put into."""
_OURS = re.compile(r"\]\((?:page|handout):")
_OUTSIDE = re.compile(r"https://|mailto:|#")


class Addresses:
    """The address of all that can be linked to, from any of the `files` of a language (by their paths below it)."""

    def __init__(self, files: Collection[str]) -> None:
        # Made once for all files: a load asks for each of them.
        self._above = _addresses("", files)
        self._below = _addresses("../", files)

    def seen_from(self, file: str) -> dict[str, str]:
        """What may be written in a file and the address each stands for."""
        return self._below if file.partition("/")[0] in _BELOW and file not in ROOT else self._above


def _addresses(up: str, files: Collection[str]) -> dict[str, str]:
    found = {}
    for name in files:
        kind, _, rest = name.partition("/")
        slug = rest.removesuffix(".md")
        if kind == "pages":
            found[f"page:{slug}"] = f"{up}read/{slug}"
        elif kind == "handouts":
            found[f"handout:{slug}"] = f"{up}handouts/{slug}"
    return found | {written: f"{up}{address}" or "./" for written, address in ROOMS.items()}


def dead_links(document: Document, known: Mapping[str, str]) -> Iterator[Problem]:
    """Every link in the text that leads nowhere, at its line; and every link of ours where none can stand."""
    for key, value in document.table.items():
        if isinstance(value, str) and _OURS.search(value):
            yield document.problem((key,), f"'{key}' cannot hold a link to a page of ours; put it into the text below")
    if "[" not in document.body and "<" not in document.body:
        return  # Whatever a link is written with, it begins with one of them.
    for number, line in enumerate(document.body.splitlines(), document.below):
        if _OTHER_FORMS.search(line):
            yield Problem(document.file, number, "a link is written '[words](page:its-name)' here; write it so")
        for target in _TARGET.findall(line):
            if target not in known and not _OUTSIDE.match(target):
                text = f"the link '{target}' leads nowhere; {_meant(target, known)}"
                yield Problem(document.file, number, text)
            elif target not in known and not is_address(target.partition(" ")[0]):
                text = f"the address '{target}' would not be kept; write 'https://', a plain name and no '@' before it"
                yield Problem(document.file, number, text)


def _meant(target: str, known: Collection[str]) -> str:
    if target.startswith(("http:", "www.")):
        return "write it whole, and begin it with 'https://'"
    return did_you_mean(target, known, "write 'https://...', or 'page:' or 'handout:' and the name of its file")
