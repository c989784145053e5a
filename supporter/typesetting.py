"""Sheets as the plain data that the paper template draws: no markup of its language is ever made from a text."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from markupsafe import Markup

from supporter.footing import Site, in_words, links_of, rests_on, review_line, say_date
from supporter.guide import Guide
from supporter.locales import say_day
from supporter.nodes import Resolve, nodes_of
from supporter.paper import Paper
from supporter.parts import (
    Bubbles,
    Card,
    Closeness,
    Columns,
    Day,
    Lines,
    Numbers,
    Part,
    Prose,
    Steps,
    Swaps,
    Urgent,
    Weeks,
)
from supporter.sections import sections
from supporter.sheets import Sheet, marked

Data = dict[str, Any]

_SHEET = {"a4": "a4", "letter": "us-letter"}


def typeset(guide: Guide, sheets: Sequence[Sheet], paper: Paper, site: Site, *, cover: bool = False) -> Data:
    """All that the template needs, as JSON can hold it; `cover` puts a cover with the contents before the sheets."""
    newest = max(sheet.reviewed for sheet in sheets)
    return {
        "lang": guide.locale if cover else sheets[0].lang,
        "paper": _SHEET[paper.size],
        "large": paper.large,
        "site": guide.settings.name,
        "words": asdict(guide.settings.paper),
        "title": guide.settings.paper.booklet if cover else sheets[0].title,
        # Fixed by the content, so that the same data makes the same bytes.
        "date": [newest.year, newest.month, newest.day],
        "cover": cover,
        "sheets": [_sheet(guide, sheet, paper, site) for sheet in sheets],
    }


def number_lines(guide: Guide, part: Numbers) -> list[tuple[str, str]]:
    """Number, and whose it is and when it answers, as a sheet prints them."""
    said = []
    for line in part.lines:
        number = line.phone or line.text or ""
        if line.kind == "emergency":
            said.append((number, f"{guide.settings.paper.emergency}, {part.country.name}"))
        else:
            name = re.sub(rf"^{re.escape(number)}[ ,]+", "", line.name) if number else line.name
            said.append((number, f"{name}, {line.hours}" if line.hours else name))
    return said


def day_text(guide: Guide, day: Day, first: bool) -> str:
    """What stands in a square of the calendar: the month too, on its first day and on the `first` square."""
    if day.day is None:
        return ""
    return say_date(day.day, guide, "d MMM" if first or day.day.day == 1 else "d")


def _sheet(guide: Guide, sheet: Sheet, paper: Paper, site: Site) -> Data:
    address = site.address_of(sheet.path)

    def resolve(href: str) -> str | None:
        if href.startswith(("https:", "mailto:", "tel:", "sms:")):
            return href
        return urljoin(address, href) if address else None

    words = guide.settings.paper
    return {
        "lang": sheet.lang,
        "title": sheet.title,
        "audience": nodes_of(sheet.audience, resolve),
        "sections": sections([_part(guide, part, resolve) for part in sheet.parts], paper),
        # A handout in standard print ends on its second page; where all else ends costs a look at the whole layout.
        "fits": bool(sheet.path) and not paper.large,
        "checked": words.checked.format(date=say_day(sheet.reviewed, guide.settings.lang)),
        "review": review_line(guide, sheet),
        "rests": "; ".join(rests_on(guide, sheet)),
        "links": [{"title": link.title, "address": link.address} for link in links_of(guide, sheet, site)],
        "address": address and in_words(address),
        "code": address and _code(address),
        "code_alt": address and words.code.format(address=in_words(address)),
    }


@lru_cache(maxsize=64)
def _code(address: str) -> str:
    """A QR code (ISO/IEC 18004, level M) as a picture: each run of dark squares is one box, which draws fastest."""
    import segno  # for paper alone, as most workers make none

    rows = segno.make(address, error="m", micro=False).matrix
    runs = []
    # Two squares of white around it are what readers of printed codes still accept (design: visual.md, Handout).
    for y, row in enumerate(rows, 2):
        text = "".join("1" if dark else "0" for dark in row)
        runs += [f"M{found.start() + 2} {y}h{len(found[0])}v1h-{len(found[0])}z" for found in re.finditer("1+", text)]
    side = len(rows) + 4
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {side} {side}'><path d='{''.join(runs)}'/></svg>"


def _part(guide: Guide, part: Part, resolve: Resolve) -> Data:
    return {"kind": part.kind} | _drawn(guide, part, resolve)


def _drawn(guide: Guide, part: Part, resolve: Resolve) -> Data:
    words = guide.settings.paper
    match part:
        case Prose(html):
            return {"of": nodes_of(html, resolve)}
        case Lines(count):
            return {"count": count}
        case Steps(steps):
            return {
                "steps": [
                    {
                        "time": (words.days if step.day else words.times)[step.when],
                        "day": step.day and say_date(step.day, guide, "EEE d MMM"),
                        "of": None if step.text is None else nodes_of(step.text, resolve),
                    }
                    for step in steps
                ]
            }
        case Weeks(weeks):
            return _weeks(guide, weeks)
        case Bubbles(texts, lang):
            return {"texts": texts, "lang": lang}
        case Swaps(swaps):
            return {
                "rows": [[nodes_of(text, resolve) for text in (swap.instead_of, swap.try_instead)] for swap in swaps]
            }
        case Numbers():
            return {"lines": [{"number": number, "name": name} for number, name in number_lines(guide, part)]}
        case Closeness(near, lang):
            names = ("too_far", "within_reach", "too_close")
            said = [marked(getattr(near, name), lang) if near else Markup("") for name in names]
            return {
                "near": [
                    {"title": getattr(words, name), "of": nodes_of(text, resolve)}
                    for name, text in zip(names, said, strict=True)
                ]
            }
        case Columns(helps, ease_off):
            return {
                name: [nodes_of(item, resolve) for item in items]
                for name, items in (("helps", helps), ("ease_off", ease_off))
            }
        case Urgent(title, html, lang):
            return {"title": title, "of": nodes_of(html, resolve), "lang": lang}
        case Card(front, back):
            return {
                name: [_part(guide, inner, resolve) for inner in side]
                for name, side in (("front", front), ("back", back))
            }
    return {}


def _weeks(guide: Guide, weeks: tuple[tuple[Day, ...], ...]) -> Data:
    words = guide.settings.paper
    first = weeks[0][0]
    return {
        "title": words.weeks if first.day else words.weeks_blank,
        "head": words.week_days.split(),
        "weeks": [
            [
                {
                    "text": day_text(guide, day, day is first),
                    "step": day.step,
                    "says": day.step and words.step.format(number=day.step),
                }
                for day in week
            ]
            for week in weeks
        ],
    }
