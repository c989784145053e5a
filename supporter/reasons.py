"""Why a piece is shown: the fewest answers that make its condition hold, in the reader's words."""

from supporter.blocks import SAFETY, Block
from supporter.conditions import Condition
from supporter.guide import Guide
from supporter.replies import Reply
from supporter.rules import Situation
from supporter.vocabulary import each_bit, union


class Reasons:
    """Why pieces are shown in one situation; what was found out for one piece is known for the next."""

    def __init__(self, guide: Guide, situation: Situation) -> None:
        self.guide = guide
        self.situation = situation
        rules = guide.rules
        self._answers = situation.chosen & ~rules.decided
        self._held = union(guide.vocabulary.names["flags"][flag] for flag in situation.held)
        # By the condition itself, which lives as long as the guide: to hash what is in it costs more than to find this.
        self._named: dict[int, int] = {}
        self._decided = {(self._answers | self._held) & rules.deciding: situation}
        self._left: dict[int, tuple[int, Situation]] = {}

    def __repr__(self) -> str:
        return "<Reasons>"

    def because(self, condition: Condition) -> tuple[Reply, ...]:
        """A sentence for each answer that made the condition hold, and no other; one where it asks for none."""
        if not condition.when:
            return (self.guide.sayings.everyone,)
        return self._said(condition)

    def path(self) -> tuple[Reply, ...]:
        """A sentence for each answer that led to the path."""
        return self._said(self.situation.path.condition)

    def path_questions(self) -> tuple[str, ...]:
        """The questions that these answers belong to, in the order in which they are named."""
        tokens = self.guide.vocabulary.read(self.named(self.situation.path.condition) & self._answers)
        return tuple(dict.fromkeys(token.name for token in tokens))

    def without(self, block: Block) -> Reply:
        """What would take a block away: one answer, if there is one on which it hangs; of safety it is not said.

        There it would read as a hint to untick what is true.
        """
        sayings = self.guide.sayings
        if not block.condition.when or block.group == SAFETY:
            return sayings.nothing
        for bit in each_bit(self.named(block.condition)):
            if not self._shows_without(bit, block):
                return sayings.hangs[bit]
        return sayings.on_more

    def named(self, condition: Condition) -> int:
        """The bits of the fewest answers (and flags held from before) that make the condition hold by themselves."""
        found = self._named.get(id(condition))
        if found is None:
            found = self._named[id(condition)] = self._fewest(condition)
        return found

    def _said(self, condition: Condition) -> tuple[Reply, ...]:
        sayings = self.guide.sayings
        return tuple([sayings.said[bit] for bit in each_bit(self.named(condition))]) or (sayings.undecided,)

    def _fewest(self, condition: Condition) -> int:
        bits = self._support(condition)
        if not bits:
            return 0  # Only the path that is left when no answer decides has no answers behind it.
        if not self._enough(condition, bits):
            # What keeps `unless` away is part of the reason: "they asked for help" beside "this is about your ex".
            bits |= self._behind(union(table.none for table in condition.unless))
        for bit in tuple(each_bit(bits)):
            if self._enough(condition, bits & ~bit):
                bits &= ~bit
        return bits

    def _shows_without(self, bit: int, block: Block) -> bool:
        """Whether a block is shown with one answer left out, as if its question had been left open for it."""
        if bit not in self._left:
            left = self.guide.without(bit, self._answers) | self._held & ~bit
            alone = self._alone(left)
            self._left[bit] = left | alone.chosen & self.guide.rules.decided, alone
        left, alone = self._left[bit]
        return block.condition.holds(left) and (alone is self.situation or alone.open(block, block.group))

    def _alone(self, bits: int) -> Situation:
        """What these answers and flags held before come to alone; it rests on those that flags and paths ask about."""
        rules = self.guide.rules
        asked = bits & rules.deciding
        found = self._decided.get(asked) or rules.alone.get(asked)
        if found is None:
            held = [token.token for token in self.guide.vocabulary.read(asked & rules.decided)]
            found = self._decided[asked] = rules.decide(asked, held)
        return found

    def _support(self, condition: Condition) -> int:
        chosen = self.situation.chosen
        for table in condition.when:
            if table.holds(chosen):
                break
        else:
            return 0
        bits = table.all
        for mask in table.any:
            if not mask & bits:
                bits |= next(each_bit(mask & chosen))
        for count in table.counts:
            for bit in tuple(each_bit(count.of & chosen)):
                if (count.of & bits).bit_count() < count.least:
                    bits |= bit
        return self._behind(bits)

    def _behind(self, bits: int) -> int:
        """The answers and held flags among these bits, and the answers behind a flag or the path among them."""
        answers = bits & (self._answers | self._held)
        decided = bits & self.situation.chosen & ~answers
        for token in self.guide.vocabulary.read(decided) if decided else ():
            piece = self.situation.path if token.name == "path" else self.guide.flags[token.token]
            answers |= self._support(piece.condition)
        return answers

    def _enough(self, condition: Condition, bits: int) -> bool:
        """Whether the condition holds on these answers alone; a path that they do not lead to counts as undecided."""
        rules = self.guide.rules
        if not condition.bits & rules.decided:
            return condition.holds(bits)
        alone = self._alone(bits)
        led_to = alone.path is self.situation.path and alone.path.condition.when
        return condition.holds(bits | alone.chosen & (rules.decided if led_to else rules.decided & ~rules.of_paths))
