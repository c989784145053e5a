"""What changed between two editions: each piece with who sees it now, and what became of the laws."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from supporter.audience import Audience, Line, Place
from supporter.edits import Edit
from supporter.guide import Guide
from supporter.proving.witness import Witness
from supporter.standing import Shift, Standing

State = Literal["new", "taken out", "changed", "follows"]
"""`follows`: the file is the same, but other readers see it, since something it depends on changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One piece that changed. shifts: what its change means for the laws."""

    place: Place
    title: str
    state: State
    edit: Edit
    audience: Audience
    lines: tuple[Line, ...] = ()
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One check-in: the pieces seen now or no longer that no earlier case has shown.

    base: the shorter example of a changed piece that it goes beyond. because: the changed pieces that it is about.
    lines: pieces that this reader saw and sees, and that say other lines now.
    """

    example: Witness = field(repr=False)
    base: Witness | None = field(repr=False)
    because: tuple[Place, ...]
    now: tuple[Place, ...]
    no_longer: tuple[Place, ...]
    lines: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All of it.

    cases: what follows for pieces that are the same. shifts: those of laws that no single piece explains. beside: files
    that readers do not meet, by what happened to them. personas: how many there are. moved: titles of those who are
    shown other pieces. rereading: of those who read other words.
    """

    guide: Guide = field(repr=False)
    standing: Standing
    changes: tuple[Change, ...]
    cases: tuple[Case, ...]
    shifts: tuple[Shift, ...]
    beside: Mapping[str, tuple[str, ...]]
    personas: int
    moved: tuple[str, ...]
    rereading: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.changes or self.shifts or self.beside or self.standing)

    def as_dict(self) -> dict[str, Any]:
        """The format of `supporter diff --format json`."""
        standing = self.standing
        return {
            "laws": {
                "broken": [{"law": one.law, "says": one.says, "example": one.example.said} for one in standing.broken],
                "still_broken": [one.law for one in standing.still_broken],
                "mended": list(standing.mended),
                "new": list(standing.new),
                "taken_out": list(standing.taken_out),
                "changed": list(standing.changed),
                "shifts": list(map(_shift, self.shifts)),
            },
            "changes": [_change(change) for change in self.changes],
            "cases": [_case(case) for case in self.cases],
            "beside": {name: list(found) for name, found in self.beside.items()},
            "personas": {"all": self.personas, "moved": list(self.moved), "rereading": list(self.rereading)},
        }


def _change(change: Change) -> dict[str, Any]:
    edit, audience = change.edit, change.audience
    return {
        "kind": change.place[0],
        "id": change.place[1],
        "title": change.title,
        "state": change.state,
        "rules": list(edit.rules),
        "words": {"out": list(edit.out), "new": list(edit.new)},
        "beside": list(edit.beside),
        "now": _witness(audience.now),
        "no_longer": _witness(audience.no_longer),
        "personas": {"before": list(audience.personas_before), "after": list(audience.personas)},
        "lines": [
            {"line": line.text, "now": _witness(line.audience.now), "no_longer": _witness(line.audience.no_longer)}
            for line in change.lines
        ],
        "laws": list(map(_shift, change.shifts)),
    }


def _case(case: Case) -> dict[str, Any]:
    lists = {key: getattr(case, key) for key in ("because", "now", "no_longer", "lines")}
    return {"example": _witness(case.example)} | {key: ["/".join(one) for one in found] for key, found in lists.items()}


def _witness(example: Witness | None) -> dict[str, Any] | None:
    return None if example is None else {"answers": example.answers, "held": list(example.held), "said": example.said}


def _shift(shift: Shift) -> dict[str, Any]:
    move = shift.move
    return {
        "law": shift.law,
        "pieces": ["/".join(place) for place in shift.places],
        "direction": move.direction,
        **{key: sorted(one or "rule" for one in getattr(move, key)) for key in ("lost", "gained", "left")},
    }
