"""What the answers come to, in the order in which it is decided: answers, then flags, then the path."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from supporter.answers import Answers
from supporter.flags import Flag
from supporter.guide import Guide
from supporter.paths import Path
from supporter.pieces import Piece
from supporter.questions import Question
from supporter.vocabulary import SKIPPED


@dataclass(frozen=True, slots=True)
class Situation:
    """Bits of all that holds; `flags` from the highest, `held` those that hold only because they held before.

    switched_off: what flags (or the guide, for an ex) take away: facets, groups and parts of the advice.
    """

    chosen: int = field(repr=False)
    flags: tuple[Flag, ...] = field(repr=False)
    held: frozenset[str] = field(repr=False)
    path: Path = field(repr=False)
    switched_off: frozenset[str] = field(repr=False)

    def open(self, piece: Piece, *switches: str) -> bool:
        """Whether neither what a piece is about nor one of the switches is taken away."""
        return self.switched_off.isdisjoint(switches) and self.switched_off.isdisjoint(piece.about)


def decide(guide: Guide, answers: Answers, held: Iterable[str] = ()) -> Situation:
    """The situation of one reader; `held` are ids of flags that were shown before in this check-in."""
    return decide_bits(guide, answer_bits(guide, answers), held)


def decide_bits(guide: Guide, chosen: int, held: Iterable[str] = ()) -> Situation:
    """Flags and path for the bits of answers."""
    names = guide.vocabulary.names
    flags: Sequence[Flag] = guide.flags.holding(chosen)
    before = frozenset(flag.id for flag_id in held if (flag := guide.flags.get(flag_id)) and flag.kept)
    before -= {flag.id for flag in flags}
    if before:
        now = {*before, *(flag.id for flag in flags)}
        flags = [flag for flag in guide.flags.values() if flag.id in now]
    for flag in flags:
        chosen |= names["flags"][flag.id]
    path = next(path for path in guide.paths.values() if path.condition.holds(chosen))
    chosen |= names["path"][path.id]
    apart = {"closeness"} if guide.apart_when.holds(chosen) else set()
    off = frozenset(switch for flag in flags for switch in flag.switches_off)
    return Situation(chosen, tuple(flags), before, path, off | apart)


def answer_bits(guide: Guide, answers: Answers) -> int:
    """The bits of the answers to the questions that are asked; a question left open sets its bit `skipped`."""
    return _walk(guide, answers)[0]


def asked(guide: Guide, answers: Answers) -> tuple[Question, ...]:
    """The questions that are asked after these answers, in the form's order."""
    return _walk(guide, answers)[1]


def next_open(guide: Guide, answers: Answers) -> Question | None:
    """The first question with a page of its own after the last that was answered; one left open before it stays so."""
    screens = [question for question in asked(guide, answers) if question.beside is None]
    last = max((place for place, question in enumerate(screens) if question.id in answers), default=-1)
    return next(iter(screens[last + 1 :]), None)


def _walk(guide: Guide, answers: Answers) -> tuple[int, tuple[Question, ...]]:
    chosen, questions = 0, []
    for question in guide.questions.values():
        if question.condition.holds(chosen):
            questions.append(question)
            bits, known = 0, guide.vocabulary.names[question.id]
            for token in counting(guide, question, answers):
                bits |= known[token]
            chosen |= bits or known[SKIPPED]
    return chosen, tuple(questions)


def counting(guide: Guide, question: Question, answers: Answers) -> tuple[str, ...]:
    """The tokens of an answer that count.

    A choice that stands alone gives way to any other; a row of a grid counts as such unless its first column was
    chosen; a row beside a grid does not count while the grid says that row is its first column.
    """
    if question.id not in answers:
        return ()
    tokens = answers[question.id]
    if question.kind == "grid":
        first = question.columns[0].id
        rows = (token.rpartition(".")[0] for token in tokens if not token.endswith(f".{first}"))
        return (*rows, *tokens)
    if question.beside is not None:
        grid = guide.questions[question.beside]
        denied = {
            token.rpartition(".")[0] for token in answers.get(grid.id, ()) if token.endswith(f".{grid.columns[0].id}")
        }
        tokens = tuple(token for token in tokens if token not in denied)
    others = tuple(token for token in tokens if token not in question.alone)
    return others or tokens
