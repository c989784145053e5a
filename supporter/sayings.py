"""Every answer as the guide says it back, made once for each language."""

from collections.abc import Iterator, Mapping

from supporter.questions import Question
from supporter.replies import Replies, Reply
from supporter.vocabulary import SKIPPED


class Sayings:
    """By question id and token, each in the language of its question.

    said: what a reader chose. hangs: that a block goes without it.
    """

    def __init__(self, questions: Mapping[str, Question], replies: Mapping[str, Replies], source: str) -> None:
        self.said: dict[tuple[str, str], Reply] = {}
        self.hangs: dict[tuple[str, str], Reply] = {}
        for question in questions.values():
            words = replies.get(question.lang) or replies[source]
            for token, reply, slots in _tokens(question):
                self.said[question.id, token] = words.say(_SAID[reply], **slots)
                self.hangs[question.id, token] = words.say(f"hangs{reply}", **slots)


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
