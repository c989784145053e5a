"""What a reader told us, in their own words."""

from dataclasses import dataclass, field

from supporter.answers import Answers
from supporter.guide import Guide
from supporter.questions import Question
from supporter.replies import Replies, Reply
from supporter.situation import walk


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
    chosen, questions = walk(guide, answers)
    return tuple(
        [
            Told(guide.numbers[one.id], one, tuple(_said(guide, one, answers, chosen)), guide.replies_in(one.lang))
            for one in questions
            if one.beside is None
        ]
    )


def _said(guide: Guide, question: Question, answers: Answers, chosen: int) -> list[Reply]:
    sayings, bits = guide.sayings, guide.vocabulary.names[question.id]
    counting = [bits[token] for token in answers.of(question.id) if bits[token] & chosen]
    beside = guide.beside(question)
    rows = guide.vocabulary.names[beside.id] if beside else {}
    new = [row for row in answers.of(beside.id) if rows[row] & chosen] if beside else []
    if not new:
        return [sayings.listed[bit] for bit in counting]
    answered = {token.partition(".")[0]: bits[token] for token in answers.of(question.id)}
    return [
        *((sayings.listed_new if row in new else sayings.listed)[bit] for row, bit in answered.items()),
        *(sayings.listed[rows[row]] for row in new if row not in answered),
    ]
