"""What a browser says of its reader's languages."""

from functools import lru_cache

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

_USUAL = 100
"""Characters of a browser's list of languages, up to which it is worth remembering."""


def preferred(header: str, codes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Which of our languages a browser likes best by its Accept-Language, and the regions it names (GB in en-GB)."""
    return (_remembered if len(header) <= _USUAL else _read)(header, codes)


def _read(header: str, codes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    accepted = parse_accept_header(header, LanguageAccept)
    regions = (language.partition("-")[2] for language, _ in accepted)
    return accepted.best_match(codes) or codes[0], tuple(region for region in regions if region)


# A few lists are those of most readers.
_remembered = lru_cache(maxsize=128)(_read)
