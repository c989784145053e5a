"""The advice page as its parts in their order: drawn once (advice_parts.html), filled with what is one reader's."""

from collections.abc import Iterable, Iterator
from itertools import chain

from flask import current_app, g
from markupsafe import escape

from supporter.advice import MESSAGES_IN_SIGHT, Advice
from supporter.blocks import Block
from supporter.guide import Guide
from supporter.locales import tongue
from supporter.paper import size_for
from supporter.pieces import Piece
from supporter.plates import Key
from supporter.replies import Reply
from supporter.telling import lines
from supporter.views.current import country_of
from supporter.views.standing import parts
from supporter.visit import Visit


class Composition:
    """One reader's page.

    about: who it is about, None where that was left open. kept_to_screen: whether it offers no paper.
    """

    def __init__(self, visiting: Visit, advice: Advice, about: str | None, *, kept_to_screen: bool) -> None:
        self._advice = advice
        self._visit = visiting
        self._about = about
        self._kept_to_screen = kept_to_screen
        self._guide: Guide = visiting.guide
        self._country = country_of(visiting)
        self._rack = parts(visiting, draw)
        self._part, self._around = self._rack.plain, self._rack.around
        self._in_sight = [shown.block for shown in advice.blocks if not shown.folded]
        self._flagged = bool(advice.flags)
        self._pathed = "path" not in advice.switched_off
        self._close = "closeness" not in advice.switched_off
        self._helping = self._blocks("space", "talk", "relationship", "situation")
        self._you = self._blocks("you")

    def __repr__(self) -> str:
        return "<Composition>"

    def pieces(self) -> Iterator[bytes]:
        """All of it as it is sent, to be joined with what is around it."""
        sections = chain(self._top(), self._path(), self._words(), self._helps(), self._help(), self._end())
        return chain.from_iterable(sections)

    def _top(self) -> Iterator[Iterable[bytes]]:
        advice, path = self._advice, self._advice.path.id
        if self._kept_to_screen:
            yield self._rack["kept_note",]
        if not self._flagged:
            who = self._around([escape(self._about).encode()], "about") if self._about else self._rack["about_nobody",]
            yield self._around(who, "hero", path, self._close)
        yield self._rack["columns",]
        if lost := self._visit.tell_lost():
            yield self._rack["lost", lost]
        others = advice.flags[1:]
        if self._flagged:
            first = advice.flags[0]
            orders = [f"<li>{order}</li>".encode() for order in advice.orders]
            yield self._around(orders, "flag", first.id, self._country.code, first.id in advice.held)
        else:
            yield self._rack["to_care",]
        yield self._rack.each("caution", _ids(advice.cautions))
        if others:
            listed = [self._part("other", flag.id, flag.id in advice.held) for flag in others]
            yield self._around(listed, "others")
        told: list[bytes] = []
        if check_in := self._visit.check_in:
            for question, line in lines(self._guide, check_in.answers, advice.reasons.situation.chosen):
                before, after = self._rack["answer", question]
                told += (before, line, after)
        yield self._around(told, "told")
        if safety := self._blocks("safety"):
            yield self._rack["safety",]
            yield safety

    def _path(self) -> Iterator[Iterable[bytes]]:
        advice, path, now = self._advice, self._advice.path, self._guide
        if self._pathed:
            numbers = {now.numbers[now.questions[one].beside or one] for one in advice.path_questions}
            changes = b" \xc2\xb7 ".join([self._part("change", number) for number in sorted(numbers)])
            before, between, after = self._rack["path", path.id]
            why = _why(advice.path_because, path.lang)
            yield (before, why, between, changes or self._part("change_any"), after)
            yield self._blocks("understand")
        if advice.plan and not self._flagged:
            yield self._around([advice.plan.steps["today"].encode()], "today", advice.plan.plan.id)
        if self._close:
            yield self._rack["close", path.id]

    def _words(self) -> Iterator[Iterable[bytes]]:
        messages = self._advice.messages
        if messages:
            yield self._rack["words", self._advice.contacts]
            yield self._rack.each("message", _ids(messages[:MESSAGES_IN_SIGHT]))
        if more := messages[MESSAGES_IN_SIGHT:]:
            yield self._around(self._rack.each("message", _ids(more)), "more_words")

    def _helps(self) -> Iterator[Iterable[bytes]]:
        plan = self._advice.plan
        if self._close or self._helping:
            yield self._rack["helps", self._close]
            if self._close:
                yield self._rack["pair", self._advice.path.id]
            yield self._helping
        if plan:
            steps: list[bytes] = []
            for when, text in plan.steps.items():
                steps += self._around([text.encode()], "step", plan.plan.id, when)
            yield self._around(steps, "plan", plan.plan.id, plan.lighter)
        for group in self._guide.settings.other_groups:
            if shown := self._blocks(group):
                yield self._rack["group", group]
                yield shown

    def _help(self) -> Iterator[Iterable[bytes]]:
        advice, code = self._advice, self._country.code
        yield self._rack["help",]
        yield self._blocks("help")
        yield [self._part("care", card.id, code) for card in advice.care]
        if self._you:
            yield self._rack["you",]
            yield self._you
        if folded := [shown.block for shown in advice.blocks if shown.folded]:
            yield self._around(self._each(folded), "more", len(folded))
        if advice.pages:
            yield self._around(self._rack.numbered("page", _ids(advice.pages)), "reading", len(advice.pages))

    def _end(self) -> Iterator[Iterable[bytes]]:
        advice, size = self._advice, size_for(self._country.code)
        yield self._rack["screen_only",] if self._kept_to_screen else self._rack["printing", advice.careful, size]
        if advice.handouts:
            yield self._around(self._rack.numbered("sheet", _ids(advice.handouts)), "sheets")
        if self._visit.mount.counting.taps and not self._flagged:
            yield [draw(("helpful",)).encode()]
        claims = self._rack.numbered("claim", self._guide.claim_ids(advice.pieces))
        yield self._around(claims, "rests")
        kind, piece = ("flags", advice.flags[0]) if self._flagged else ("paths", advice.path)
        yield self._rack["review", kind, piece.id]
        yield self._around(self._rack.each("place", self._places()), "contents")

    def _places(self) -> Iterator[str]:
        """Headings to go to."""
        yield from ["maybe"] if self._pathed else []
        yield from ["today"] if self._advice.plan and not self._flagged else []
        yield from ["words"] if self._advice.messages else []
        yield from ["helps"] if self._close or self._helping else []
        yield from ["plan"] if self._advice.plan else []
        yield "help"
        yield from ["you"] if self._you else []
        yield "handouts"

    def _blocks(self, *groups: str) -> list[bytes]:
        return self._each([block for block in self._in_sight if block.group in groups])

    def _each(self, blocks: Iterable[Block]) -> list[bytes]:
        pieces: list[bytes] = []
        reasons = self._advice.reasons
        for block in blocks:
            before, between, after = self._rack["block", block.id]
            # What would take it away is folded with its text, why it is shown is not.
            without = reasons.without(block)
            last = b'<p class="because"%b>%b</p>' % (_tongue(without, block.lang), without.sent) if without else b""
            pieces += (before, last, between, _why(reasons.because(block.condition), block.lang), after)
        return pieces


def _ids(pieces: Iterable[Piece]) -> list[str]:
    return [piece.id for piece in pieces]


def _why(because: Iterable[Reply], around: str) -> bytes:
    """Reasons, one after the other, to stand in a text in a language."""
    return b" ".join(
        [one.sent if one.lang == around else b"<span%b>%b</span>" % (_tongue(one, around), one.sent) for one in because]
    )


def _tongue(reply: Reply, around: str) -> bytes:
    """What an element of the reply says of its language, in a text in another."""
    return b"" if reply.lang == around else tongue(reply.lang, around).encode()


def draw(key: Key) -> str:
    """A part by its name and ids, as the macro of that name makes it."""
    name, *ids = key
    made = g.get("supporter_parts")
    if made is None:
        template = current_app.jinja_env.get_template("supporter/advice_parts.html")
        given: dict[str, object] = {}
        current_app.update_template_context(given)
        made = g.supporter_parts = template.make_module(given)
    return str(getattr(made, str(name))(*ids))
