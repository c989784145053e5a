"""How the laws stand in two editions: broken or mended, and what each of them rests on."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from supporter.audience import Place
from supporter.folders import LAWS
from supporter.manuscript import Manuscript
from supporter.proving.encoding import Encoding
from supporter.proving.holding import broken
from supporter.proving.pair import Pair
from supporter.proving.resting import OWN, Resting
from supporter.proving.witness import Witness, form

Direction = Literal["nearer", "farther", "other", "covers", "no longer covers"]


@dataclass(frozen=True, slots=True)
class Broken:
    """A law, and the smallest check-in that breaks it."""

    law: str
    says: str
    example: Witness = field(repr=False)


@dataclass(frozen=True, slots=True)
class Move:
    """What keeps a piece from the readers of a law, and did not before or no longer does: OWN or switches.

    Each of them is enough by itself. covers: true where the law came to be about the piece, false where it no longer
    is.
    """

    lost: frozenset[str]
    gained: frozenset[str]
    left: frozenset[str]
    covers: bool | None = None

    @property
    def direction(self) -> Direction:
        """Whether the law is nearer to being broken."""
        if self.covers is not None:
            return "covers" if self.covers else "no longer covers"
        return "other" if self.lost and self.gained else "nearer" if self.lost else "farther"


@dataclass(frozen=True, slots=True)
class Shift:
    """A law that holds, and now rests on something else for some pieces."""

    law: str
    says: str
    places: tuple[Place, ...]
    move: Move


@dataclass(frozen=True, slots=True)
class Standing:
    """The laws by what became of them; `held` is how many hold, `rest` names other keys of laws.yaml that changed."""

    broken: tuple[Broken, ...] = ()
    still_broken: tuple[Broken, ...] = ()
    mended: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    taken_out: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = field(default=(), repr=False)
    held: int = 0

    def __bool__(self) -> bool:
        return bool(self.broken or self.mended or self.new or self.taken_out or self.changed or self.rest)


def standing(old: Manuscript, new: Manuscript, pair: Pair) -> Standing:
    """How the laws of both stand; a law that is new and broken is broken now."""
    before = {one.law: one for one in _broken(old, pair.old)}
    after = {one.law: one for one in _broken(new, pair.new)}
    then, now = _written(old), _written(new)
    laws, others = new.laws.laws, old.laws.laws
    tables = old.documents[LAWS, ""].table, new.documents[LAWS, ""].table
    return Standing(
        broken=tuple(one for name, one in after.items() if name not in before),
        still_broken=tuple(one for name, one in after.items() if name in before),
        mended=tuple(laws[name].says for name in before if name in laws and name not in after),
        new=tuple(law.says for name, law in laws.items() if name not in others),
        taken_out=tuple(law.says for name, law in others.items() if name not in laws),
        changed=tuple(law.says for name, law in laws.items() if name in then and then[name] != now[name]),
        rest=tuple(key for key in tables[1] if key != "laws" and tables[0].get(key) != tables[1][key]),
        shifts=tuple(_shifts(old, new, pair, before.keys() | after.keys())),
        held=len(laws) - len(after),
    )


def _broken(manuscript: Manuscript, encoding: Encoding) -> Iterator[Broken]:
    asked = form(encoding)
    for name, law in manuscript.laws.laws.items():
        example = asked.smallest(broken(encoding, law))
        if example is not None:
            yield Broken(name, law.says, example)


def _written(manuscript: Manuscript) -> dict[str, object]:
    laws = manuscript.documents[LAWS, ""].table["laws"]
    assert isinstance(laws, dict)
    return laws


def _shifts(old: Manuscript, new: Manuscript, pair: Pair, broken: set[str]) -> Iterator[Shift]:
    before, after = Resting(pair.old), Resting(pair.new)
    pieces = {(kind, one) for kind, found in old.guide.kinds().items() for one in found}
    for name, law in new.laws.laws.items():
        if name in broken or name not in old.laws.laws:
            continue
        then, now = before.guards(old.laws.laws[name]), after.guards(law)
        moves: defaultdict[Move, list[Place]] = defaultdict(list)
        for place in {**now, **then}:
            move = _move(then.get(place), now.get(place), fresh=place not in pieces)
            if move is not None and (place in now or place[1] in new.guide.kinds()[place[0]]):
                moves[move].append(place)
        yield from (Shift(name, law.says, tuple(places), move) for move, places in moves.items())


def _move(then: frozenset[str] | None, now: frozenset[str] | None, *, fresh: bool) -> Move | None:
    """None where nothing moved, and for a new piece that more than one thing keeps away, or its own rule."""
    if then is None:
        assert now is not None
        weak = OWN not in now and len(now) < 2
        return Move(frozenset(), frozenset(), now, covers=True) if weak or not fresh else None
    if now is None:
        return Move(frozenset(), frozenset(), frozenset(), covers=False)
    return Move(then - now, now - then, now) if then != now else None
