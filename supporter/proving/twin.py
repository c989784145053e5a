"""Two readers side by side, to ask when what differs in their answers makes a difference in the advice."""

from collections.abc import Iterator, Sequence

import z3

from supporter.proving.encoding import Encoding, Formula, both, negate, replaced


class Twin:
    """The first reader's variables are the encoding's own; the other's are copies of them."""

    def __init__(self, encoding: Encoding) -> None:
        guide = encoding.guide
        self.encoding = encoding
        self.variables = {
            (question, token): encoding.bit(question, token)
            for question in guide.questions
            for token in encoding.names(question)
        }
        self.pairs = [(one, z3.Bool(f"other.{one}")) for one in self.variables.values()]
        self.twins = {one.get_id(): other for one, other in self.pairs}
        self.same = {key: z3.Bool(f"same.{one}") for key, one in self.variables.items()}
        self.solver = z3.Solver()
        self.solver.add(*encoding.valid, *replaced(encoding.valid, self.pairs))
        self.solver.add(*map(negate, encoding.held.values()))
        self.solver.add(*(self.same[key] == (one == self.of(one)) for key, one in self.variables.items()))

    def of(self, variable: Formula) -> Formula:
        """The other reader's variable."""
        return self.twins[variable.get_id()]

    def others(self, formulas: Sequence[Formula]) -> list[Formula]:
        """The same formulas about the other reader."""
        return replaced(formulas, self.pairs)

    def demand(self, formula: Formula) -> None:
        """Ask from now on only about pairs of readers of whom this is true."""
        self.solver.add(formula)

    def differ(self, wanted: Sequence[Formula], free: set[str], question: str) -> bool:
        """Whether such a pair exists when all of their answers are the same but the `free` tokens of one question."""
        return bool(self.solver.check(*wanted, *self._same(free, question)) == z3.sat)

    def is_true(self, formula: Formula) -> bool:
        """Whether it is true of the pair that was found last."""
        return bool(z3.is_true(self.solver.model().eval(formula, model_completion=True)))

    def _same(self, free: set[str], question: str) -> list[Formula]:
        return [one for (name, token), one in self.same.items() if name != question or token not in free]


def outcome(encoding: Encoding) -> Iterator[Formula]:
    """Everything by which the advice of two readers can differ."""
    guide = encoding.guide
    for _, name, piece in encoding.pieces():
        shown = encoding.bit(name, piece.id)
        yield shown
        for line in (*getattr(piece, "says", ()), *getattr(piece, "instead", ())):
            yield both([shown, encoding.holds(line.condition)])
    for plan in guide.plans.values():
        shown = encoding.bit("plan", plan.id)
        yield from (both([shown, encoding.holds(one)]) for one in (guide.sooner_when, guide.lighter_when))
    yield encoding.off("closeness")
