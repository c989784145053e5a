"""One reader's check-in, carried in their own browser and nowhere else, as bytes of one length."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from supporter.answers import Answers, Chosen
from supporter.guide import Guide

IDLE = 30 * 60
"""Seconds without a page after which a check-in is forgotten."""
LONGEST = 2 * 60 * 60
"""Seconds after which a check-in is forgotten however busy it is."""
_SKEW = 60
"""Seconds by which the clocks of two machines may differ."""
_BUCKET = 256
_written = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode

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


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What the browser carries; times are whole seconds since 1970, `key` ties a page's token to this check-in.

    starts: the day on which the reader's plan begins, once they have picked one. language: the one they chose.
    dropped: answers were left out, as the guide has changed since they were given, and the reader was not told yet.
    """

    key: str = field(repr=False)
    began: int
    seen: int
    answers: Answers = field(default_factory=Answers, repr=False)
    held: frozenset[str] = field(default=frozenset(), repr=False)
    carried_on: bool = field(default=False, repr=False)
    country: str | None = field(default=None, repr=False)
    starts: date | None = field(default=None, repr=False)
    language: str | None = None
    dropped: bool = False
    pending: Pending | None = field(default=None, repr=False)

    @classmethod
    def fresh(cls, now: int, language: str | None = None) -> "CheckIn":
        """A check-in with nothing in it but a language, if one was chosen."""
        return cls(key=secrets.token_urlsafe(16), began=now, seen=now, language=language)

    def answered(self, chosen: dict[str, Chosen]) -> "CheckIn":
        """With some questions answered anew, and no selection pending."""
        answers = self.answers
        for question_id, tokens in chosen.items():
            answers = answers.replaced(question_id, tokens)
        return replace(self, answers=answers, pending=None)

    def is_over(self, now: int) -> bool:
        """Whether it is to be forgotten: left alone too long, too old, or from a future no clock explains."""
        ahead = max(self.began, self.seen) - now
        return now - self.seen > IDLE + _SKEW or now - self.began > LONGEST + _SKEW or ahead > _SKEW


class _Written(BaseModel):
    """What the browser carries, key by key as `write_check_in` has it."""

    model_config = ConfigDict(extra="forbid")

    k: str
    b: int
    s: int
    a: dict[str, list[str]]
    h: list[str]
    o: bool
    c: str | None
    t: str | None
    x: bool
    d: date | None
    p: tuple[str, dict[str, list[str]], Trouble] | None


def write_check_in(check_in: CheckIn, length: int) -> bytes:
    """Exactly `length` bytes, whatever the answers are, so that the size of the cookie tells nothing."""
    pending = check_in.pending
    data = {
        "k": check_in.key,
        "b": check_in.began,
        "s": check_in.seen,
        "a": dict(check_in.answers),
        "h": sorted(check_in.held),
        "o": check_in.carried_on,
        "c": check_in.country,
        "t": check_in.language,
        "x": check_in.dropped,
        "d": check_in.starts and check_in.starts.isoformat(),
        "p": pending and [pending.question, pending.chosen, pending.trouble],
    }
    return _written(data).encode().ljust(length)


def read_check_in(data: bytes, guide: Guide) -> CheckIn | None:
    """What write_check_in wrote; what the guide no longer asks is left out, never taken for something else.

    None for what another version of this program wrote in a way of its own.
    """
    try:
        table = _Written.model_validate_json(data)
    except ValidationError:
        return None
    answers = _fitting(guide, table.a)
    pending = table.p
    ticked = _fitting(guide, pending[1]) if pending else {}
    same = answers == _as_chosen(table.a) and (not pending or ticked == _as_chosen(pending[1]))
    return CheckIn(
        key=table.k,
        began=table.b,
        seen=table.s,
        answers=Answers(answers),
        held=frozenset(table.h) & guide.flags.keys(),
        carried_on=table.o,
        language=table.t,
        country=table.c if table.c in guide.countries else None,
        starts=table.d,
        dropped=table.x or not same,
        pending=Pending(pending[0], ticked, pending[2]) if pending and pending[0] in guide.questions else None,
    )


def longest_check_in(guide: Guide, locales: Iterable[str] = ()) -> int:
    """Bytes that hold any check-in of this guide: every choice ticked, the longest column of every row, all flags.

    locales: the languages that a reader may choose.
    """
    everything: dict[str, Chosen] = {}
    for question in guide.questions.values():
        tokens = [choice.id for choice in question.choices]
        if question.kind == "one":
            tokens = [max(tokens, key=len)]
        elif question.kind == "grid":
            column = max((column.id for column in question.columns), key=len)
            tokens = [f"{row}.{column}" for row in tokens]
        everything[question.id] = tuple(tokens)
    screens = [{screen.id: everything[screen.id]} | _beside(guide, screen.id, everything) for screen in guide.screens]
    longest = max(screens, key=lambda chosen: len(json.dumps(chosen)))
    check_in = CheckIn(
        key="x" * 22,
        began=10**10,
        seen=10**10,
        answers=Answers(everything),
        held=frozenset(guide.flags),
        country="XX",
        language=max(locales, key=len, default=None),
        starts=date.max,
        dropped=False,
        pending=Pending(max(guide.questions, key=len), longest, "unknown"),
    )
    return -(-len(write_check_in(check_in, 0)) // _BUCKET) * _BUCKET


def _beside(guide: Guide, question_id: str, everything: dict[str, Chosen]) -> dict[str, Chosen]:
    other = guide.beside(guide.questions[question_id])
    return {other.id: everything[other.id]} if other else {}


def _as_chosen(chosen: dict[str, list[str]]) -> dict[str, Chosen]:
    return {question_id: kept for question_id, tokens in chosen.items() if (kept := tuple(tokens))}


def _fitting(guide: Guide, chosen: dict[str, list[str]]) -> dict[str, Chosen]:
    """By id, what the questions of this guide could have been answered with."""
    found = {}
    for question_id, tokens in chosen.items():
        question = guide.questions.get(question_id)
        kept = tuple(filter(question.sendable.__contains__, tokens)) if question else ()
        if question and kept and question.fits(kept):
            found[question_id] = kept
    return found
