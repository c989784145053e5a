"""What stands on a sheet, part by part; the template of the screen and that of paper each draw every kind.

`repr` shows none of what a reader's advice may have filled. `lang` is the language of what was filled in, where it is
another than that of the sheet; in rendered text an attribute has it.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from supporter.helplines import Country, Helpline
from supporter.messages import Swap
from supporter.paths import Near
from supporter.plans import When


@dataclass(frozen=True, slots=True)
class Part:
    """What stands on a sheet; `kind` names it for the template of the screen and for that of paper."""

    kind: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Prose(Part):
    """Rendered text."""

    kind = "prose"
    html: Markup = field(repr=False)


@dataclass(frozen=True, slots=True)
class Lines(Part):
    """Lines to write on."""

    kind = "lines"
    count: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan; without `text` there is a line to write on, without `day` none was chosen."""

    when: When
    text: Markup | None = field(repr=False)
    day: date | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Steps(Part):
    """The plan over time, with boxes to tick."""

    kind = "steps"
    steps: tuple[Step, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the printed calendar; `day` is None on a blank one, `step` counts the plan's steps from 1."""

    day: date | None = field(repr=False)
    step: int | None


@dataclass(frozen=True, slots=True)
class Weeks(Part):
    """The plan's days as a small calendar, Monday first."""

    kind = "weeks"
    weeks: tuple[tuple[Day, ...], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bubbles(Part):
    """Words to borrow."""

    kind = "bubbles"
    texts: tuple[str, ...] = field(repr=False)
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Swaps(Part):
    """Words that push away beside words that may land better."""

    kind = "swaps"
    swaps: tuple[Swap, ...]


@dataclass(frozen=True, slots=True)
class Numbers(Part):
    """Who to call in a country; with no lines, room to write them."""

    kind = "numbers"
    country: Country
    lines: tuple[Helpline, ...]


@dataclass(frozen=True, slots=True)
class Closeness(Part):
    """The picture of how close is close enough; without `near`, the picture alone."""

    kind = "closeness"
    near: Near | None = field(repr=False)
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Columns(Part):
    """What helps, and what to ease off."""

    kind = "columns"
    helps: tuple[Markup, ...] = field(repr=False)
    ease_off: tuple[Markup, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Urgent(Part):
    """What cannot wait, in the heaviest frame."""

    kind = "urgent"
    title: str = field(repr=False)
    html: Markup = field(repr=False)
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Card(Part):
    """A card to cut out, folded between `front` and `back`."""

    kind = "card"
    front: tuple[Part, ...] = field(repr=False)
    back: tuple[Part, ...] = field(repr=False)
