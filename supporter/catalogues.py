"""The words of the templates in other languages, said by Flask-Babel once when content is read.

`Babel(app)` would put its settings, filters and `_` into the host's app, so it is not used: a `Domain` under a forced
locale needs none of it, and in an app made for this alone it leaves a host's own Babel as it was.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from gettext import find
from os import PathLike
from pathlib import Path

from babel.messages.mofile import read_mo
from flask import Flask
from flask_babel import Domain, force_locale

from supporter.cldr import known_locale
from supporter.errors import ConfigurationError

DOMAIN = "supporter"
FOLDER = Path(__file__).parent / "translations"


def texts_in(folders: Sequence[str | PathLike[str]], locales: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """By language, every text that ours or a host's catalogues have (`translations/` beside its content's languages).

    Those of a nearer folder win. Raises ConfigurationError for one that cannot be read.
    """
    # Later ones win, and the nearest folder is the first.
    places = [str(FOLDER), *(str(Path(root) / "translations") for root in reversed(folders))]
    domain = Domain(places, DOMAIN)  # type: ignore[no-untyped-call]
    found: dict[str, Mapping[str, str]] = {}
    with Flask(__name__).app_context():
        for code in locales:
            messages = {message for place in places for message in _messages(place, code)}
            with force_locale(known_locale(code)):
                found[code] = {message: domain.gettext(message) for message in sorted(messages)}  # type: ignore[no-untyped-call]
    return found


def _messages(place: str, code: str) -> Iterable[str]:
    """What a folder has a translation for."""
    for file in find(DOMAIN, place, [str(known_locale(code))], all=True):
        try:
            with open(file, "rb") as opened:
                yield from (message.id for message in read_mo(opened) if isinstance(message.id, str) and message.id)
        except (OSError, ValueError, struct.error) as error:
            text = f"the file {DOMAIN}.mo of '{code}' in {place} cannot be read ({error}); compile it anew"
            raise ConfigurationError(text) from error
