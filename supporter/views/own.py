"""Where a reader with answers finds sheets, pages and claims: by a number that tells a browser's history no subject.

Without the answers a number leads nowhere, and with other answers it leads elsewhere.
"""

import re
from collections.abc import Collection, Iterable
from typing import TypeVar

from flask import url_for

from supporter.advice import Advice
from supporter.evidence import Evidence
from supporter.guide import Guide
from supporter.handouts import Handout
from supporter.pages import Page
from supporter.pieces import Piece
from supporter.views.current import current_advice, guide

P = TypeVar("P", bound=Piece | Evidence)

_WRITTEN = re.compile(r'href="\.\./(read|handouts)/([\w-]+)"')
"""A link that an author wrote; our own are whole addresses (see `links.addresses`)."""

SITE = "site"
"""The shelf of pages about the guide itself, whose addresses say nothing of a reader."""


def allowed(advice: Advice | None) -> list[Handout]:
    """Every handout but those that would be wrong for the reader, such as a card for someone who said stop."""
    forbidden = advice.forbidden if advice else frozenset()
    return [handout for handout in guide().handouts.values() if handout.id not in forbidden]


def sheets_of(advice: Advice) -> list[Handout]:
    """Every handout that is right for the reader, those that fit their answers first."""
    return [*advice.handouts, *others(advice.handouts, allowed(advice))]


def pages_of(advice: Advice) -> list[Page]:
    """Every page to read, those that fit the reader's answers first."""
    return [*advice.pages, *others(advice.pages, _subjects(guide()))]


def others(yours: Collection[P], everything: Collection[P]) -> list[P]:
    """What is not among the reader's own; by id, since the same piece in another language is another object."""
    own = {one.id for one in yours}
    return [one for one in everything if one.id not in own]


def sheet_address(handout: Handout, advice: Advice | None) -> str:
    """Where this reader finds a handout."""
    return sheet_addresses([handout], advice)[handout.id]


def page_address(page: Page, advice: Advice | None) -> str:
    """Where this reader finds a page to read."""
    return page_addresses([page], advice)[page.id]


def sheet_addresses(handouts: Iterable[Handout], advice: Advice | None) -> dict[str, str]:
    """The same of several, by their ids."""
    places = _places(".own_sheet", sheets_of(advice)) if advice else {}
    return {one.id: places.get(one.id) or url_for(".handout", slug=one.id) for one in handouts}


def page_addresses(pages: Iterable[Page], advice: Advice | None) -> dict[str, str]:
    """The same of several, by their ids."""
    places = _places(".own_page", pages_of(advice)) if advice else {}
    return {one.id: places.get(one.id) or url_for(".page", slug=one.id) for one in pages}


def _places(endpoint: str, among: Iterable[Piece]) -> dict[str, str]:
    """The address of each, by its place from 1 on."""
    start = url_for(endpoint, number=0).removesuffix("0")
    return {one.id: f"{start}{number}" for number, one in enumerate(among, 1)}


def is_asked(page: Page) -> bool:
    """Whether readers are asked about a page: not where being found with it could bring harm, nor about the site."""
    return page.shelf not in (None, SITE) and not page.careful


def claim_marks() -> dict[str, str]:
    """Where each claim stands on the page of sources, by its id: for a reader with answers by a number, those of their
    advice first."""
    advice = current_advice()
    if advice is None:
        return {claim: claim for claim in guide().evidence}
    yours = guide().claims(advice.pieces)
    ordered = [*yours, *others(yours, guide().evidence.values())]
    return {claim.id: f"claim-{place}" for place, claim in enumerate(ordered, 1)}


def claim_addresses() -> dict[str, str]:
    """The address of each claim, by its id."""
    sources = url_for(".sources")
    return {claim: f"{sources}#{mark}" for claim, mark in claim_marks().items()}


def _subjects(guide: Guide) -> list[Page]:
    return [page for page in guide.pages.values() if page.shelf not in (None, SITE)]


def led_on(page: str, advice: Advice) -> str:
    """A page of this reader whose texts lead to sheets and pages by these addresses too, not by those of authors."""
    now = guide()
    places = {
        "read": page_addresses(now.pages.values(), advice),
        "handouts": sheet_addresses(now.handouts.values(), advice),
    }

    def own(link: re.Match[str]) -> str:
        kind, slug = link.groups()
        return f'href="{places[kind][slug]}"' if slug in places[kind] else link[0]

    return _WRITTEN.sub(own, page)
