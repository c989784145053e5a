"""How far a language has come: what is missing, what lacks a part, and what the source has left behind."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from supporter.errors import Problem
from supporter.manuscript import File, Manuscript, Translation
from supporter.translating import STAMP

_COLUMNS = ("files", "translated", "missing", "incomplete", "stale")


def findings(translation: Translation) -> Iterator[Problem]:
    """What a translator is to do in the files there are: warnings, since readers are shown the original until then."""
    for file, lacks in translation.incomplete.items():
        text = f"not translated: {', '.join(lacks)}; until it is, readers see the whole of it in {translation.source}"
        yield translation.documents[file].problem((), text)
    for file, stamp in translation.stale.items():
        text = f"the source has changed since; read it again, then write '{STAMP}: \"{stamp}\"'"
        yield translation.documents[file].problem((STAMP,), text)
    yield from translation.outdated


def table(manuscript: Manuscript, translation: Translation) -> Iterator[str]:
    """A line for each kind: how many files there are, and how many of them readers see in this language."""
    total: Counter[str] = Counter()
    widest = max(len(kind) for kind, _ in manuscript.documents)
    yield " " * widest + "".join(f"{column:>12}" for column in _COLUMNS)
    for kind, counts in _counts(translation).items():
        total.update(counts)
        yield _row(kind, counts, widest)
    yield _row("all", total, widest)


def missing_lines(translation: Translation) -> Iterator[str]:
    """Every file of the source that has no translation, a line each."""
    yield from (f"{_name(file)}: not translated" for file in translation.missing)


def as_dict(translation: Translation) -> dict[str, Any]:
    """The same for a program: files by name, keys and stamps."""
    return {
        "source": translation.source,
        "translated": [_name(file) for file in translation.good],
        "missing": [_name(file) for file in translation.missing],
        "incomplete": {_name(file): list(lacks) for file, lacks in translation.incomplete.items()},
        "stale": {_name(file): stamp for file, stamp in translation.stale.items()},
    }


def _counts(translation: Translation) -> dict[str, Counter[str]]:
    """By kind; a file that lacks a part and is stale too counts as incomplete."""
    counts: dict[str, Counter[str]] = {}

    def add(file: File, column: str) -> None:
        counts.setdefault(file[0], Counter()).update(("files", column))

    for file in translation.good:
        add(file, "translated")
    for file in translation.missing:
        add(file, "missing")
    for file in translation.incomplete:
        add(file, "incomplete")
    for file in translation.stale.keys() - translation.incomplete.keys():
        add(file, "stale")
    return dict(sorted(counts.items(), key=lambda item: ("." in item[0], item[0])))


def _row(kind: str, counts: Counter[str], widest: int) -> str:
    return f"{kind:<{widest}}" + "".join(f"{counts[column]:>12}" for column in _COLUMNS)


def _name(file: File) -> str:
    return "/".join(filter(None, file))
