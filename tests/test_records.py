"""Records: what an author's table becomes, and what Python's collector does meanwhile."""

import gc
import pickle
from dataclasses import FrozenInstanceError, field, replace
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

import pytest
from markupsafe import Markup

from supporter.collecting import all_is_kept
from supporter.errors import Problem
from supporter.frontmatter import Document
from supporter.pieces import Line, Text
from supporter.records import After, Record, Within, keys
from supporter.validating import record_of


def _even(number: int) -> int:
    if number % 2:
        raise ValueError("is odd; write an even number")
    return number


class Inner(Record):
    """A table in a table."""

    name: Text


class Outer(Record):
    """One field of every type that ours have."""

    text: Text
    line: Line = Markup("")
    whole: int = 1
    part: float = 0.5
    yes: bool = False
    day: date | None = None
    one: Literal["a", "b"] = "a"
    many: tuple[Inner, ...] = ()
    some: Annotated[tuple[Text, ...], Within(min_length=1)] = ("x",)
    named: dict[Text, Text] = field(default_factory=dict)
    even: Annotated[int, After(_even)] = 2
    inner: Inner | None = field(default=None, repr=False)
    address: Annotated[str, Within(pattern=r"^https://")] | None = None
    free: Any = None

    @cached_property
    def length(self) -> int:
        """Worked out once."""
        return len(self.text)


RIGHT = {
    "text": " a ", "line": "*b*", "whole": 3, "part": 1, "yes": True, "day": "2026-11-21", "one": "b", "many": [{"name": "c"}],
    "some": ["d"], "named": {"e": "f"}, "even": 4, "inner": {"name": "g"}, "address": "https://a.org", "free": [1],
}  # fmt: skip
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"text": 5}, "'text' is not text; put it in quotes"),
    ({"text": "  "}, "'text' is empty; write some text, or take the line out"),
    ({"text": None}, "'text' is not text; put it in quotes"),
    ({"whole": "x"}, "'whole' is not a whole number; write one, such as 10"),
    ({"yes": "perhaps"}, "'yes' is neither true nor false; write one of the two"),
    ({"day": "soon"}, "'day' is not a date; write it as 2026-11-21"),
    ({"one": "c"}, "'one' is 'c'; write one of: a, b"),
    ({"many": "x"}, "'many' is not a list; write [one, two], or lines that begin with '- '"),
    ({"many": ["x"]}, "many, item 1' is not a table; write lines of 'name: value' below it"),
    ({"many": [{}]}, "'name' is missing; add a line 'name: ...'"),
    ({"many": [{"name": "a", "nam": "b"}]}, "unknown key 'nam'; did you mean 'name'?"),
    ({"some": []}, "'some' does not fit (Tuple should have at least 1 item after validation, not 0); write it anew"),
    ({"named": {"a": 1}}, "'a' is not text; put it in quotes"),
    ({"even": 3}, "'even' is odd; write an even number"),
    ({"inner": "x"}, "'inner' is not a table; write lines of 'name: value' below it"),
    ({"address": "http://a.org"}, "'address' does not fit"),
    ({"txt": "x"}, "unknown key 'txt'; did you mean 'text'?"),
]


def read(table: dict[str, Any]) -> tuple[Outer | None, list[Problem]]:
    problems: list[Problem] = []
    return record_of(Outer, table, Document("a.md", table, "", {}), problems), problems


def test_a_right_table_is_a_record() -> None:
    found, problems = read(RIGHT)
    assert problems == [] and found == Outer(
        text="a", line=Markup("<em>b</em>"), whole=3, part=1.0, yes=True, day=date(2026, 11, 21), one="b",
        many=(Inner(name="c"),), some=("d",), named={"e": "f"}, even=4, inner=Inner(name="g"), address="https://a.org", free=[1],
    )  # fmt: skip
    assert isinstance(found.line, Markup) and isinstance(found.part, float)


def test_what_is_not_written_is_as_the_field_says() -> None:
    found, other = read({"text": "a"})[0], Outer(text="a")
    assert found == other and found is not None and found.named == {} and found.named is not other.named


@pytest.mark.parametrize(("table", "said"), WRONG)
def test_a_mistake_is_said_and_makes_no_record(table: dict[str, Any], said: str) -> None:
    found, problems = read({"text": "a"} | table)
    assert found is None and [problem.text.count(said.lstrip("'")) for problem in problems] == [1], problems


def test_every_mistake_of_a_table_is_told_at_once() -> None:
    assert len(read({"whole": "x", "yes": 7, "no": 1})[1]) == 4


def test_nothing_of_a_record_changes_and_a_changed_one_is_another() -> None:
    one = Outer(text="abc")
    for name in ("text", "new"):
        with pytest.raises(FrozenInstanceError):
            setattr(one, name, "b")
    with pytest.raises(FrozenInstanceError):
        del one.text
    assert one.length == 3 and replace(one, text="abcd").length == 4 and one.text == "abc"
    assert one != replace(one, text="b") and one != Inner(name="abc") and one == replace(one)
    assert hash(Inner(name="a")) == hash(Inner(name="a")) and len({Inner(name="a"), Inner(name="a")}) == 1
    wrongs: list[dict[str, Any]] = [{"text": "a", "other": 1}, {}]
    for wrong in wrongs:
        with pytest.raises(TypeError, match="other" if wrong else "text"):
            Outer(**wrong)


def test_a_record_says_what_it_holds_and_is_kept_as_it_is() -> None:
    one = Outer(text="a", inner=Inner(name="g"))
    assert repr(one).startswith("Outer(text='a', line=Markup(''), whole=1") and "inner" not in repr(one)
    assert pickle.loads(pickle.dumps(one)) == one and keys(Inner) == ["name"]


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_off_for_a_load_and_then_as_it_was(on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with pytest.raises(RuntimeError), all_is_kept():
            made = [[number] for number in range(1000)]
            assert not gc.isenabled() and gc.get_count()[0] > 500
            raise RuntimeError
        assert gc.isenabled() is on and gc.get_count()[0] < 500 and len(made) == 1000
    finally:
        (gc.enable if before else gc.disable)()


def test_what_a_host_has_frozen_stays_so() -> None:
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        with all_is_kept():
            pass
        assert gc.get_freeze_count() == frozen > 0
    finally:
        gc.unfreeze()
