"""The edition that an earlier start has read and checked, taken where nothing that it was made of has changed."""

import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from supporter.cache import Cache
from supporter.collecting import all_is_kept
from supporter.edition import FOLDERS_BESIDE, Edition, theme_of
from supporter.errors import SupporterError
from supporter.folders import BESIDE, SOURCE

_KIND = "edition"
_MOST = 8
"""Editions that are kept, of all apps of a user together: each has about 1 MB."""
_LIBRARIES = ("pydantic-core", "markdown", "bleach", "pyyaml", "markupsafe", "babel", "flask-babel")
"""Whose version may change what a load makes of the same files."""


class _Unplain(Exception):
    """A link among the files, or something else that is no plain file: only a load says whether it may be there."""


@all_is_kept()
def edition_of(
    cache: Cache | None,
    roots: Sequence[Path],
    locales: Sequence[str],
    theme: str | os.PathLike[str] | None,
    read: Callable[[], Edition],
) -> Edition:
    """The edition of these files: as it was kept, else as `read` makes it, which is then kept.

    What only authors need is not in one that was kept (its `manuscripts`).
    """
    if cache is None:
        return read()
    before = _name(roots, locales, theme)
    kept = cache.take(_KIND, before) if before else None
    if kept is not None:
        found = pickle.loads(kept)  # noqa: S301 - sealed by this app for these very files, as much ours as our code
        assert isinstance(found, Edition)
        return found
    edition = read()
    # Of a file that was changed meanwhile nobody knows which state was read.
    if before and before == _name(roots, locales, theme):
        kept = pickle.dumps(replace(edition, manuscripts={}), pickle.HIGHEST_PROTOCOL)
        cache.keep(_KIND, before, kept, _MOST)
    return edition


def _name(roots: Sequence[Path], locales: Sequence[str], theme: str | os.PathLike[str] | None) -> str | None:
    """All that the edition is made of, as one number; None where only a load can say what that is."""
    digest = sha256()
    try:
        for part in _parts(roots, locales, theme):
            digest.update(len(part).to_bytes(8, "big") + part)
    except (_Unplain, OSError, SupporterError, PackageNotFoundError):
        return None
    return digest.hexdigest()


def _parts(roots: Sequence[Path], locales: Sequence[str], theme: str | os.PathLike[str] | None) -> Iterator[bytes]:
    yield sys.version.encode()
    yield from (version(library).encode() for library in _LIBRARIES)
    here = Path(__file__).parent
    for path in sorted([*here.glob("*.py"), *here.glob("translations/*/*/*.mo")]):
        yield path.read_bytes()
    yield repr((*locales, len(roots))).encode()
    read = {*BESIDE, *FOLDERS_BESIDE, SOURCE, *locales}
    for root in roots:
        for entry in sorted(os.scandir(root), key=_named):
            if entry.name in read:
                yield from _files(entry, "")
            elif entry.is_dir() or entry.name.endswith((".yaml", ".yml", ".json")):
                # Of what is the host's own only this is looked at: a load tells names that are nearly one of ours.
                yield entry.name.encode()
    found = theme_of(theme, roots)
    if found:
        yield found.version.encode()  # its logo may lie wherever it says


def _files(entry: "os.DirEntry[str]", above: str) -> Iterator[bytes]:
    """The path and the bytes of every file."""
    here = f"{above}/{entry.name}"
    if entry.is_dir(follow_symlinks=False):
        for inner in sorted(os.scandir(entry), key=_named):
            yield from _files(inner, here)
    elif entry.is_file(follow_symlinks=False):
        yield here.encode()
        with open(entry, "rb", buffering=0) as file:
            yield file.read()
    else:
        raise _Unplain


def _named(entry: "os.DirEntry[str]") -> str:
    return entry.name
