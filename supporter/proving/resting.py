"""What a law rests on: all that keeps a piece from the readers it must not reach."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial

import z3

from supporter.blocks import Block
from supporter.conditions import Table
from supporter.entries import switches
from supporter.laws import Law
from supporter.outcome import ANY
from supporter.pieces import Piece
from supporter.proving.encoding import Encoding, Formula, both, negate
from supporter.proving.holding import concerned
from supporter.vocabulary import each_bit

OWN = ""
"""The piece's own condition, among what keeps it away."""

_RAISED = ("flags", "path")
"""Names of what no flag can switch off."""

Guards = Mapping[tuple[str, str], frozenset[str]]
"""By kind and id of a piece, what keeps it away by itself: OWN, or something that flags switch off."""


@dataclass(frozen=True, slots=True)
class _Forbidding:
    """Part of a law: readers of whom `readers` is true are shown nothing of `bits`."""

    readers: Formula
    bits: int


class Resting:
    """One solver for many small questions about the laws of one guide."""

    def __init__(self, encoding: Encoding) -> None:
        self._encoding = encoding
        self._solver = z3.Solver()
        self._solver.add(*encoding.valid)
        self._pieces = [(*found, self._bits(*found)) for found in encoding.pieces() if found[1] not in _RAISED]
        self._holds = cache(lambda kind, one: encoding.holds(encoding.guide.kinds()[kind][one].condition))
        self._on = cache(lambda switch: negate(encoding.off(switch)))

    def guards(self, law: Law) -> Guards:
        """What the law rests on for each piece that it forbids; nothing where only several things together do it."""
        found: dict[tuple[str, str], frozenset[str]] = {}
        for forbidding in self._forbiddings(law):
            can = cache(partial(self._can, forbidding.readers))
            for kind, _, piece, bits in self._pieces:
                if forbidding.bits & bits:
                    own = () if can(self._holds(kind, piece.id)) else (OWN,)
                    off = (switch for switch in switches(kind, piece) if not can(self._on(switch)))
                    guards = frozenset((*own, *off))
                    found[kind, piece.id] = found.get((kind, piece.id), guards) & guards
        return found

    def _can(self, *formulas: Formula) -> bool:
        return bool(self._solver.check(*formulas) == z3.sat)

    def _bits(self, kind: str, name: str, piece: Piece) -> int:
        """Every bit that is set when the piece is shown."""
        names = self._encoding.vocabulary.names
        bits = names[name][piece.id] | names[name][ANY]
        if isinstance(piece, Block):
            bits |= names["groups"][piece.group]
        if kind in ("blocks", "plans", "messages"):
            bits |= self._encoding.vocabulary.mask("about", names["about"].keys() & set(piece.about))
        return bits

    def _forbiddings(self, law: Law) -> Iterator[_Forbidding]:
        readers = concerned(self._encoding, law)
        for table in law.never.when if law.never else ():
            for bits, rest in _parted(table):
                yield _Forbidding(both([readers, self._encoding.table(rest)]), bits)
        # `always: {only: one}` is written as what may be shown, and compiled to what may not.
        for table in law.always.when if law.always and len(law.always.when) == 1 else ():
            yield _Forbidding(readers, table.none)


def _parted(table: Table) -> Iterator[tuple[int, Table]]:
    """Each thing that a table asks for, and what else must be so."""
    for index, mask in enumerate(table.any):
        yield mask, replace(table, any=(*table.any[:index], *table.any[index + 1 :]))
    for bit in each_bit(table.all):
        yield bit, replace(table, all=table.all & ~bit)
