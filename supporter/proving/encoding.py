"""The guide as formulas over what a reader can choose: the same conditions that the app evaluates, bit by bit."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import z3

from supporter.conditions import Condition, Table
from supporter.guide import Guide
from supporter.outcome import ANY, NONE, tokens, with_outcome
from supporter.pieces import Piece
from supporter.questions import Question
from supporter.vocabulary import SKIPPED, each_bit

Formula: TypeAlias = Any
"""A z3.BoolRef; z3 has no types."""


NAMES = {"blocks": "blocks", "messages": "messages", "plans": "plan", "handouts": "handouts", "cautions": "cautions"}
NAMES |= {"care": "care", "flags": "flags", "paths": "path", "pages": "pages"}
"""Folder of a kind, and the name under which conditions and laws know what of it is shown."""


class Encoding:
    """Formulas for every bit of the vocabulary.

    Answers (and flags held from before) are free variables, bound by `valid` to what the form can send; flags, the
    path and all that is shown are expressions over them, so that one answer can be replaced in all of it. Encodings of
    two guides share the variables of what is named alike, but for the questions in `apart`.
    """

    def __init__(self, guide: Guide, apart: Collection[str] = ()) -> None:
        self.guide = guide
        self.vocabulary = with_outcome(guide)
        self.bits: dict[int, Formula] = {}
        self.valid: list[Formula] = []
        self.held: dict[str, Formula] = {}
        for name in guide.questions:
            names = self.vocabulary.names[name]
            own = "apart." if name in apart else ""
            self.bits |= {bit: z3.Bool(f"{own}{name}.{token}") for token, bit in names.items()}
        for question in guide.questions.values():
            self._answers(question)
        self._flags()
        self._path()
        self._shown()

    def bit(self, name: str, token: str) -> Formula:
        """The formula of one token of one name."""
        return self.bits[self.vocabulary.names[name][token]]

    def names(self, name: str) -> Collection[str]:
        """The tokens of a name."""
        return self.vocabulary.names[name]

    def pieces(self) -> Iterator[tuple[str, str, Piece]]:
        """Every piece of which something can decide whether it is shown: its kind, its name in conditions, itself."""
        for kind, name in NAMES.items():
            for piece in self.guide.kinds()[kind].values():
                if piece.id in self.names(name):
                    yield kind, name, piece

    def any_of(self, mask: int) -> Formula:
        """That one of the bits is set."""
        return either(self.bits[bit] for bit in each_bit(mask))

    def table(self, table: Table) -> Formula:
        """That a table holds, as `Table.holds` tells it."""
        return both(
            [
                *(self.bits[bit] for bit in each_bit(table.all)),
                *(negate(self.bits[bit]) for bit in each_bit(table.none)),
                *(self.any_of(mask) for mask in table.any),
                *(z3.AtLeast(*(self.bits[bit] for bit in each_bit(count.of)), count.least) for count in table.counts),
            ]
        )

    def holds(self, condition: Condition) -> Formula:
        """That a condition holds, as `Condition.holds` tells it."""
        when = either(map(self.table, condition.when)) if condition.when else z3.BoolVal(True)
        return both([when, *(negate(self.table(table)) for table in condition.unless)])

    def off(self, switch: str) -> Formula:
        """That a flag (or the guide, for those it keeps apart) takes something away."""
        flags = [self.bit("flags", flag.id) for flag in self.guide.flags.values() if switch in flag.switches_off]
        return either([*flags, *([self.holds(self.guide.apart_when)] if switch == "closeness" else [])])

    def holding(self, piece: Piece, *switches: str) -> Formula:
        """That a piece holds and nothing takes it away."""
        return both([self.holds(piece.condition), *(negate(self.off(one)) for one in (*switches, *piece.about))])

    def _answers(self, question: Question) -> None:
        names = self.vocabulary.names[question.id]
        own = {token: self.bits[bit] for token, bit in names.items()}
        asked = self.holds(question.condition)
        chosen = [own[token] for token in names if token != SKIPPED]
        self.valid += [z3.Implies(negate(asked), negate(one)) for one in own.values()]
        self.valid.append(own[SKIPPED] == both([asked, *map(negate, chosen)]))
        if question.kind == "one":
            self.valid.append(z3.AtMost(*chosen, 1))
        elif question.kind == "grid":
            for row in question.choices:
                cells = [own[f"{row.id}.{column.id}"] for column in question.columns]
                self.valid.append(z3.AtMost(*cells, 1))
                self.valid.append(own[row.id] == either(cells[1:]))
        for alone in question.alone:
            self.valid += [z3.Implies(own[alone], negate(own[one.id])) for one in question.choices if one.id != alone]
        if question.beside is not None:
            grid = self.guide.questions[question.beside]
            for row in question.choices:
                denied = self.bit(grid.id, f"{row.id}.{grid.columns[0].id}")
                self.valid.append(z3.Implies(denied, negate(own[row.id])))

    def _flags(self) -> None:
        for flag in self.guide.flags.values():
            now = self.holds(flag.condition)
            if flag.kept:
                self.held[flag.id] = z3.Bool(f"held.{flag.id}")
                now = z3.Or(now, self.held[flag.id])
            self.bits[self.vocabulary.names["flags"][flag.id]] = now

    def _path(self) -> None:
        # Computed from the answers and flags alone, as in `decide_bits`: all of them before any path has a bit.
        holding = {path.id: self.holds(path.condition) for path in self.guide.paths.values()}
        for path_id, formula in firsts(holding).items():
            self.bits[self.vocabulary.names["path"][path_id]] = formula

    def _shown(self) -> None:
        guide = self.guide
        blocks = {block.id: self.holding(block, block.group) for block in guide.blocks.values()}
        plans = firsts({plan.id: self.holding(plan, "plan") for plan in guide.plans.values()})
        messages = {message.id: self.holding(message, "messages") for message in guide.messages.values()}
        about: dict[str, list[Formula]] = {facet: [] for facet in guide.settings.about}
        for pieces, formulas in ((guide.blocks, blocks), (guide.plans, plans), (guide.messages, messages)):
            for piece in pieces.values():
                for facet in about.keys() & set(piece.about):
                    about[facet].append(formulas[piece.id])
        shown: dict[str, Mapping[str, Formula]] = {
            "blocks": blocks,
            "plan": plans,
            "messages": messages,
            "handouts": {one.id: self.holding(one) for one in guide.handouts.values()},
            "cautions": {one.id: self.holding(one) for one in guide.cautions.values()},
            "care": {one.id: self.holding(one) for one in guide.care.values()},
            "pages": {one.id: self.holding(one, "pages") for one in guide.pages.values() if one.condition.when},
            "groups": {
                group: either(blocks[block.id] for block in guide.blocks.values() if block.group == group)
                for group in guide.settings.groups
            },
            "about": {facet: either(formulas) for facet, formulas in about.items()},
            "first": firsts({flag: self.bit("flags", flag) for flag in guide.flags}),
        }
        for name, ids in tokens(guide).items():
            names = self.vocabulary.names[name]
            self.bits |= {names[one]: shown[name][one] for one in ids}
            something = either(shown[name][one] for one in ids)
            self.bits |= {names[ANY]: something, names[NONE]: negate(something)}


def replaced(formulas: Sequence[Formula], values: Sequence[tuple[Formula, Formula]]) -> list[Formula]:
    """Formulas with variables replaced; all in one call, since each call has a price of its own."""
    together = z3.Function("together", *[z3.BoolSort()] * (len(formulas) + 1))
    return list(z3.substitute(together(*formulas), *values).children())


def firsts(formulas: Mapping[str, Formula]) -> dict[str, Formula]:
    """For each, that it holds and none before it does."""
    found: dict[str, Formula] = {}
    before: list[Formula] = []
    for name, formula in formulas.items():
        found[name] = both([formula, *map(negate, before)])
        before.append(formula)
    return found


def either(formulas: Iterable[Formula]) -> Formula:
    """z3's Or, that also takes none and one."""
    return _joined(z3.Z3_mk_or, list(formulas), neutral=False)


def both(formulas: Iterable[Formula]) -> Formula:
    """z3's And, that also takes none and one."""
    return _joined(z3.Z3_mk_and, list(formulas), neutral=True)


def negate(formula: Formula) -> Formula:
    """z3's Not."""
    return z3.BoolRef(z3.Z3_mk_not(z3.main_ctx().ref(), formula.as_ast()))


def _joined(join: Callable[..., Formula], formulas: Sequence[Formula], *, neutral: bool) -> Formula:
    if not formulas:
        return z3.BoolVal(neutral)
    if len(formulas) == 1:
        return formulas[0]
    # As z3.And and z3.Or do it, but that they first find a sort for each pair, which takes much longer than to join.
    parts = (z3.Ast * len(formulas))(*(formula.as_ast() for formula in formulas))
    return z3.BoolRef(join(z3.main_ctx().ref(), len(formulas), parts))
