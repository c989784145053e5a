"""A check-in for which something is true, as small as there is one, in the words of the form."""

from collections.abc import Sequence
from dataclasses import dataclass

import z3

from supporter.proving.encoding import Encoding, Formula
from supporter.vocabulary import SKIPPED


@dataclass(frozen=True, slots=True)
class Witness:
    """answers: as `advise` takes them. held: flags kept from earlier in the visit."""

    answers: dict[str, object]
    held: tuple[str, ...]
    said: str


def smallest(encoding: Encoding, wanted: Sequence[Formula]) -> Witness | None:
    """The check-in with the fewest answers that meets all of `wanted`; None where there is none."""
    solver = z3.Optimize()
    solver.add(*encoding.valid, *wanted)
    for name, question in encoding.guide.questions.items():
        for token in encoding.vocabulary.names[name]:
            if token != SKIPPED and not (question.kind == "grid" and "." not in token):
                solver.add_soft(z3.Not(encoding.bit(name, token)), 1)
    for held in encoding.held.values():
        solver.add_soft(z3.Not(held), 3)  # A reader can make sense of answers sooner than of what was said before.
    return read(encoding, solver.model()) if solver.check() == z3.sat else None


def read(encoding: Encoding, model: z3.ModelRef) -> Witness:
    """The check-in that a model of z3 stands for."""
    answers: dict[str, object] = {}
    said = []
    for name, question in encoding.guide.questions.items():
        chosen = [
            token
            for token in encoding.vocabulary.names[name]
            if token != SKIPPED and z3.is_true(model.eval(encoding.bit(name, token), model_completion=True))
        ]
        if question.kind == "grid":
            cells = [token.split(".") for token in chosen if "." in token]
            answers |= {name: dict(cells)} if cells else {}
            said += [f"{question.choice(row).label}: {question.column(column).label}" for row, column in cells]
        elif chosen:
            answers[name] = chosen if question.kind == "many" else chosen[0]
            new = " (new)" if question.beside else ""
            said += [f"{question.short}: {question.choice(token).label}{new}" for token in chosen]
    held = tuple(flag for flag, kept in encoding.held.items() if z3.is_true(model.eval(kept, model_completion=True)))
    said += [f"said earlier: {encoding.guide.flags[flag].title}" for flag in held]
    return Witness(answers, held, "; ".join(said) or "nothing answered")
