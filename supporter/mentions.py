"""Words that name a piece of the guide, and where it stands on the map."""

from collections.abc import Sequence
from dataclasses import dataclass

from supporter.guide import Guide
from supporter.questions import Question
from supporter.vocabulary import SKIPPED, Token, union

LEFT_OPEN = "left open"


@dataclass(frozen=True, slots=True)
class Mention:
    """Some words of a sentence; `anchor` is that of the thing they name, if they name one."""

    text: str
    anchor: str = ""


Sentence = tuple[Mention, ...]


def say(*parts: str | Mention | Sentence) -> Sentence:
    """One sentence of many parts."""
    mentions: list[Mention] = []
    for part in parts:
        mentions += part if isinstance(part, tuple) else [Mention(part) if isinstance(part, str) else part]
    return tuple(mentions)


def join(parts: Sequence[Sentence], between: str) -> Sentence:
    """One sentence of many, with the same words between each two."""
    return say(*(one for index, part in enumerate(parts) for one in ((between, part) if index else (part,))))


def plain(sentence: Sentence) -> str:
    """The words alone."""
    return "".join(mention.text for mention in sentence)


def anchor(kind: str, piece_id: str, token: str = "") -> str:
    """The fragment under which a piece, or what can be chosen of a question, stands on the map."""
    return f"{kind}-{piece_id}" + (f".{token}" if token else "")


def token_anchor(token: Token) -> str:
    """The same for what one bit stands for."""
    kind = {"flags": "flags", "path": "paths"}.get(token.name)
    return anchor(kind, token.token) if kind else anchor("questions", token.name, token.token)


def quoted(text: str) -> str:
    """A title or label in quotation marks, without a full stop that would end the sentence around it."""
    return f"“{text.strip().removesuffix('.').replace('“', '‘').replace('”', '’')}”"


def subject(question: Question) -> str:
    """What a question is about, to stand within a sentence."""
    return question.short[0].lower() + question.short[1:]


def name(guide: Guide, token: Token) -> Mention:
    """What one bit stands for, in the form's words."""
    place = token_anchor(token)
    if token.name == "flags":
        return Mention(quoted(guide.flags[token.token].title), place)
    if token.name == "path":
        return Mention(quoted(guide.paths[token.token].title), place)
    if token.token == SKIPPED:
        return Mention(LEFT_OPEN, place)
    question = guide.questions[token.name]
    row, _, column = token.token.partition(".")
    label = quoted(question.choice(row).label)
    if not column:
        return Mention(label, place)
    return Mention(f"{label} ({question.column(column).label.lower()})", anchor("questions", question.id, row))


def name_all(guide: Guide, bits: int, word: str) -> Sentence:
    """Such as “A”, “B” or “C”, with `word` before the last; flags and paths by rank."""
    ranks = {"flags": list(guide.flags), "path": list(guide.paths)}
    tokens = sorted(
        guide.vocabulary.read(bits),
        key=lambda token: ranks[token.name].index(token.token) if token.name in ranks else 0,
    )
    names = [say(name(guide, token)) for token in tokens]
    return join([join(names[:-1], ", "), names[-1]], f" {word} ") if names[1:] else join(names, "")


def name_flags(guide: Guide, bits: int, every: str, some: str) -> Sentence:
    """Flags after the words `some`; nearly all of them as `every` “other than” the few that are left out."""
    others = union(guide.vocabulary.names["flags"].values()) & ~bits
    if others.bit_count() * 3 >= bits.bit_count():
        return say(f"{some} ", name_all(guide, bits, "or"))
    return say(f"{every} other than ", name_all(guide, others, "or")) if others else say(every)
