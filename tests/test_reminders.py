"""The plan as a calendar file: what two parsers read in it, and what nobody can find in it."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import vobject
from flask import Flask
from icalendar import Calendar

from supporter.plans import WHENS, plan_days
from supporter.reminders import HOURS, LONGEST_TITLE, calendar_file, neat
from tests.conftest import Reader
from tests.people import EX, FRIEND, PARTNER

START = date(2027, 2, 27)
LONG = "Grüße an die Großmutter, ganz kurz; und später 漢字 🌱 noch mehr"
TITLES = [
    "Small step",
    LONG,
    "1\r\nBEGIN:VEVENT\r\nSUMMARY:2\r\nEND:VEVENT",
    "BEGIN:VEVENT",
    "a\rb\x0bc\x85d\u2028e\u2029f",
    "\\n;,:\"'%0D%0A \\",
    "\x00tick\x07\x1b[0m",
    "שלום\u200f 👨\u200d👩\u200d👧",
]


def events_of(file: bytes) -> list[Any]:
    calendar: Any = Calendar.from_ical(file)
    assert not [error for component in calendar.walk() for error in component.errors]
    return list(calendar.walk("VEVENT"))


def made(title: str, hour: int = HOURS[0]) -> bytes:
    return calendar_file(START, WHENS, title, hour)


@pytest.mark.parametrize("title", TITLES)
def test_two_parsers_read_four_days_with_an_alarm_and_the_title(title: str) -> None:
    days = [datetime(day.year, day.month, day.day, 9) for day in plan_days(START).values()]
    events = events_of(made(title))
    assert [event["dtstart"].dt for event in events] == days
    assert {str(event["summary"]) for event in events} == {neat(title)}
    assert [alarm["trigger"].dt for event in events for alarm in event.walk("VALARM")] == [timedelta()] * 4
    other: Any = vobject.readOne(made(title).decode("utf-8"))
    other.validate(raiseException=True)
    assert [event.dtstart.value for event in other.vevent_list] == days
    assert {event.summary.value for event in other.vevent_list} == {neat(title)}
    assert [len(event.valarm_list) for event in other.vevent_list] == [1] * 4


@pytest.mark.parametrize("title", TITLES)
def test_its_lines_are_as_the_standard_has_them(title: str) -> None:
    file = made(title)
    lines = file.split(b"\r\n")
    assert lines[-1] == b"" and not [line for line in lines if b"\r" in line or b"\n" in line]
    assert max(map(len, lines)) <= 75
    assert not {sign for sign in file.decode("utf-8") if ord(sign) < 32} - {"\r", "\n"}
    # No letter is cut in two where a line is folded.
    assert [line.decode("utf-8") for line in lines]


def test_times_are_those_of_wherever_the_reader_is() -> None:
    for hour in HOURS:
        starts = [line for line in made("x", hour).decode().split("\r\n") if line.startswith("DTSTART")]
        assert len(starts) == 4
        assert starts[0] == f"DTSTART:20270227T{hour:02}0000"
        assert b"TZID" not in made("x", hour) and b"VTIMEZONE" not in made("x", hour)


def test_a_second_import_changes_nothing_and_another_title_is_another_event() -> None:
    assert made("x") == made("x")
    uids = [str(event["uid"]) for title in ("x", "y") for event in events_of(made(title))]
    assert len(set(uids)) == 8


def test_a_title_is_one_line_and_not_too_long() -> None:
    assert neat("  Small\r\n\tstep\x00 ") == "Small step"
    assert neat("\x00\r\n\u2028") == ""
    assert len(neat("Long " * 40)) <= LONGEST_TITLE
    assert neat("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧"


# From the page ----------------------------------------------------------------------------------------------------------


def dates_from(reader: Reader, **sent: str) -> bytes:
    saved = reader.post("/guide/plan.ics", data=sent)
    assert saved.content_type == "text/calendar; charset=utf-8"
    assert saved.headers["Content-Disposition"] == 'attachment; filename="dates.ics"'
    assert "no-store" in saved.headers["Cache-Control"]
    return bytes(saved.data)


def test_the_file_holds_no_word_of_the_plan_or_of_the_answers(app: Flask, reader: Reader) -> None:
    reader.answer(PARTNER)
    file = dates_from(reader, title="Water the plants", hour="18").decode()
    guide = app.extensions["supporter"]["supporter"].guide
    texts = [step for plan in guide.plans.values() for step in asdict(plan.steps).values() if step]
    assert not [text for text in texts if text in file]
    for word in ("space", "partner", "plan", "within", "reach", "contact", "example", "localhost", guide.settings.name):
        assert word.lower() not in file.lower().replace("water the plants", "")
    assert file.count("SUMMARY:Water the plants") == 4
    assert "T180000" in file


@pytest.mark.parametrize(
    ("sent", "title"),
    [
        ({"title": ""}, "Small step"),
        ({"title": " \r\n\x00"}, "Small step"),
        ({"title": "A" * 500, "hour": "25"}, "A" * LONGEST_TITLE),
        ({"title": "x\r\nBEGIN:VEVENT", "start": "2001-01-01", "hour": "-1"}, "x BEGIN:VEVENT"),
        ({"start": "soon"}, "Small step"),
    ],
)
def test_whatever_is_sent_makes_four_events(reader: Reader, sent: dict[str, str], title: str) -> None:
    reader.answer(PARTNER)
    events = events_of(dates_from(reader, **sent))
    assert [str(event["summary"]) for event in events] == [title] * 4
    assert {event["dtstart"].dt.hour for event in events} == {HOURS[0]}
    assert events[0]["dtstart"].dt.date() >= date.today() - timedelta(days=1)


@pytest.mark.parametrize(
    "answers", [EX, FRIEND | {"danger": "yes"}, {}], ids=["told to stop", "danger", "nothing said"]
)
def test_without_a_plan_the_guide_says_what_to_do(reader: Reader, answers: dict[str, object]) -> None:
    if answers:
        reader.answer(answers)
    for address in ("/guide/plan", "/guide/plan.ics"):
        assert reader.get(address).location == "/guide"
    assert reader.post("/guide/plan.ics", data={"title": "x"}).location == "/guide"
    assert "/guide/plan" not in reader.get("/guide").text


def test_no_plan_is_shown_over_one_s_own_life_until_the_reader_carries_on(reader: Reader) -> None:
    reader.answer(PARTNER | {"you": "own_suicidal"})
    addresses = ("/guide/plan", "/guide/plan.ics", "/guide.pdf")
    assert [reader.get(address).location for address in addresses] == ["/guide"] * 3
    # Their own sheet of steps is not filled either.
    assert reader.own("space-plan") == "/handouts/space-plan"
    reader.send("/guide")
    assert reader.get("/guide.pdf?paper=yes").mimetype == "application/pdf"


def test_another_site_cannot_lay_the_file_among_a_reader_s_downloads(reader: Reader) -> None:
    reader.answer(PARTNER)
    for method in (reader.get, reader.post):
        for site in ("cross-site", "same-site"):
            assert method("/guide/plan.ics", headers={"Sec-Fetch-Site": site}).location == "/guide/plan"
        assert method("/guide/plan.ics", headers={"Sec-Fetch-Site": "same-origin"}).mimetype == "text/calendar"
