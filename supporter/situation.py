"""What a reader's answers come to, and what is still to be asked."""

from collections.abc import Iterable

from supporter.answers import Answers
from supporter.guide import Guide
from supporter.questions import Question
from supporter.rules import Situation


def decide(guide: Guide, answers: Answers, held: Iterable[str] = ()) -> Situation:
    """The situation of one reader; `held` are ids of flags that were shown before in this check-in."""
    return guide.rules.decide(answer_bits(guide, answers), held)


def answer_bits(guide: Guide, answers: Answers) -> int:
    """The bits of the answers to the questions that are asked; a question left open sets its bit `skipped`."""
    chosen = 0
    for ballot in guide.ballots.values():
        if guide.asks_all or ballot.question.is_asked(chosen):
            chosen |= ballot.bits(answers)
    return chosen


def asked(guide: Guide, answers: Answers) -> tuple[Question, ...]:
    """The questions that are asked after these answers, in the form's order."""
    if guide.asks_all:
        return tuple(guide.questions.values())
    chosen = answer_bits(guide, answers)
    return tuple([question for question in guide.questions.values() if question.is_asked(chosen)])


def next_open(guide: Guide, answers: Answers) -> Question | None:
    """The first question with a page of its own after the last that was answered; one left open before it stays so."""
    screens = [question for question in asked(guide, answers) if question.beside is None]
    last = max((place for place, question in enumerate(screens) if question.id in answers), default=-1)
    return next(iter(screens[last + 1 :]), None)
