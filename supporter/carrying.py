"""A check-in as the bytes that a browser carries: of one length whatever was answered, and few."""

import struct
from collections.abc import Iterable, Mapping
from datetime import date
from typing import get_args

from supporter.answers import Answers, Chosen
from supporter.checkin import CheckIn, Pending, Trouble
from supporter.codes import FLAGS, NOTHING, QUESTIONS, codes_at_most, codes_of
from supporter.guide import Guide

_VERSION = 2
_HEAD = struct.Struct("<BQQBIIHHHB")
"""In this order: version, began, seen, marks, starts (days since the year 1), the question that is pending, how many
codes are answers, ticked and held, and how many bytes the texts have that stand between the head and the codes."""
_CARRIED_ON, _DROPPED, _TROUBLE = 1, 2, 4
_TROUBLES: tuple[Trouble, ...] = get_args(Trouble)
_BUCKET = 128


class Carrier:
    """Writes the check-ins of one guide and reads them again, with a code of four bytes for each token.

    In another edition of the guide a code is the same token's or nobody's, but for a chance of one in four billion for
    each pair of an old one and a new; that no two of one guide are alike its load has seen. length: bytes of any
    check-in.
    """

    def __init__(self, guide: Guide, locales: Iterable[str] = ()) -> None:
        """`locales` are the languages that a reader may choose."""
        self._guide = guide
        self._locales = frozenset(locales)
        self._codes = codes_of(guide)
        self._questions, self._flags = (
            {code: token for token, code in self._codes[name].items()} for name in (QUESTIONS, FLAGS)
        )
        self._tokens = {code: (name, token) for name in guide.questions for token, code in self._codes[name].items()}
        texts = _joined("x" * 22, "XX", max(self._locales, key=len, default=""))
        self.length = -(-(_HEAD.size + len(texts) + 4 * codes_at_most(guide)) // _BUCKET) * _BUCKET

    def __repr__(self) -> str:
        return f"<Carrier of {self.length} bytes>"

    def write(self, check_in: CheckIn) -> bytes:
        """Exactly `length` bytes, so that the size of the cookie tells nothing."""
        pending = check_in.pending
        marks = _CARRIED_ON * check_in.carried_on | _DROPPED * check_in.dropped
        asked, ticked = NOTHING, list[int]()
        if pending:
            marks |= _TROUBLE * _TROUBLES.index(pending.trouble)
            asked = self._codes[QUESTIONS].get(pending.question, NOTHING)
            ticked = self._written(pending.chosen)
        answers, held = self._written(check_in.answers), self._written({FLAGS: tuple(check_in.held)})
        texts = _joined(check_in.key, check_in.country or "", check_in.language or "")
        starts = check_in.starts.toordinal() if check_in.starts else 0
        counts = len(answers), len(ticked), len(held), len(texts)
        head = _HEAD.pack(_VERSION, check_in.began, check_in.seen, marks, starts, asked, *counts)
        codes = [*answers, *ticked, *held]
        return (head + texts + struct.pack(f"<{len(codes)}I", *codes)).ljust(self.length, b"\0")

    def read(self, data: bytes) -> CheckIn | None:
        """What was written; what the guide no longer asks is left out.

        None for what another version of this program wrote in a way of its own.
        """
        if not data or data[0] != _VERSION:
            return None
        try:
            _, began, seen, marks, starts, asked, answered, ticked, held, end = _HEAD.unpack_from(data)
            end += _HEAD.size
            key, country, language = data[_HEAD.size : end].decode().split("\0")
            codes = struct.unpack_from(f"<{answered + ticked + held}I", data, end)
            day = date.fromordinal(starts) if starts else None
            trouble = _TROUBLES[marks // _TROUBLE]
        except (struct.error, ValueError, OverflowError, IndexError):
            return None
        answers, answers_fit = self._chosen(codes[:answered])
        chosen, ticked_fit = self._chosen(codes[answered : answered + ticked])
        flags = [self._flags[code] for code in codes[answered + ticked :] if code in self._flags]
        question = self._questions.get(asked)
        return CheckIn(
            key=key,
            began=began,
            seen=seen,
            answers=Answers(answers),
            held=frozenset(flags),
            carried_on=bool(marks & _CARRIED_ON),
            country=country if country in self._guide.countries else None,
            starts=day,
            language=language if language in self._locales else None,
            dropped=bool(marks & _DROPPED) or not (answers_fit and ticked_fit),
            pending=Pending(question, chosen, trouble) if question else None,
        )

    def _written(self, chosen: Mapping[str, Chosen]) -> list[int]:
        codes = []
        for name, tokens in chosen.items():
            known = self._codes.get(name, {})
            codes += [known.get(token, NOTHING) for token in tokens]
        return codes

    def _chosen(self, codes: tuple[int, ...]) -> tuple[dict[str, Chosen], bool]:
        """What these stand for, by question, where it can be an answer; and whether all of it can."""
        chosen: dict[str, Chosen] = {}
        for code in codes:
            if known := self._tokens.get(code):
                question, token = known
                chosen[question] = (*chosen[question], token) if question in chosen else (token,)
        questions = self._guide.questions
        # One token alone always fits.
        fitting = {name: those for name, those in chosen.items() if len(those) == 1 or questions[name].fits(those)}
        return fitting, sum(map(len, fitting.values())) == len(codes)


def _joined(*texts: str) -> bytes:
    return "\0".join(texts).encode()
