"""What stands on a sheet, part by part; the template of the screen and that of paper each draw every kind.

`lang` is the language of what was filled in, where it is another than that of the sheet; in rendered text an attribute
has it. Python's own `repr` shows none of what a reader's advice may have filled; that of a dataclass would, and every
start would compile it for each kind, as it would the comparing that nobody asks for.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from supporter.helplines import Country, Helpline
from supporter.messages import Swap
from supporter.paths import Near
from supporter.plans import When


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Part:
    """What stands on a sheet; `kind` names it for the template of the screen and for that of paper."""

    kind: ClassVar[str]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Prose(Part):
    """Rendered text."""

    kind = "prose"
    html: Markup


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Lines(Part):
    """Lines to write on."""

    kind = "lines"
    count: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Step:
    """One step of a plan; without `text` there is a line to write on, without `day` none was chosen."""

    when: When
    text: Markup | None
    day: date | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Steps(Part):
    """The plan over time, with boxes to tick."""

    kind = "steps"
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Day:
    """One day of the printed calendar; `day` is None on a blank one, `step` counts the plan's steps from 1."""

    day: date | None
    step: int | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Weeks(Part):
    """The plan's days as a small calendar, Monday first."""

    kind = "weeks"
    weeks: tuple[tuple[Day, ...], ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Bubbles(Part):
    """Words to borrow."""

    kind = "bubbles"
    texts: tuple[str, ...]
    lang: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Swaps(Part):
    """Words that push away beside words that may land better."""

    kind = "swaps"
    swaps: tuple[Swap, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Numbers(Part):
    """Who to call in a country; with no lines, room to write them."""

    kind = "numbers"
    country: Country
    lines: tuple[Helpline, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Closeness(Part):
    """The picture of how close is close enough; without `near`, the picture alone."""

    kind = "closeness"
    near: Near | None
    lang: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Columns(Part):
    """What helps, and what to ease off."""

    kind = "columns"
    helps: tuple[Markup, ...]
    ease_off: tuple[Markup, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Urgent(Part):
    """What cannot wait, in the heaviest frame."""

    kind = "urgent"
    title: str
    html: Markup
    lang: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Card(Part):
    """A card to cut out, folded between `front` and `back`."""

    kind = "card"
    front: tuple[Part, ...]
    back: tuple[Part, ...]
