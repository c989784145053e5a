"""The condition language: what it says, and how it refuses."""

import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supporter.conditions import Condition, Count, Table
from supporter.errors import Problem
from supporter.frontmatter import Document
from supporter.grammar import parse_condition
from supporter.sieve import Sieve
from supporter.vocabulary import Vocabulary
from tests.bench.deciding import plainly


def vocabulary() -> Vocabulary:
    words = Vocabulary()
    words.add("contact", ["less", "none", "more", "skipped"], ["less", "none", "more"])
    words.add("signs", ["quiet", "sleep", "alone", "skipped"], ["quiet", "sleep", "alone"])
    return words


def parse(table: dict[str, Any]) -> tuple[Condition, list[Problem]]:
    problems: list[Problem] = []
    return parse_condition(Document("blocks/x.md", table, "", {}), (), vocabulary(), problems), problems


TRUTH = [
    # when, unless, what is chosen, whether it holds
    (None, None, {}, True),
    ([{"contact": "less"}], None, {"contact": ["less"]}, True),
    ([{"contact": "less"}], None, {"contact": ["none"]}, False),
    ([{"contact": "less"}], None, {}, False),
    ([{"contact": ["less", "none"]}], None, {"contact": ["none"]}, True),
    ([{"contact": {"any": ["less", "none"]}}], None, {"contact": ["none"]}, True),
    ([{"contact": "less", "signs": "quiet"}], None, {"contact": ["less"]}, False),
    ([{"contact": "less", "signs": "quiet"}], None, {"contact": ["less"], "signs": ["quiet"]}, True),
    ([{"contact": "less"}, {"signs": "quiet"}], None, {"signs": ["quiet"]}, True),
    ([{"contact": "less"}, {"signs": "quiet"}], None, {"signs": ["alone"]}, False),
    ([{"signs": {"all": ["quiet", "sleep"]}}], None, {"signs": ["quiet"]}, False),
    ([{"signs": {"all": ["quiet", "sleep"]}}], None, {"signs": ["quiet", "sleep", "alone"]}, True),
    ([{"signs": {"none": ["quiet"]}}], None, {}, True),
    ([{"signs": {"none": ["quiet"]}}], None, {"signs": ["quiet", "alone"]}, False),
    ([{"signs": {"any": ["quiet"], "none": ["sleep"]}}], None, {"signs": ["quiet"]}, True),
    ([{"signs": {"any": ["quiet"], "none": ["sleep"]}}], None, {"signs": ["quiet", "sleep"]}, False),
    ([{"signs": {"at_least": 2}}], None, {"signs": ["quiet"]}, False),
    ([{"signs": {"at_least": 2}}], None, {"signs": ["quiet", "alone"]}, True),
    ([{"signs": {"at_least": 2, "of": ["quiet", "sleep"]}}], None, {"signs": ["quiet", "alone"]}, False),
    ([{"signs": {"at_least": 1}}], None, {"signs": ["skipped"]}, False),
    ([{"contact": "skipped"}], None, {"contact": ["skipped"]}, True),
    (None, [{"contact": "less"}], {"contact": ["less"]}, False),
    (None, [{"contact": "less"}], {"contact": ["none"]}, True),
    (
        [{"signs": "quiet"}],
        [{"contact": "less"}, {"contact": "more"}],
        {"signs": ["quiet"], "contact": ["more"]},
        False,
    ),
    ([{"signs": "quiet"}], [{"contact": "less", "signs": "alone"}], {"signs": ["quiet"], "contact": ["less"]}, True),
]


@pytest.mark.parametrize(("when", "unless", "chosen", "holds"), TRUTH)
def test_lines_are_and_tables_are_or_and_unless_takes_away(when: Any, unless: Any, chosen: Any, holds: bool) -> None:
    condition, problems = parse(
        {key: value for key, value in (("when", when), ("unless", unless)) if value is not None}
    )
    assert problems == []
    words = vocabulary()
    bits = 0
    for name, tokens in chosen.items():
        bits |= words.mask(name, tokens)
    assert condition.holds(bits) is holds


