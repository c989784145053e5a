"""Conditions as plain English, made from the compiled data with the form's own words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from supporter.conditions import Condition, Count, Table
from supporter.guide import Guide
from supporter.mentions import LEFT_OPEN, Mention, Sentence, anchor, join, name_all, name_flags, plain, say, subject
from supporter.vocabulary import union

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def in_words(guide: Guide, condition: Condition, verb: str = "Shown", everyone: str = "Shown to everyone") -> str:
    """A condition as a sentence or two, such as “Shown when how you are doing is “Worn out”.”

    everyone: how it begins where it asks for nothing.
    """
    return plain(sentence(guide, condition, verb, everyone))


def sentence(guide: Guide, condition: Condition, verb: str = "Shown", everyone: str = "Shown to everyone") -> Sentence:
    """The same, with what its words name."""
    when, unless = (join(alternatives(guide, tables), "; or when ") for tables in (condition.when, condition.unless))
    start = say(f"{verb} when ", when) if when else say(everyone)
    end = say(". Not when " if when else ", but not when ", unless) if unless else ()
    return say(start, end, ".")


def alternatives(guide: Guide, tables: Iterable[Table]) -> tuple[Sentence, ...]:
    """Each table as a clause, to stand after “when”; any one of them is enough."""
    return tuple(join(list(_lines(guide, table)), ", and ") for table in tables)


def _lines(guide: Guide, table: Table) -> Iterator[Sentence]:
    """What a table asks of each name, in the order in which names are decided."""
    bits = table.bits()
    for name, tokens in guide.vocabulary.names.items():
        own = union(tokens.values())
        if bits & own:
            masks = tuple(mask for mask in table.any if mask & own)
            counts = tuple(count for count in table.counts if count.of & own)
            line = _Line(guide, name, Table(table.all & own, table.none & own, masks, counts))
            yield {"flags": line.of_flags, "path": line.of_path}.get(name, line.of_question)()


@dataclass(frozen=True, slots=True)
class _Line:
    """What one table asks of one name."""

    guide: Guide
    name: str
    asks: Table

    def of_flags(self) -> Sentence:
        """Which flags hold, and which do not."""
        guide, none = self.guide, self.asks.none
        certain = self.asks.all | union(mask for mask in self.asks.any if mask.bit_count() == 1)
        parts = []
        if certain:
            flag, holds = ("red flag", "holds") if certain.bit_count() == 1 else ("red flags", "hold")
            parts.append(say(f"the {flag} ", name_all(guide, certain, "and"), f" {holds}"))
        for mask in self.asks.any:
            if mask.bit_count() > 1:
                parts.append(say(name_flags(guide, mask, "any red flag", "one of the red flags"), " holds"))
        if none.bit_count() == 1:
            parts.append(say("the red flag ", name_all(guide, none, "or"), " does not hold"))
        elif none:
            parts.append(say(name_flags(guide, none, "no red flag", "none of the red flags"), " holds"))
        return join(parts, ", and ")

    def of_path(self) -> Sentence:
        """Which path it is, or is not."""
        parts = [say("the path is ", name_all(self.guide, mask, word)) for mask, word in self._wanted()]
        if self.asks.none:
            parts.append(say("the path is not ", name_all(self.guide, self.asks.none, "or")))
        return join(parts, ", and ")

    def of_question(self) -> Sentence:
        """What was answered, and what was not."""
        question = self.guide.questions[self.name]
        verb, not_ = ("is", "is not") if question.kind == "one" else ("includes", "does not include")
        parts = [self._answered(mask, verb, word) for mask, word in self._wanted()]
        parts += [self._counted(count) for count in self.asks.counts]
        denied, but = self.asks.none & ~self._skipped, say()
        others = self._choices & ~denied
        if verb == "includes" and others.bit_count() < denied.bit_count():
            # So an author's `only` is told as it was written.
            parts.append(say("includes nothing other than ", name_all(self.guide, others, "or")))
        elif denied and parts:
            but = say(", but not ", name_all(self.guide, denied, "or"))
        elif denied:
            parts.append(say(f"{not_} ", name_all(self.guide, denied, "or")))
        if self.asks.none & self._skipped:
            parts.append(say(f"is not {LEFT_OPEN}"))
        return say(Mention(subject(question), anchor("questions", question.id)), " ", join(parts, ", and "), but)

    def _wanted(self) -> Iterator[tuple[int, str]]:
        if self.asks.all:
            yield self.asks.all, "and"
        yield from ((mask, "or") for mask in self.asks.any)

    def _answered(self, mask: int, verb: str, word: str) -> Sentence:
        choices = mask & ~self._skipped
        if not choices:
            return say(f"is {LEFT_OPEN}")
        if choices == mask or verb == "is":
            return say(f"{verb} ", name_all(self.guide, mask, word))
        return say(f"{verb} ", name_all(self.guide, choices, word), f", or is {LEFT_OPEN}")

    def _counted(self, count: Count) -> Sentence:
        number = _NUMBERS[count.least] if count.least < len(_NUMBERS) else str(count.least)
        if count.of != self.guide.vocabulary.counted(self.name):
            return say(f"includes at least {number} of ", name_all(self.guide, count.of, "and"))
        return say("includes at least one thing" if count.least == 1 else f"includes {number} or more things")

    @property
    def _skipped(self) -> int:
        return self.guide.ballots[self.name].skipped

    @property
    def _choices(self) -> int:
        choices = self.guide.questions[self.name].choices
        return self.guide.vocabulary.mask(self.name, (choice.id for choice in choices))
