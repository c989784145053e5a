"""The words of the templates in the reader's language: Flask-Babel's domain of our own, beside whatever the host has.

`Babel(app)` would put its settings, filters and `_` into the host's app, so it is not used: a `Domain` under a forced
locale needs none of it, and leaves the locale of a host that has Babel as it was.
"""

import re
import struct
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from babel.support import Translations
from flask_babel import Domain, force_locale
from markupsafe import Markup, escape

from supporter.errors import ConfigurationError
from supporter.locales import known_locale

DOMAIN = "supporter"
FOLDER = Path(__file__).parent / "translations"

_MARKED = re.compile(r"\[([^\[\]]+)\]")


class Interface:
    """Our translations, with those of a host's content folders (`translations/` beside its languages) over them.

    Raises ConfigurationError for those of `locales` that cannot be read.
    """

    def __init__(self, folders: Iterable[str | PathLike[str]] = (), locales: Iterable[str] = ()) -> None:
        given = [folder for folder in (Path(root) / "translations" for root in folders) if folder.is_dir()]
        # Later ones win, and the nearest folder is the first.
        self._domain = Domain([str(folder) for folder in (FOLDER, *reversed(given))], DOMAIN)  # type: ignore[no-untyped-call]
        self._said: dict[tuple[str, str], Markup] = {}
        # Flask-Babel would read them in a request, where nobody can mend them.
        for folder in given:
            for locale in locales:
                try:
                    Translations.load(folder, [locale], DOMAIN)
                except (OSError, ValueError, struct.error) as error:
                    text = f"the file {DOMAIN}.mo of '{locale}' in {folder} cannot be read ({error}); compile it anew"
                    raise ConfigurationError(text) from error

    def say(self, locale: str, message: str, **slots: object) -> Markup:
        """A text in a language, with what is put into its slots (`%(name)s`) escaped."""
        text = self._said.get((locale, message))
        if text is None:
            # Our templates say so many texts and no more: each is asked for once.
            with force_locale(known_locale(locale)):
                text = self._said[locale, message] = escape(self._domain.gettext(message))  # type: ignore[no-untyped-call]
        return text % slots if slots else text


def linked(text: str, *addresses: str) -> Markup:
    """The text with its [words in brackets] as links, in the order of the addresses."""
    following = iter(addresses)
    return Markup(_MARKED.sub(lambda found: f'<a href="{escape(next(following))}">{found[1]}</a>', str(escape(text))))  # noqa: S704 - escaped before


def strong(text: str) -> Markup:
    """The text with its [words in brackets] set off."""
    return Markup(_MARKED.sub(r"<strong>\1</strong>", str(escape(text))))  # noqa: S704 - escaped before
