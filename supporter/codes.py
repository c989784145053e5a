"""The four bytes that stand for each token in a cookie, made of its ids alone, so that they outlive an edition."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from supporter.guide import Guide

QUESTIONS, FLAGS = ".questions", ".flags"
"""The names of their codes; a file whose name begins with a dot is no question."""
MOST = 654
"""How many of them the largest cookie has room for that a browser surely keeps (`LARGEST_COOKIE` in `mount`)."""
NOTHING = 0
"""The code of what is not in the guide."""


def _code(name: str, token: str) -> int:
    """That of a token of a question, or of a question or flag under their names."""
    return int.from_bytes(sha256(f"{name}\0{token}".encode()).digest()[:4], "little")


def codes_of(guide: Guide) -> Mapping[str, Mapping[str, int]]:
    """The code of each token of each question, and of the questions and flags themselves."""
    tokens: dict[str, Iterable[str]] = {one.id: one.sendable for one in guide.questions.values()}
    tokens |= {QUESTIONS: guide.questions, FLAGS: guide.flags}
    return {name: {token: _code(name, token) for token in sorted(those)} for name, those in tokens.items()}


def codes_at_most(guide: Guide) -> int:
    """How many a check-in can have: all answers, those of one screen once more while it waits, and every flag."""
    most = {one.id: 1 if one.kind == "one" else len(one.choices) for one in guide.questions.values()}
    screens = [most[one.id] + (most[beside.id] if (beside := guide.beside(one)) else 0) for one in guide.screens]
    return sum(most.values()) + max(screens, default=0) + len(guide.flags)


def twins(guide: Guide) -> Iterator[tuple[str, str, str]]:
    """Name and token whose code stands for another as well, and what that is."""
    known = {NOTHING: "nothing"}
    for name, codes in codes_of(guide).items():
        for token, one in codes.items():
            if one in known:
                yield name, token, known[one]
            known[one] = f"{name} {token}".removeprefix(".")
