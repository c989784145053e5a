"""What `make bench` computes and writes; no test here depends on how fast anything is."""

import io
import json
import random
from itertools import islice

import pytest

from tests.bench import deciding, report
from tests.bench.growth import grown
from tests.bench.machine import facts, told
from tests.bench.profiling import owner
from tests.bench.rounds import HELLO, Rounds, take_turns
from tests.bench.serving import Load
from tests.bench.table import Row, Spread, as_json, as_markdown, duration, number, show

ROW = Row("a page", Spread(7.9, 7.1, 12.0), "x hello", 8, cpu=Spread(500, 450, 700), hello=Spread(7.9, 7.1, 12.0))
OVER = Row("a sheet", Spread.of([16.0]), "ms CPU", 15)
BESIDE = Row("another's", Spread.of([3.0]), "x hello")


def test_the_figure_of_many_rounds_is_their_median_between_the_lowest_and_the_highest() -> None:
    assert Spread.of([3, 1, 10]) == Spread(3, 1, 10)
    assert Spread.of([4, 1, 2, 3]) == Spread(2.5, 1, 4)
    assert (str(Spread.of([3, 1, 10])), str(Spread.of([3]))) == ("3 (1..10)", "3")


def test_works_are_compared_with_the_hello_around_them_round_by_round() -> None:
    found = Rounds({HELLO: [10, 20], "page": [30, 120], "other": [60, 60]}, {"page": [10, 30], HELLO: [10, 20]})
    assert found.times("page") == Spread(3.5, 3, 4)
    assert found.times("page", "other") == Spread(1.25, 0.5, 2)
    row = found.row("the page", "page", "x hello", 4)
    assert (row.figure, row.cpu, row.hello) == (Spread(3.5, 3, 4), Spread(75, 30, 120), Spread(3.5, 3, 4))
    assert found.row("the page", "page", "ms").figure == Spread(0.075, 0.03, 0.12)
    assert found.row("hello", HELLO, "us").hello is None


def test_every_work_has_a_turn_in_every_round_and_hello_is_on_both_sides_of_it() -> None:
    order: list[str] = []
    works = {name: lambda name=name: order.append(name) for name in (HELLO, "a", "b")}
    found = take_turns(works, rounds=3, share=1e-9)
    assert {name: len(figures) for name, figures in found.cost.items()} == {HELLO: 3, "a": 3, "b": 3}
    turns = order[-15:]
    assert turns == [HELLO, "a", HELLO, "b", HELLO, HELLO, "b", HELLO, "a", HELLO, HELLO, "a", HELLO, "b", HELLO]


@pytest.mark.parametrize(
    ("figure", "at_least", "holds"),
    [(7.9, False, True), (8, False, True), (8.01, False, False), (8, True, True), (7.9, True, False), (9, True, True)],
)
def test_a_row_holds_up_to_its_budget_and_no_further(figure: float, at_least: bool, holds: bool) -> None:
    row = Row("x", Spread(figure, 0, 100), "x", 8, at_least)
    assert (row.holds, row.verdict, row.limit) == (holds, "pass" if holds else "FAIL", "≥ 8" if at_least else "≤ 8")


def test_a_row_without_a_budget_only_stands_beside_others() -> None:
    assert (BESIDE.holds, BESIDE.verdict, BESIDE.limit) == (True, "", "")


def test_rows_are_printed_as_they_come_and_kept_as_json_with_the_machine() -> None:
    out = io.StringIO()
    rows = list(show(iter([ROW, OVER, BESIDE]), out))
    printed = out.getvalue().splitlines()
    assert rows == [ROW, OVER, BESIDE] and len(printed) == 4
    assert "7.9 (7.1..12) x hello" in printed[1] and "pass" in printed[1] and "500 us" in printed[1]
    assert "FAIL" in printed[2] and "≤ 15" in printed[2]
    kept = json.loads(json.dumps(as_json(rows, facts())))
    assert kept["passed"] is False and [row["holds"] for row in kept["rows"]] == [True, False, True]
    assert kept["rows"][0]["figure"] == {"median": 7.9, "low": 7.1, "high": 12.0}
    assert set(kept) == {"python", "versions", "machine", "passed", "rows"}
    assert kept["versions"]["flask"] in told(kept) and kept["machine"]["cores"] >= 1


def test_figures_have_three_digits_and_the_unit_that_they_are_read_in() -> None:
    assert [number(one) for one in (0.0123, 7.456, 52.34, 123.4, 12_345.6)] == [
        "0.0123",
        "7.46",
        "52.3",
        "123",
        "12,346",
    ]
    assert [duration(one) for one in (61.5, 1_500, 2_340_000)] == ["61.5 us", "1.5 ms", "2.34 s"]


def test_a_percentile_and_a_rate_are_of_all_requests_of_a_load() -> None:
    load = Load(2, [number / 1000 for number in range(1, 201)])
    assert load.rate == 100
    assert load.percentile(50) == pytest.approx(0.1005) and load.percentile(99) == pytest.approx(0.19899)


@pytest.mark.parametrize("table", report.TABLES)
def test_no_figure_of_the_page_was_put_in_by_hand(table: str) -> None:
    body, mark = report.written(table)
    assert mark == report.fingerprint(body), f"run: {report.TABLES[table]}"
    assert report.fingerprint(body.replace("1", "2", 1)) != mark


def test_a_table_is_put_between_its_own_marks_and_signed(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    page = tmp_path / "performance.md"
    marks = "<!-- {}: `x` writes from here -->\nold\n<!-- to here -->"
    page.write_text(f"# Before\n{marks.format('measured')}\nbetween\n{marks.format('peers')}\nafter\n")
    monkeypatch.setattr(report, "PAGE", page)
    report.write("peers", [ROW, OVER], "A machine.")
    written = page.read_text()
    assert written.startswith(f"# Before\n{marks.format('measured')}\nbetween\n") and written.endswith("\nafter\n")
    body, mark = report.written("peers", written)
    assert as_markdown([ROW, OVER]) in body and "**fail**" in body and mark == report.fingerprint(body)
    assert report.written("measured", written) == ("\nold\n", "")


def test_conditions_by_the_thousand_say_what_their_definition_says() -> None:
    draw = random.Random(4)
    vocabulary = deciding.form(draw)
    conditions = [deciding.condition(draw, vocabulary) for _ in range(300)]
    holding = deciding.evaluator(conditions)
    shares = []
    for _ in range(20):
        chosen = deciding.answers(draw, vocabulary)
        told = holding(chosen)
        assert told == [place for place, one in enumerate(conditions) if deciding.plainly(one, chosen)]
        shares.append(len(told) / len(conditions))
    assert 0.02 < sum(shares) / len(shares) < 0.3, "neither all nor none may hold, or nothing is measured"


def test_a_grown_guide_has_as_many_times_the_files(tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert grown(tmp_path, 2) == 2
    made = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(made) > 400
    for path in islice((tmp_path / "en/blocks").iterdir(), 5):
        assert "\nunless:\n  - relationship: partner\n" in path.read_text(encoding="utf-8")


def test_a_profile_tells_ours_from_the_libraries() -> None:
    from supporter import advice

    assert owner((advice.__file__, 1, "advise")) == "ours"
    assert owner(("/x/lib/python3.11/site-packages/jinja2/runtime.py", 1, "call")) == "jinja2"
    assert owner(("~", 0, "<built-in>")) == "python"
    assert owner((f"{report.PAGE.parents[1]}/templates/supporter/base.html", 1, "root")) == "our templates"
