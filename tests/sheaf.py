"""Every sheet that the tests print: general, filled for readers whom the tests know, and the personas' own notes."""

from collections.abc import Iterator
from datetime import date
from functools import cache

import html5lib

from supporter import Guide
from supporter.advice import Advice, advise
from supporter.footing import Site
from supporter.loading import load_manuscript
from supporter.manuscript import Manuscript
from supporter.notes import fill_notes
from supporter.paper import SIZES, Paper
from supporter.parts import Bubbles, Card, Closeness, Columns, Numbers, Part, Prose, Steps, Swaps, Urgent
from supporter.press import Press
from supporter.sheets import Sheet, fill_handout
from supporter.typesetting import number_lines, typeset
from tests.people import EX, FRIEND, PARTNER, Mapping

SITE = Site("https://example.org/support/")
START = date(2027, 2, 27)
"""A Saturday, so that the plan's month takes six weeks of the calendar."""
PAPERS = [Paper(size, large) for size in SIZES for large in (False, True)]
READERS: dict[str, tuple[Mapping, str]] = {
    "partner": (PARTNER, "GB"),
    "friend": (FRIEND, "IE"),
    "ex": (EX, "AU"),
    "American": (PARTNER | {"relationship": "friend", "facts": ["none"], "asked": "time_with_end"}, "US"),
}


def manuscript(locale: str = "en") -> Manuscript:
    return _manuscript(locale)


@cache
def _manuscript(locale: str) -> Manuscript:
    return load_manuscript(locale=locale)


def the_guide(locale: str = "en") -> Guide:
    return manuscript(locale).guide


@cache
def press() -> Press:
    return Press()


@cache
def advice_for(reader: str) -> Advice:
    return advise(the_guide(), READERS[reader][0])


def general(handout: str, country: str = "GB", locale: str = "en") -> Sheet:
    guide = the_guide(locale)
    return fill_handout(guide, guide.handouts[handout], guide.country(country))


def filled(handout: str, reader: str) -> Sheet:
    guide = the_guide()
    country = guide.country(READERS[reader][1])
    return fill_handout(guide, guide.handouts[handout], country, advice_for(reader), START)


def notes(persona: str, country: str = "US") -> Sheet:
    guide = the_guide()
    advice = advise(guide, manuscript().personas[persona].answers)
    return fill_notes(guide, advice, guide.country(country), START if advice.plan else None)


def printed(sheet: Sheet, paper: Paper, locale: str = "en") -> bytes:
    return press().print(typeset(the_guide(locale), [sheet], paper, SITE))


def paragraphs(parts: tuple[Part, ...], locale: str = "en") -> Iterator[str]:
    """What a reader should find on paper, paragraph by paragraph, read by another parser than the one that prints."""
    words = the_guide(locale).settings.paper
    for part in parts:
        match part:
            case Prose(html):
                yield from _blocks(html)
            case Bubbles(texts, _):
                yield from texts
            case Steps(steps):
                for step in steps:
                    yield (words.days if step.day else words.times)[step.when]
                    yield from _blocks(step.text or "")
            case Swaps(swaps):
                yield f"{words.instead_of} {words.try_instead}"
                for swap in swaps:
                    yield from (*_blocks(swap.instead_of), *_blocks(swap.try_instead))
            case Numbers():
                yield from (f"{number} {whose}" for number, whose in number_lines(the_guide(locale), part))
            case Closeness(near, _):
                names = ("too_far", "within_reach", "too_close")
                yield from (f"{getattr(words, name)} {_plain(getattr(near, name)) if near else ''}" for name in names)
            case Columns(helps, ease_off):
                yield words.helps
                yield from map(_plain, helps)
                yield words.ease_off
                yield from map(_plain, ease_off)
            case Urgent(title, html, _):
                yield title
                yield from _blocks(html)
            case Card(front, back):
                yield from paragraphs((*front, *back), locale)


def _blocks(html: str) -> Iterator[str]:
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    blocks = [node for node in tree.iter() if node.tag in ("p", "li", "h2", "h3", "th", "td")]
    if not blocks and html:
        yield "".join(tree.itertext())
    for node in blocks:
        if not any(child.tag in ("p", "li") for child in node):
            yield "".join(node.itertext())


def _plain(html: str) -> str:
    return "".join(html5lib.parseFragment(html, namespaceHTMLElements=False).itertext())
