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


class Reasons:
    """Why pieces are shown in one situation; what was found out for one piece is known for the next."""

    def __init__(self, guide: Guide, situation: Situation) -> None:
        self.guide = guide
        self.situation = situation
        self._named: dict[Condition, int] = {}
        self._without: dict[int, int] = {}
        self._decided: dict[int, Situation] = {}

    def __repr__(self) -> str:
        return "<Reasons>"

    def because(self, condition: Condition, otherwise: str = EVERYONE) -> tuple[Reply, ...]:
        """A sentence for each answer that made the condition hold, and no other; `otherwise` where it asks nothing."""
        guide = self.guide
        if not condition.when:
            return (guide.replies_in(guide.locale).say(otherwise),)
        tokens = guide.vocabulary.read(self.named(condition))
        flags = (guide.flags[token.token] for token in tokens if token.name == "flags")
        held = tuple(guide.replies_in(flag.lang).say("earlier", flag=flag.title) for flag in flags)
        sentences = tuple(guide.sayings.said[token.name, token.token] for token in tokens if token.name != "flags")
        return (*sentences, *held) or (guide.replies_in(guide.locale).say(UNDECIDED),)

    def questions(self, condition: Condition) -> tuple[str, ...]:
        """The questions whose answers made a condition hold, in the order in which they are named."""
        tokens = self.guide.vocabulary.read(self.named(condition) if condition.when else 0)
        return tuple(dict.fromkeys(token.name for token in tokens if token.name in self.guide.questions))

    def without(self, block: Block) -> Reply:
        """What would take a block away: one answer, if there is one on which it hangs; of safety it is not said.

        There it would read as a hint to untick what is true.
        """
        guide = self.guide
        if not block.condition.when or block.group == SAFETY:
            return Reply.of("", guide.locale)
        for bit in each_bit(self.named(block.condition)):
            if not self._shows_without(bit, block):
                token = guide.vocabulary.token(bit)
                if token.name == "flags":
                    return guide.replies_in(guide.locale).say("hangs_earlier")
                return guide.sayings.hangs[token.name, token.token]
        return guide.replies_in(guide.locale).say("hangs_on_more")

    def named(self, condition: Condition) -> int:
        """The bits of the fewest answers (and flags held from before) that make the condition hold by themselves."""
        found = self._named.get(condition)
        if found is None:
            found = self._named[condition] = self._fewest(condition)
        return found

    def _fewest(self, condition: Condition) -> int:
        bits = self._support(condition)
        if not bits:
            return 0  # Only the path that is left when no answer decides has no answers behind it.
        if not self._enough(condition, bits):
            # What keeps `unless` away is part of the reason: "they asked for help" beside "this is about your ex".
            bits |= self.situation.chosen & self._answers(union(table.none for table in condition.unless))
        for bit in tuple(each_bit(bits)):
            if self._enough(condition, bits & ~bit):
                bits &= ~bit
        return bits

    def _shows_without(self, bit: int, block: Block) -> bool:
        """Whether a block is shown with one answer left out, as if its question had been left open for it."""
        bits = self._without.get(bit)
        if bits is None:
            held = union(self.guide.vocabulary.names["flags"][flag] for flag in self.situation.held)
            bits = self._without[bit] = self._answered_but(self.guide.vocabulary.token(bit)) | held & ~bit
        alone = self._alone(bits)
        return alone.open(block, block.group) and block.condition.holds(bits | alone.chosen)

    def _alone(self, bits: int) -> Situation:
        """What these answers and flags held before come to alone; its bits are those that flags and paths ask for."""
        guide = self.guide
        asked = bits & guide.deciding
        found = self._decided.get(asked)
        if found is None:
            held = [token.token for token in guide.vocabulary.read(asked & guide.decided)]
            found = self._decided[asked] = decide_bits(guide, asked, held)
        return found

    def _answered_but(self, token: Token) -> int:
        guide, names = self.guide, self.guide.vocabulary.names
        answers = self.situation.chosen & ~guide.decided
        if token.name not in guide.questions:
            return answers
        row = token.token.partition(".")[0]
        left = answers & ~union(bit for one, bit in names[token.name].items() if one.partition(".")[0] == row)
        own = union(names[token.name].values())
        return left if left & own or token.token == SKIPPED else left | guide.skipped(token.name)

    def _support(self, condition: Condition) -> int:
        chosen = self.situation.chosen
        table = next((table for table in condition.when if table.holds(chosen)), Table())
        bits = table.all
        for mask in table.any:
            if not mask & bits:
                bits |= next(each_bit(mask & chosen))
        for count in table.counts:
            for bit in tuple(each_bit(count.of & chosen)):
                if (count.of & bits).bit_count() < count.least:
                    bits |= bit
        return self._answers(bits)

    def _answers(self, bits: int) -> int:
        """The bits with flags and the path replaced by the answers that made them hold."""
        situation, guide = self.situation, self.guide
        answers = bits & situation.chosen & ~guide.decided
        for token in guide.vocabulary.read(bits & situation.chosen & guide.decided):
            if token.name == "path":
                answers |= self._support(situation.path.condition)
            elif token.token not in situation.held:
                answers |= self._support(guide.flags[token.token].condition)
            else:
                answers |= guide.vocabulary.names["flags"][token.token]
        return answers

    def _enough(self, condition: Condition, bits: int) -> bool:
        """Whether the condition holds on these answers alone; a path that they do not lead to counts as undecided."""
        guide = self.guide
        if not condition.bits & guide.decided:
            return condition.holds(bits)
        alone = self._alone(bits)
        if alone.path is not self.situation.path or not alone.path.condition.when:
            return condition.holds((bits | alone.chosen) & ~guide.vocabulary.names["path"][alone.path.id])
        return condition.holds(bits | alone.chosen)
