"""What advice costs without a page around it: deciding, explaining, and conditions by the thousand."""

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import compress, cycle

from supporter import Guide, advise, load_guide
from supporter.answers import read_answers
from supporter.conditions import Condition, Count, Table
from supporter.reasons import Reasons
from supporter.sieve import Sieve
from supporter.situation import decide
from supporter.vocabulary import Vocabulary
from tests.bench.readers import SEED, at_random, longest, sent
from tests.bench.rounds import HELLO, Work, take_turns
from tests.bench.table import Row
from tests.bench.wsgi import Client, hello
from tests.people import EX, FRIEND, PARTNER

ADVISE, EXPLAIN = "advise", "explain"
BUDGETS = {1_000: 60, 10_000: 600}
"""Microseconds for so many conditions (performance.md, F)."""
READERS = 200


def rows() -> Iterator[Row]:
    """Every figure of deciding."""
    guide = load_guide()
    found = take_turns(
        {HELLO: sent(Client(hello()), "/"), ADVISE: _advising(guide), EXPLAIN: _explaining(guide, longest(guide))}
    )
    yield found.row("advise(), shipped guide, 24 readers in turn", ADVISE, "us", 60)
    yield found.row("explaining every block shown, the longest of 303 readers", EXPLAIN, "us", 500)
    for many, budget in BUDGETS.items():
        draw = random.Random(SEED)
        vocabulary = form(draw)
        conditions = [condition(draw, vocabulary) for _ in range(many)]
        asked = [answers(draw, vocabulary) for _ in range(READERS)]
        holding = evaluator(conditions)
        share = _checked(conditions, holding, asked)
        found = take_turns({HELLO: sent(Client(hello()), "/"), "conditions": _asking(holding, asked)})
        yield found.row(
            f"{many:,} random conditions, {share:.0%} hold, {READERS} readers in turn", "conditions", "us", budget
        )


def evaluator(conditions: Sequence[Condition]) -> Callable[[int], Sequence[int]]:
    """The places of the conditions that hold for one reader's bits, by what the app uses."""
    sieve, places = Sieve(conditions), range(len(conditions))
    return lambda chosen: [*compress(places, sieve.tried(chosen)[0])]


def plainly(condition: Condition, chosen: int) -> bool:
    """The same by the definition, a bit at a time: what every faster way is compared with."""

    def table(one: Table) -> bool:
        bits = {place for place in range(chosen.bit_length()) if chosen >> place & 1}

        def of(mask: int) -> set[int]:
            return {place for place in range(mask.bit_length()) if mask >> place & 1}

        return (
            of(one.all) <= bits
            and not of(one.none) & bits
            and all(of(mask) & bits for mask in one.any)
            and all(len(of(count.of) & bits) >= count.least for count in one.counts)
        )

    wanted = not condition.when or any(table(one) for one in condition.when)
    return wanted and not any(table(one) for one in condition.unless)


def form(draw: random.Random) -> Vocabulary:
    """25 questions: 15 of one choice among 3 to 7, 7 of many among 6 to 12, 3 of yes or no."""
    vocabulary = Vocabulary()
    sizes = [*(draw.randint(3, 7) for _ in range(15)), *(draw.randint(6, 12) for _ in range(7)), 2, 2, 2]
    for number, size in enumerate(sizes):
        tokens = [f"choice-{place}" for place in range(size)]
        vocabulary.add(f"question-{number}", tokens, tokens)
    return vocabulary


def answers(draw: random.Random, vocabulary: Vocabulary) -> int:
    """The bits of one reader: one choice of most questions, two or three of some."""
    chosen = 0
    for number, (name, tokens) in enumerate(vocabulary.names.items()):
        many = draw.randint(1, 3) if 15 <= number < 22 else 1
        chosen |= vocabulary.mask(name, draw.sample(list(tokens), many))
    return chosen


def condition(draw: random.Random, vocabulary: Vocabulary) -> Condition:
    """One or two tables that each ask two or three questions, some with a count, and `unless` in one of three."""

    def table(lines: int) -> Table:
        any_of, counts, none = [], [], 0
        for name in draw.sample(list(vocabulary.names), lines):
            tokens = list(vocabulary.names[name])
            mask = vocabulary.mask(name, draw.sample(tokens, draw.randint(1, max(1, len(tokens) - 1))))
            kind = draw.random()
            if kind < 0.7:
                any_of.append(mask)
            elif kind < 0.85:
                none |= mask
            else:
                counts.append(Count(mask, 1))
        return Table(none=none, any=tuple(any_of), counts=tuple(counts))

    unless = (table(2),) if draw.random() < 1 / 3 else ()
    return Condition(tuple(table(draw.randint(3, 5)) for _ in range(draw.randint(1, 2))), unless)


def _asking(holding: Callable[[int], Sequence[int]], asked: Sequence[int]) -> Work:
    turn = cycle(asked)
    return lambda: holding(next(turn))


def _checked(conditions: Sequence[Condition], holding: Callable[[int], Sequence[int]], asked: Sequence[int]) -> float:
    """The share that holds; that the first readers are told what the definition says is looked at."""
    few = conditions[:500]
    for chosen in asked[:10]:
        told = [place for place in holding(chosen) if place < len(few)]
        assert told == [place for place, one in enumerate(few) if plainly(one, chosen)]
    return sum(len(holding(chosen)) for chosen in asked[:20]) / 20 / len(conditions)


def _advising(guide: Guide) -> Work:
    people = [PARTNER, FRIEND, EX, longest(guide), *at_random(guide, 20)]
    turn = cycle([read_answers(guide.questions.values(), given) for given in people])
    return lambda: advise(guide, next(turn))


def _explaining(guide: Guide, given: dict[str, object]) -> Work:
    read = read_answers(guide.questions.values(), given)
    situation = decide(guide, read)
    blocks = [shown.block for shown in advise(guide, read).blocks]
    assert len(blocks) > 8

    def explain() -> None:
        reasons = Reasons(guide, situation)
        for block in blocks:
            reasons.because(block.condition)
            reasons.without(block)

    return explain
