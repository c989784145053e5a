"""A check-in as the bytes that a browser carries: of one length, and read back with every value held to its type."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from supporter.answers import Answers, Chosen
from supporter.checkin import CheckIn, Pending, Trouble
from supporter.guide import Guide

_BUCKET = 256
_written = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


class _Written(NamedTuple):
    """What the browser carries, key by key as `write_check_in` has it."""

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
        "a": check_in.answers.as_dict(),
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
        table = _parse(data)
    except (ValueError, RecursionError):
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


def _parse(data: bytes) -> _Written:
    """Every key, each of its type, and no other; raises ValueError, or RecursionError for what is nested too deep."""
    text = data.decode()
    table = json.loads(text.rstrip())
    if "\\u" in text:
        json.dumps(table, ensure_ascii=False).encode()  # An escape may be half a character, which cannot be written.
    match table:
        case {
            "k": str(k), "b": int(b), "s": int(s), "a": a, "h": h, "o": bool(o), "c": None | str() as c,
            "t": None | str() as t, "x": bool(x), "d": None | str() as d, "p": p, **more,
        } if not (more or isinstance(b, bool) or isinstance(s, bool)):  # fmt: skip
            return _Written(
                k,
                b,
                s,
                _chosen(a),
                _texts(h),
                o,
                c,
                t,
                x,
                None if d is None else _day(d),
                None if p is None else _pending(p),
            )
    raise ValueError


def _pending(value: Any) -> tuple[str, dict[str, list[str]], Trouble]:
    match value:
        case [str(question), chosen, "stale" | "alone" | "unknown" as trouble]:
            return question, _chosen(chosen), trouble
    raise ValueError


def _chosen(value: Any) -> dict[str, list[str]]:
    if not isinstance(value, dict):
        raise ValueError
    for tokens in value.values():
        _texts(tokens)
    return value


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise ValueError
    for text in value:
        if not isinstance(text, str):
            raise ValueError
    return value


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError  # Python reads other forms too, such as the day of a week.
    return day


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
        if question is None:
            continue
        kept = tuple(tokens if question.sendable.issuperset(tokens) else filter(question.sendable.__contains__, tokens))
        if kept and question.fits(kept):
            found[question_id] = kept
    return found
