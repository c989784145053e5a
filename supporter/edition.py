"""An edition: the content as it was read at one time, and a short name that tells it from any other."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from supporter.guide import Guide
from supporter.loading import Folder, content_roots, load_manuscripts
from supporter.manuscript import Manuscript
from supporter.theme import Theme, find_theme

BESIDE = ("fonts", "translations")
"""Folders beside the languages of a host's content whose files a reader sees too."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Manuscripts by language; `name` is the same on every machine that read the same content, wherever it lies.

    theme: the host's, where there is one.
    """

    name: str
    manuscripts: Mapping[str, Manuscript]
    theme: Theme | None = None

    @property
    def guides(self) -> dict[str, Guide]:
        """The guides, by language."""
        return {locale: one.guide for locale, one in self.manuscripts.items()}


def read_edition(content: Sequence[Folder], locales: Sequence[str], theme_file: Folder | None = None) -> Edition:
    """Read and check all of it; raises as `load_manuscripts` and `find_theme` do."""
    manuscripts = load_manuscripts(content, locales)
    theme = find_theme(theme_file, content_roots(content))
    digest = sha256()
    # What was read is named, not the files, which may have changed since.
    for part in (*_texts(manuscripts), *_beside(content), theme.version.encode() if theme else b""):
        digest.update(len(part).to_bytes(8, "big") + part)
    return Edition(digest.hexdigest()[:12], manuscripts, theme)


def _texts(manuscripts: Mapping[str, Manuscript]) -> Iterator[bytes]:
    for locale, manuscript in manuscripts.items():
        yield from (one.line.model_dump_json().encode() for one in manuscript.helplines)
        for file, document in sorted(manuscript.documents.items()):
            yield json.dumps([locale, *file, document.table, document.body], default=str).encode()


def _beside(content: Sequence[Folder]) -> Iterator[bytes]:
    for root in map(Path, content):
        for path in sorted(path for folder in BESIDE for path in (root / folder).rglob("*") if path.is_file()):
            yield path.relative_to(root).as_posix().encode()
            yield path.read_bytes()
