"""An edition: the content as it was read at one time, and a short name that tells it from any other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from supporter.collecting import all_is_kept
from supporter.folders import THEME, Folder, nearest
from supporter.guide import Guide
from supporter.packs import content_roots
from supporter.tongues import Tongue

if TYPE_CHECKING:
    from supporter.manuscript import Manuscript
    from supporter.theme import Theme

FOLDERS_BESIDE = ("fonts", "translations")
"""Folders beside the languages of a host's content whose files a reader sees too."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Guides by language; `name` is the same on every machine that read the same content, wherever it lies.

    tongues: what pages need to know of their languages. texts: by language, the words of templates in it; the source's
    are the words themselves. theme: the host's, where there is one. manuscripts: the guides by language with their
    files, as they were read; none where the edition was kept by an earlier start.
    """

    name: str
    guides: Mapping[str, Guide]
    tongues: Mapping[str, Tongue] = field(default_factory=dict, repr=False)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    theme: "Theme | None" = None
    manuscripts: "Mapping[str, Manuscript]" = field(default_factory=dict, repr=False)


@all_is_kept()
def read_edition(content: Sequence[Folder], locales: Sequence[str], theme_file: Folder | None = None) -> Edition:
    """Read and check all of it; raises as `load_manuscripts` and `find_theme` do."""
    # Not before: a start that finds what an earlier one has kept reads nothing.
    from supporter.loading import load_manuscripts

    manuscripts = load_manuscripts(content, locales)
    theme = theme_of(theme_file, content_roots(content))
    digest = sha256()
    # What was read is named, not the files, which may have changed since.
    for part in (*_texts(manuscripts), *_beside(content), theme.version.encode() if theme else b""):
        digest.update(len(part).to_bytes(8, "big") + part)
    guides = {locale: manuscript.guide for locale, manuscript in manuscripts.items()}
    return Edition(digest.hexdigest()[:12], guides, _tongues(guides), {}, theme, manuscripts)


def theme_of(named: Folder | None, roots: Sequence[Path]) -> "Theme | None":
    """As `find_theme`, of which nothing is imported where there is none."""
    if named is None and nearest(roots, THEME) is None:
        return None
    from supporter.theme import find_theme

    return find_theme(named, roots)


def _tongues(guides: Mapping[str, Guide]) -> dict[str, Tongue]:
    from supporter.cldr import describe

    shown = {code for guide in guides.values() for code in (guide.locale, guide.source)}
    lines = [line for guide in guides.values() for country in guide.countries.values() for line in country.lines]
    spoken = {code for line in lines for code in line.languages or ()}
    return {code: describe(code, spoken) for code in sorted(shown)}


def _texts(manuscripts: "Mapping[str, Manuscript]") -> Iterator[bytes]:
    for locale, manuscript in manuscripts.items():
        yield from (ascii(one.line).encode() for one in manuscript.helplines)
        for file, document in sorted(manuscript.documents.items()):
            yield ascii((locale, file, document.table)).encode()
            yield document.body.encode()


def _beside(content: Sequence[Folder]) -> Iterator[bytes]:
    for root in map(Path, content):
        for path in sorted(path for folder in FOLDERS_BESIDE for path in (root / folder).rglob("*") if path.is_file()):
            yield path.relative_to(root).as_posix().encode()
            yield path.read_bytes()
