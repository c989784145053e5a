"""Conditions as plain English, made from the compiled data with the form's own words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from supporter.conditions import Condition, Table
from supporter.guide import Guide
from supporter.questions import Question
from supporter.vocabulary import SKIPPED, Token, union

NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_OPEN = "left open"
_KINDS = {"flags": ("the red flag", "the red flags"), "path": ("the path", "the paths")}


@dataclass(frozen=True, slots=True)
class Mention:
    """Some words of a sentence; `anchor` is that of the thing they name, if they name one."""

    text: str
    anchor: str = ""


Sentence = tuple[Mention, ...]


def in_words(guide: Guide, condition: Condition, verb: str = "Shown", everyone: str = "to everyone") -> str:
    """A condition as a sentence or two, such as “Shown when how you are doing is “Worn out”.”"""
    return plain(told(guide, condition, verb, everyone))


def told(guide: Guide, condition: Condition, verb: str = "Shown", everyone: str = "to everyone") -> Sentence:
    """The same, with what its words name."""
    when, unless = (alternatives(guide, tables) for tables in (condition.when, condition.unless))
    start = [Mention(f"{verb} when "), *_either(when)] if when else [Mention(f"{verb} {everyone}")]
    end = [Mention(". Not when "), *_either(unless)] if unless else []
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


def named(guide: Guide, token: Token) -> Mention:
    """What one bit stands for, in quotation marks."""
    if token.name == "flags":
        return Mention(quoted(guide.flags[token.token].title), anchor("flags", token.token))
    if token.name == "path":
        return Mention(quoted(guide.paths[token.token].title), anchor("paths", token.token))
    if token.token == SKIPPED:
        return Mention(_OPEN)
    question = guide.questions[token.name]
    row, _, column = token.token.partition(".")
    label = quoted(question.choice(row).label)
    more = f" ({question.column(column).label.lower()})" if column else ""
    return Mention(label + more, anchor("questions", question.id, row))


def _lines(guide: Guide, table: Table) -> Iterator[Sentence]:
    """What a table asks of each name, in the order in which names are decided."""
    asked = table.bits()
    for name, tokens in guide.vocabulary.names.items():
        own = union(tokens.values())
        if asked & own:
            masks = [mask for mask in table.any if mask & own]
            counts = [(count.of, count.least) for count in table.counts if count.of & own]
            line = _Line(guide, name, table.all & own, table.none & own, masks, counts)
            yield tuple(line.of_question(guide.questions[name]) if name in guide.questions else line.of_decided())


@dataclass(frozen=True, slots=True)
class _Line:
    guide: Guide
    name: str
    all: int
    none: int
    any: Sequence[int]
    counts: Sequence[tuple[int, int]]

    def of_decided(self) -> Iterator[Mention]:
        """Flags that hold or do not, or the path that was chosen."""
        one, many = _KINDS[self.name]
        flags = self.name == "flags"
        parts: list[list[Mention]] = []
        certain = self.all | union(mask for mask in self.any if mask.bit_count() == 1)
        if certain:
            verb = "hold" if certain.bit_count() > 1 else "holds"
            parts.append([Mention(f"{many if verb == 'hold' else one} ")] if flags else [Mention("the path is ")])
            parts[-1] += [*self._list(certain, "and"), *([Mention(f" {verb}")] if flags else [])]
        for mask in self.any:
            if mask.bit_count() > 1:
                parts.append([Mention(f"one of {many} " if flags else "the path is "), *self._list(mask, "or")])
                parts[-1] += [Mention(" holds")] if flags else []
        if self.none and flags:
            start, end = (one, " does not hold") if self.none.bit_count() == 1 else (f"none of {many}", " holds")
            parts.append([Mention(f"{start} "), *self._list(self.none, "or"), Mention(end)])
        elif self.none:
            parts.append([Mention("the path is not "), *self._list(self.none, "or")])
        return _joined(parts, ", and ")

    def of_question(self, question: Question) -> Iterator[Mention]:
        """What was answered, or was not."""
        subject = Mention(question.short[0].lower() + question.short[1:], anchor("questions", question.id))
        verb, denied = ("is", "is not") if question.kind == "one" else ("includes", "does not include")
        parts: list[list[Mention]] = []
        for mask, word in ((self.all, "and"), *((mask, "or") for mask in self.any)):
            if mask:
                parts.append(self._answered(mask, verb, word))
        for of, least in self.counts:
            parts.append([Mention(f"{verb} {self._count(of, least)}")])
            if of != self.guide.vocabulary.counted(self.name):
                parts[-1] += [Mention(" of "), *self._list(of, "and")]
        if self.none:
            parts += self._denied(question, denied)
        return iter([subject, Mention(" "), *_joined(parts, ", and ")])

    def _answered(self, mask: int, verb: str, word: str) -> list[Mention]:
        skipped = self._skipped(mask)
        choices = mask & ~skipped
        if not choices:
            return [Mention(f"is {_OPEN}")]
        if skipped and verb == "is":
            return [Mention("is "), *self._list(mask, word)]
        more = [Mention(f", or is {_OPEN}")] if skipped else []
        return [Mention(f"{verb} "), *self._list(choices, word), *more]

    def _denied(self, question: Question, denied: str) -> Iterator[list[Mention]]:
        skipped = self._skipped(self.none)
        choices = self.none & ~skipped
        rest = self.guide.vocabulary.counted(self.name) & ~choices
        if question.kind != "one" and rest.bit_count() < choices.bit_count() > 2:
            # As `only` was written: the few that are left say more than the many that are not.
            yield [Mention("includes nothing else" if rest else "includes nothing")]
            if rest and not any(mask & rest for mask in (*self.any, self.all)):
                yield [Mention("includes at most "), *self._list(rest, "and")]
        elif choices:
            yield [Mention(f"{denied} "), *self._list(choices, "or")]
        if skipped:
            yield [Mention(f"is not {_OPEN}")]

    def _count(self, of: int, least: int) -> str:
        number = NUMBERS[least] if least < len(NUMBERS) else str(least)
        if of == self.guide.vocabulary.counted(self.name):
            return "at least one thing" if least == 1 else f"{number} or more things"
        return f"at least {number}"

    def _skipped(self, mask: int) -> int:
        return mask & self.guide.vocabulary.names[self.name].get(SKIPPED, 0)

    def _list(self, mask: int, word: str) -> list[Mention]:
        """“A”, “B” or “C”."""
        names = [named(self.guide, token) for token in self.guide.vocabulary.read(mask)]
        commas = [part for name in names[:-1] for part in (name, Mention(", "))][:-1]
        return [*commas, Mention(f" {word} "), names[-1]] if commas else names


def _either(clauses: Sequence[Sentence]) -> Iterator[Mention]:
    return _joined(clauses, "; or when ")


def _joined(parts: Sequence[Iterable[Mention]], between: str) -> Iterator[Mention]:
    for index, part in enumerate(parts):
        if index:
            yield Mention(between)
        yield from part
