"""The part of the guide for one reader: a pure function of the guide and the answers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

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
from supporter.pieces import Piece, Pieces
from supporter.plans import Plan, When
from supporter.reasons import UNDECIDED, Reasons
from supporter.replies import Reply
from supporter.sight import in_reading_order, in_sight
from supporter.situation import Situation, decide

P = TypeVar("P", bound=Piece)

Because = tuple[Reply, ...]

MESSAGES_IN_SIGHT = 3
"""Words to borrow that stand open on the page; the rest are a tap away."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One block with why it is shown, and what would take it away; a `folded` one stands under "More that may help"."""

    block: Block = field(repr=False)
    because: Because = field(repr=False)
    without: Reply = field(repr=False)
    folded: bool = False

    @property
    def id(self) -> str:
        """That of the block."""
        return self.block.id


@dataclass(frozen=True, slots=True)
class Course:
    """The plan of one reader: its steps by time, and whether half of it is enough."""

    plan: Plan = field(repr=False)
    steps: Mapping[When, Markup] = field(repr=False)
    lighter: bool = field(repr=False)


@dataclass(frozen=True, slots=True)
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
    path_because: Because = field(repr=False)
    path_questions: tuple[str, ...] = field(repr=False)
    cautions: tuple[Caution, ...] = field(repr=False)
    plan: Course | None = field(repr=False)
    messages: tuple[Message, ...] = field(repr=False)
    care: tuple[Care, ...] = field(repr=False)
    handouts: tuple[Handout, ...] = field(repr=False)
    forbidden: frozenset[str] = field(repr=False)
    pages: tuple[Page, ...] = field(repr=False)
    blocks: tuple[Shown, ...] = field(default=(), repr=False)

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

    def shown(pieces: Pieces[P], *switches: str) -> Iterator[P]:
        return (piece for piece in pieces.holding(situation.chosen) if situation.open(piece, *switches))

    plan = next(shown(guide.plans, "plan"), None)
    reasons = Reasons(guide, situation)
    advice = Advice(
        flags=situation.flags,
        orders=situation.flags[0].lines(situation.chosen) if situation.flags else (),
        held=situation.held,
        switched_off=situation.switched_off,
        path=situation.path,
        path_because=reasons.because(situation.path.condition, otherwise=UNDECIDED),
        path_questions=reasons.questions(situation.path.condition),
        cautions=tuple(shown(guide.cautions)),
        plan=_course(guide, situation, plan) if plan else None,
        messages=tuple(shown(guide.messages, "messages")),
        care=tuple(shown(guide.care)),
        handouts=tuple(shown(guide.handouts)),
        forbidden=frozenset(handout.id for handout in guide.handouts.forbidden(situation.chosen)),
        pages=tuple(page for page in shown(guide.pages, "pages") if page.condition.when),
    )
    blocks = [block for block in guide.blocks.holding(situation.chosen) if situation.open(block, block.group)]
    return replace(advice, blocks=_shown(guide, reasons, advice, blocks))


def _course(guide: Guide, situation: Situation, plan: Plan) -> Course:
    steps = plan.steps_for(situation.chosen, sooner=guide.sooner_when.holds(situation.chosen))
    return Course(plan, steps, lighter=guide.lighter_when.holds(situation.chosen))


def _shown(guide: Guide, reasons: Reasons, advice: Advice, blocks: list[Block]) -> tuple[Shown, ...]:
    because = {block.id: reasons.because(block.condition) for block in blocks}
    seen = in_sight(blocks, because, guide.settings, sum(map(word_count, _texts_beside(advice))))
    ordered = in_reading_order(blocks, seen, guide.settings)
    return tuple(
        Shown(block, because[block.id], reasons.without(block), folded=block.id not in seen) for block in ordered
    )


def _texts_beside(advice: Advice) -> Iterator[str]:
    """All that the advice page shows open beside its blocks."""
    for caution in advice.cautions:
        yield caution.html
    if advice.flags:
        highest, *others = advice.flags
        yield from (highest.title, highest.html, *advice.orders, *highest.do_not)
        yield from (text for flag in others for text in (flag.title, flag.line))
    if "path" not in advice.switched_off:
        yield from (advice.path.title, advice.path.sooner_if, *advice.path_because)
    if "closeness" not in advice.switched_off:
        near = advice.path.near
        yield from (near.too_far, near.within_reach, near.too_close, *advice.path.helps, *advice.path.ease_off)
    if advice.plan:
        yield from (*advice.plan.steps.values(), advice.plan.plan.html)
        yield advice.plan.steps["today"]
    for message in advice.messages[:MESSAGES_IN_SIGHT]:
        yield from message.in_sight
    yield from (card.html for card in advice.care if card.level != "ready")
    yield from (handout.title for handout in advice.handouts)
