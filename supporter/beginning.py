"""A folder of a host's own to begin with: small files with comments, which pass `supporter check` as they are."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from supporter.errors import SupporterError

_SAMPLE = Path(__file__).parent / "sample"
_YEAR = timedelta(days=365)


def begin(folder: Path, today: date) -> tuple[Path, ...]:
    """Write the files and give their paths; raises SupporterError, and writes nothing, where one is there already."""
    return write_new({folder / relative: text for relative, text in _texts(today)})


def write_new(files: Mapping[Path, str]) -> tuple[Path, ...]:
    """Write texts to new files and give the paths; raises SupporterError, and writes nothing, where one is there."""
    there = [path for path in files if path.exists() or path.is_symlink()]
    if there:
        named = ", ".join(str(path) for path in there)
        raise SupporterError(f"nothing was written, as this is there already: {named}; name another folder")
    path = Path()
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            # "x": what another process writes in this very moment stays too.
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        # A disk that is full names no file.
        where = error.filename or path
        raise SupporterError(f"{where}: cannot be written ({error.strerror}); name another folder") from error
    return tuple(files)


def _texts(today: date) -> Iterator[tuple[Path, str]]:
    """Each file by its path in the new folder, with its days filled in."""
    for path in sorted(path for path in _SAMPLE.rglob("*") if path.is_file()):
        text = path.read_text(encoding="utf-8")
        dated = text.replace("{today}", today.isoformat()).replace("{next_year}", (today + _YEAR).isoformat())
        yield path.relative_to(_SAMPLE), dated
