"""What stands at the foot of a sheet: where it is found, where more is, what it rests on, when it was checked."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple
from urllib.parse import urljoin

from supporter.guide import Guide
from supporter.locales import say_day
from supporter.nodes import nodes_of
from supporter.parts import Card, Numbers, Part, Prose, Urgent
from supporter.pieces import Piece
from supporter.sheets import Sheet


class Site(NamedTuple):
    """Where the guide is found, such as `https://example.org/support/`; None when it is at no address.

    ending: what the names of pages end with, where they are files.
    """

    address: str | None
    ending: str = ""

    def address_of(self, path: str) -> str | None:
        """The whole address of a page below it."""
        return f"{urljoin(self.address, path)}{self.ending}" if self.address else None


def say_date(day: date, guide: Guide, shape: str = "long") -> str:
    """A day in the guide's language; `shape` as for `say_day`."""
    return say_day(day, guide.locale, shape)


def in_words(address: str) -> str:
    """An address as a person would write it down."""
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")


def review_line(guide: Guide, sheet: Sheet) -> str:
    """When the sheet was checked, by whom, when it is due, and what it is not."""
    words = guide.settings.paper
    # A sentence of guide.yaml has its dates in its own language, where that is not translated.
    checked = say_day(sheet.reviewed, guide.settings.lang)
    first = (
        words.reviewed.format(names=", ".join(sheet.reviewers), date=checked)
        if sheet.reviewers
        else words.not_reviewed.format(date=checked)
    )
    return (
        f"{first}. {words.again.format(date=say_day(sheet.review_by, guide.settings.lang, 'month'))}. {words.general}"
    )


def rests_on(guide: Guide, sheet: Sheet, most: int = 3) -> tuple[str, ...]:
    """Who stands behind the sheet's strongest claims, each named once."""
    names = (guide.sources[source].who for claim in guide.claims(sheet.pieces) for source in claim.sources)
    return tuple(dict.fromkeys(names))[:most]


class Link(NamedTuple):
    """A page that a sheet leads to; its address as a person would write it, and the language of its title."""

    title: str
    address: str
    lang: str


def links_of(guide: Guide, sheet: Sheet, site: Site) -> tuple[Link, ...]:
    """Every page a sheet leads to, each once."""
    found: dict[str, Link] = {}

    def lead(path: str, title: str, lang: str) -> None:
        address = site.address_of(path)
        if address:
            found.setdefault(address, Link(title, in_words(address), lang))

    for path in _led_to(sheet.parts):
        kind, _, slug = path.partition("/")
        kinds: dict[str, Mapping[str, Piece]] = {"handouts": guide.handouts, "read": guide.pages}
        pieces = kinds.get(kind, {})
        if slug in pieces:
            lead(path, pieces[slug].title, pieces[slug].lang)
    if any(isinstance(part, Numbers) for part in sheet.parts):
        lead("help-now", guide.pages["help-now"].title, guide.pages["help-now"].lang)
    lead("sources", guide.settings.paper.sources, guide.settings.lang)
    return tuple(found.values())


def _led_to(parts: tuple[Part, ...]) -> Iterator[str]:
    """The pages of ours, from the mount on, that texts on a sheet link to; a handout's links are relative to it."""
    hrefs: list[str] = []
    for part in parts:
        if isinstance(part, Prose | Urgent) and "href" in part.html:
            nodes_of(part.html, hrefs.append)
        elif isinstance(part, Card):
            yield from _led_to((*part.front, *part.back))
    here = "https://guide/"
    for href in hrefs:
        whole = urljoin(f"{here}handouts/sheet", href)
        if whole.startswith(here):
            yield whole.removeprefix(here).partition("#")[0]
