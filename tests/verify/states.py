"""Every state of every kind of page, each with the check-in that leads there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from supporter.advice import advise
from supporter.answers import Answers, read_answers
from supporter.checkin import IDLE, CheckIn, Pending
from supporter.guide import Guide
from supporter.loading import load_manuscript
from supporter.personas import Persona
from supporter.views.current import OWN_LIFE
from tests.people import EX, PARTNER

CLOCK = datetime(2026, 11, 21, 10, tzinfo=UTC)
"""When every state is looked at, so that a page with dates is the same on any day."""
NOW = int(CLOCK.timestamp())
ARABIC = "/ar"
"""Where the guide is mounted in the rough Arabic of `tests/locales`."""


@dataclass(frozen=True, slots=True)
class State:
    """One page as one reader finds it.

    check_in: what their browser carries. status: the code it is answered with. plain: over HTTP from another machine,
    where browsers keep no cookie of ours.
    """

    name: str
    address: str
    check_in: CheckIn | None = field(default=None, repr=False)
    status: int = 200
    plain: bool = False

    @property
    def kind(self) -> str:
        """What kind of page this is; a flag's page is an advice page and so on."""
        return self.name.partition("-")[0]

    @property
    def arabic(self) -> bool:
        """Whether it is a page of the Arabic guide, which is from right to left by itself."""
        return self.address.startswith(f"{ARABIC}/")

    @property
    def directions(self) -> tuple[str, ...]:
        """The directions in which its room is measured; our own pages are turned round for the second."""
        return ("rtl",) if self.arabic else ("ltr", "rtl")


def every_state() -> list[State]:
    """All states, in the order in which a reader could meet them."""
    manuscript = load_manuscript()
    return list(_states(manuscript.guide, list(manuscript.personas.values())))


def check_in(guide: Guide, answers: Mapping[str, Any], **more: Any) -> CheckIn:
    """What the browser of someone carries who gave these answers a moment ago."""
    given: Answers = read_answers(guide.questions.values(), answers)
    return CheckIn.fresh(NOW)._replace(answers=given, **more)


def _states(guide: Guide, personas: list[Persona]) -> Iterator[State]:
    partner = check_in(guide, PARTNER)
    yield State("start", "/")
    yield State("start-again", "/", partner)
    for number, screen in enumerate(guide.screens, 1):
        yield State(f"question-{number:02}-{screen.id}", f"/check-in/{number}", partner if number > 1 else None)
    number = next(number for number, screen in enumerate(guide.screens, 1) if screen.id == "between")
    both = Pending("between", {"between": ("row_let_down", "none")}, "alone")
    yield State("error-alone", f"/check-in/{number}", check_in(guide, {"danger": "no"}, pending=both))
    old = Pending("asked", {"asked": ("space_no_end",)}, "stale")
    yield State("error-stale", "/check-in/4", check_in(guide, {"danger": "no"}, pending=old))
    grid = Pending("signs", {"signs": ("quiet.often",), "new_signs": ("quiet",)}, "unknown")
    yield State("error-unknown", "/check-in/7", check_in(guide, {"danger": "no"}, pending=grid))
    yield State("check", "/check-in/check", partner)
    yield State("check-empty", "/check-in/check")
    yield State("nothing", "/guide")
    yield from _people(guide, personas)
    yield State("help", "/help-now?country=GB")
    yield State("help-everywhere", "/help-now?country=*")
    yield State("reading", "/read/")
    for slug in ("withdrawn-and-quiet", "questions-people-ask", "privacy", "leaving"):
        yield State(f"page-{slug}", f"/read/{slug}")
    yield State("sources", "/sources")
    yield State("handouts", "/handouts/")
    yield State("handouts-yours", "/handouts/", partner)
    yield State("handout-space-plan", "/guide/sheet-1", partner)
    yield State("handout-emergency-card", "/handouts/emergency-card")
    yield State("handout-kept-to-screen", "/handouts/keeping-in-touch")
    yield State("plan-without-days", "/guide/plan", partner)
    yield State("plan-with-days", "/guide/plan", partner._replace(starts=(CLOCK + timedelta(days=9)).date()))
    yield State("pack", "/handouts/pack", partner)
    yield State("error-pack", "/handouts/pack?none=yes")
    for status in (400, 403, 404, 405, 413, 429, 500, 503):
        yield State(f"refused-{status}", f"/read/privacy?fail={status}", status=status)
    then = NOW - IDLE - 600
    gone = check_in(guide, EX)._replace(began=then, seen=then)
    yield State("expired-guide", "/guide", gone)
    yield State("expired-question", "/check-in/5", gone)
    yield State("expired-start", "/", gone)
    for name, address in (("start", "/"), ("question", "/check-in/7"), ("advice", "/guide"), ("help", "/help-now")):
        yield State(f"spanish-{name}", f"{address}?language=es", partner)
    yield State("plain-question", "/check-in/2", plain=True)
    yield from _arabic(guide, partner)


def _arabic(guide: Guide, partner: CheckIn) -> Iterator[State]:
    """Pages from right to left, with what is in Arabic and with originals that are not."""
    stale = Pending("danger", {"danger": ("no",)}, "stale")
    pages = {
        "start": ("/", None),
        "question": ("/check-in/12", partner),
        "question-in-english": ("/check-in/7", partner),
        "check": ("/check-in/check", partner),
        "advice": ("/guide", partner),
        "flag": ("/guide", check_in(guide, EX)),
        "plan": ("/guide/plan", partner._replace(starts=CLOCK.date())),
        "pack": ("/handouts/pack", partner),
        "handout": ("/handouts/emergency-card", None),
        "help": ("/help-now", None),
    }
    for name, (address, carried) in pages.items():
        yield State(f"arabic-{name}", f"{ARABIC}{address}?language=ar", carried)
    yield State("error-arabic", f"{ARABIC}/check-in/1?language=ar", check_in(guide, {"danger": "no"}, pending=stale))


def _people(guide: Guide, personas: list[Persona]) -> Iterator[State]:
    """Someone for each path, where nothing is alarming; then someone for each flag that can come first."""
    met = {persona.id: advise(guide, persona.answers) for persona in personas}
    for path in guide.paths:
        person = min(
            (persona for persona in personas if met[persona.id].path.id == path),
            key=lambda persona: len(met[persona.id].flags),
        )
        yield State(f"advice-{path}", "/guide", check_in(guide, person.answers))
    for flag in guide.flags:
        first = [persona for persona in personas if [one.id for one in met[persona.id].flags][:1] == [flag]]
        assert first, f"no persona is shown the flag {flag} first, so nobody looks at its page"
        yield State(f"flag-{flag}", "/guide", check_in(guide, first[0].answers))
        if flag == OWN_LIFE:
            yield State("flag-carried-on", "/guide", check_in(guide, first[0].answers, carried_on=True))
