"""What a reader told us, in their own words."""

from dataclasses import dataclass, field

from supporter.answers import Answers
from supporter.guide import Guide
from supporter.questions import Question
from supporter.replies import Replies, Reply
from supporter.situation import asked


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
    return tuple(
        [
            Told(guide.numbers[one.id], one, tuple(_said(guide, one, answers)), guide.replies_in(one.lang))
            for one in asked(guide, answers)
            if one.beside is None
        ]
    )


def _said(guide: Guide, question: Question, answers: Answers) -> list[Reply]:
    sayings, bits = guide.sayings, guide.vocabulary.names[question.id]
    counting = guide.ballots[question.id].counting(answers)
    beside = guide.beside(question)
    new = guide.ballots[beside.id].counting(answers) if beside else ()
    if beside is None or not new:
        return [sayings.listed[bits[token]] for token in counting]
    rows = [token.partition(".")[0] for token in counting]
    known = guide.vocabulary.names[beside.id]
    return [
        *(
            (sayings.listed_new if row in new else sayings.listed)[bits[token]]
            for row, token in zip(rows, counting, strict=True)
        ),
        *(sayings.listed[known[row]] for row in new if row not in rows),
    ]