REFUSED = [
    (
        {"when": [{"contcat": "less"}]},
        "blocks/x.md:1: nothing called 'contcat' is decided before this; did you mean 'contact'?",
    ),
    (
        {"when": [{"contact": "les"}]},
        "blocks/x.md:1: 'les' is not among the choices of 'contact'; did you mean 'less'?",
    ),
    (
        {"when": [{"contact": True}]},
        "blocks/x.md:1: True is not a choice of 'contact'; write its id as text, in quotes if need be",
    ),
    ({"when": {"contact": "less"}}, "blocks/x.md:1: 'when' is a list of tables; write '- question: choice' below it"),
    ({"when": []}, "blocks/x.md:1: 'when' is a list of tables; write '- question: choice' below it"),
    ({"unless": ["contact"]}, "blocks/x.md:1: this is not a table; write lines of 'question: choice'"),
    ({"when": [{"contact": {"anyy": ["less"]}}]}, "blocks/x.md:1: 'anyy' is not a test; did you mean 'any'?"),
    (
        {"when": [{"contact": []}]},
        "blocks/x.md:1: the list for 'contact' is empty; name a choice, or take the line out",
    ),
    (
        {"when": [{"signs": {"of": ["quiet"]}}]},
        "blocks/x.md:1: this line tests nothing; write any, all, none, only or at_least with choices",
    ),
    (
        {"when": [{"signs": {"at_least": 4}}]},
        "blocks/x.md:1: 'at_least' counts from 1 to 3 here; write such a number",
    ),
    (
        {"when": [{"signs": {"at_least": "two"}}]},
        "blocks/x.md:1: 'at_least' counts from 1 to 3 here; write such a number",
    ),
]


@pytest.mark.parametrize(("table", "text"), REFUSED)
def test_every_mistake_is_named_with_what_to_write(table: dict[str, Any], text: str) -> None:
    _, problems = parse(table)
    assert text in [str(problem) for problem in problems]


def test_all_mistakes_of_a_condition_are_found_at_once() -> None:
    _, problems = parse({"when": [{"contcat": "less", "signs": ["quite", "slep"]}], "unless": [{"contact": "lots"}]})
    assert len(problems) == 4


masks = st.integers(0, (1 << 24) - 1)
tables = st.builds(
    Table,
    all=masks.map(lambda mask: mask & mask >> 1 & mask >> 2),
    none=masks.map(lambda mask: mask & mask >> 1 & mask >> 3),
    any=st.lists(masks, max_size=3).map(tuple),
    counts=st.lists(st.builds(Count, masks, st.integers(1, 6)), max_size=2).map(tuple),
)
# Most of what authors write asks for one choice among some.
short = st.builds(Table, none=st.sampled_from([0, 1, 6]), any=masks.map(lambda mask: (mask & mask >> 1 & mask >> 2,)))
conditions = st.builds(
    Condition,
    when=st.lists(tables | short, max_size=4).map(tuple),
    unless=st.lists(tables | short, max_size=4).map(tuple),
)


@settings(max_examples=400)
@given(st.lists(conditions, max_size=8), st.lists(masks, min_size=1, max_size=8))
def test_many_conditions_tried_at_once_say_what_each_says_alone(made: list[Condition], answers: list[int]) -> None:
    sieve = Sieve(made)
    for chosen in (0, *answers):
        alone = [plainly(condition, chosen) for condition in made]
        assert [condition.holds(chosen) for condition in made] == alone
        holding, forbidden = sieve.tried(chosen)
        assert [*map(bool, holding)] == alone
        assert [*map(bool, forbidden)] == [condition.forbids(chosen) for condition in made]


def test_a_condition_keeps_its_meaning_when_it_is_put_away_and_taken_out() -> None:
    condition, _ = parse({"when": [{"signs": {"at_least": 2}}], "unless": [{"contact": "less"}]})
    condition.holds(0)
    again = pickle.loads(pickle.dumps(condition))
    assert again == condition and [again.holds(bits) for bits in range(256)] == [
        condition.holds(bits) for bits in range(256)
    ]
