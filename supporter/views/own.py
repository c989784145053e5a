"""Where a reader with answers finds sheets, pages and claims: by a number that tells a browser's history no subject.

Without the answers a number leads nowhere, and with other answers it leads elsewhere.
"""

import re
from collections.abc import Collection, Iterable
from typing import TypeVar

from flask import url_for

from supporter.advice import Advice
from supporter.evidence import Evidence
from supporter.handouts import Handout
from supporter.numbering import Numbering
from supporter.pages import Page
from supporter.pieces import Piece
from supporter.views.current import current_advice, guide

P = TypeVar("P", bound=Piece | Evidence)

_WRITTEN = re.compile(r'href="\.\./(read|handouts)/([\w-]+)"')
"""A link that an author wrote; our own are whole addresses (see `links.addresses`)."""


def allowed(advice: Advice | None) -> list[Handout]:
    """Every handout but those that would be wrong for the reader, such as a card for someone who said stop."""
    forbidden = advice.forbidden if advice else frozenset()
    return [handout for handout in guide().handouts.values() if handout.id not in forbidden]


def sheets_of(advice: Advice) -> list[Handout]:
    """Every handout that is right for the reader, those that fit their answers first."""
    return [*advice.handouts, *others(advice.handouts, allowed(advice))]


def pages_of(advice: Advice) -> list[Page]:
    """Every page to read, those that fit the reader's answers first."""
    return [*advice.pages, *others(advice.pages, [page for page in guide().pages.values() if page.has_subject])]


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
    if advice is None:
        return {one.id: url_for(".handout", slug=one.id) for one in handouts}
    places = guide().places["handouts"]
    numbering = Numbering((one.id for one in advice.handouts), places, advice.forbidden)
    return _addresses(handouts, numbering, ".own_sheet", ".handout")


def page_addresses(pages: Iterable[Page], advice: Advice | None) -> dict[str, str]:
    """The same of several, by their ids."""
    if advice is None:
        return {one.id: url_for(".page", slug=one.id) for one in pages}
    numbering = Numbering((one.id for one in advice.pages), guide().places["pages"])
    return _addresses(pages, numbering, ".own_page", ".page")


def _addresses(pieces: Iterable[Piece], numbering: Numbering, own: str, general: str) -> dict[str, str]:
    """By its number, or by its name what the reader has no number for."""
    start = url_for(own, number=0).removesuffix("0")
    numbers = {one.id: numbering.number(one.id) for one in pieces}
    return {one: f"{start}{number}" if number else url_for(general, slug=one) for one, number in numbers.items()}


def is_asked(page: Page) -> bool:
    """Whether readers are asked about a page: not where being found with it could bring harm, nor about the site."""
    return page.has_subject and not page.careful


def claim_marks(claims: Iterable[Evidence]) -> dict[str, str]:
    """Where each claim stands on the page of sources, by its id: for a reader with answers by a number, those of their
    advice first."""
    advice = current_advice()
    if advice is None:
        return {claim.id: claim.id for claim in claims}
    now = guide()
    numbering = Numbering(now.claim_ids(advice.pieces), now.places["evidence"])
    return {claim.id: f"claim-{numbering.number(claim.id)}" for claim in claims}


def claim_addresses(claims: Iterable[Evidence]) -> dict[str, str]:
    """The address of each claim, by its id."""
    sources = url_for(".sources")
    return {claim: f"{sources}#{mark}" for claim, mark in claim_marks(claims).items()}


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
