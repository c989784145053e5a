"""Nothing is there for nothing: every piece and every branch can be met, and every choice changes something."""

from collections.abc import Iterator

import z3

from supporter.conditions import Condition, Table
from supporter.errors import Problem
from supporter.frontmatter import Document, Place
from supporter.manuscript import Manuscript
from supporter.pieces import Piece
from supporter.proving.encoding import Encoding, Formula, either, negate
from supporter.proving.twin import Twin, outcome
from supporter.questions import Question
from supporter.vocabulary import SKIPPED, each_bit


class Reach:
    """One solver for many small questions about the same guide."""

    def __init__(self, manuscript: Manuscript, encoding: Encoding) -> None:
        self.manuscript = manuscript
        self.guide = manuscript.guide
        self.encoding = encoding
        self.solver = z3.Solver()
        self.solver.add(*encoding.valid)
        self.fresh = list(map(negate, encoding.held.values()))
        self.twin = Twin(encoding)
        shown = list(outcome(encoding))
        self.twin.demand(either(z3.Xor(*pair) for pair in zip(shown, self.twin.others(shown), strict=True)))

    def can(self, *formulas: Formula) -> bool:
        """Whether there is a check-in that meets them all, before any flag is kept from earlier in the visit."""
        return self.can_later(*formulas, *self.fresh)

    def can_later(self, *formulas: Formula) -> bool:
        """The same with flags kept, as a line may be meant for those who changed an answer."""
        return bool(self.solver.check(*formulas) == z3.sat)

    def problems(self) -> Iterator[Problem]:
        """Every piece, branch and question that nobody meets, and every idle choice."""
        for kind, name, piece in self.encoding.pieces():
            yield from self._piece(kind, name, piece)
        for question in self.guide.questions.values():
            yield from self._question(question)

    def _piece(self, kind: str, name: str, piece: Piece) -> Iterator[Problem]:
        document = self.manuscript.documents[kind, piece.id]
        shown = self.encoding.bit(name, piece.id)
        if not self.can(shown):
            if piece.id not in self._printed(kind):
                text = "no reader can ever see this; loosen 'when' or 'unless', or take the file away"
                yield document.problem(("when",), text)
            return
        yield from self._branches(document, (), piece.condition, shown)
        for key, lines in (("says", getattr(piece, "says", ())), ("instead", getattr(piece, "instead", ()))):
            for index, line in enumerate(lines):
                if not self.can_later(shown, self.encoding.holds(line.condition)):
                    text = "no reader of this can ever see the line; loosen its condition, or take it out"
                    yield document.problem((key, index), text)
                else:
                    yield from self._branches(document, (key, index), line.condition, shown)

    def _printed(self, kind: str) -> set[str]:
        """Plans that stand on a sheet by name, whatever the reader's own plan is."""
        if kind != "plans":
            return set()
        return {part.plan for handout in self.guide.handouts.values() for part in handout.parts if part.plan}

    def _branches(self, document: Document, place: Place, condition: Condition, shown: Formula) -> Iterator[Problem]:
        without = self.encoding.holds(Condition(condition.when))
        for index, table in enumerate(condition.when):
            yield from self._branch(document, (*place, "when", index), table, shown)
        for index, table in enumerate(condition.unless):
            yield from self._branch(document, (*place, "unless", index), table, without)

    def _branch(self, document: Document, place: Place, table: Table, within: Formula) -> Iterator[Problem]:
        holds = self.encoding.table(table)
        if not self.can(holds, within):
            yield document.problem(place, "no reader meets this table; mend it, or take it out")
            return
        for mask in table.any:
            for bit in each_bit(mask):
                if mask != bit and not self.can(holds, within, self.encoding.bits[bit]):
                    (token,) = self.encoding.vocabulary.read(bit)
                    yield document.problem(
                        (*place, token.name), f"'{token.token}' can never hold here; take it out of the list"
                    )

    def _question(self, question: Question) -> Iterator[Problem]:
        document = self.manuscript.documents["questions", question.id]
        if not self.can(self.encoding.holds(question.condition)):
            yield document.problem(("when",), "nobody is ever asked this; loosen 'when', or take the file away")
            return
        for index, choice in enumerate(question.choices):
            cells = [f"{choice.id}.{column.id}" for column in question.columns[1:]] or [choice.id]
            idle = [cell for cell in cells if not self._changes(question, cell)]
            if idle and choice.idle is None:
                text = f"'{idle[0]}' changes nothing; use it in a condition, or say why it is offered: 'idle: ...'"
                yield document.problem(("choices", index), text)
            elif not idle and choice.idle is not None:
                text = f"'{choice.id}' does change something; take 'idle' out"
                yield document.problem(("choices", index, "idle"), text)

    def _changes(self, question: Question, token: str) -> bool:
        """Whether with some other answers this token and its absence lead to different advice."""
        own = self._own(question, token)
        present = [one if name in (token, token.partition(".")[0]) else negate(one) for name, one in own.items()]
        absent = [negate(self.twin.of(one)) for one in own.values()]
        if question.kind == "one":
            absent.append(self.twin.of(self.encoding.bit(question.id, SKIPPED)))
        return self.twin.differ([*present, *absent], {*own, SKIPPED}, question.id)

    def _own(self, question: Question, token: str) -> dict[str, Formula]:
        """The variables that a token decides: all of a question for one choice, a row of a grid, else its own."""
        row = token.partition(".")[0]
        return {
            name: self.encoding.bit(question.id, name)
            for name in self.encoding.names(question.id)
            if name != SKIPPED and (question.kind == "one" or name == row or name.startswith(f"{row}."))
        }
