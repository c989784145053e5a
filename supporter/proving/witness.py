"""A check-in for which something is true, as small as there is one, in the words of the form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import z3

from supporter.proving.encoding import Encoding, Formula, both, negate
from supporter.questions import Question

_ANSWER = 10_000
"""What an answer weighs: more than all ranks of those that a check-in has."""


@dataclass(frozen=True, slots=True)
class Witness:
    """answers: as `advise` takes them. held: flags kept from earlier in the visit. parts: both, each in words."""

    answers: dict[str, object]
    held: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def said(self) -> str:
        """All of it in words."""
        return "; ".join(self.parts) or "nothing answered"


class Form:
    """What can be answered: its questions, and for each choice (or cell of a grid) the formula that it was chosen.

    held: the same for each flag that can be kept from earlier in the visit, with its title. valid: what is true of all
    that can be sent.
    """

    def __init__(
        self,
        questions: Mapping[str, Question],
        chosen: Mapping[tuple[str, str], Formula],
        held: Mapping[str, tuple[Formula, str]],
        valid: Iterable[Formula],
    ) -> None:
        self._questions = questions
        self._chosen = chosen
        self._held = held
        self._valid = both(valid)
        self._solver = z3.Solver()
        self._solver.add(self._valid)
        # Of check-ins that are as small, the first by the form, so that what is alike is told alike.
        self._weights = [(negate(formula), _ANSWER + rank) for rank, formula in enumerate(chosen.values())]
        # A reader can make sense of answers sooner than of what was said before.
        self._weights += [(negate(formula), 3 * _ANSWER) for formula, _ in held.values()]

    def smallest(self, *wanted: Formula) -> Witness | None:
        """The check-in with the fewest answers that meets all of `wanted`; None where there is none."""
        if self._solver.check(*wanted) != z3.sat:
            return None  # As it mostly is; to look for the smallest one takes longer than to see that there is none.
        solver = z3.Optimize()
        solver.add(self._valid, *wanted)
        for formula, weight in self._weights:
            solver.add_soft(formula, weight)
        solver.check()
        return self.read(solver.model())

    def read(self, model: z3.ModelRef) -> Witness:
        """The check-in that a model of z3 stands for."""

        def true(formula: Formula) -> bool:
            return bool(z3.is_true(model.eval(formula, model_completion=True)))

        answers: dict[str, object] = {}
        parts = []
        for name, question in self._questions.items():
            chosen = [token for token in choosable(question) if true(self._chosen[name, token])]
            if question.kind == "grid":
                cells = [token.split(".") for token in chosen]
                answers |= {name: dict(cells)} if cells else {}
                parts += [f"{question.choice(row).label}: {question.column(column).label}" for row, column in cells]
            elif chosen:
                answers[name] = chosen if question.kind == "many" else chosen[0]
                new = " (new)" if question.beside else ""
                parts += [f"{question.short}: {question.choice(token).label}{new}" for token in chosen]
        held = tuple(flag for flag, (kept, _) in self._held.items() if true(kept))
        parts += [f"said earlier: {self._held[flag][1]}" for flag in held]
        return Witness(answers, held, tuple(parts))


def form(encoding: Encoding) -> Form:
    """The form of one guide."""
    questions = encoding.guide.questions
    chosen = {(name, token): encoding.bit(name, token) for name in questions for token in choosable(questions[name])}
    held = {flag: (kept, encoding.guide.flags[flag].title) for flag, kept in encoding.held.items()}
    return Form(questions, chosen, held, encoding.valid)


def choosable(question: Question) -> tuple[str, ...]:
    """The tokens that a reader chooses one by one: choices, or the cells of a grid."""
    rows = tuple(choice.id for choice in question.choices)
    return tuple(f"{row}.{column.id}" for row in rows for column in question.columns) or rows
