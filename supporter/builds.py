"""The folder of a static site: made anew only where it is empty, or was made by us before."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from supporter.errors import SupporterError

RECORD = "within-reach.json"
"""What we put beside the pages: the files that are ours, and what is in them."""
_MADE_BY = "supporter build"


def check_folder(out: Path) -> None:
    """Raise SupporterError unless the folder is missing, empty, or one that `write_site` made."""
    if out.exists() and not out.is_dir():
        raise SupporterError(f"{out} is a file; name a folder")
    if out.is_dir() and any(out.iterdir()):
        _ours(out)


def write_site(out: Path, files: Mapping[str, bytes]) -> None:
    """Write the files, take away those of an earlier build that are no more, and leave what others put there.

    files: what each holds, by its path in the folder. Raises SupporterError like `check_folder`.
    """
    check_folder(out)
    before = _ours(out) if (out / RECORD).exists() else ()
    out.mkdir(parents=True, exist_ok=True)
    for name in before:
        if name not in files:
            (out / name).unlink(missing_ok=True)
            _take_away_empty(out, (out / name).parent)
    for name, held in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(held)
    record = {"made_by": _MADE_BY, "files": {name: sha256(held).hexdigest() for name, held in sorted(files.items())}}
    (out / RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _ours(out: Path) -> tuple[str, ...]:
    """The files of the build that is in the folder."""
    refusal = f"{out} is not empty, and is no site that '{_MADE_BY}' made; name another folder, or empty it"
    try:
        record = json.loads((out / RECORD).read_text(encoding="utf-8"))
        made_by, files = record["made_by"], tuple(map(str, record["files"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SupporterError(refusal) from error
    root = out.resolve()
    # A record that somebody wrote by hand must not lead out of the folder.
    if made_by != _MADE_BY or not all((out / name).resolve().is_relative_to(root) for name in files):
        raise SupporterError(refusal)
    return files


def _take_away_empty(out: Path, folder: Path) -> None:
    while folder != out and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
