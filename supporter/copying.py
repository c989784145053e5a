"""Pieces of ours in a host's own folder, where they take the place of ours and can be changed."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from supporter.beginning import write_new
from supporter.errors import Problem, SupporterError, did_you_mean
from supporter.folders import find_files, found_locales
from supporter.shipped import shipped


def copy_pieces(folder: Path, names: Sequence[str], locale: str) -> tuple[Path, ...]:
    """Write shipped files into a folder as they are and give their paths.

    A name is that of a piece, as `blocks/you-first`, or of its file, as `supporter check` writes it. Raises
    SupporterError, and writes nothing, where a name is none of ours or a file is there already.
    """
    root = shipped("content")
    if locale not in found_locales([root]):
        raise SupporterError(f"we have no language '{locale}'; {did_you_mean(locale, found_locales([root]))}")
    problems: list[Problem] = []
    found = {_plain(name, locale): (name, path) for name, (path, _) in find_files([root], locale, problems).items()}
    files = {}
    for name in names:
        if _plain(name, locale) not in found:
            known = "'supporter map' shows all names, such as blocks/you-first"
            raise SupporterError(f"we have no '{name}' in {locale}; {did_you_mean(_plain(name, locale), found, known)}")
        relative, path = found[_plain(name, locale)]
        files[folder / locale / relative] = path.read_text(encoding="utf-8")
    return write_new(files)


def _plain(name: str, locale: str) -> str:
    """A piece's name, however it was written: `content/en/blocks/you-first.md` is `blocks/you-first`."""
    return str(PurePosixPath(name.removeprefix("content/").removeprefix(f"{locale}/")).with_suffix(""))
