"""Which pieces are for one reader, of all kinds at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from supporter.blocks import Block
from supporter.conditions import Condition, Table
from supporter.flags import Caution
from supporter.handouts import Handout
from supporter.messages import Message
from supporter.pages import Care, Page
from supporter.pieces import Piece
from supporter.plans import Plan
from supporter.rules import Situation
from supporter.sieve import Sieve
from supporter.vocabulary import union


class Selection(NamedTuple):
    """What is left to be shown, by kind, in the guide's order; `forbidden` are handouts that `unless` keeps away."""

    cautions: list[Caution]
    plans: list[Plan]
    blocks: list[Block]
    messages: list[Message]
    handouts: list[Handout]
    care: list[Care]
    pages: list[Page]
    forbidden: list[Handout]

    def __repr__(self) -> str:
        # It tells what was answered.
        return "<Selection>"


_KINDS = Selection._fields[:-1]
_PARTS = {"plans": ["plan"], "messages": ["messages"], "pages": ["pages"]}
"""Kinds that a flag can switch off as a whole, and the name of that switch."""


class Selector:
    """The conditions of all kinds side by side: to ask each kind by itself costs five times as much.

    What a flag switches off gets a bit of its own, as if it stood under `none` in every condition that it takes away.
    """

    def __init__(self, kinds: Mapping[str, Mapping[str, Piece]], size: int) -> None:
        """`size`: how many bits answers, flags and paths have."""
        pieces: list[Piece] = []
        self._kinds: dict[str, tuple[tuple[Piece, ...], slice]] = {}
        for kind in _KINDS:
            # A page without a condition is found among all pages, and is not for this reader more than for others.
            own = tuple(piece for piece in kinds[kind].values() if kind != "pages" or piece.condition.when)
            self._kinds[kind] = own, slice(len(pieces), len(pieces) + len(own))
            pieces += own
        self._switches: dict[str, int] = {}
        conditions = []
        for kind, (own, _) in self._kinds.items():
            for piece in own:
                switches = [*piece.about, *_PARTS.get(kind, ()), *([piece.group] if isinstance(piece, Block) else [])]
                conditions.append(_unless_switched_off(piece.condition, self._bits(switches, size)))
        self._sieve = _sieve(tuple(conditions))

    def select(self, situation: Situation) -> Selection:
        """What is for a reader in this situation."""
        off = union(self._switches[switch] for switch in situation.switched_off if switch in self._switches)
        holding, forbidden = self._sieve.tried(situation.chosen | off)
        found = [[*compress(own, holding[place])] for own, place in self._kinds.values()]
        handouts, place = self._kinds["handouts"]
        return Selection._make([*found, [*compress(handouts, forbidden[place])]])

    def _bits(self, switches: Sequence[str], size: int) -> int:
        for switch in switches:
            self._switches.setdefault(switch, 1 << size + len(self._switches))
        return union(self._switches[switch] for switch in switches)


@lru_cache(maxsize=2)
def _sieve(conditions: tuple[Condition, ...]) -> Sieve:
    """The same for all languages of a guide, which decide by the same conditions."""
    return Sieve(conditions)


def _unless_switched_off(condition: Condition, bits: int) -> Condition:
    when = tuple(replace(table, none=table.none | bits) for table in condition.when or (Table(),))
    return Condition(when, condition.unless)
