"""Which content files make a guide: same relative path, nearest folder wins."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path

from supporter.errors import Problem, SupporterError, UnreadableError, did_you_mean
from supporter.frontmatter import Document, read_document
from supporter.limits import excess
from supporter.shipped import called

KINDS = (
    "questions", "flags", "cautions", "paths", "plans", "blocks", "messages",
    "swaps", "handouts", "care", "pages", "evidence", "sources", "personas",
)  # fmt: skip
_YAML = ("personas",)
"""Kinds whose files are all table."""
SETTINGS = "guide.yaml"
REPLIES = "replies.yaml"
LANGUAGE = "language.yaml"
LAWS = "laws.yaml"
TABLES = (SETTINGS, REPLIES, LANGUAGE, LAWS)
"""Files of a language that stand alone."""
HELPLINES = "helplines.json"
OWN_LINES = "helplines.yaml"
"""Single lines, laid over the helplines of the folders farther away."""
THEME = "theme.yaml"
PACK = "pack.yaml"
BESIDE = (HELPLINES, OWN_LINES, THEME, PACK)
"""Files beside the languages, each for all of them."""
LARGEST_DATA = 1_048_576
"""Bytes in a file of data at most; the helplines of 40 countries have 28,000."""

SOURCE = "en"
"""The language that a translation is of, where none is named."""

Folder = str | PathLike[str]
Files = dict[str, tuple[Path, str]]
"""Where each content file lies and what errors call it, by its path below the folder of the language."""


def check_roots(roots: Sequence[Path], locales: Sequence[str]) -> None:
    """Raises SupporterError for a root that is no folder or holds nothing of these languages, or a language of none."""
    folders = " or ".join(f"'{locale}/'" for locale in locales)
    for root in roots:
        if not root.is_dir():
            where = "" if root.is_absolute() else f" in {Path.cwd()}"
            raise SupporterError(f"{root}: there is no such folder{where}; name the folder that holds {folders}")
        named = [*((root / locale).is_dir() for locale in locales), *((root / file).is_file() for file in BESIDE)]
        if not any(named):
            raise SupporterError(f"{root}: there is no {folders} in it; name the folder above, which holds {folders}")
    there = found_locales(roots)
    for locale in locales:
        if locale not in there:
            raise SupporterError(f"no content folder holds the language '{locale}/'; {did_you_mean(locale, there)}")


def found_locales(roots: Sequence[Path]) -> tuple[str, ...]:
    """The languages that these folders hold; those that stand alone first, as others can translate them."""
    folders = (folder for root in roots if root.is_dir() for folder in root.iterdir())
    named = {folder.name for folder in folders if any((folder / one).exists() for one in (*KINDS, *TABLES))}
    return tuple(sorted(named, key=lambda name: (not stands_alone(roots, name), name)))


def stands_alone(roots: Sequence[Path], locale: str) -> bool:
    """Whether a language has rules of its own; one that has none translates another."""
    return any((root / locale / LAWS).is_file() for root in roots)


def find_files(roots: Sequence[Path], locale: str, problems: list[Problem]) -> Files:
    """Every content file of a language."""
    found: Files = {}
    for root in roots:
        if _leads_out(root / locale, root):
            raise SupporterError(f"{root / locale}: the link leads out of the content folder; put the files here")
        folder = called(root, locale)
        for relative, entry in _entries(root / locale):
            name = f"{folder}/{relative}"
            problem = _misplaced(entry, relative, root, name)
            if problem is not None:
                problems.append(problem)
            else:
                found.setdefault(relative, (Path(entry.path), name))
    return found


def _entries(folder: Path | str, above: str = "") -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """All that is no folder, in order, with its path from the first; nothing of it where its name begins with a dot."""
    if not os.path.isdir(folder):
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise UnreadableError(folder, error) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(entry.path, f"{above}{entry.name}/")
        else:
            yield above + entry.name, entry


def read_kind(files: Files, kind: str, problems: list[Problem]) -> Iterable[tuple[str, Document]]:
    """Id and document of each file in the folder of a kind; files that cannot be read are added to `problems`."""
    for relative in sorted(relative for relative in files if relative.startswith(f"{kind}/")):
        document = read_document(*files[relative])
        if isinstance(document, Problem):
            problems.append(document)
            continue
        over = excess(document.body)
        if over is not None:
            problems.append(Problem(document.file, document.below + over[0], over[1]))
            # With another text, as its own would take too long to render, so that its other mistakes are told as well.
            document = replace(document, body="...")
        yield relative.removeprefix(f"{kind}/").rpartition(".")[0], document


def layers(roots: Sequence[Path], locale: str, name: str) -> list[tuple[Path, str]]:
    """A file of a language in every folder that has it, the farthest first, and what errors call each."""
    found = [(root, root / locale / name) for root in reversed(roots)]
    return [
        (path, called(root, f"{locale}/{name}"))
        for root, path in found
        if path.exists() and _unreadable(path, root) is None
    ]


def helpline_files(roots: Sequence[Path]) -> tuple[bytes, str, list[tuple[Path, str]]]:
    """The nearest HELPLINES and its name, and every OWN_LINES that is laid over it, the farthest first."""
    own = []
    for root in roots:
        if _there(root, OWN_LINES):
            own.append((root / OWN_LINES, called(root, OWN_LINES)))
        if _there(root, HELPLINES):
            return (root / HELPLINES).read_bytes(), called(root, HELPLINES), own[::-1]
    raise SupporterError(f"no content folder holds '{HELPLINES}'; put it beside the folders of the languages")


def nearest(roots: Sequence[Path], name: str) -> tuple[Path, str] | None:
    """The nearest file of that name beside the languages, and what errors call it."""
    return next(((root / name, called(root, name)) for root in roots if _there(root, name)), None)


def _there(root: Path, name: str) -> bool:
    """Whether a folder has a file; raises SupporterError where it is there and cannot be read as one."""
    path = root / name
    if not path.exists() and not path.is_symlink():
        return False
    fault = _unreadable(path, root)
    if fault is None and path.stat().st_size > LARGEST_DATA:
        fault = f"the file has {path.stat().st_size:,} bytes; {LARGEST_DATA:,} is the most"
    if fault is not None:
        raise SupporterError(f"{called(root, name)}: {fault}")
    return True


def _leads_out(path: Path, root: Path) -> bool:
    """Whether a path ends outside its root; links that go round in a circle end nowhere."""
    try:
        return not path.resolve().is_relative_to(root.resolve())
    except RuntimeError:  # what Python before 3.13 says of a circle
        return True


def _unreadable(path: Path, root: Path) -> str | None:
    """Why a path is no file of the author's; a pipe or a device would keep the start waiting."""
    if _leads_out(path, root):
        return "the link leads out of the content folder; put the file itself here"
    return None if path.is_file() else "this is no file that can be read; put a plain file here, or take it away"


def _misplaced(entry: "os.DirEntry[str]", relative: str, root: Path, name: str) -> Problem | None:
    # No link was followed to it, so that a plain file lies where it seems to.
    fault = None if entry.is_file(follow_symlinks=False) else _unreadable(Path(entry.path), root)
    if fault is not None:
        return Problem(name, 1, fault)
    folder, *rest = relative.split("/")
    if not rest:
        if folder in TABLES:
            return None
        above = f"move it to {called(root, folder)}, beside the languages"
        known = above if folder in BESIDE else did_you_mean(folder, (*KINDS, *TABLES))
        return Problem(name, 1, f"this is in no folder of a kind; {known}")
    if folder not in KINDS:
        return Problem(name, 1, f"'{folder}' is not a kind of content; {did_you_mean(folder, KINDS)}")
    suffix = ".yaml" if folder in _YAML else ".md"
    if len(rest) > 1 or not rest[0].endswith(suffix):
        return Problem(name, 1, f"only files such as '{folder}/some-name{suffix}' are read; move or rename it")
    return None
