"""Content folders into a guide for each language; all mistakes are reported at once."""

from collections.abc import Sequence

from supporter.assembling import read_source
from supporter.errors import ContentError, Problem, SupporterError
from supporter.folders import SOURCE, Folder, check_roots, stands_alone
from supporter.guide import Guide
from supporter.manuscript import Manuscript
from supporter.packs import content_roots
from supporter.translations import translate


def load_guide(content: Folder | Sequence[Folder] | None = None, locale: str = SOURCE) -> Guide:
    """Load the shipped content with `content` laid over it (the nearest first).

    Raises ContentError with every mistake, or SupporterError when a folder is not there.
    """
    return load_manuscript(content, locale).guide


def load_manuscript(
    content: Folder | Sequence[Folder] | None = None, locale: str = SOURCE, base: Folder | None = None
) -> Manuscript:
    """As `load_guide`, with the files beside the guide; `base` is read in the place of the shipped content."""
    return load_manuscripts(content, (locale,), base)[locale]


def load_manuscripts(
    content: Folder | Sequence[Folder] | None, locales: Sequence[str], base: Folder | None = None
) -> dict[str, Manuscript]:
    """The guide in several languages, the first of which is the source, or like all others a translation of SOURCE.

    They share all that is not translated. Raises as `load_guide`, with the mistakes of all of them.
    """
    roots = content_roots(content, base)
    source = locales[0] if stands_alone(roots, locales[0]) else SOURCE
    check_roots(roots, tuple(dict.fromkeys((source, *locales))))
    for locale in locales[1:]:
        if locale != source and stands_alone(roots, locale):
            text = f"'{locale}' is no translation of '{source}', as it has laws of its own; give it a mount of its own"
            raise SupporterError(text)
    original = read_source(roots, source)
    problems: list[Problem] = []
    found = {
        locale: original if locale == source else translate(original, roots, locale, problems) for locale in locales
    }
    if problems:
        raise ContentError(problems)
    return found
