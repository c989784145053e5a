"""Why a piece is shown: the fewest answers that make its condition hold, in the reader's words."""

from supporter.conditions import SKIPPED, Condition, Table, Token, each_bit
from supporter.guide import Guide
from supporter.situation import Situation, decide_bits

EVERYONE = "Everyone sees this."
UNDECIDED = "Your answers do not point one way, so we show this to be careful."


def because(guide: Guide, condition: Condition, situation: Situation) -> tuple[str, ...]:
    """A sentence for each answer that made the condition hold, and for no other; never empty."""
    if not condition.when:
        return (EVERYONE,)
    bits = named(guide, condition, situation)
    held = tuple(
        f"Earlier you told us something that means: {guide.flags[token.token].title}."
        for token in guide.vocabulary.read(bits)
        if token.name == "flags"
    )
    sentences = tuple(_sentence(guide, token) for token in guide.vocabulary.read(bits) if token.name != "flags")
    return (*sentences, *held) or (UNDECIDED,)


def named(guide: Guide, condition: Condition, situation: Situation) -> int:
    """The bits of the fewest answers (and flags held from before) that make the condition hold by themselves."""
    bits = _support(guide, condition, situation)
    if not _enough(guide, condition, bits):
        # What keeps `unless` away is part of the reason: "they asked for help" beside "this is about your ex".
        bits |= situation.chosen & _answers(guide, situation, _union_none(condition.unless))
    for bit in tuple(each_bit(bits)):
        if _enough(guide, condition, bits & ~bit):
            bits &= ~bit
    return bits


def _support(guide: Guide, condition: Condition, situation: Situation) -> int:
    table = next((table for table in condition.when if table.holds(situation.chosen)), Table())
    bits = table.all
    for mask in table.any:
        if not mask & bits:
            bits |= next(each_bit(mask & situation.chosen))
    for count in table.counts:
        for bit in tuple(each_bit(count.of & situation.chosen)):
            if (count.of & bits).bit_count() < count.least:
                bits |= bit
    return _answers(guide, situation, bits)


def _answers(guide: Guide, situation: Situation, bits: int) -> int:
    """The bits with flags and the path replaced by the answers that made them hold."""
    answers = 0
    for bit in each_bit(bits & situation.chosen):
        (token,) = guide.vocabulary.read(bit)
        if token.name == "path":
            answers |= _support(guide, situation.path.condition, situation)
        elif token.name == "flags" and token.token not in situation.held:
            answers |= _support(guide, guide.flags[token.token].condition, situation)
        else:
            answers |= bit
    return answers


def _enough(guide: Guide, condition: Condition, bits: int) -> bool:
    held = [token.token for token in guide.vocabulary.read(bits) if token.name == "flags"]
    return condition.holds(decide_bits(guide, bits, held).chosen)


def _union_none(tables: tuple[Table, ...]) -> int:
    bits = 0
    for table in tables:
        bits |= table.none
    return bits


def _sentence(guide: Guide, token: Token) -> str:
    question = guide.questions[token.name]
    if token.token == SKIPPED:
        return f"You left open: “{question.title}”"
    row, _, column = token.token.partition(".")
    said = question.choice(row).said
    if question.beside is not None:
        return f"You said it is new that {said}."
    return f"You said {said}: {question.column(column).said}." if column else f"You said {said}."
