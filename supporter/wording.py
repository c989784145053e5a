"""Conditions as plain English, made from the compiled data with the form's own words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from supporter.conditions import Condition, Count, Table
from supporter.guide import Guide
from supporter.questions import Question
from supporter.vocabulary import SKIPPED, Token, union

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_OPEN = "left open"


@dataclass(frozen=True, slots=True)
class Mention:
    """Some words of a sentence; `anchor` is that of the thing they name, if they name one."""

    text: str
    anchor: str = ""


Sentence = tuple[Mention, ...]


def in_words(guide: Guide, condition: Condition, verb: str = "Shown", everyone: str = "Shown to everyone") -> str:
    """A condition as a sentence or two, such as “Shown when how you are doing is “Worn out”.”

    everyone: how it begins where it asks for nothing.
    """
    return plain(sentence(guide, condition, verb, everyone))


def sentence(guide: Guide, condition: Condition, verb: str = "Shown", everyone: str = "Shown to everyone") -> Sentence:
    """The same, with what its words name."""
    when, unless = (alternatives(guide, tables) for tables in (condition.when, condition.unless))
    start = [Mention(f"{verb} when "), *_joined(when, "; or when ")] if when else [Mention(everyone)]
    end = [Mention(". Not when " if when else ", but not when "), *_joined(unless, "; or when ")] if unless else []
    return (*start, *end, Mention("."))


def alternatives(guide: Guide, tables: Iterable[Table]) -> tuple[Sentence, ...]:
    """Each table as a clause, to stand after “when”; any one of them is enough."""
    return tuple(tuple(_joined(list(_lines(guide, table)), ", and ")) for table in tables)


def plain(sentence: Sentence) -> str:
    """The words alone."""
    return "".join(mention.text for mention in sentence)


def anchor(kind: str, piece_id: str, choice_id: str = "") -> str:
    """The fragment under which a piece, or a choice of a question, stands on the map."""
    return f"{kind}-{piece_id}" + (f".{choice_id}" if choice_id else "")


def quoted(text: str) -> str:
    """A title or label in quotation marks, without a full stop that would end the sentence around it."""
    return f"“{text.strip().removesuffix('.').replace('“', '‘').replace('”', '’')}”"


def subject(question: Question) -> str:
    """What a question is about, to stand within a sentence."""
    return question.short[0].lower() + question.short[1:]


def named(guide: Guide, token: Token) -> Mention:
    """What one bit stands for, in quotation marks."""
    if token.name == "flags":
        return Mention(quoted(guide.flags[token.token].title), anchor("flags", token.token))
    if token.name == "path":
        return Mention(quoted(guide.paths[token.token].title), anchor("paths", token.token))
    if token.token == SKIPPED:
        return Mention(_OPEN, anchor("questions", token.name, SKIPPED))
    question = guide.questions[token.name]
    row, _, column = token.token.partition(".")
    label = quoted(question.choice(row).label)
    more = f" ({question.column(column).label.lower()})" if column else ""
    return Mention(label + more, anchor("questions", question.id, row))


def _lines(guide: Guide, table: Table) -> Iterator[list[Mention]]:
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

    def of_flags(self) -> list[Mention]:
        """Which flags hold, and which do not."""
        parts = []
        certain = self.asks.all | union(mask for mask in self.asks.any if mask.bit_count() == 1)
        if certain:
            flag, holds = ("red flag", "holds") if certain.bit_count() == 1 else ("red flags", "hold")
            parts.append([Mention(f"the {flag} "), *self._list(certain, "and"), Mention(f" {holds}")])
        for mask in self.asks.any:
            if mask.bit_count() > 1:
                parts.append([*self._some_flags(mask, "any red flag", "one of the red flags"), Mention(" holds")])
        if self.asks.none.bit_count() == 1:
            parts.append([Mention("the red flag "), *self._list(self.asks.none, "or"), Mention(" does not hold")])
        elif self.asks.none:
            parts.append([*self._some_flags(self.asks.none, "no red flag", "none of the red flags"), Mention(" holds")])
        return _joined(parts, ", and ")

    def _some_flags(self, mask: int, every: str, some: str) -> list[Mention]:
        """Some flags by their titles; nearly all of them by the few that are left out."""
        others = union(self.guide.vocabulary.names[self.name].values()) & ~mask
        if others.bit_count() * 3 >= mask.bit_count():
            return [Mention(f"{some} "), *self._list(mask, "or")]
        return [Mention(f"{every} other than "), *self._list(others, "or")] if others else [Mention(every)]

    def of_path(self) -> list[Mention]:
        """Which path it is, or is not."""
        parts = [[Mention("the path is "), *self._list(mask, word)] for mask, word in self._wanted()]
        if self.asks.none:
            parts.append([Mention("the path is not "), *self._list(self.asks.none, "or")])
        return _joined(parts, ", and ")

    def of_question(self) -> list[Mention]:
        """What was answered, and what was not."""
        question = self.guide.questions[self.name]
        verb = "is" if question.kind == "one" else "includes"
        parts = [self._answered(mask, verb, word) for mask, word in self._wanted()]
        parts += [self._counted(count) for count in self.asks.counts]
        skipped = self.asks.none & self._open
        denied = self.asks.none & ~skipped
        but: list[Mention] = []
        if denied and verb == "is":
            parts.append([Mention("is not "), *self._list(denied, "or")])
        elif denied and self._others(denied):
            parts.append([Mention("includes nothing other than "), *self._list(self._others(denied), "or")])
        elif denied and parts:
            but = [Mention(", but not "), *self._list(denied, "or")]
        elif denied:
            parts.append([Mention("does not include "), *self._list(denied, "or")])
        if skipped:
            parts.append([Mention(f"is not {_OPEN}")])
        start = Mention(subject(question), anchor("questions", question.id))
        return [start, Mention(" "), *_joined(parts, ", and "), *but]

    def _wanted(self) -> Iterator[tuple[int, str]]:
        if self.asks.all:
            yield self.asks.all, "and"
        yield from ((mask, "or") for mask in self.asks.any)

    def _answered(self, mask: int, verb: str, word: str) -> list[Mention]:
        skipped, choices = mask & self._open, mask & ~self._open
        if not choices:
            return [Mention(f"is {_OPEN}")]
        if skipped and verb == "includes":
            return [Mention("includes "), *self._list(choices, word), Mention(f", or is {_OPEN}")]
        return [Mention(f"{verb} "), *self._list(mask, word)]

    def _counted(self, count: Count) -> list[Mention]:
        number = NUMBERS[count.least] if count.least < len(NUMBERS) else str(count.least)
        if count.of == self.guide.vocabulary.counted(self.name):
            return [Mention("includes at least one thing" if count.least == 1 else f"includes {number} or more things")]
        return [Mention(f"includes at least {number} of "), *self._list(count.of, "and")]

    def _others(self, denied: int) -> int:
        """The few that are left where most are denied, as where an author wrote `only`."""
        others = self.guide.vocabulary.counted(self.name) & ~denied
        return others if others.bit_count() < denied.bit_count() else 0

    @property
    def _open(self) -> int:
        return self.guide.skipped(self.name)

    def _list(self, mask: int, word: str) -> list[Mention]:
        """Such as “A”, “B” or “C”; flags and paths by rank."""
        ranks = {"flags": list(self.guide.flags), "path": list(self.guide.paths)}.get(self.name, [])
        tokens = sorted(self.guide.vocabulary.read(mask), key=lambda one: ranks.index(one.token) if ranks else 0)
        names = [[named(self.guide, token)] for token in tokens]
        return _joined([_joined(names[:-1], ", "), names[-1]] if names[1:] else names, f" {word} ")


def _joined(parts: Sequence[Sequence[Mention]], between: str) -> list[Mention]:
    joined: list[Mention] = []
    for part in parts:
        joined += [Mention(between), *part] if joined else part
    return joined
