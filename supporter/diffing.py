"""Two editions of the content compared: every piece that changed, and every other that other readers see by it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from supporter.audience import Audiences, Place
from supporter.cases import cases
from supporter.conditions import Condition
from supporter.difference import Change, Difference, State
from supporter.edits import NOTHING, edit
from supporter.entries import piece_entry
from supporter.folders import HELPLINES, LANGUAGE, SETTINGS
from supporter.frontmatter import Document
from supporter.guide import Guide
from supporter.manuscript import Manuscript
from supporter.naming import RULES
from supporter.rulings import Edition
from supporter.standing import Shift, standing

KINDS = (
    "flags", "cautions", "questions", "blocks", "plans", "paths", "care", "messages", "swaps", "handouts", "pages",
    "rules",
)  # fmt: skip
"""The kinds that are compared, the most important first."""


def compare(old: Manuscript, new: Manuscript) -> Difference:
    """What changed from the old edition to the new; a persona of both has the answers of the new."""
    personas = {**old.personas, **new.personas}
    audiences = Audiences(old.guide, new.guide, personas.values())
    changes = list(_changes(old, new, audiences))
    laws = standing(old, new, audiences.pair)
    changes, shifts = _explain(changes, laws.shifts, _switched(old.guide, new.guide))
    worded = [change.place for change in changes if change.edit.words]
    return Difference(
        guide=new.guide,
        standing=laws,
        changes=tuple(changes),
        cases=tuple(cases(changes, audiences)),
        shifts=shifts,
        beside=dict(_beside(old, new)),
        personas=len(personas),
        moved=audiences.moved(),
        rereading=audiences.readers(worded),
    )


def _changes(old: Manuscript, new: Manuscript, audiences: Audiences) -> Iterator[Change]:
    for place in _places(old.guide, new.guide):
        then, now = _edition(old, place), _edition(new, place)
        audience = audiences.of(place)
        if then is None or now is None:
            state: State = "new" if then is None else "taken out"
            yield Change(place, _title(new if now else old, place), state, NOTHING, audience)
            continue
        edited, lines = edit(then, now), tuple(audiences.lines(place))
        if edited or audience or lines:
            yield Change(place, _title(new, place), "changed" if edited else "follows", edited, audience, lines)


def _places(old: Guide, new: Guide) -> Iterator[Place]:
    """Every piece of either guide, in the order of the new one, and the rules of guide.yaml."""
    kinds, before = new.kinds(), old.kinds()
    for kind in KINDS:
        found = RULES if kind == "rules" else {**kinds[kind], **before[kind]}
        yield from ((kind, one) for one in found)


def _edition(manuscript: Manuscript, place: Place) -> Edition | None:
    kind, one = place
    guide = manuscript.guide
    if kind == "rules":
        settings = manuscript.documents[SETTINGS, ""]
        condition: Condition = getattr(guide, one)
        return Edition(guide, Document(settings.file, {"when": settings.table[one]}, "", {}), condition)
    piece = guide.kinds()[kind].get(one)
    return Edition(guide, manuscript.documents[place], piece.condition) if piece else None


def _title(manuscript: Manuscript, place: Place) -> str:
    kind, one = place
    guide = manuscript.guide
    return RULES[one] if kind == "rules" else piece_entry(guide, kind, guide.kinds()[kind][one]).title


def _explain(
    changes: list[Change], shifts: tuple[Shift, ...], moved: Mapping[Place, frozenset[str]]
) -> tuple[list[Change], tuple[Shift, ...]]:
    """Give each shift of the laws to the changed pieces it is about, else to the flags that switch other things.

    moved: what flags came to switch off, or no longer do.
    """
    given: defaultdict[Place, list[Shift]] = defaultdict(list)
    left = []
    changed = {change.place for change in changes if change.state == "new" or change.edit.rules}
    for shift in shifts:
        for place in changed.intersection(shift.places):
            given[place].append(replace(shift, places=(place,)))
        others = tuple(place for place in shift.places if place not in changed)
        flags = [flag for flag, switches in moved.items() if switches & (shift.move.lost | shift.move.gained)]
        if others and not flags:
            left.append(replace(shift, places=others))
        for flag in flags if others else ():
            given[flag].append(replace(shift, places=others))
    return [replace(change, shifts=tuple(given[change.place])) for change in changes], tuple(left)


def _switched(old: Guide, new: Guide) -> dict[Place, frozenset[str]]:
    pairs = {
        one: (old.flags[one].switches_off, flag.switches_off) for one, flag in new.flags.items() if one in old.flags
    }
    return {("flags", one): frozenset(then) ^ frozenset(now) for one, (then, now) in pairs.items()}


def _beside(old: Manuscript, new: Manuscript) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Files that are compared as files alone."""
    then, now = old.documents, new.documents
    for kind in ("evidence", "sources", "personas"):
        found = [one for each, one in {**now, **then} if each == kind]
        states = {one: _state(then.get((kind, one)), now.get((kind, one))) for one in sorted(found)}
        if any(states.values()):
            yield kind, tuple(f"{one} ({state})" for one, state in states.items() if state)
    tables = [
        {key: value for key, value in each[SETTINGS, ""].table.items() if key not in RULES} for each in (then, now)
    ]
    if tables[0] != tables[1]:
        keys = [key for key in tables[1] if tables[0].get(key) != tables[1][key]]
        yield SETTINGS, tuple(keys)
    if then[LANGUAGE, ""].table != now[LANGUAGE, ""].table:
        yield LANGUAGE, ("changed",)
    if [one.line for one in old.helplines] != [one.line for one in new.helplines]:
        yield HELPLINES, ("changed",)


def _state(then: Document | None, now: Document | None) -> str:
    if then is None or now is None:
        return "new" if then is None else "taken out"
    return "changed" if (then.table, then.body) != (now.table, now.body) else ""
