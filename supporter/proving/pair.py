"""Two guides and one reader: a check-in for which one guide does something that the other does not."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import z3

from supporter.guide import Guide
from supporter.proving.encoding import Encoding, Formula, both
from supporter.proving.witness import Form, Witness, choosable
from supporter.questions import Question

GONE = " (no longer in the form)"
FRESH = " (new in the form)"


class Pair:
    """The old guide and the new one as formulas about the same reader.

    Where their forms differ, the reader ticks what either offers, and each guide hears what its own form has: a choice
    that only the new form has is not chosen in the old one.
    """

    def __init__(self, old: Guide, new: Guide) -> None:
        altered = set(_altered(old, new))
        self.old = Encoding(old, apart=altered)
        self.new = Encoding(new)
        self._questions: dict[str, Question] = {}
        self._chosen: dict[tuple[str, str], Formula] = {}
        links = [link for name in {**old.questions, **new.questions} for link in self._link(name, name in altered)]
        titles = {flag.id: flag.title for guide in (old, new) for flag in guide.flags.values()}
        kept = self.old.held | self.new.held
        held = {flag: (kept[flag], titles[flag]) for flag in kept}
        self._form = Form(self._questions, self._chosen, held, [*self.old.valid, *self.new.valid, *links])

    def example(self, *wanted: Formula) -> Witness | None:
        """The smallest check-in of which all of that is true; None where there is none."""
        return self._form.smallest(*wanted)

    def _link(self, name: str, altered: bool) -> Iterator[Formula]:
        """Make a question known to the form of both, and tie what each guide hears to what the reader ticks."""
        then, now = self.old.guide.questions.get(name), self.new.guide.questions.get(name)
        if then is None or now is None or not altered:
            suffix = FRESH if then is None else GONE if now is None else ""
            question = now or then
            assert question is not None
            self._know(name, replace(question, short=question.short + suffix), self._heard(question))
        elif (then.kind == "grid") != (now.kind == "grid"):
            # Rows and choices cannot be told as one question, so the reader answers both.
            self._know(name, now, self._heard(now))
            self._know(f"{name}, as it was", then, self._heard(then))
        else:
            ticked = {token: z3.Bool(f"ticked.{name}.{token}") for token in (*choosable(then), *choosable(now))}
            self._know(name, _merged(then, now), ticked)
            for encoding, question in ((self.old, then), (self.new, now)):
                asked = encoding.holds(question.condition)
                for token in choosable(question):
                    yield encoding.bit(name, token) == both([ticked[token], asked])
            if "one" in (then.kind, now.kind):
                yield z3.AtMost(*ticked.values(), 1)
            for row in {token.partition(".")[0] for token in ticked} if now.kind == "grid" else ():
                yield z3.AtMost(*(cell for token, cell in ticked.items() if token.startswith(f"{row}.")), 1)

    def _heard(self, question: Question) -> dict[str, Formula]:
        side = self.new if self.new.guide.questions.get(question.id) is question else self.old
        return {token: side.bit(question.id, token) for token in choosable(question)}

    def _know(self, name: str, question: Question, chosen: Mapping[str, Formula]) -> None:
        self._questions[name] = question
        for token in choosable(question):
            # The merged form has cells that neither grid has.
            self._chosen[name, token] = chosen.get(token, z3.BoolVal(False))


def _altered(old: Guide, new: Guide) -> Iterator[str]:
    """Questions of both that can be answered, or are asked, in another way."""
    for name in old.questions.keys() & new.questions.keys():
        then, now = old.questions[name], new.questions[name]
        conditional = any((one.condition.when or one.condition.unless) for one in (then, now))
        if conditional or _shape(then) != _shape(now):
            yield name


def _shape(question: Question) -> tuple[object, ...]:
    first = question.columns[0].id if question.columns else ""
    return question.kind, question.beside, first, frozenset(choosable(question)), question.alone


def _merged(then: Question, now: Question) -> Question:
    """One question with all that either offers, in the words of the new one."""
    before = {choice.id for choice in then.choices}
    after = {choice.id for choice in now.choices}
    choices = [
        *(one if one.id in before else replace(one, label=one.label + FRESH) for one in now.choices),
        *(replace(one, label=one.label + GONE) for one in then.choices if one.id not in after),
    ]
    known = {column.id for column in now.columns}
    columns = (*now.columns, *(column for column in then.columns if column.id not in known))
    return replace(now, choices=tuple(choices), columns=columns)
