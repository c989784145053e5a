"""guide.yaml in another language, folder by folder: a host that changes one word of ours need translate no other."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from supporter.errors import Problem
from supporter.folders import SETTINGS, layers
from supporter.frontmatter import Document, read_document
from supporter.overlaying import lay, narrowed, strangers
from supporter.translating import STAMP, Joined, join


class LocalSettings(NamedTuple):
    """What became of them.

    document: all of it, with the source's words where a folder has no good translation of its own; None where none has.
    given: the translation to tell about, the nearest that is not good, and joined: what is to be told of it.
    """

    document: Document | None
    given: Document
    joined: Joined


def join_settings(roots: Sequence[Path], source: str, locale: str) -> LocalSettings | None:
    """The settings of the source with their translations, the farthest folder first; None where there is none."""
    found: list[tuple[Document, Joined]] = []
    original: Document | None = None
    whole: Document | None = None
    for root in reversed(roots):
        here, there = (next(_read([root], code), None) for code in (source, locale))
        if here:
            original = lay(original, here) if original else here
        layer = here
        if there and original:
            joined = _joined(original, here, there)
            found.append((there, joined))
            layer = joined.document if joined.good else here
        if layer:
            whole = lay(whole, layer) if whole else layer
    if not found:
        return None
    given, joined = next((one for one in reversed(found) if not one[1].good), found[-1])
    joined.faults = [fault for _, one in found for fault in one.faults]
    return LocalSettings(whole if any(one.good for _, one in found) else None, given, joined)


def _joined(original: Document, here: Document | None, there: Document) -> Joined:
    """A translation with as much of the source as its folder is about."""
    joined = join(narrowed(original, [one for one in (here, there) if one]), there, SETTINGS)
    strange: list[Problem] = list(strangers(there, original, (STAMP,)))
    lines = {problem.line for problem in strange}
    joined.faults = [*strange, *(fault for fault in joined.faults if fault.line not in lines)]
    return joined


def _read(roots: Sequence[Path], locale: str) -> Iterator[Document]:
    """What can be read; what cannot is told where all files of a language are found."""
    for path, name in layers(roots, locale, SETTINGS):
        document = read_document(path, name)
        if isinstance(document, Document):
            yield document
