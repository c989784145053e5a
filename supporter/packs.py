"""Content packs: guides that an installed Python package brings, by an entry point of the group `supporter.content`."""

from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint, entry_points
from os import PathLike
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from supporter.errors import ContentError, Problem, SupporterError, UnreadableError, did_you_mean
from supporter.folders import PACK, Folder, found_locales
from supporter.frontmatter import read_document
from supporter.pieces import Text
from supporter.records import Record
from supporter.shipped import called, shipped

GROUP = "supporter.content"
PREFIX = "pack:"
"""What stands before a pack's name where a folder could stand."""


class About(Record):
    """pack.yaml: what a folder of content is; `alone` where it is a guide of its own, not laid over ours."""

    about: Text
    alone: bool = False


class Pack(NamedTuple):
    """One pack; `package` is the distribution that brings it, `languages` those of its folders."""

    name: str
    package: str
    version: str
    folder: Path
    about: str
    languages: Sequence[str]


def installed() -> dict[str, EntryPoint]:
    """Every pack by its name, not loaded yet; raises SupporterError where two packages have one name."""
    found: dict[str, EntryPoint] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, _package(point))):
        other = found.setdefault(point.name, point)
        if other is not point and _package(other) != _package(point):
            both = f"{_package(other)} and {_package(point)}"
            raise SupporterError(f"two packages bring a pack '{point.name}': {both}; uninstall one of them")
    return found


def load_pack(point: EntryPoint) -> Pack:
    """The pack of an entry point; raises SupporterError that names its package where it cannot be used."""
    folder = _folder(point)
    about = read_about(folder)
    languages = found_locales([folder])
    if not languages and about is None:
        raise SupporterError(f"{_named(point)} has no content in {folder}; put a folder such as 'en/' there")
    return Pack(
        name=point.name,
        package=_package(point),
        version=point.dist.version if point.dist else "",
        folder=folder,
        about=about.about if about else (point.dist.metadata["Summary"] or "" if point.dist else ""),
        languages=languages,
    )


def content_folder(given: str | PathLike[str]) -> Path:
    """The folder that a host names, by its path or as `pack:name`; raises SupporterError for a pack that is missing."""
    if not isinstance(given, str) or not given.startswith(PREFIX):
        return Path(given)
    name = given.removeprefix(PREFIX)
    packs = installed()
    if name not in packs:
        known = did_you_mean(name, packs) if packs else "none is installed; docs/packs.md says how to make one"
        raise SupporterError(f"there is no content pack '{name}'; {known}")
    return load_pack(packs[name]).folder


def read_about(folder: Path) -> About | None:
    """What a folder says of itself; None where it has no pack.yaml. Raises ContentError, or UnreadableError."""
    try:
        if not (folder / PACK).is_file():
            return None
    except PermissionError as error:
        raise UnreadableError(folder, error) from error
    document = read_document(folder / PACK, called(folder, PACK))
    if isinstance(document, Problem):
        raise ContentError([document])
    # Not before: few hosts have a pack, and a start that finds a compiled guide checks nothing else.
    from supporter.validating import record_of

    problems: list[Problem] = []
    about = record_of(About, document.table, document, problems)
    if about is None:
        raise ContentError(problems)
    return about


def content_roots(content: Folder | Sequence[Folder] | None, base: Folder | None = None) -> list[Path]:
    """The folders of content, the nearest first and last the one that all are laid over.

    That is the shipped one, unless a folder is a guide of its own. Raises SupporterError for a pack that is not there.
    """
    given = [content] if isinstance(content, str | PathLike) else list(content or ())
    roots: list[Path] = []
    for folder in given:
        roots.append(content_folder(folder))
        about = read_about(roots[-1])
        if about and about.alone:
            return roots
    return [*roots, Path(base) if base else shipped("content")]


def _folder(point: EntryPoint) -> Path:
    """Where the content lies: the package that is named, or what the function that is named gives."""
    try:
        found = point.load()
        folder = Path(next(iter(found.__path__)) if isinstance(found, ModuleType) else found())
    except Exception as error:  # Any code of others runs here, and whatever it raises, its package is to be named.
        why = f"{type(error).__name__}: {error}"
        text = f"{_named(point)} cannot be loaded ({why}); mend '{point.value}' in the entry point, or uninstall it"
        raise SupporterError(text) from error
    if not folder.is_dir():
        raise SupporterError(f"{_named(point)} names {folder}, which is no folder; install it unpacked")
    return folder


def _named(point: EntryPoint) -> str:
    return f"the content pack '{point.name}' of the package {_package(point)}"


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else "(unknown)"


def lines(packs: dict[str, EntryPoint], faults: list[str]) -> Iterator[str]:
    """What is installed, two lines each, as a person reads it; packs that cannot be used are added to `faults`."""
    for point in packs.values():
        try:
            pack = load_pack(point)
        except SupporterError as error:
            faults.append(str(error))
            continue
        yield f"{PREFIX}{pack.name}  {pack.version}  ({', '.join(pack.languages)})  {pack.about}"
        yield f"    from {pack.package}, in {pack.folder}"
