"""What a reader told us, in their own words."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from supporter.answers import Answers
from supporter.guide import Guide
from supporter.questions import Question
from supporter.situation import asked, counting


@dataclass(frozen=True, slots=True)
class Told:
    """One question with what was chosen; `number` is its page, `said` is empty when it was left open."""

    number: int
    question: Question = field(repr=False)
    said: tuple[str, ...] = field(repr=False)


def told(guide: Guide, answers: Answers) -> tuple[Told, ...]:
    """Every question that is asked, in the form's order, with what counts of its answer."""
    questions = asked(guide, answers)
    return tuple(
        Told(number, question, tuple(_said(guide, question, answers)))
        for number, question in enumerate(guide.screens, 1)
        if question in questions
    )


def _said(guide: Guide, question: Question, answers: Answers) -> Iterator[str]:
    if question.kind != "grid":
        yield from (question.choice(token).label for token in counting(guide, question, answers))
        return
    beside = guide.beside(question)
    new = counting(guide, beside, answers) if beside else ()
    for token in answers.get(question.id, ()):
        row, _, column = token.rpartition(".")
        suffix = " (new)" if row in new else ""
        yield f"{question.choice(row).label}: {question.column(column).label.lower()}{suffix}"
    answered = {token.rpartition(".")[0] for token in answers.get(question.id, ())}
    yield from (f"{question.choice(row).label} (new)" for row in new if row not in answered)
