"""Numbers that anyone may see: late, ten together and rounded, so that no reader is seen among them."""

import random
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from supporter import create_app
from supporter.events import Event
from supporter.tally import LEAST, PERIOD, STEP, Tally, as_prometheus, rounded
from tests.conftest import SECRET, Reader
from tests.people import PARTNER

SLOW, SUDDEN = Event("guide_shown", "slow"), Event("guide_shown", "sudden")


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = 20_000.0 * PERIOD

    def __call__(self) -> float:
        return self.now


def series(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample as Prometheus itself reads it."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, 0), (9, 0), (10, 10), (14, 10), (15, 15), (99, 95)])
def test_small_numbers_are_not_shown_and_others_rounded_down(count: int, shown: int) -> None:
    assert rounded(count) == shown


def test_nothing_changes_within_a_day_however_often_somebody_asks() -> None:
    clock = Clock()
    tally = Tally(clock)
    for second in range(0, PERIOD, 997):
        clock.now = 20_000.0 * PERIOD + second
        tally.add(SLOW)
        assert tally.published() == {}
    clock.now = 20_001.0 * PERIOD
    assert tally.published() == {SLOW: 85}


def test_what_happens_after_midnight_waits_for_the_next() -> None:
    clock = Clock()
    tally = Tally(clock)
    for _ in range(9):
        tally.add(SLOW)
    clock.now += PERIOD
    tally.add(SLOW)
    assert tally.published() == {}
    clock.now += PERIOD
    assert tally.published() == {SLOW: 10}


def test_every_step_that_anyone_can_see_stands_for_ten_events_or_more() -> None:
    """Whoever compares any two days can not tell that one reader was there."""
    seed = 7
    print(f"seed {seed}")
    chance = random.Random(seed)
    clock = Clock()
    tally = Tally(clock)
    happened: Counter[Event] = Counter()
    days: list[dict[Event, int]] = [{}]
    for _ in range(400):
        for event in (SLOW, SUDDEN):
            for _ in range(chance.choice((0, 0, 1, 2, 9, 10, 11, 23))):
                tally.add(event)
                happened[event] += 1
        clock.now += PERIOD
        days.append(dict(tally.published()))
    steps = [after.get(event, 0) - before.get(event, 0) for before, after in pairwise(days) for event in (SLOW, SUDDEN)]
    assert {step for step in steps if step} and all(step == 0 or (step >= LEAST and step % STEP == 0) for step in steps)
    # Nothing is lost for good: what is not shown waits, and is less than ten.
    assert all(0 <= count - days[-1][event] < LEAST for event, count in happened.items())


def test_the_text_is_what_prometheus_reads() -> None:
    published = {
        SLOW: 10,
        Event("handout_printed", None): 15,
        Event("handout_printed", 'a"\\b\n'): 20,
        Event("left"): 25,
    }
    text = as_prometheus(published, "schools")
    here = ("mount", "schools")
    assert series(text) == {
        ("within_reach_guides_shown_total", (here, ("path", "slow"))): 10,
        ("within_reach_handouts_printed_total", (("handout", "unnamed"), here)): 15,
        ("within_reach_handouts_printed_total", (("handout", 'a"\\b\n'), here)): 20,
        ("within_reach_left_total", (here,)): 25,
    }
    families = {family.name: family.type for family in text_string_to_metric_families(as_prometheus({}, "schools"))}
    assert set(families.values()) == {"counter"} and len(families) == 3


def test_the_numbers_in_the_documentation_are_such_numbers() -> None:
    page = (Path(__file__).parent.parent / "docs/counting.md").read_text()
    shown = series(page.split("```\nwithin_reach")[1].split("```")[0].join(("within_reach", "")))
    assert len(shown) == 4 and all(rounded(int(count)) == count for count in shown.values())
    events = {Event("guide_shown", "slow"): 25, Event("handout_printed", "space-plan"): 10, Event("handout_printed"): 10, Event("left"): 40}  # fmt: skip
    assert series(as_prometheus(events, "supporter")) == shown


def metered(**config: Any) -> tuple[Reader, Clock]:
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_METRICS": "true"} | config)
    app.test_client_class = Reader
    client = app.test_client()
    assert isinstance(client, Reader)
    tally = app.extensions["supporter"]["supporter"].counting.tally
    clock = tally._clock = Clock()
    tally._period = int(clock() // PERIOD)
    return client, clock


def test_readers_are_counted_a_day_later_and_the_page_of_numbers_is_not() -> None:
    reader, clock = metered()
    reader.answer(PARTNER)
    for _ in range(12):
        reader.get("/guide")
    for _ in range(9):
        reader.get("/leave")
    assert series(reader.get("/metrics").text) == {}
    clock.now += PERIOD
    for _ in range(30):
        response = reader.get("/metrics")
        assert series(response.text) == {
            ("within_reach_guides_shown_total", (("mount", "supporter"), ("path", "slow"))): 10
        }
        clock.now += PERIOD
    assert response.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("config", [{}, {"SUPPORTER_LOCALE_IN_ADDRESS": True}])
def test_the_page_of_numbers_sets_no_cookie(config: dict[str, Any]) -> None:
    reader, _ = metered(**config)
    for address in ("/metrics", "/metrics?language=es"):
        response = reader.get(address)
        assert response.status_code == 200 and "Set-Cookie" not in response.headers


def test_off_there_is_no_such_page(reader: Reader) -> None:
    assert reader.get("/metrics").status_code == 404
