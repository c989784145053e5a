"""Forms that are sent twice, from two tabs, after Back, or to a page that has gone by."""

import threading
from collections.abc import Iterator

from tests.faults.processes import under_gunicorn
from tests.faults.readers import Place, Reader, Tally
from tests.faults.rows import Row


def rows() -> Iterator[Row]:
    """Each, with three workers that know nothing of each other."""
    with under_gunicorn() as server:
        place = Place(server.port)
        yield at_once(place)
        yield two_tabs(place)
        yield back(place)


def fields(reader: Reader, number: int, name: str, value: str) -> dict[str, str]:
    page = reader.ask("GET", f"/check-in/{number}")[1]
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    return {"csrf_token": token, ".question": name, name: value}


def at_once(place: Place) -> Row:
    """The very same form eight times at the same moment."""
    tally = Tally()
    reader = Reader(place, tally)
    reader.say(1, "no")
    form = fields(reader, 4, "asked", "quiet")
    answers: list[tuple[int, str]] = []

    def send() -> None:
        one = Reader(place, tally)
        one.cookies = dict(reader.cookies)
        status, _, location = one.once("POST", "/check-in/4", form)
        answers.append((status, location))
        last.append(one)

    last: list[Reader] = []
    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [(one.said(1), one.said(4)) for one in last]
    wrong = [] if set(answers) == {(303, "/check-in/5")} else [f"{answers}"]
    lost = sum(one != ("no", "quiet") for one in kept)
    return Row("a form sent eight times at once", tally.requests, tally.failed, lost, 0, "one answer", tuple(wrong))


def two_tabs(place: Place) -> Row:
    """Two pages that were open side by side, answered one after the other: each keeps its own answer."""
    tally = Tally()
    reader = Reader(place, tally)
    reader.say(1, "no")
    first, second = fields(reader, 2, "relationship", "friend"), fields(reader, 4, "asked", "quiet")
    statuses = [reader.ask("POST", "/check-in/4", second)[0], reader.ask("POST", "/check-in/2", first)[0]]
    lost = int((reader.said(1), reader.said(2), reader.said(4)) != ("no", "friend", "quiet"))
    wrong = () if statuses == [303, 303] else (f"{statuses}",)
    return Row("two tabs, answered in turn", tally.requests, tally.failed, lost, 0, "both answers", wrong)


def back(place: Place) -> Row:
    """Back to a page that was answered, and another answer: it takes the place of the first, and is never added."""
    tally = Tally()
    reader = Reader(place, tally)
    old = fields(reader, 2, "relationship", "ex")
    reader.say(1, "no")
    reader.say(2, "friend")
    reader.say(4, "quiet")
    status, _, location = reader.ask("POST", "/check-in/2", old)
    told = reader.ask("GET", "/check-in/check")[1]
    lost = int(reader.said(2) != "ex" or reader.said(4) != "quiet")
    wrong = [] if status == 303 else [f"{status}"]
    wrong += [] if "friend" not in told.partition("<dl")[2].partition("</dl>")[0] else ["both answers stand"]
    # A step far ahead leads to a page that is there.
    ahead = reader.ask("GET", "/check-in/12")[0]
    wrong += [] if ahead in (200, 303) else [f"far ahead: {ahead}"]
    return Row("Back, and another answer", tally.requests, tally.failed, lost, 0, f"taken ({location})", tuple(wrong))
