"""A fault of ours as a log may hold it: what kind it was and where, since a message may hold what a reader said."""

import traceback
from logging import Logger
from pathlib import Path

_TOP = Path(__file__).parent.parent


def log_fault(logger: Logger, error: BaseException) -> None:
    """One line: the type of the error and of those behind it, and the places it passed; no message, no values."""
    logger.error("a fault: %s", where(error))


def where(error: BaseException) -> str:
    """`KeyError at a.py:3 in f < b.py:5 in g`, the innermost place first; `from` joins an error and those behind it."""
    chain: list[BaseException] = []
    behind: BaseException | None = error
    while behind is not None and behind not in chain:
        chain.append(behind)
        behind = behind.__cause__ or behind.__context__
    return ", from ".join(map(_one, chain))


def _one(error: BaseException) -> str:
    places = [
        f"{_named(frame.filename)}:{frame.lineno} in {frame.name}"
        for frame in reversed(traceback.extract_tb(error.__traceback__))
    ]
    return f"{type(error).__name__} at {' < '.join(places) or 'no place'}"


def _named(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(_TOP)) if path.is_relative_to(_TOP) else path.name
