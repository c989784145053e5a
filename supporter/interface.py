"""The words of the templates in the reader's language."""

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

_MARKED = re.compile(r"\[([^\[\]]+)\]")


class Interface:
    """All texts by language, as `catalogues` has read them; a text that is not among them is said as it stands."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        self._texts = texts
        self._said: dict[tuple[str, str], Markup] = {}

    def say(self, locale: str, message: str, **slots: object) -> Markup:
        """A text in a language, with what is put into its slots (`%(name)s`) escaped."""
        text = self._said.get((locale, message))
        if text is None:
            # Our templates say so many texts and no more: each is escaped once.
            text = self._said[locale, message] = escape(self._texts.get(locale, {}).get(message, message))
        return text % slots if slots else text


def linked(text: str, *addresses: str) -> Markup:
    """The text with its [words in brackets] as links, in the order of the addresses."""
    following = iter(addresses)
    return Markup(_MARKED.sub(lambda found: f'<a href="{escape(next(following))}">{found[1]}</a>', str(escape(text))))  # noqa: S704 - escaped before


def strong(text: str) -> Markup:
    """The text with its [words in brackets] set off."""
    return Markup(_MARKED.sub(r"<strong>\1</strong>", str(escape(text))))  # noqa: S704 - escaped before
