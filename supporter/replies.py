"""replies.yaml: what the guide says back to a reader about their own answers, in sentences with named slots."""

import re
from collections.abc import Sequence
from functools import cached_property
from string import Formatter
from typing import Annotated

from markupsafe import Markup, escape

from supporter.pieces import Text
from supporter.records import After, Record


class Reply(str):
    """A sentence made for one reader; `lang` is the language it is in.

    html: the sentence as it stands on a page. sent: the same as the bytes that are sent.
    """

    lang: str
    html: Markup
    sent: bytes

    @classmethod
    def of(cls, text: str, lang: str) -> "Reply":
        """A text with its language."""
        reply = cls(text)
        reply.lang = lang
        reply.html = escape(text)
        reply.sent = reply.html.encode()
        return reply

    def __repr__(self) -> str:
        # It is made from a reader's answers.
        return "<Reply>"


def _with(*slots: str) -> After:
    """Holds a text to its slots: each of them once, and no other."""

    def check(text: str) -> str:
        wanted = " and ".join(f"{{{slot}}}" for slot in slots)
        try:
            parts = [[*slot] for _, *slot in Formatter().parse(text)]
            found = ["".join(part or "" for part in slot) for slot in parts if slot[0] is not None]
        except ValueError as error:
            raise ValueError(f"has a brace that is not closed; write {wanted}") from error
        if sorted(found) != sorted(slots):
            raise ValueError(f"needs {wanted}, each once, and no other slot; write the sentence with them")
        return text

    return After(check)


_OfAnswer = Annotated[Text, _with("said")]
_OfCell = Annotated[Text, _with("row", "column")]
_OfQuestion = Annotated[Text, _with("question")]


class Replies(Record):
    """All of them; {said}, {row} and {column} are what the form's `said` has, {question} and {flag} are titles.

    new: that a row is new; the same in `said_new`. hangs: what would take a block away, by how it was told. next: two
    things told, side by side.
    """

    lang: str
    everyone: Text
    undecided: Text
    said: _OfAnswer
    said_row: _OfCell
    said_new: _OfAnswer
    left_open: _OfQuestion
    earlier: Annotated[Text, _with("flag")]
    hangs: _OfAnswer
    hangs_row: _OfCell
    hangs_new: _OfAnswer
    hangs_open: _OfQuestion
    hangs_earlier: Text
    hangs_on_more: Text
    row: _OfCell
    new: Annotated[Text, _with("row")]
    next: Annotated[Text, _with("one", "other")]

    def say(self, name: str, **slots: str) -> Reply:
        """The reply of that name with its slots filled."""
        return Reply.of(str(getattr(self, name)).format(**slots), self.lang)

    def list(self, things: Sequence[Reply]) -> Reply:
        """Things told, as one line; an empty one for none."""
        if len(things) < 2:
            return things[0] if things else Reply.of("", self.lang)
        if self._between is not None:
            return Reply.of(self._between.join(things), self.lang)
        line = str(things[0])
        for other in things[1:]:
            line = self.next.format(one=line, other=other)
        return Reply.of(line, self.lang)

    def list_sent(self, things: Sequence[Reply]) -> bytes:
        """The same as it is sent; to make a reply of it takes longer."""
        if self._between_sent is None:
            return self.list(things).sent
        return self._between_sent.join([thing.sent for thing in things])

    @cached_property
    def _between_sent(self) -> bytes | None:
        return None if self._between is None else escape(self._between).encode()

    @cached_property
    def _between(self) -> str | None:
        """What stands between two things told, where `next` has nothing around them."""
        found = re.fullmatch(r"\{one\}([^{}]*)\{other\}", self.next)
        return found and found[1]
