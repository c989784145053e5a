"""What counts of the answer to one question, and the bits that stand for it."""

from collections.abc import Mapping

from supporter.answers import Answers
from supporter.questions import Question
from supporter.vocabulary import SKIPPED, union


class Ballot:
    """One question of a form as whole numbers.

    A choice that stands alone gives way to any other; a row of a grid counts as such unless its first column was
    chosen; a row beside a grid does not count while the grid says that row is its first column.
    """

    __slots__ = ("_alone", "_bits", "_denied", "_grid", "_own", "_rows", "question", "skipped")

    def __init__(self, question: Question, grid: Question | None, names: Mapping[str, Mapping[str, int]]) -> None:
        known = names[question.id]
        self.question = question
        self.skipped = known[SKIPPED]
        self._bits = {token: known[token] for token in question.sendable}
        in_grid = question.kind == "grid"
        for choice in question.choices if in_grid else ():
            for column in question.columns[1:]:
                self._bits[f"{choice.id}.{column.id}"] |= known[choice.id]
        self._alone = 0 if in_grid else union(known[token] for token in question.alone)
        self._own = union(known.values())
        rows = {token: token.partition(".")[0] for token in known}
        self._rows = {
            bit: union(known[other] for other in known if rows[other] == rows[token]) for token, bit in known.items()
        }
        self._grid = question.beside
        columns = grid.columns[:1] if grid else ()
        denied = {f"{row.id}.{column.id}": row.id for row in question.choices for column in columns}
        self._denied = {token: known[row] for token, row in denied.items()}

    def bits(self, answers: Answers) -> int:
        """Those of what counts; that of a question left open where nothing does."""
        tokens = answers.of(self.question.id)
        if not tokens:
            return self.skipped
        bits = 0
        for token in tokens:
            bits |= self._bits[token]
        if self._grid is not None:
            for token in answers.of(self._grid):
                bits &= ~self._denied.get(token, 0)
        return bits & ~self._alone or bits or self.skipped

    def without(self, bit: int, chosen: int) -> int:
        """The bits of all answers as if this one had been left open."""
        left = chosen & ~self._rows[bit]
        return left if left & self._own or bit == self.skipped else left | self.skipped
