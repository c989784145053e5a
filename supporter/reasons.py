"""Why a piece is shown: the fewest answers that make its condition hold, in the reader's words."""

from supporter.blocks import SAFETY, Block
from supporter.conditions import Condition, Table
from supporter.guide import Guide
from supporter.replies import Reply
from supporter.situation import Situation, decide_bits
from supporter.vocabulary import SKIPPED, Token, each_bit, union

EVERYONE = "everyone"
UNDECIDED = "undecided"
"""Names of the replies where no answer is behind it: the piece asks nothing, or no answer decides."""


def because(guide: Guide, condition: Condition, situation: Situation, otherwise: str = EVERYONE) -> tuple[Reply, ...]:
    """A sentence for each answer that made the condition hold, and for no other; `otherwise` where it asks nothing."""
    if not condition.when:
        return (guide.replies_in(guide.locale).say(otherwise),)
    tokens = guide.vocabulary.read(named(guide, condition, situation))
    flags = (guide.flags[token.token] for token in tokens if token.name == "flags")
    held = tuple(guide.replies_in(flag.lang).say("earlier", flag=flag.title) for flag in flags)
    sentences = tuple(sentence(guide, token) for token in tokens if token.name != "flags")
    return (*sentences, *held) or (guide.replies_in(guide.locale).say(UNDECIDED),)


def named(guide: Guide, condition: Condition, situation: Situation) -> int:
    """The bits of the fewest answers (and flags held from before) that make the condition hold by themselves."""
    bits = _support(guide, condition, situation)
    if not bits:
        return 0  # Only the path that is left when no answer decides has no answers behind it.
    if not _enough(guide, condition, bits, situation):
        # What keeps `unless` away is part of the reason: "they asked for help" beside "this is about your ex".
        bits |= situation.chosen & _answers(guide, situation, union(table.none for table in condition.unless))
    for bit in tuple(each_bit(bits)):
        if _enough(guide, condition, bits & ~bit, situation):
            bits &= ~bit
    return bits


def questions(guide: Guide, condition: Condition, situation: Situation) -> tuple[str, ...]:
    """The questions whose answers made a condition hold, in the order in which they are named."""
    tokens = guide.vocabulary.read(named(guide, condition, situation) if condition.when else 0)
    return tuple(dict.fromkeys(token.name for token in tokens if token.name in guide.questions))


def without(guide: Guide, block: Block, situation: Situation) -> Reply:
    """What would take a block away: one answer, if there is one on which it hangs; of safety it is not said.

    There it would read as a hint to untick what is true.
    """
    if not block.condition.when or block.group == SAFETY:
        return Reply.of("", guide.locale)
    for bit in each_bit(named(guide, block.condition, situation)):
        (token,) = guide.vocabulary.read(bit)
        other = decide_bits(guide, _left_out(guide, situation, token), situation.held - {token.token})
        if not other.shows(block, block.group):
            return _untold(guide, token)
    return guide.replies_in(guide.locale).say("hangs_on_more")


def _left_out(guide: Guide, situation: Situation, token: Token) -> int:
    """The bits of the answers with one left out, as if its question had been left open for it."""
    names = guide.vocabulary.names
    answers = situation.chosen & union(bit for name in guide.questions for bit in names[name].values())
    if token.name not in guide.questions:
        return answers
    row = token.token.partition(".")[0]
    left = answers & ~union(bit for one, bit in names[token.name].items() if one.partition(".")[0] == row)
    own = union(names[token.name].values())
    return left if left & own or token.token == SKIPPED else left | guide.skipped(token.name)


def _untold(guide: Guide, token: Token) -> Reply:
    if token.name == "flags":
        return guide.replies_in(guide.locale).say("hangs_earlier")
    return _tell(guide, token, told="hangs", of_row="hangs_row", of_new="hangs_new", of_open="hangs_open")


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


def _enough(guide: Guide, condition: Condition, bits: int, situation: Situation) -> bool:
    """Whether the condition holds on these answers alone; a path that they do not lead to counts as undecided."""
    held = [token.token for token in guide.vocabulary.read(bits) if token.name == "flags"]
    alone = decide_bits(guide, bits, held)
    if alone.path is not situation.path or not alone.path.condition.when:
        return condition.holds(alone.chosen & ~guide.vocabulary.names["path"][alone.path.id])
    return condition.holds(alone.chosen)


def sentence(guide: Guide, token: Token) -> Reply:
    """What a reader chose, said back to them."""
    return _tell(guide, token, told="said", of_row="said_row", of_new="said_new", of_open="left_open")


def _tell(guide: Guide, token: Token, told: str, of_row: str, of_new: str, of_open: str) -> Reply:
    """The reply that fits how an answer was given, in the language of its question."""
    question = guide.questions[token.name]
    replies = guide.replies_in(question.lang)
    if token.token == SKIPPED:
        return replies.say(of_open, question=question.title)
    row, _, column = token.token.partition(".")
    said = question.choice(row).said
    if column:
        return replies.say(of_row, row=said, column=question.column(column).said)
    return replies.say(of_new if question.beside else told, said=said)
