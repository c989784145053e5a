"""Keys that are changed, that differ between machines, and the numbers that must never come twice."""

import base64
import multiprocessing
from collections.abc import Iterator

from supporter.sealing import Sealer
from tests.conftest import SECRET
from tests.faults.processes import Environment, free_port, serving
from tests.faults.readers import ANSWERS, Place, Reader, Tally
from tests.faults.rows import Row

NEW = "the key that comes after, long enough"
TOKENS = 50_000
"""For each of two processes."""
SEALER = Sealer([SECRET], "check-in v1 supporter")
"""Made before any process is forked, as gunicorn does it with `preload_app`."""


def rows() -> Iterator[Row]:
    """Each fault."""
    yield changed(
        "the key changed, the old one kept as a fallback", {"SUPPORTER_SECRET_KEY_FALLBACKS": SECRET}, kept=True
    )
    yield changed("the key changed, the old one thrown away", {}, kept=False)
    yield two_machines()
    yield forked()


def changed(fault: str, fallbacks: Environment, *, kept: bool) -> Row:
    """A reader with two answers and an open form, before and after a restart with a new key."""
    tally, wrong, port = Tally(), [], free_port()
    reader = Reader(Place(port), tally)
    with serving(port):
        reader.say(1, "no")
        reader.say(2, "friend")
        old = dict(reader.cookies)
        page = reader.ask("GET", "/check-in/4")[1]
    with serving(port, {"SUPPORTER_SECRET_KEY": NEW, **fallbacks}):
        token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        form = {"csrf_token": token, ".question": "asked", "asked": "space_no_end"}
        status, _, location = reader.ask("POST", "/check-in/4", form)
        if (status, location) != (303, "/check-in/5" if kept else "/check-in/4"):
            wrong.append(f"the open form: {status} {location}")
        if reader.said(2) != ("friend" if kept else ""):
            wrong.append(f"the earlier answer is {reader.said(2)!r}")
        if reader.said(4) != "space_no_end":
            wrong.append("what was ticked in the open form is gone")
        if set(old) != set(reader.cookies) or old == reader.cookies:
            wrong.append("the cookie was not sealed anew")
        if not kept:
            reader.cookies = dict(old)
            if "Your earlier answers are gone" not in reader.ask("GET", "/guide")[1]:
                wrong.append("nothing was said of the lost answers")
    figure = "goes on, the open form was taken" if kept else "begins again, is told, what was ticked is still ticked"
    return Row(fault, tally.requests, tally.failed, 0, 0, figure, tuple(wrong))


def two_machines(key: str = NEW) -> Row:
    """Two processes with different keys, and a reader who meets them in turn."""
    tally, wrong = Tally(), []
    with serving() as one, serving(more={"SUPPORTER_SECRET_KEY": key}) as other:
        if one.health()["key"] == other.health()["key"]:
            wrong.append("their health is the same")
        reader = Reader(Place(one.port), tally)
        for number, (_, values) in ANSWERS.items():
            reader.say(number, values[0])
            reader.place = Place(other.port if reader.place.port == one.port else one.port)
        for place in (one, other):
            reader.place = Place(place.port)
            page = reader.ask("GET", "/guide")
            if page[0] != 200 or "<h1>" not in page[1]:
                wrong.append(f"the advice: {page[0]}")
    return Row("two machines with different keys", tally.requests, tally.failed, 0, 0, "health differs", tuple(wrong))


def forked() -> Row:
    """Two processes forked from one that had the sealer already: no number that a token begins with comes twice."""
    context = multiprocessing.get_context("fork")
    with context.Pool(2) as pool:
        nonces = [one for part in pool.map(_nonces, [TOKENS] * 2, chunksize=1) for one in part]
    twice = len(nonces) - len(set(nonces))
    wrong = (f"{twice} came twice",) if twice else ()
    return Row("two workers forked after the key was made", 0, 0, 0, 0, f"{len(nonces):,} nonces, 0 twice", wrong)


def _nonces(count: int) -> list[bytes]:
    return [base64.urlsafe_b64decode(SEALER.seal(b"{}") + "==")[5:17] for _ in range(count)]
