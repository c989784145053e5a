"""The plan as a calendar file: days and a title that tells nobody whom or what it is about (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from unicodedata import category

from supporter.plans import When, plan_days

HOURS = (9, 12, 18, 20)
"""Hours of the day at which a reader may be reminded."""
LONGEST_TITLE = 60
"""Characters of a title at most."""
_UNSEEN = ("Cc", "Cs", "Zl", "Zp")
"""Kinds of characters (Unicode general category) that end a line or are none."""
_LENGTH = timedelta(minutes=15)


def neat(title: str) -> str:
    """A title of one line, at most as long as a calendar shows; empty where nothing of it can be seen."""
    # Control characters too: RFC 5545 has none in a text, and a file with one is refused as a whole.
    seen = (" " if category(sign) in _UNSEEN else sign for sign in title)
    return " ".join("".join(seen).split())[:LONGEST_TITLE].strip()


def calendar_file(start: date, steps: Iterable[When], title: str, hour: int = HOURS[0]) -> bytes:
    """One event a step at `hour` o'clock where the reader then is (floating time), with an alarm; no text of the plan.

    The same day and title make the same file, so that a second import changes nothing.
    """
    # Few readers ask for the file, and the library takes longer to import than to use.
    from icalendar import Alarm, Calendar, Event

    title = neat(title)
    calendar = Calendar()
    calendar.add("prodid", "-//Notes//Notes//EN")
    calendar.add("version", "2.0")
    days = plan_days(start)
    for when in steps:
        begins = datetime.combine(days[when], time(hour))
        event = Event()
        event.add("uid", sha256(f"{start} {when} {title}".encode()).hexdigest()[:32])
        event.add("dtstamp", datetime.combine(start, time(), UTC))
        event.add("dtstart", begins)
        event.add("duration", _LENGTH)
        event.add("summary", title)
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", timedelta())
        event.add_component(alarm)
        calendar.add_component(event)
    made = calendar.to_ical()
    assert isinstance(made, bytes)
    return made
