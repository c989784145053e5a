"""What can go wrong, and how it is said: where, what, and what to write instead."""

from collections.abc import Iterable
from typing import NamedTuple


class SupporterError(Exception):
    """Anything Within Reach refuses to do; its text is meant for the person who can mend it."""


class UnreadableError(SupporterError):
    """A folder that the system keeps from us."""

    def __init__(self, folder: object, error: OSError) -> None:
        super().__init__(f"{folder}: the folder cannot be read ({error.strerror}); see who may read it")


class AnswersError(SupporterError):
    """Answers that do not fit the form; says ids the caller wrote, never what a reader meant."""


class ConfigurationError(SupporterError):
    """A setting that is missing or cannot work, with what to set instead."""


class Problem(NamedTuple):
    """One mistake in the content, at a line that a person can go to."""

    # No dataclass: to import what makes one takes a fifth of the time in which a process prints its first sheet.

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        # A name or a text can hold what moves the cursor of a terminal, or ends a line of a log.
        said = f"{self.file}:{self.line}: {self.text}"
        return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in said)


class ContentError(SupporterError):
    """All mistakes of the content at once, a line each, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(word: str, known: Iterable[str], otherwise: str | None = None) -> str:
    """The advice that ends a complaint about an unknown word: the nearest known one, or all of them.

    otherwise: what is said in place of all of them, where they are too many to read.
    """
    # Not before: most processes never have to ask.
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    if otherwise is not None:
        return otherwise
    if not names:
        return "none can be named here"
    return "write one of: " + ", ".join(names)
