"""Which pieces name what: every condition of a guide, turned round."""

from collections.abc import Iterator
from typing import NamedTuple

from supporter.conditions import Condition, Table
from supporter.guide import Guide
from supporter.vocabulary import Token, union

RULES = {
    "sooner_when": "Gaps in a plan are kept within a week",
    "lighter_when": "A plan says that half of it is enough",
    "apart_when": "No picture of closeness, and no list of what helps",
}
"""The conditions of guide.yaml, and what happens when they hold."""


class Named(NamedTuple):
    """One condition: `kind` and `id` of its piece, and the number of its line where it is that of a line alone."""

    kind: str
    id: str
    line: int | None
    condition: Condition


def conditions(guide: Guide) -> Iterator[Named]:
    """Every condition of the guide: of pieces, of their lines, and of guide.yaml."""
    for kind, pieces in guide.kinds().items():
        for piece in pieces.values():
            yield Named(kind, piece.id, None, piece.condition)
            lines = (*getattr(piece, "says", ()), *getattr(piece, "instead", ()))
            yield from (Named(kind, piece.id, number, line.condition) for number, line in enumerate(lines))
    for rule in RULES:
        yield Named("rules", rule, None, getattr(guide, rule))


def namings(guide: Guide) -> Iterator[tuple[Token, Named, bool]]:
    """Each token with a condition that names it, and whether it helps the condition to hold or keeps it from holding.

    A condition may do both, in different tables.
    """
    for named in conditions(guide):
        when, unless = named.condition.when, named.condition.unless
        helping = union(map(_wanted, when)) | union(table.none for table in unless)
        keeping = union(table.none for table in when) | union(map(_wanted, unless))
        yield from ((token, named, True) for token in guide.vocabulary.read(helping))
        yield from ((token, named, False) for token in guide.vocabulary.read(keeping))


def _wanted(table: Table) -> int:
    return table.bits() & ~table.none
