"""How much can stand in sight at once: the most blocks that are never folded, and the most words that cannot be."""

from collections.abc import Iterator

import z3

from supporter.advice import MESSAGES_IN_SIGHT
from supporter.blocks import SAFETY, Block
from supporter.conditions import Condition, Table
from supporter.errors import Problem
from supporter.folders import SETTINGS
from supporter.manuscript import Manuscript
from supporter.markup import word_count
from supporter.plans import WHENS
from supporter.proving.encoding import Encoding, Formula, both, negate
from supporter.proving.witness import Witness, read
from supporter.reasons import EVERYONE
from supporter.sight import HEADINGS
from supporter.vocabulary import each_bit

Weight = tuple[Formula, int]


def crowded(manuscript: Manuscript, encoding: Encoding) -> Iterator[Problem]:
    """The page's stated numbers, where a check-in leads to more."""
    document = manuscript.documents[SETTINGS, ""]
    stated = manuscript.guide.settings.in_sight
    for key, what, most, weights in (
        ("blocks", "blocks of safety", stated.blocks, _safety(encoding)),
        ("words_at_most", "words", stated.words_at_most - HEADINGS, _words(encoding)),
    ):
        witness = _more(encoding, most, list(weights))
        if witness is not None:
            text = f"more {what} than stated cannot be folded, for this check-in: {witness.said}; shorten what it shows"
            yield document.problem(("in_sight", key), text)


def _more(encoding: Encoding, most: int, weights: list[Weight]) -> Witness | None:
    """A check-in that leads to more than `most`."""
    solver = z3.Solver()
    solver.add(*encoding.valid, z3.PbGe([(formula, weight) for formula, weight in weights if weight], most + 1))
    return read(encoding, solver.model()) if solver.check() == z3.sat else None


def _safety(encoding: Encoding) -> Iterator[Weight]:
    for block in encoding.guide.blocks.values():
        if block.group == SAFETY:
            yield encoding.bit("blocks", block.id), 1


def _words(encoding: Encoding) -> Iterator[Weight]:
    """Words of all that cannot be folded, at most: as `_texts_beside` in advice counts them, and the safety blocks."""
    guide = encoding.guide
    for caution in guide.cautions.values():
        yield encoding.bit("cautions", caution.id), word_count(caution.html)
    for flag in guide.flags.values():
        first = encoding.bit("first", flag.id)
        yield first, word_count(flag.title) + word_count(flag.html) + sum(map(word_count, flag.do_not))
        for order in flag.says:
            yield both([first, encoding.holds(order.condition)]), word_count(order.say)
        others = both([encoding.bit("flags", flag.id), negate(first)])
        yield others, word_count(flag.title) + word_count(flag.line)
    for path in guide.paths.values():
        here = encoding.bit("path", path.id)
        told = word_count(path.title) + word_count(path.sooner_if) + _reasons(encoding, path.condition)
        yield both([here, negate(encoding.off("path"))]), told
        near = (path.near.too_far, path.near.within_reach, path.near.too_close, *path.helps, *path.ease_off)
        yield both([here, negate(encoding.off("closeness"))]), sum(map(word_count, near))
    for plan in guide.plans.values():
        layers = [plan.steps, plan.sooner, *(one.steps for one in plan.instead)]
        longest = {when: max(word_count(getattr(layer, when) or "") for layer in layers) for when in WHENS}
        yield encoding.bit("plan", plan.id), word_count(plan.html) + sum(longest.values()) + longest["today"]
    messages = [encoding.bit("messages", message) for message in guide.messages]
    for index, message in enumerate(guide.messages.values()):
        before = messages[:index]
        early = z3.AtMost(*before, MESSAGES_IN_SIGHT - 1) if len(before) >= MESSAGES_IN_SIGHT else z3.BoolVal(True)
        yield both([messages[index], early]), sum(map(word_count, message.in_sight))
    for card in guide.care.values():
        if card.level != "ready":
            yield encoding.bit("care", card.id), word_count(card.html)
    for handout in guide.handouts.values():
        yield encoding.bit("handouts", handout.id), word_count(handout.title)
    for block, formula in _never_folded(encoding):
        yield formula, block.words + _reasons(encoding, block.condition)


def _never_folded(encoding: Encoding) -> Iterator[tuple[Block, Formula]]:
    """The blocks that `in_sight` shows whatever room there is: all of safety, and the first of every other group."""
    ranked = sorted(encoding.guide.blocks.values(), key=lambda block: (block.order, block.id))
    before: dict[str, list[Formula]] = {}
    for block in ranked:
        shown = encoding.bit("blocks", block.id)
        earlier = before.setdefault(block.group, [])
        yield block, shown if block.group == SAFETY else both([shown, *map(negate, earlier)])
        earlier.append(shown)


def _reasons(encoding: Encoding, condition: Condition) -> int:
    """Words of the sentences that say why, at most; as `because` picks them.

    Since it names no answer that it could leave out, each table of `unless` brings one of its `none` at most.
    """
    if not condition.when:
        return word_count(encoding.guide.replies_in(encoding.guide.locale).say(EVERYONE))
    kept_away = sum(
        max(_sentence(encoding, bit) for bit in each_bit(table.none)) for table in condition.unless if table.none
    )
    return max(_reasons_of(encoding, table) for table in condition.when) + kept_away


def _reasons_of(encoding: Encoding, table: Table) -> int:
    words = sum(_sentence(encoding, bit) for bit in each_bit(table.all))
    words += sum(max(_sentence(encoding, bit) for bit in each_bit(mask)) for mask in table.any)
    for count in table.counts:
        words += sum(sorted((_sentence(encoding, bit) for bit in each_bit(count.of)), reverse=True)[: count.least])
    return words


def _sentence(encoding: Encoding, bit: int) -> int:
    """Words about one bit: the sentence of an answer; for a flag or a path, those of the answers that made it hold."""
    guide = encoding.guide
    (token,) = encoding.vocabulary.read(bit)
    if token.name == "path":
        return _reasons(encoding, guide.paths[token.token].condition)
    if token.name == "flags":
        return _reasons(encoding, guide.flags[token.token].condition)
    return word_count(guide.sayings.said[token.name, token.token])
