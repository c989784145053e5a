"""Every piece as the map tells it: in short, with its condition in words and what can take it away."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from supporter.blocks import Block
from supporter.conditions import Condition
from supporter.flags import Caution, Flag
from supporter.guide import Guide
from supporter.mentions import Mention, Sentence, anchor, name_flags, subject
from supporter.messages import Message, Swap
from supporter.naming import RULES
from supporter.paths import Path
from supporter.pieces import Piece
from supporter.plans import Plan, Steps
from supporter.questions import Question
from supporter.wording import alternatives, sentence

_VERBS = {"questions": "Asked", "flags": "Raised", "paths": "Chosen", "plans": "Chosen", "pages": "Suggested"}
_EVERYONE = {
    "questions": "Asked of everyone",
    "paths": "Chosen when no other path fits",
    "swaps": "The same for everyone, on a handout",
    "pages": "Suggested by no answer. Everyone can read it",
}
_PARTS = {"plans": "plan", "messages": "messages", "pages": "pages"}
"""Kinds that are a part of the advice, which a flag can switch off as a whole."""
_SHORT = 70


@dataclass(frozen=True, slots=True)
class Lines:
    """Texts of a piece; `shown` says for whom, where they are not for everyone who sees the piece."""

    texts: Sequence[str]
    shown: Sentence = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece, or one rule of guide.yaml, which has no `piece`.

    start: how the sentence about its condition begins. when, unless: a clause for each alternative. switched_off_by:
    the flags that take it away, whatever its condition says.
    """

    kind: str
    id: str
    title: str
    says: str
    start: str
    when: Sequence[Sentence]
    unless: Sequence[Sentence]
    lines: Sequence[Lines] = ()
    switched_off_by: Sentence = ()
    piece: Piece | None = None

    @property
    def anchor(self) -> str:
        """Its fragment on the page."""
        return anchor(self.kind, self.id)


def piece_entry(guide: Guide, kind: str, piece: Piece) -> Entry:
    """The entry of a piece."""
    title, says = _in_short(piece)
    verb, everyone = _VERBS.get(kind, "Shown"), _EVERYONE.get(kind, "Shown to everyone")
    return Entry(
        kind=kind,
        id=piece.id,
        title=title,
        says=says,
        start=f"{verb} when" if piece.condition.when else everyone,
        when=alternatives(guide, piece.condition.when),
        unless=alternatives(guide, piece.condition.unless),
        lines=tuple(_lines(guide, piece)),
        switched_off_by=_switched_off_by(guide, kind, piece),
        piece=piece,
    )


def rule_entries(guide: Guide) -> Iterator[Entry]:
    """The entries of the conditions in guide.yaml."""
    for rule, title in RULES.items():
        condition: Condition = getattr(guide, rule)
        when, unless = alternatives(guide, condition.when), alternatives(guide, condition.unless)
        yield Entry("rules", rule, title, "", "So when", when, unless)


def switches(kind: str, piece: Piece) -> frozenset[str]:
    """What a flag can name under `switches_off` to take a piece away."""
    group = {piece.group} if isinstance(piece, Block) else set()
    part = {_PARTS[kind]} if kind in _PARTS else set()
    if kind == "pages" and not piece.condition.when:
        return frozenset()  # No advice leads to it, so there is nothing to take away.
    return frozenset({*piece.about, *group, *part})


def _switched_off_by(guide: Guide, kind: str, piece: Piece) -> Sentence:
    flags = [flag.id for flag in guide.flags.values() if not switches(kind, piece).isdisjoint(flag.switches_off)]
    some = "the red flag" if len(flags) == 1 else "the red flags"
    return name_flags(guide, guide.vocabulary.mask("flags", flags), "any red flag", some) if flags else ()


def _in_short(piece: Piece) -> tuple[str, str]:
    """A title that tells it from its kin, and a line or two of what it says."""
    match piece:
        case Question():
            return piece.title, f"In sentences here: {subject(piece)}"
        case Flag():
            return piece.title, piece.line
        case Caution():
            return _start(piece.html, _SHORT), piece.html.striptags()
        case Block():
            return piece.title, piece.gist
        case Message():
            return piece.title, f"“{piece.text}”"
        case Swap():
            return f"“{piece.instead_of.striptags()}”", f"Instead: “{piece.try_instead.striptags()}”"
        case Path():
            return piece.title, piece.near.within_reach
        case Plan():
            return piece.title, ""
        case _:
            return piece.title, getattr(piece, "summary", "") or _start(piece.html, 3 * _SHORT)


def _start(html: Markup, letters: int) -> str:
    return textwrap.shorten(html.striptags(), letters, placeholder=" …")


def _lines(guide: Guide, piece: Piece) -> Iterator[Lines]:
    if isinstance(piece, Flag):
        orders = groupby(piece.says, lambda order: order.condition)
        yield from (Lines([order.say for order in same], _for_whom(guide, condition)) for condition, same in orders)
        yield Lines(piece.do_not)
    elif isinstance(piece, Plan):
        yield Lines(_steps(guide, piece.steps))
        if _steps(guide, piece.sooner):
            rule = Mention(RULES["sooner_when"], anchor("rules", "sooner_when"))
            yield Lines(_steps(guide, piece.sooner), (Mention("Where this holds: "), rule, Mention(".")))
        yield from (Lines(_steps(guide, other.steps), _for_whom(guide, other.condition)) for other in piece.instead)


def _steps(guide: Guide, steps: Steps) -> list[str]:
    texts = ((time, getattr(steps, when)) for when, time in guide.settings.paper.times.items())
    return [Markup("<b>{}:</b> {}").format(time, text) for time, text in texts if text]


def _for_whom(guide: Guide, condition: Condition) -> Sentence:
    return sentence(guide, condition, "Only", "For everyone") if condition.when or condition.unless else ()
