"""What a reader told us as the guide says it back, made once for each language."""

from collections.abc import Callable, Iterator, Mapping

from supporter.flags import Flag
from supporter.questions import Question
from supporter.replies import Replies, Reply
from supporter.vocabulary import SKIPPED


class Sayings:
    """By bit, each in the language of its question or flag.

    said: what a reader chose; of a flag, that it was named earlier. hangs: that a block goes without it. listed: an
    answer in a list of them; listed_new: a row of a grid that is new besides. everyone, undecided: where no answer is
    behind a piece. on_more: that one answer less would not take it away. nothing: where it is not said what would.
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
        self.listed: dict[int, Reply] = {}
        self.listed_new: dict[int, Reply] = {}
        for question in questions.values():
            words = replies(question.lang)
            for token, reply, slots in _tokens(question):
                bit = names[question.id][token]
                self.said[bit] = words.say(_SAID[reply], **slots)
                self.hangs[bit] = words.say(f"hangs{reply}", **slots)
                if token != SKIPPED:
                    self._list(bit, question, token, words)
        for flag in flags.values():
            bit = names["flags"][flag.id]
            self.said[bit] = replies(flag.lang).say("earlier", flag=flag.title)
            self.hangs[bit] = own.say("hangs_earlier")

    def _list(self, bit: int, question: Question, token: str, words: Replies) -> None:
        row, _, column = token.partition(".")
        label = question.choice(row).label
        if column:
            cell = words.say("row", row=label, column=question.column(column).label.lower())
            self.listed[bit], self.listed_new[bit] = cell, words.say("new", row=cell)
        else:
            self.listed[bit] = words.say("new", row=label) if question.beside else Reply.of(label, question.lang)


_SAID = {"": "said", "_row": "said_row", "_new": "said_new", "_open": "left_open"}
"""The reply for an answer, by how it was given."""


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
