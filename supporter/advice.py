"""The part of the guide for one reader: a pure function of the guide and the answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from supporter.answers import read_answers
from supporter.blocks import Block
from supporter.flags import Caution, Flag
from supporter.guide import Guide
from supporter.handouts import Handout
from supporter.markup import word_count
from supporter.messages import Message
from supporter.pages import Care, Page
from supporter.paths import Path
from supporter.pieces import Piece
from supporter.plans import Plan, When
from supporter.reasons import Reasons
from supporter.replies import Reply
from supporter.rules import Situation
from supporter.selecting import Selection
from supporter.sight import REASON, arranged
from supporter.situation import decide

MESSAGES_IN_SIGHT = 3
"""Words to borrow that stand open on the page; the rest are a tap away."""


# These are made for every page: a frozen one would take three times as long.


@dataclass(slots=True, unsafe_hash=True)
class Shown:
    """One block with why it is shown, and what would take it away; a `folded` one stands under "More that may help"."""

    block: Block = field(repr=False)
    folded: bool
    _reasons: Reasons = field(repr=False, compare=False)

    @property
    def id(self) -> str:
        """That of the block."""
        return self.block.id

    @property
    def because(self) -> tuple[Reply, ...]:
        """A sentence for each answer that led to it; found when it is asked for, as most of what asks is a page."""
        return self._reasons.because(self.block.condition)

    @property
    def without(self) -> Reply:
        """What would take it away."""
        return self._reasons.without(self.block)


@dataclass(slots=True)
class Course:
    """The plan of one reader: its steps by time, and whether half of it is enough."""

    plan: Plan = field(repr=False)
    steps: Mapping[When, Markup] = field(repr=False)
    lighter: bool = field(repr=False)


@dataclass(slots=True)
class Advice:
    """What one reader sees; `repr` shows none of it, since it tells what they answered.

    orders: what the highest flag says for this reader. held: ids of flags that were shown before and still hold.
    switched_off: what flags (or the guide, for an ex) take away, as the page leaves whole sections out by it.
    forbidden: ids of handouts that would be wrong for this reader, whatever they ask for.
    """

    flags: tuple[Flag, ...] = field(repr=False)
    orders: tuple[Markup, ...] = field(repr=False)
    held: frozenset[str] = field(repr=False)
    switched_off: frozenset[str] = field(repr=False)
    path: Path = field(repr=False)
    cautions: tuple[Caution, ...] = field(repr=False)
    plan: Course | None = field(repr=False)
    messages: tuple[Message, ...] = field(repr=False)
    care: tuple[Care, ...] = field(repr=False)
    handouts: tuple[Handout, ...] = field(repr=False)
    forbidden: frozenset[str] = field(repr=False)
    pages: tuple[Page, ...] = field(repr=False)
    blocks: tuple[Shown, ...] = field(repr=False)
    reasons: Reasons = field(repr=False, compare=False)

    @property
    def path_because(self) -> tuple[Reply, ...]:
        """A sentence for each answer that led to the path."""
        return self.reasons.path()

    @property
    def path_questions(self) -> tuple[str, ...]:
        """The questions that these answers belong to."""
        return self.reasons.path_questions()

    @property
    def today(self) -> Markup | None:
        """One thing to do today: the first order of the highest flag, else the first step of the plan."""
        if self.orders:
            return self.orders[0]
        return self.plan.steps["today"] if self.plan else None

    @property
    def contacts(self) -> bool:
        """Whether one of the messages is for the other person."""
        return any("contact" in message.about for message in self.messages)

    @property
    def careful(self) -> bool:
        """Whether being found with it could bring harm."""
        return any(flag.careful for flag in self.flags)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Everything on the page that rests on evidence."""
        plans = [self.plan.plan] if self.plan else []
        return (*self.flags, self.path, *plans, *(shown.block for shown in self.blocks))

    def as_dict(self) -> dict[str, Any]:
        """Ids and texts as plain data: the format of `supporter advise --format json`."""
        plan = self.plan and {
            "id": self.plan.plan.id,
            "ref": self.plan.plan.ref,
            "steps": [{"when": when, "text": text.striptags()} for when, text in self.plan.steps.items()],
        }
        return {
            "flags": [flag.id for flag in self.flags],
            "path": self.path.id,
            "blocks": [
                {
                    "id": shown.block.id,
                    "group": shown.block.group,
                    "title": shown.block.title,
                    "because": list(shown.because),
                }
                for shown in self.blocks
            ],
            "messages": [message.id for message in self.messages],
            "plan": plan,
            "handouts": [handout.id for handout in self.handouts],
        }


def advise(guide: Guide, answers: Mapping[str, object], held: Iterable[str] = ()) -> Advice:
    """The advice for one reader.

    answers: question id to choice id or list of choice ids; for a grid, row to column. held: ids of flags shown before
    in the same check-in, which stay in force (brief, when_flags_clash). Raises AnswersError on an unknown id.
    """
    situation = decide(guide, read_answers(guide.questions.values(), answers), held)
    flags, found, reasons = situation.flags, guide.selector.select(situation), Reasons(guide, situation)
    orders = flags[0].lines(situation.chosen) if flags else ()
    plan = _course(guide, situation, found.plans[0]) if found.plans else None
    beside = _words_beside(situation, orders, plan, found)
    return Advice(
        flags=flags,
        orders=orders,
        held=situation.held,
        switched_off=situation.switched_off,
        path=situation.path,
        cautions=tuple(found.cautions),
        plan=plan,
        messages=tuple(found.messages),
        care=tuple(found.care),
        handouts=tuple(found.handouts),
        forbidden=frozenset([handout.id for handout in found.forbidden]),
        pages=tuple(found.pages),
        blocks=tuple([Shown(*each, reasons) for each in arranged(found.blocks, guide, beside)]),
        reasons=reasons,
    )


def _course(guide: Guide, situation: Situation, plan: Plan) -> Course:
    steps = plan.steps_for(situation.chosen, sooner=guide.sooner_when.holds(situation.chosen))
    return Course(plan, steps, lighter=guide.lighter_when.holds(situation.chosen))


def _words_beside(situation: Situation, orders: Iterable[str], plan: Course | None, found: Selection) -> int:
    """Words of all that the advice page shows open beside its blocks."""
    path, off = situation.path, situation.switched_off
    words = sum([word_count(caution.html) for caution in found.cautions])
    if situation.flags:
        highest, *others = situation.flags
        words += highest.words + sum(map(word_count, orders)) + sum([flag.short_words for flag in others])
    if "path" not in off:
        words += path.words + REASON
    if "closeness" not in off:
        words += path.close_words
    if plan:
        # Today's step stands in a card of its own too.
        words += sum(map(word_count, (*plan.steps.values(), plan.steps["today"], plan.plan.html)))
    words += sum([message.words for message in found.messages[:MESSAGES_IN_SIGHT]])
    words += sum([word_count(card.html) for card in found.care if card.level != "ready"])
    return words + sum([word_count(handout.title) for handout in found.handouts])
