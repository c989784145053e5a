"""What a reader told us as the guide says it back, made once for each language."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from supporter.flags import Flag
from supporter.questions import Question
from supporter.replies import Replies, Reply
from supporter.vocabulary import SKIPPED


class Listed(NamedTuple):
    """An answer in a list of them: the bit that tells whether it counts, what is said, what is said of a row if new."""

    bit: int
    said: Reply
    said_new: Reply


class Screen(NamedTuple):
    """A page of the form: by token how each answer to its question stands in a list, and to the one beside it.

    replies: those in the language of the question.
    """

    question: Question
    listed: Mapping[str, Listed]
    beside: str
    rows: Mapping[str, Listed]
    replies: Replies


class Sayings:
    """Each in the language of its question or flag.

    said: by bit, what a reader chose; of a flag, that it was named earlier. hangs: by bit, that a block goes without
    it. everyone, undecided: where no answer is behind a piece. on_more: that one answer less would not take it away.
    nothing: where it is not said what would. screens: the pages of the form, in their order.
    """

    def __init__(
        self,
        questions: Mapping[str, Question],
        flags: Mapping[str, Flag],
        replies: Callable[[str], Replies],
        locale: str,
        names: Mapping[str, Mapping[str, int]],
    ) -> None:
        """`replies` are those in a language; `locale` is the reader's."""
        own = replies(locale)
        self.nothing = Reply.of("", locale)
        self.everyone, self.undecided, self.on_more = map(own.say, ("everyone", "undecided", "hangs_on_more"))
        self.said: dict[int, Reply] = {}
        self.hangs: dict[int, Reply] = {}
        listed: dict[str, dict[str, Listed]] = {question_id: {} for question_id in questions}
        for question in questions.values():
            words = replies(question.lang)
            for token, reply, slots in _tokens(question):
                bit = names[question.id][token]
                self.said[bit] = words.say(_SAID[reply], **slots)
                self.hangs[bit] = words.say(f"hangs{reply}", **slots)
                if token != SKIPPED:
                    listed[question.id][token] = Listed(bit, *_listed(question, token, words))
        for flag in flags.values():
            bit = names["flags"][flag.id]
            self.said[bit] = replies(flag.lang).say("earlier", flag=flag.title)
            self.hangs[bit] = own.say("hangs_earlier")
        beside = {question.beside: question.id for question in questions.values() if question.beside}
        self.screens = tuple(
            Screen(one, listed[one.id], other := beside.get(one.id, ""), listed.get(other, {}), replies(one.lang))
            for one in questions.values()
            if one.beside is None
        )


_SAID = {"": "said", "_row": "said_row", "_new": "said_new", "_open": "left_open"}
"""The reply for an answer, by how it was given."""


def _listed(question: Question, token: str, words: Replies) -> tuple[Reply, Reply]:
    """An answer as it stands in a list, and as it does where the question beside says that it is new."""
    row, _, column = token.partition(".")
    label = question.choice(row).label
    if column:
        cell = words.say("row", row=label, column=question.column(column).label.lower())
        return cell, words.say("new", row=cell)
    said = words.say("new", row=label) if question.beside else Reply.of(label, question.lang)
    return said, said


def _tokens(question: Question) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Each token with how it was given and what its reply names."""
    for token in question.tokens:
        row, _, column = token.partition(".")
        if token == SKIPPED:
            yield token, "_open", {"question": question.title}
        elif column:
            yield token, "_row", {"row": question.choice(row).said, "column": question.column(column).said}
        else:
            yield token, "_new" if question.beside else "", {"said": question.choice(row).said}
