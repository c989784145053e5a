"""Contact over time: what to do today, this week, in two weeks and in a month."""

from dataclasses import field
from datetime import date, timedelta
from typing import Literal

from markupsafe import Markup

from supporter.conditions import ALWAYS, Condition
from supporter.pieces import Line, Piece
from supporter.records import Record

When = Literal["today", "this_week", "two_weeks", "a_month"]
WHENS: tuple[When, ...] = ("today", "this_week", "two_weeks", "a_month")
DAYS: dict[When, int] = {"today": 0, "this_week": 4, "two_weeks": 14, "a_month": 30}
"""Days from the start to each step; four leave room for a quiet spell within the first week."""


def plan_days(start: date) -> dict[When, date]:
    """The day of every step for a plan that begins on `start`."""
    return {when: start + timedelta(days=days) for when, days in DAYS.items()}


class Steps(Record):
    """The four steps; in a variation those left out stay as they are."""

    today: Line | None = None
    this_week: Line | None = None
    two_weeks: Line | None = None
    a_month: Line | None = None


class Variation(Record):
    """Other steps for some readers of the same plan."""

    steps: Steps
    condition: Condition = field(default=ALWAYS, repr=False)


class Plan(Piece):
    """One row of the space plan (brief, space-plan.yaml); `sooner` keeps every gap within a week."""

    steps: Steps
    sooner: Steps = Steps()
    instead: tuple[Variation, ...] = ()

    def steps_for(self, chosen: int, *, sooner: bool) -> dict[When, Markup]:
        """The steps for the chosen bits: a variation's where one holds, and the sooner ones where that is asked for."""
        layers = [self.steps, self.sooner] if sooner else [self.steps]
        # Last, so that "wait for them" to an ex is never undone by a sooner hello.
        layers += [variation.steps for variation in self.instead if variation.condition.holds(chosen)][:1]
        steps: dict[When, Markup] = {}
        for when in WHENS:
            for layer in layers:
                text = getattr(layer, when)
                if text is not None:
                    steps[when] = text
        return steps
