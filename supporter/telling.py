"""What a reader told us, in their own words."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from supporter.answers import Answers
from supporter.guide import Guide
from supporter.questions import Question
from supporter.situation import asked


@dataclass(frozen=True, slots=True)
class Told:
    """One question with what was chosen, empty when it was left open; `number` is its page.

    said: each choice. line: all of them in one.
    """

    number: int
    question: Question = field(repr=False)
    said: tuple[str, ...] = field(repr=False)
    line: str = field(repr=False)


def told(guide: Guide, answers: Answers) -> tuple[Told, ...]:
    """Every question that is asked, in the form's order, with what counts of its answer."""
    found = []
    for question in asked(guide, answers):
        if question.beside is None:
            said = tuple(_said(guide, question, answers))
            line = guide.replies_in(question.lang).list(said) if said else ""
            found.append(Told(guide.numbers[question.id], question, said, line))
    return tuple(found)


def _said(guide: Guide, question: Question, answers: Answers) -> Iterator[str]:
    if question.kind != "grid":
        yield from (question.choice(token).label for token in guide.ballots[question.id].counting(answers))
        return
    replies = guide.replies_in(question.lang)
    beside = guide.beside(question)
    new = guide.ballots[beside.id].counting(answers) if beside else ()
    for token in answers.get(question.id, ()):
        row, _, column = token.rpartition(".")
        cell = replies.say("row", row=question.choice(row).label, column=question.column(column).label.lower())
        yield replies.say("new", row=cell) if row in new else cell
    answered = {token.rpartition(".")[0] for token in answers.get(question.id, ())}
    yield from (replies.say("new", row=question.choice(row).label) for row in new if row not in answered)
