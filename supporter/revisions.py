"""Content to compare: a folder laid over ours, or the content of a git revision."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import yaml

from supporter.errors import ContentError, SupporterError
from supporter.folders import REPLIES, SETTINGS
from supporter.frontmatter import Document, read_document
from supporter.loading import load_manuscript
from supporter.manuscript import Manuscript
from supporter.packs import PREFIX
from supporter.shipped import shipped

SHIPPED = "shipped"
"""What our content is called in the place of a folder, as an installation has none that a host could name."""
_LISTED = 5
"""Mistakes of a content that are listed; `supporter check` has them all."""


def read_edition(name: str | None, locale: str) -> Manuscript:
    """The content that a folder or a git revision stands for; the shipped content where it is None or SHIPPED.

    Raises SupporterError where the name is neither, or what it names cannot be read.
    """
    try:
        if name is not None and (name.startswith(PREFIX) or Path(name).is_dir()):
            return load_manuscript(name, locale)
        if name in (None, SHIPPED):
            return load_manuscript((), locale)
        with content_of(name, locale) as folder:
            return load_manuscript((), locale, base=folder)
    except ContentError as error:
        listed = [f"  {problem}" for problem in error.problems[:_LISTED]]
        more = len(error.problems) - _LISTED
        listed += [f"  and {more} more"] if more > 0 else []
        whose = f"the content of '{name}'" if name else "our content"
        text = f"{whose} cannot be read by this version, so there is nothing to compare:\n"
        raise SupporterError(text + "\n".join(listed)) from error


@contextmanager
def content_of(revision: str, locale: str) -> Iterator[Path]:
    """A copy of the content folder of a revision, for as long as it is needed."""
    root = _root(revision)
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found is None:
        raise SupporterError(
            f"'{revision}' is neither a folder nor a git revision here; write a folder, a revision such as HEAD~1, or "
            f"'{SHIPPED}' for our content"
        )
    commit = found.decode().strip()
    folder = _content_folder(root, commit, locale)
    if folder is None:
        raise SupporterError(f"'{revision}' has no guide: no folder of it holds '{locale}/{SETTINGS}'")
    # A zip, as `zipfile` writes nothing outside of the folder in any version of Python; `:` is the folder's own tree.
    archive = _git(root, "archive", "--format=zip", f"{commit}:{folder}" if folder else commit)
    if archive is None:
        raise SupporterError(f"git cannot read the files of '{revision}'; try: git archive {revision}")
    with TemporaryDirectory(prefix="within-reach-") as temporary:
        # The name that errors give to its files.
        into = Path(temporary, "content")
        with ZipFile(BytesIO(archive)) as packed:
            packed.extractall(into)
        _complete(into / locale / SETTINGS, locale)
        _add(into / locale / REPLIES, locale)
        yield into


def _complete(settings: Path, locale: str) -> None:
    """Give an older guide.yaml the settings that came later, as ours has them, so that it can still be read."""
    files = (shipped("content") / locale / SETTINGS, settings)
    if not all(file.is_file() for file in files):
        return
    ours, theirs = (read_document(file, SETTINGS) for file in files)
    if isinstance(ours, Document) and isinstance(theirs, Document):
        later = {key: value for key, value in ours.table.items() if key not in theirs.table}
        if later:
            with settings.open("a", encoding="utf-8") as file:
                file.write("\n" + yaml.safe_dump(later, allow_unicode=True))


def _add(file: Path, locale: str) -> None:
    """Give an older edition the sentences that it had in code, as ours has them."""
    ours = shipped("content") / locale / file.name
    if not file.exists() and ours.is_file():
        file.write_bytes(ours.read_bytes())


def _root(revision: str) -> Path:
    found = _git(Path(), "rev-parse", "--show-toplevel")
    if found is None:
        raise SupporterError(
            f"'{revision}' is not a folder, and no git revision either, as git finds no repository here; "
            f"name a folder, or '{SHIPPED}' for our content, or go to the repository of the content"
        )
    return Path(found.decode().removesuffix("\n"))


def _content_folder(root: Path, commit: str, locale: str) -> str | None:
    """The folder that holds the guide: `content` if it is one, else the one nearest to the root."""
    listed = _git(root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit) or b""
    paths = [PurePosixPath(name) for name in listed.decode(errors="surrogateescape").split("\0")]
    folders = [path.parent.parent for path in paths if path.parts[-2:] == (locale, SETTINGS)]
    nearest = sorted(folders, key=lambda path: (path.as_posix() != "content", len(path.parts), path.as_posix()))
    if not nearest:
        return None
    return "" if nearest[0] == PurePosixPath() else nearest[0].as_posix()


def _git(folder: Path, *words: str) -> bytes | None:
    """What git says; None where it refuses. Raises SupporterError where there is no git."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False)  # noqa: S603, S607 - git, no shell
    except FileNotFoundError as error:
        raise SupporterError(
            "git is not installed, so only folders can be compared; name a folder, or install git"
        ) from error
    return done.stdout if done.returncode == 0 else None
