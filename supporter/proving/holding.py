"""The laws of a guide proved for every check-in, or broken by the smallest one that breaks them."""

from collections.abc import Iterator, Sequence

from supporter.blocks import SAFETY
from supporter.errors import Problem
from supporter.folders import LAWS
from supporter.laws import Law
from supporter.manuscript import Manuscript
from supporter.pieces import Piece
from supporter.proving.encoding import NAMES, Encoding, Formula, both, either, negate
from supporter.proving.twin import Twin
from supporter.proving.witness import form
from supporter.questions import Question
from supporter.vocabulary import SKIPPED


def broken_laws(manuscript: Manuscript, encoding: Encoding) -> Iterator[Problem]:
    """Every law that some check-in breaks."""
    document, asked = manuscript.documents[LAWS, ""], form(encoding)
    for name, law in manuscript.laws.laws.items():
        witness = asked.smallest(broken(encoding, law))
        if witness is not None:
            text = f"the law '{name}' is broken. {law.says} Not so for this check-in: {witness.said}; mend the rules"
            yield document.problem(("laws", name), text)


def broken(encoding: Encoding, law: Law) -> Formula:
    """That a law is broken."""
    bad = [negate(encoding.holds(law.always))] if law.always else []
    bad += [encoding.holds(law.never)] if law.never else []
    return both([concerned(encoding, law), either(bad)])


def concerned(encoding: Encoding, law: Law) -> Formula:
    """That a law is about this reader."""
    fresh = map(negate, encoding.held.values()) if law.fresh else ()
    return both([encoding.holds(law.condition), *fresh])


def wrong_ranks(manuscript: Manuscript) -> Iterator[Problem]:
    """The first flag that does not stand where the laws rank it."""
    found = list(manuscript.guide.flags)
    for index, (wanted, flag) in enumerate(zip(manuscript.laws.ranks, found, strict=False)):
        if wanted != flag:
            text = f"the laws give rank {index + 1} to '{wanted}'; give this flag its place in 'ranks' of laws.yaml"
            yield manuscript.documents["flags", flag].problem(("order",), text)
            return


def missing_groups(manuscript: Manuscript, encoding: Encoding) -> Iterator[Problem]:
    """Every promised group of blocks that some reader sees none of."""
    unless = manuscript.laws.promised_unless
    excused = encoding.holds(unless) if unless else encoding.any_of(0)
    asked = form(encoding)
    for group in manuscript.laws.promised:
        witness = asked.smallest(negate(encoding.bit("groups", group)), negate(excused))
        if witness is not None:
            text = f"no block of '{group}' is shown for this check-in: {witness.said}; write one for such readers"
            yield manuscript.documents[LAWS, ""].problem(("promised",), text)


def conflicts(manuscript: Manuscript, encoding: Encoding) -> Iterator[Problem]:
    """Every pair that says of itself that it must not meet, and does."""
    asked = form(encoding)
    for kind, name, piece in encoding.pieces():
        for other in piece.conflicts:
            other_kind, _, other_id = other.rpartition("/")
            meets = encoding.bit(NAMES[other_kind or kind], other_id)
            witness = asked.smallest(encoding.bit(name, piece.id), meets)
            if witness is not None:
                text = f"it meets '{other}' for this check-in: {witness.said}; part them with 'unless'"
                yield manuscript.documents[kind, piece.id].problem(("conflicts",), text)


def careless_skips(manuscript: Manuscript, encoding: Encoding) -> Iterator[Problem]:
    """Every question of which skipping gives less care than its most harmless answer."""
    twin = Twin(encoding)
    care = list(_care(encoding))
    names = [name for name, _ in care]
    ours = [formula for _, formula in care]
    lost = [both([other, negate(one)]) for one, other in zip(ours, twin.others(ours), strict=True)]
    twin.demand(either([*lost, _less_careful_path(encoding, twin, manuscript.laws.care)]))
    for question_id, choice in manuscript.laws.harmless.items():
        question = encoding.guide.questions[question_id]
        found = _careless(encoding, twin, question, choice)
        if found is not None:
            missing = [name for name, formula in zip(names, lost, strict=True) if twin.is_true(formula)]
            what = ", ".join(missing) or "a more careful path"
            text = f"skipping this gives less care than '{choice}', without {what}, for this check-in: {found}"
            yield manuscript.documents["questions", question_id].problem(("choices",), text)


def _careless(encoding: Encoding, twin: Twin, question: Question, choice: str) -> str | None:
    names = encoding.names(question.id)
    skipping = encoding.bit(question.id, SKIPPED)
    harmless = [
        other if name == choice else negate(other)
        for name in names
        if (other := twin.of(encoding.bit(question.id, name))) is not None
    ]
    if not twin.differ([skipping, *harmless], set(names), question.id):
        return None
    return form(encoding).read(twin.solver.model()).said


def _care(encoding: Encoding) -> Iterator[tuple[str, Formula]]:
    """What makes advice careful: flags, cautions, cards on whom to call, safety blocks, and plans with short gaps."""
    guide = encoding.guide
    pieces: list[tuple[str, Piece]] = [
        *(("flags", flag) for flag in guide.flags.values()),
        *(("cautions", caution) for caution in guide.cautions.values()),
        *(("care", card) for card in guide.care.values()),
        *(("blocks", block) for block in guide.blocks.values() if block.group == SAFETY),
    ]
    for name, piece in pieces:
        yield f"'{piece.id}'", encoding.bit(name, piece.id)
    yield "short gaps in the plan", encoding.holds(guide.sooner_when)


def _less_careful_path(encoding: Encoding, twin: Twin, care: Sequence[str]) -> Formula:
    """That the first reader's path gives less care than the other's."""
    paths = [encoding.bit("path", path) for path in care]
    others = twin.others(paths)
    return either(both([paths[later], others[sooner]]) for later in range(len(paths)) for sooner in range(later))
