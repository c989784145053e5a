"""Red flags, which outrank all other advice, and the cautions that settle what happens when they meet."""

from dataclasses import field
from functools import cached_property

from markupsafe import Markup

from supporter.conditions import ALWAYS, Condition
from supporter.markup import word_count
from supporter.pieces import Line, Piece, Text
from supporter.records import Record


class Order(Record):
    """One line of what a flag says, left out when its own condition does not hold."""

    say: Line
    condition: Condition = field(default=ALWAYS, repr=False)


class Flag(Piece):
    """A danger that was named; `order` is its rank, 1 the highest (brief, red-flags.yaml).

    switches_off: what it takes away: facets that pieces are `about`, groups of blocks, or parts of the advice.
    call_now: the first thing to do may be to call the emergency number.
    kept: once it was shown, it holds until the reader starts again, even if the answer is changed.
    careful: being found with advice for it could bring harm, so that paper comes with a warning.
    """

    line: Line
    switches_off: tuple[Text, ...]
    kept: bool
    call_now: bool
    careful: bool = False
    says: tuple[Order, ...]
    do_not: tuple[Line, ...]

    @cached_property
    def words(self) -> int:
        """Words of the highest flag, without its orders."""
        return word_count(self.title) + word_count(self.html) + sum(map(word_count, self.do_not))

    @cached_property
    def short_words(self) -> int:
        """Words of a flag that stands below another."""
        return word_count(self.title) + word_count(self.line)

    def lines(self, chosen: int) -> tuple[Markup, ...]:
        """What it says for the chosen bits, in order."""
        return tuple(order.say for order in self.says if order.condition.holds(chosen))


class Caution(Piece):
    """A short note at the top of the advice that changes how the rest is read.

    yours: it is about the reader, so that it stands on the page about their own life too, where the other person waits.
    """

    title: Text = "Take care"
    yours: bool = False
