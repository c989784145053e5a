"""What bits of answers come to, in the order in which it is decided: flags, then the path."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from supporter.conditions import Condition
from supporter.flags import Flag
from supporter.paths import Path
from supporter.pieces import Piece
from supporter.vocabulary import each_bit, shared_need, union


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Situation:
    """Bits of all that holds; `flags` from the highest, `held` those that hold only because they held before.

    switched_off: what flags (or the guide, for an ex) take away: facets, groups and parts of the advice.
    """

    chosen: int
    flags: tuple[Flag, ...]
    held: frozenset[str]
    path: Path
    switched_off: frozenset[str]

    def open(self, piece: Piece, *switches: str) -> bool:
        """Whether neither what a piece is about nor one of the switches is taken away."""
        return self.switched_off.isdisjoint(switches) and self.switched_off.isdisjoint(piece.about)


class Rules:
    """The conditions of flags and paths; `apart_when` says for whom the guide itself takes closeness away.

    decided: the bits of flags and of the path, which no reader answers; of_paths: those of paths alone. deciding: the
    decided ones, and all that is asked about.
    """

    def __init__(
        self,
        flags: Mapping[str, Flag],
        paths: Mapping[str, Path],
        apart_when: Condition,
        names: Mapping[str, Mapping[str, int]],
    ) -> None:
        self._flags = tuple((flag, names["flags"][flag.id], flag.condition.needs) for flag in flags.values())
        self._paths = tuple((path, names["path"][path.id], path.condition.needs) for path in paths.values())
        self._needed = shared_need([flag.condition.needs for flag in flags.values()])
        self._apart_when = apart_when
        self.of_paths = union(names["path"].values())
        self.decided = union((*names["flags"].values(), *names["path"].values()))
        asking = (apart_when, *(piece.condition for piece in (*flags.values(), *paths.values())))
        self.deciding = self.decided | union(condition.bits for condition in asking)

    def decide(self, chosen: int, held: Iterable[str] = ()) -> Situation:
        """The situation of whoever chose these bits; `held` are ids of flags that were shown before."""
        earlier = frozenset(held)
        flags, before, asked = [], [], chosen
        # Often nobody said what any flag needs, and else most flags have nothing of it: seen here, it costs a third.
        some_may_hold = earlier or asked & self._needed or not self._needed
        for flag, bit, needs in self._flags if some_may_hold else ():
            if (asked & needs or not needs) and flag.condition.holds(asked):
                flags.append(flag)
            elif earlier and flag.id in earlier and flag.kept:
                flags.append(flag)
                before.append(flag.id)
            else:
                continue
            chosen |= bit
        for path, own_bit, needs in self._paths:
            # The last has no condition, which the load has looked at.
            if (chosen & needs or not needs) and path.condition.holds(chosen):
                chosen |= own_bit
                break
        off = frozenset([switch for flag in flags for switch in flag.switches_off])
        if self._apart_when.holds(chosen):
            off |= {"closeness"}
        return Situation(chosen, tuple(flags), frozenset(before), path, off)

    @cached_property
    def alone(self) -> Mapping[int, Situation]:
        """What each answer comes to by itself, and none at all: known of the guide, whoever asks."""
        return {bit: self.decide(bit) for bit in (0, *each_bit(self.deciding & ~self.decided))}
