"""One sheet as it is read: a handout or a reader's own guide, every slot filled, ready for the screen and for paper."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from markupsafe import Markup

from supporter.advice import MESSAGES_IN_SIGHT, Advice
from supporter.guide import Guide
from supporter.handouts import Handout
from supporter.handouts import Part as Given
from supporter.helplines import Country
from supporter.locales import direction
from supporter.parts import Bubbles, Card, Closeness, Day, Lines, Numbers, Part, Prose, Step, Steps, Swaps, Weeks
from supporter.pieces import Piece
from supporter.plans import DAYS, WHENS, When, plan_days

WEEKS = 5
"""Weeks in the printed calendar: the plan's thirty days and what is left of the first week."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sheet:
    """A sheet for one reader, or for everyone.

    lang: the language of its title and most of its texts. path: where it is found below the mount, such as
    `handouts/space-plan`. pieces: what it is made of, for its evidence and its dates. careful: being found with it
    could bring harm. Its `repr` is Python's own, which shows nothing that may tell a reader's answers.
    """

    lang: str
    title: str
    audience: str
    path: str
    parts: tuple[Part, ...]
    pieces: tuple[Piece, ...]
    careful: bool

    @property
    def reviewed(self) -> date:
        """When the oldest of its texts was checked."""
        return min(piece.reviewed for piece in self.pieces)

    @property
    def review_by(self) -> date:
        """When the first of its texts is due."""
        return min(piece.review_by for piece in self.pieces)

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Who reviewed all of it; nobody, where one text has not been reviewed."""
        named = [piece.reviewers for piece in self.pieces]
        return tuple(dict.fromkeys(name for names in named for name in names)) if all(named) else ()


def is_careful(handout: Handout, advice: Advice | None) -> bool:
    """Whether being found with this sheet of this reader could bring harm."""
    return handout.careful or bool(advice and advice.careful)


def fill_handout(
    guide: Guide, handout: Handout, country: Country, advice: Advice | None = None, start: date | None = None
) -> Sheet:
    """A handout with its slots filled: from a reader's advice where there is one, with lines to write on elsewhere.

    start: the day on which the reader's plan begins.
    """
    filled = [part for given in handout.parts for part in _filled(guide, handout.lang, given, country, advice, start)]
    return Sheet(
        lang=handout.lang,
        title=handout.title,
        audience=str(handout.audience),
        path=f"handouts/{handout.id}",
        parts=tuple(_with_card(filled)),
        pieces=(handout,),
        careful=is_careful(handout, advice),
    )


def other(piece: Piece, around: str) -> str:
    """The language of a piece, where it is another than the language `around` it."""
    return piece.lang if piece.lang != around else ""


def marked(text: Markup, lang: str, tag: str = "span") -> Markup:
    """Rendered text with the mark of its language, if one is given; in a `div` where it has paragraphs."""
    if not lang:
        return text
    return Markup('<{0} lang="{1}" dir="{2}">{3}</{0}>').format(tag, lang, direction(lang), text)


def plan_part(advice: Advice | None, start: date | None, around: str | None = None) -> Steps:
    """The reader's steps with their days; for no reader, lines to write on. around: the language of the sheet."""
    days: dict[When, date] = plan_days(start) if start else {}
    if advice is None or advice.plan is None:
        return Steps(tuple(Step(when, None, days.get(when)) for when in WHENS))
    lang = other(advice.plan.plan, around) if around else ""
    return Steps(tuple(Step(when, marked(text, lang), days.get(when)) for when, text in advice.plan.steps.items()))


def weeks_part(start: date | None) -> Weeks:
    """Five weeks from the Monday on or before `start`; blank ones without it."""
    if start is None:
        return Weeks(((Day(None, None),) * 7,) * WEEKS)
    steps = {start + timedelta(days=days): number for number, days in enumerate(DAYS.values(), 1)}
    monday = start - timedelta(days=start.weekday())
    # A plan that begins late in a week ends in a sixth one.
    weeks = max(WEEKS, (max(steps) - monday).days // 7 + 1)
    days = [Day(day, steps.get(day)) for day in (monday + timedelta(days=number) for number in range(weeks * 7))]
    return Weeks(tuple(tuple(days[first : first + 7]) for first in range(0, len(days), 7)))


def numbers_part(country: Country) -> Numbers:
    """Emergency, crisis, abuse and youth lines that can be called or texted."""
    kinds = ("emergency", "crisis", "abuse", "youth")
    lines = tuple(line for line in country.lines if line.kind in kinds and (line.phone or line.text))
    return Numbers(country, lines if country.emergency else ())


def _filled(
    guide: Guide, lang: str, given: Given, country: Country, advice: Advice | None, start: date | None
) -> Iterator[Part | None]:
    """What stands in one slot; None marks a `cut`."""
    apart = advice is not None and "closeness" in advice.switched_off
    match given.slot:
        case None:
            yield Prose(given.html)
        case "lines":
            yield Lines(given.count or 1)
        case "path":
            if advice and "path" not in advice.switched_off:
                title = Markup("<p><strong>{}</strong></p>").format(advice.path.title)
                yield Prose(marked(title, other(advice.path, lang), "div"))
        case "plan" if given.plan:
            plan = guide.plans[given.plan]
            texts = {when: marked(getattr(plan.steps, when), other(plan, lang)) for when in WHENS}
            yield Steps(tuple(Step(when, text, None) for when, text in texts.items()))
        case "plan":
            yield plan_part(advice, start, lang)
        case "weeks":
            yield weeks_part(start if advice and advice.plan else None)
        case "closeness" if not apart:
            yield Closeness(advice.path.near, other(advice.path, lang)) if advice else Closeness(None)
        case "messages":
            said = [message for message in advice.messages if "contact" in message.about] if advice else []
            for language, some in groupby(said[: given.count or MESSAGES_IN_SIGHT], lambda one: other(one, lang)):
                yield Bubbles(tuple(message.text for message in some), language)
            if not said:
                yield Lines(2)
        case "swaps":
            yield Swaps(tuple(guide.swaps.values()))
        case "helplines":
            yield numbers_part(country)
        case "cut":
            yield None


def _with_card(parts: Iterable[Part | None]) -> Iterator[Part]:
    """The parts between cuts as one card, the others as they are."""
    runs: list[list[Part]] = [[]]
    for part in parts:
        if part is None:
            runs.append([])
        else:
            runs[-1].append(part)
    yield from runs[0]
    if len(runs) > 1:
        yield Card(tuple(runs[1]), tuple(_nth(runs, 2)))
        yield from _nth(runs, 3)


def _nth(runs: Sequence[list[Part]], place: int) -> list[Part]:
    return runs[place] if place < len(runs) else []
