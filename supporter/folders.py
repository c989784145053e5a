"""Which content files make a guide: same relative path, nearest folder wins."""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from supporter.errors import Problem, SupporterError, did_you_mean
from supporter.frontmatter import Document, read_document

KINDS = (
    "questions", "flags", "cautions", "paths", "plans", "blocks", "messages",
    "swaps", "handouts", "care", "pages", "evidence", "sources", "personas",
)  # fmt: skip
_YAML = ("personas",)
"""Kinds whose files are all table."""
SETTINGS = "guide.yaml"
LANGUAGE = "language.yaml"
LAWS = "laws.yaml"
TABLES = (SETTINGS, LANGUAGE, LAWS)
"""Files of a language that stand alone."""
HELPLINES = "helplines.json"


def find_files(roots: Sequence[Path], locale: str, problems: list[Problem]) -> dict[str, tuple[Path, str]]:
    """Path and name for errors of every content file, by its path below the locale; raises if a root is no folder."""
    found: dict[str, tuple[Path, str]] = {}
    for root in roots:
        if not root.is_dir():
            raise SupporterError(f"{root}: there is no such folder; name the folder that holds '{locale}/'")
        if not (root / locale).is_dir() and not (root / HELPLINES).is_file():
            raise SupporterError(
                f"{root}: there is no '{locale}/' in it; name the folder above, which holds '{locale}/'"
            )
        for path in sorted((root / locale).rglob("*")):
            relative = path.relative_to(root / locale)
            if (path.is_dir() and not path.is_symlink()) or any(part.startswith(".") for part in relative.parts):
                continue
            name = f"{root.name}/{locale}/{relative.as_posix()}"
            problem = _misplaced(path, PurePosixPath(relative.as_posix()), root, name)
            if problem is not None:
                problems.append(problem)
            else:
                found.setdefault(relative.as_posix(), (path, name))
    return found


def read_kind(files: dict[str, tuple[Path, str]], kind: str, problems: list[Problem]) -> Iterable[tuple[str, Document]]:
    """Id and document of each file in the folder of a kind; files that cannot be read are added to `problems`."""
    for relative, (path, name) in sorted(files.items()):
        folder, _, rest = relative.partition("/")
        if folder != kind:
            continue
        document = read_document(path, name)
        if isinstance(document, Problem):
            problems.append(document)
        else:
            yield rest.rpartition(".")[0], document


def nearest_data(roots: Sequence[Path], name: str) -> tuple[Path, str]:
    """The nearest file that is the same for every language, such as the helplines."""
    for root in roots:
        if (root / name).is_file():
            return root / name, f"{root.name}/{name}"
    raise SupporterError(f"no content folder holds '{name}'; put it beside the folders of the languages")


def _misplaced(path: Path, relative: PurePosixPath, root: Path, name: str) -> Problem | None:
    if not path.resolve().is_relative_to(root.resolve()):
        return Problem(name, 1, "the link leads out of the content folder; put the file itself here")
    folder, *rest = relative.parts
    if not rest:
        return (
            None
            if folder in TABLES
            else Problem(name, 1, f"this is in no folder of a kind; {did_you_mean(folder, (*KINDS, *TABLES))}")
        )
    if folder not in KINDS:
        return Problem(name, 1, f"'{folder}' is not a kind of content; {did_you_mean(folder, KINDS)}")
    suffix = ".yaml" if folder in _YAML else ".md"
    if len(rest) > 1 or path.suffix != suffix:
        return Problem(name, 1, f"only files such as '{folder}/some-name{suffix}' are read; move or rename it")
    return None
