"""One reader's check-in, carried in their own browser and nowhere else."""

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from supporter.answers import Answers, Chosen

IDLE = 30 * 60
"""Seconds without a page after which a check-in is forgotten."""
LONGEST = 2 * 60 * 60
"""Seconds after which a check-in is forgotten however busy it is."""
_SKEW = 60
"""Seconds by which the clocks of two machines may differ."""

Trouble = Literal["stale", "alone", "unknown"]


@dataclass(frozen=True, slots=True)
class Pending:
    """A selection that was sent and not taken as an answer yet, kept so that nothing ticked is lost.

    trouble: `stale`, the page was too old to be trusted; `alone`, "none of these" beside something else; `unknown`,
    a value that is not on the form.
    """

    question: str
    chosen: dict[str, Chosen] = field(repr=False)
    trouble: Trouble


class CheckIn(NamedTuple):
    """What the browser carries; times are whole seconds since 1970, `key` ties a page's token to this check-in.

    starts: the day on which the reader's plan begins, once they have picked one. language: the one they chose.
    dropped: answers were left out, as the guide has changed since they were given, and the reader was not told yet.
    """

    key: str
    began: int
    seen: int
    answers: Answers = Answers()
    held: frozenset[str] = frozenset()
    carried_on: bool = False
    country: str | None = None
    starts: date | None = None
    language: str | None = None
    dropped: bool = False
    pending: Pending | None = None

    def __repr__(self) -> str:
        return f"<CheckIn begun at {self.began}>"

    @classmethod
    def fresh(cls, now: int, language: str | None = None) -> "CheckIn":
        """A check-in with nothing in it but a language, if one was chosen."""
        return cls(key=secrets.token_urlsafe(16), began=now, seen=now, language=language)

    def answered(self, chosen: dict[str, Chosen]) -> "CheckIn":
        """With some questions answered anew, and no selection pending."""
        answers = self.answers
        for question_id, tokens in chosen.items():
            answers = answers.replaced(question_id, tokens)
        return self._replace(answers=answers, pending=None)

    def is_over(self, now: int) -> bool:
        """Whether it is to be forgotten: left alone too long, too old, or from a future no clock explains."""
        ahead = max(self.began, self.seen) - now
        return now - self.seen > IDLE + _SKEW or now - self.began > LONGEST + _SKEW or ahead > _SKEW
