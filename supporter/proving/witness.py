"""A check-in for which something is true, as small as there is one, in the words of the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import z3

from supporter.proving.encoding import Encoding, Formula
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


@dataclass(frozen=True, slots=True)
class Form:
    """What can be answered: its questions, and for each choice (or cell of a grid) the formula that it was chosen.

    held: the same for each flag that can be kept from earlier in the visit, with its title.
    """

    questions: Mapping[str, Question]
    chosen: Mapping[tuple[str, str], Formula]
    held: Mapping[str, tuple[Formula, str]]

    def smallest(self, wanted: Sequence[Formula]) -> Witness | None:
        """The check-in with the fewest answers that meets all of `wanted`; None where there is none."""
        solver = z3.Optimize()
        solver.add(*wanted)
        # Of check-ins that are as small, the first by the form, so that what is alike is told alike.
        for rank, formula in enumerate(self.chosen.values()):
            solver.add_soft(z3.Not(formula), _ANSWER + rank)
        # A reader can make sense of answers sooner than of what was said before.
        for formula, _ in self.held.values():
            solver.add_soft(z3.Not(formula), 3 * _ANSWER)
        return self.read(solver.model()) if solver.check() == z3.sat else None

    def read(self, model: z3.ModelRef) -> Witness:
        """The check-in that a model of z3 stands for."""

        def true(formula: Formula) -> bool:
            return bool(z3.is_true(model.eval(formula, model_completion=True)))

        answers: dict[str, object] = {}
        parts = []
        for name, question in self.questions.items():
            chosen = [token for token in choosable(question) if true(self.chosen[name, token])]
            if question.kind == "grid":
                cells = [token.split(".") for token in chosen]
                answers |= {name: dict(cells)} if cells else {}
                parts += [f"{question.choice(row).label}: {question.column(column).label}" for row, column in cells]
            elif chosen:
                answers[name] = chosen if question.kind == "many" else chosen[0]
                new = " (new)" if question.beside else ""
                parts += [f"{question.short}: {question.choice(token).label}{new}" for token in chosen]
        held = tuple(flag for flag, (kept, _) in self.held.items() if true(kept))
        parts += [f"said earlier: {self.held[flag][1]}" for flag in held]
        return Witness(answers, held, tuple(parts))


def form(encoding: Encoding) -> Form:
    """The form of one guide."""
    questions = encoding.guide.questions
    chosen = {(name, token): encoding.bit(name, token) for name in questions for token in choosable(questions[name])}
    held = {flag: (kept, encoding.guide.flags[flag].title) for flag, kept in encoding.held.items()}
    return Form(questions, chosen, held)


def smallest(encoding: Encoding, wanted: Sequence[Formula]) -> Witness | None:
    """The check-in of one guide with the fewest answers that meets all of `wanted`; None where there is none."""
    return form(encoding).smallest([*encoding.valid, *wanted])


def read(encoding: Encoding, model: z3.ModelRef) -> Witness:
    """The check-in of one guide that a model of z3 stands for."""
    return form(encoding).read(model)


def choosable(question: Question) -> tuple[str, ...]:
    """The tokens that a reader chooses one by one: choices, or the cells of a grid."""
    rows = tuple(choice.id for choice in question.choices)
    return tuple(f"{row}.{column.id}" for row in rows for column in question.columns) or rows
