"""language.yaml: the words a reader should not see, what to write instead, and how long and hard a text may be."""

import re
from dataclasses import field
from functools import cached_property
from typing import Annotated

from supporter.pieces import Text
from supporter.records import Record, Within

EVERY = "*"
"""Stands for every kind of piece that is not named."""

Kinds = tuple[Text, ...]


class Rule(Record):
    """Words to avoid: in the kinds of `only`, or in all but those of `never`; not as a part of a phrase in `but`.

    quoted: also inside quotation marks, where else a text may name what not to say.
    """

    words: Annotated[tuple[Text, ...], Within(min_length=1)]
    write: Text
    only: Kinds = ()
    never: Kinds = ()
    but: tuple[Text, ...] = ()
    quoted: bool = False

    def applies(self, kind: str) -> bool:
        """Whether a kind of piece is held to this rule."""
        return kind in self.only if self.only else kind not in self.never

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any of the words, as whole words; those of `but` are found first and have no group."""
        either = [re.escape(plain(phrase)) for phrase in self.but]
        # What all of them begin with stands once, so that most letters of a text are passed over by one look.
        lettered = "|".join(_ended(word) for word in self.words if word[0].isalnum())
        wanted = [f"(?<!\\w)(?:{lettered})"] if lettered else []
        wanted += [_ended(word) for word in self.words if not word[0].isalnum()]
        return re.compile("|".join([*either, f"({'|'.join(wanted)})"]), re.IGNORECASE)

    def find(self, text: str) -> str | None:
        """The first of its words in a plain text."""
        return next((match[1] for match in self.pattern.finditer(text) if match[1]), None)


class Length(Record):
    """sentence: words in one sentence at most. message: characters in a message at most."""

    sentence: int
    message: int


class Language(Record):
    """What holds for every text of a guide; `grade` is the highest reading grade of a kind, where one can be told."""

    length: Length
    grade: dict[Text, float] = field(default_factory=dict)
    rules: tuple[Rule, ...]


def _ended(word: str) -> str:
    """The pattern of a word that does not go on; a sign, such as the one in “98%”, may touch letters."""
    return re.escape(plain(word)) + (r"(?!\w)" if word[-1].isalnum() else "")


def plain(text: str) -> str:
    """The text with plain quotation marks, as rules are matched."""
    return text.translate(str.maketrans("’‘“”", "''\"\""))
