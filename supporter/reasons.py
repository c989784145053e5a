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
        self._rules = rules = guide.rules
        self._decided = rules.decided
        self._answers = situation.chosen & ~rules.decided
        self._held = union([guide.vocabulary.names["flags"][flag] for flag in situation.held])
        self._given = self._answers | self._held
        # By the condition itself, which lives as long as the guide: to hash what is in it costs more than to find this.
        self._named: dict[int, list[int]] = {}
        # By the bits of answers and held flags that flags and paths ask about, as what comes of them rests on these.
        self._alone = {self._given & rules.deciding: situation}
        self._led: dict[int, int] = {}
        self._left: dict[int, int] = {}

    def __repr__(self) -> str:
        return "<Reasons>"

    def because(self, condition: Condition) -> tuple[Reply, ...]:
        """A sentence for each answer that made the condition hold, and no other; one where it asks for none."""
        return self._said(condition) if condition.when else (self.guide.sayings.everyone,)

    def path(self) -> tuple[Reply, ...]:
        """A sentence for each answer that led to the path."""
        return self._said(self.situation.path.condition)

    def path_questions(self) -> tuple[str, ...]:
        """The questions that these answers belong to, in the order in which they are named."""
        answers = [bit for bit in self.named(self.situation.path.condition) if bit & self._answers]
        return tuple(dict.fromkeys([self.guide.vocabulary.token(bit).name for bit in answers]))

    def without(self, block: Block) -> Reply:
        """What would take a block away: one answer, if there is one on which it hangs; of safety it is not said.

        There it would read as a hint to untick what is true.
        """
        sayings, condition = self.guide.sayings, block.condition
        if not condition.when or block.group == SAFETY:
            return sayings.nothing
        for bit in self.named(condition):
            if not self._shows_without(bit, block):
                return sayings.hangs[bit]
        return sayings.on_more

    def named(self, condition: Condition) -> list[int]:
        """The bit of each of the fewest answers (and flags held from before) that make the condition hold alone."""
        found = self._named.get(id(condition))
        if found is None:
            found = self._named[id(condition)] = self._fewest(condition)
        return found

    def _said(self, condition: Condition) -> tuple[Reply, ...]:
        sayings = self.guide.sayings
        return tuple([sayings.said[bit] for bit in self.named(condition)]) or (sayings.undecided,)

    def _fewest(self, condition: Condition) -> list[int]:
        bits = self._support(condition)
        if not bits:
            return []  # Only the path that is left when no answer decides has no answers behind it.
        if not self._enough(condition, bits):
            # What keeps `unless` away is part of the reason: "they asked for help" beside "this is about your ex".
            bits |= self._behind(union(table.none for table in condition.unless))
        needed = []
        for bit in each_bit(bits):
            if self._enough(condition, bits ^ bit):
                bits ^= bit
            else:
                needed.append(bit)
        return needed

    def _shows_without(self, bit: int, block: Block) -> bool:
        """Whether a block is shown with one answer left out, as if its question had been left open for it."""
        condition = block.condition
        left = self._left.get(bit)
        if left is None:
            left = self._left[bit] = self.guide.without(bit, self._answers) | self._held & ~bit
        if not condition.bits_of_when & self._decided and not condition.wants(left):
            return False  # Whatever these come to, which takes longest to find.
        alone = self._situation(left)
        holds = condition.holds(left | alone.chosen & self._decided)
        return holds and (alone is self.situation or alone.open(block, block.group))

    def _situation(self, bits: int) -> Situation:
        """What these answers and flags held before come to alone."""
        rules = self._rules
        asked = bits & rules.deciding
        found = self._alone.get(asked) or rules.alone.get(asked)
        if found is None:
            held = [token.token for token in self.guide.vocabulary.read(asked & rules.decided)]
            found = self._alone[asked] = rules.decide(asked, held)
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
                fulfilling = mask & chosen
                bits |= fulfilling & -fulfilling
        for count in table.counts:
            for bit in tuple(each_bit(count.of & chosen)):
                if (count.of & bits).bit_count() < count.least:
                    bits |= bit
        return self._behind(bits)

    def _behind(self, bits: int) -> int:
        """The answers and held flags among these bits, and the answers behind a flag or the path among them."""
        answers = bits & self._given
        if decided := bits & self._decided & self.situation.chosen & ~answers:
            for token in self.guide.vocabulary.read(decided):
                piece = self.situation.path if token.name == "path" else self.guide.flags[token.token]
                answers |= self._support(piece.condition)
        return answers

    def _enough(self, condition: Condition, bits: int) -> bool:
        """Whether the condition holds on these answers alone."""
        if not condition.bits & self._decided:
            return condition.holds(bits)
        if condition.bits_of_when & self._decided:
            return condition.holds(bits | self._led_to(bits))
        # Where flags and the path can only forbid, which ones these come to is found last, as it takes longest.
        return condition.wants(bits) and not condition.forbids(bits | self._led_to(bits))

    def _led_to(self, bits: int) -> int:
        """The flags and the path that these come to alone; a path that is not the reader's counts as undecided."""
        rules = self._rules
        asked = bits & rules.deciding
        found = self._led.get(asked)
        if found is None:
            alone = self._situation(bits)
            led_to = alone.path is self.situation.path and alone.path.condition.when
            found = alone.chosen & (rules.decided if led_to else rules.decided & ~rules.of_paths)
            self._led[asked] = found
        return found
