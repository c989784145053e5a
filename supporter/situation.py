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
    return walk(guide, answers)[0]


def asked(guide: Guide, answers: Answers) -> tuple[Question, ...]:
    """The questions that are asked after these answers, in the form's order."""
    return tuple(guide.questions.values()) if guide.asks_all else walk(guide, answers)[1]


def next_open(guide: Guide, answers: Answers) -> Question | None:
    """The first question with a page of its own after the last that was answered; one left open before it stays so."""
    screens = [question for question in asked(guide, answers) if question.beside is None]
    last = max((place for place, question in enumerate(screens) if question.id in answers), default=-1)
    return next(iter(screens[last + 1 :]), None)


def walk(guide: Guide, answers: Answers) -> tuple[int, tuple[Question, ...]]:
    """Both: the bits of the answers, and the questions that are asked."""
    chosen, questions = 0, []
    for ballot in guide.ballots.values():
        if ballot.question.is_asked(chosen):
            questions.append(ballot.question)
            chosen |= ballot.bits(answers)
    return chosen, tuple(questions)
