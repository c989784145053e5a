"""What a reader told us, in their own words."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from supporter.answers import Answers
from supporter.guide import Guide
from supporter.questions import Question
from supporter.replies import Replies, Reply
from supporter.sayings import Screen
from supporter.situation import answer_bits


@dataclass(frozen=True, slots=True)
class Told:
    """One question with what was chosen, empty when it was left open; `number` is its page."""

    number: int
    question: Question = field(repr=False)
    said: tuple[Reply, ...] = field(repr=False)
    _replies: Replies = field(repr=False)

    @property
    def line(self) -> Reply:
        """All that was chosen in one."""
        return self._replies.list(self.said)


def told(guide: Guide, answers: Answers) -> tuple[Told, ...]:
    """Every question that is asked, in the form's order, with what counts of its answer."""
    chosen = answer_bits(guide, answers)
    return tuple(
        [
            Told(number, one.question, tuple(_said(one, answers, chosen)), one.replies)
            for number, one in enumerate(guide.sayings.screens, 1)
            if one.question.is_asked(chosen)
        ]
    )


def lines(guide: Guide, answers: Answers, chosen: int) -> Iterator[tuple[str, bytes]]:
    """By question's id, in one line each as it is sent, what counts where something does.

    `chosen` has the bits of these answers.
    """
    for one in guide.sayings.screens:
        if (guide.asks_all or one.question.is_asked(chosen)) and (said := _said(one, answers, chosen)):
            yield one.question.id, one.replies.list_sent(said)


def _said(screen: Screen, answers: Answers, chosen: int) -> list[Reply]:
    listed, tokens = screen.listed, answers.of(screen.question.id)
    new = screen.beside and [row for row in answers.of(screen.beside) if screen.rows[row].bit & chosen]
    if not new:
        return [one.said for token in tokens if (one := listed[token]).bit & chosen]
    answered = {token.partition(".")[0]: listed[token] for token in tokens}
    return [
        *(one.said_new if row in new else one.said for row, one in answered.items()),
        *(screen.rows[row].said for row in new if row not in answered),
    ]
