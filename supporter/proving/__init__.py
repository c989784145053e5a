"""Proofs over every possible check-in at once, by z3; needs the extra `check`."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import prod

from supporter.errors import Problem, SupporterError
from supporter.guide import Guide
from supporter.manuscript import Manuscript
from supporter.questions import Question


@contextmanager
def solver_needed() -> Iterator[None]:
    """Around imports of what needs z3: where it is not installed, a SupporterError says what to install."""
    try:
        yield
    except ModuleNotFoundError as error:
        text = f"proofs need {error.name}, which is not installed; run: pip install 'within-reach[check]'"
        raise SupporterError(text) from error


def prove(manuscript: Manuscript) -> Iterator[Problem]:
    """Everything that is not so for every reader; raises SupporterError where z3 is not installed."""
    with solver_needed():
        from supporter.proving.encoding import Encoding
        from supporter.proving.holding import broken_laws, careless_skips, conflicts, missing_groups, wrong_ranks
        from supporter.proving.reach import Reach
        from supporter.proving.room import crowded
    encoding = Encoding(manuscript.guide)
    yield from wrong_ranks(manuscript)
    yield from Reach(manuscript, encoding).problems()
    for proof in (broken_laws, missing_groups, conflicts, careless_skips, crowded):
        yield from proof(manuscript, encoding)


def count_check_ins(guide: Guide) -> int:
    """How many check-ins the form can send, when every question is asked."""
    return prod(_ways(guide, question) for question in guide.screens)


def _ways(guide: Guide, question: Question) -> int:
    """Answers to one screen, none at all among them."""
    if question.kind == "one":
        return len(question.choices) + 1
    if question.kind == "many":
        return (1 << len(question.choices) - len(question.alone)) + len(question.alone)
    # A row that is not answered with the first column can also be marked on the question beside it.
    marks = 2 if guide.beside(question) else 1
    row: int = 1 + marks * len(question.columns)
    return prod(row for _ in question.choices)
