"""How much can stand in sight at once: the most blocks that are never folded, and the most words that cannot be."""

from collections.abc import Iterable, Iterator, Sequence

import z3

from supporter.advice import MESSAGES_IN_SIGHT
from supporter.blocks import SAFETY
from supporter.conditions import Condition, Table
from supporter.errors import Problem
from supporter.folders import SETTINGS
from supporter.manuscript import Manuscript
from supporter.markup import word_count
from supporter.plans import WHENS, Plan
from supporter.proving.encoding import Encoding, Formula, both, either, firsts, negate
from supporter.proving.witness import Witness, form
from supporter.sight import HEADINGS, REASON
from supporter.vocabulary import each_bit

Weight = tuple[Formula, int]
Rivals = Sequence[Weight]
"""Weights of which one at most counts for any reader."""


def crowded(manuscript: Manuscript, encoding: Encoding) -> Iterator[Problem]:
    """The page's stated numbers, where a check-in leads to more."""
    document = manuscript.documents[SETTINGS, ""]
    stated = manuscript.guide.settings.in_sight
    longest = stated.words + _uncounted(encoding)
    if longest > stated.words_at_most:
        text = f"with long reasons a page of {stated.words} words can have {longest}; write that, or a lower 'words'"
        yield document.problem(("in_sight", "words_at_most"), text)
    for key, what, most, weights in (
        ("blocks", "blocks of safety", stated.blocks, safety(encoding)),
        ("words_at_most", "words", stated.words_at_most - HEADINGS, words(encoding)),
    ):
        witness = _more(encoding, most, weights)
        if witness is not None:
            text = f"more {what} than stated cannot be folded, for this check-in: {witness.said}; shorten what it shows"
            yield document.problem(("in_sight", key), text)


def _more(encoding: Encoding, most: int, weights: Iterable[Rivals]) -> Witness | None:
    """A check-in that leads to more than `most`."""
    solver = z3.Solver()
    solver.add(*encoding.valid, z3.PbGe([step for rivals in weights for step in _stair(rivals)], most + 1))
    return form(encoding).read(solver.model()) if solver.check() == z3.sat else None


def _stair(rivals: Rivals) -> Iterator[Weight]:
    """The same sum, where each step is that whoever holds weighs as much or more.

    A sum of the rivals themselves lets z3 believe that all of them could come together, and takes it 30 times as long.
    """
    below = 0
    for weight in sorted({weight for _, weight in rivals if weight}):
        yield either(formula for formula, own in rivals if own >= weight), weight - below
        below = weight


def safety(encoding: Encoding) -> Iterator[Rivals]:
    """The blocks of safety, which are never folded: each counts as one."""
    for block in encoding.guide.blocks.values():
        if block.group == SAFETY:
            yield [(encoding.bit("blocks", block.id), 1)]


def words(encoding: Encoding) -> Iterator[Rivals]:
    """Words of all that cannot be folded, at most: as `_words_beside` in advice counts them, and the safety blocks."""
    guide = encoding.guide
    for caution in guide.cautions.values():
        yield [(encoding.bit("cautions", caution.id), word_count(caution.html))]
    yield from _flags(encoding)
    yield from _paths(encoding)
    yield [(encoding.bit("plan", plan.id), _longest(plan)) for plan in guide.plans.values()]
    yield from _messages(encoding)
    for card in guide.care.values():
        if card.level != "ready":
            yield [(encoding.bit("care", card.id), word_count(card.html))]
    for handout in guide.handouts.values():
        yield [(encoding.bit("handouts", handout.id), word_count(handout.title))]
    yield from _never_folded(encoding)


def _flags(encoding: Encoding) -> Iterator[Rivals]:
    flags = encoding.guide.flags.values()
    first = {flag.id: encoding.bit("first", flag.id) for flag in flags}
    yield [(first[flag.id], flag.words) for flag in flags]
    for flag in flags:
        for order in flag.says:
            yield [(both([first[flag.id], encoding.holds(order.condition)]), word_count(order.say))]
        others = both([encoding.bit("flags", flag.id), negate(first[flag.id])])
        yield [(others, flag.short_words)]


def _paths(encoding: Encoding) -> Iterator[Rivals]:
    told: list[Weight] = []
    close: list[Weight] = []
    for path in encoding.guide.paths.values():
        here = encoding.bit("path", path.id)
        said = path.words + _reasons(encoding, path.condition)
        told.append((both([here, negate(encoding.off("path"))]), said))
        close.append((both([here, negate(encoding.off("closeness"))]), path.close_words))
    yield from (told, close)


def _longest(plan: Plan) -> int:
    """Words of a plan, each of its steps as long as it can be."""
    layers = [plan.steps, plan.sooner, *(one.steps for one in plan.instead)]
    longest = {when: max(word_count(getattr(layer, when) or "") for layer in layers) for when in WHENS}
    return word_count(plan.html) + sum(longest.values()) + longest["today"]


def _messages(encoding: Encoding) -> Iterator[Rivals]:
    """The messages that stand in sight, by their place."""
    messages = encoding.guide.messages
    left = {message: encoding.bit("messages", message) for message in messages}
    for _ in range(MESSAGES_IN_SIGHT):
        here = firsts(left)
        yield [(here[message.id], message.words) for message in messages.values()]
        left = {message: both([shown, negate(here[message])]) for message, shown in left.items()}


def _never_folded(encoding: Encoding) -> Iterator[Rivals]:
    """The blocks that `in_sight` shows whatever room there is: all of safety, and the first of every other group."""
    blocks = encoding.guide.blocks
    weights = {block.id: block.words + _reasons(encoding, block.condition) for block in blocks.values()}
    groups: dict[str, dict[str, Formula]] = {}
    for block in sorted(blocks.values(), key=lambda block: (block.order, block.id)):
        groups.setdefault(block.group, {})[block.id] = encoding.bit("blocks", block.id)
    for group, shown in groups.items():
        if group == SAFETY:
            yield from ([(formula, weights[block])] for block, formula in shown.items())
        else:
            yield [(formula, weights[block]) for block, formula in firsts(shown).items()]


def _reasons(encoding: Encoding, condition: Condition) -> int:
    """Words of the sentences that say why, at most; as `because` picks them.

    Since it names no answer that it could leave out, each table of `unless` brings one of its `none` at most.
    """
    if not condition.when:
        return word_count(encoding.guide.sayings.everyone)
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


def _uncounted(encoding: Encoding) -> int:
    """Words of reasons over what is counted for them, at most: of the path, and of as many blocks as stand in sight."""
    guide = encoding.guide
    over = sorted(_reasons(encoding, block.condition) - REASON for block in guide.blocks.values())
    paths = [_reasons(encoding, path.condition) - REASON for path in guide.paths.values()]
    return sum(each for each in over[-guide.settings.in_sight.blocks :] if each > 0) + max(0, *paths)


def _sentence(encoding: Encoding, bit: int) -> int:
    """Words about one bit: the sentence of an answer; for a flag or a path, those of the answers that made it hold."""
    guide = encoding.guide
    (token,) = encoding.vocabulary.read(bit)
    if token.name == "path":
        return _reasons(encoding, guide.paths[token.token].condition)
    if token.name == "flags":
        return _reasons(encoding, guide.flags[token.token].condition)
    return word_count(guide.sayings.said[bit])
