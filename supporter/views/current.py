"""What a view needs of the request at hand."""

from datetime import date
from functools import partial
from typing import Any

from flask import Request, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from supporter.advice import Advice, advise
from supporter.answers import Answers
from supporter.checkin import CheckIn
from supporter.footing import Site
from supporter.guide import Guide
from supporter.helplines import Country
from supporter.locales import own_name
from supporter.mount import Mount
from supporter.situation import next_open
from supporter.visit import FIRST, Visit


def asked_for() -> Request:
    """The request itself: each look through Flask's proxy for it costs as much as a small function."""
    found = request._get_current_object()  # type: ignore[attr-defined]  # what the proxy stands for
    assert isinstance(found, Request)
    return found


def serving(asked: Request) -> Mount:
    """The mount whose address was asked for, as it is now."""
    found = current_app.extensions["supporter"][asked.blueprint]
    assert isinstance(found, Mount)
    return found


def mount() -> Mount:
    """The same as it was when the request began: a guide that is read anew meanwhile is for the next one."""
    return visit().mount


def language() -> str:
    """The reader's language."""
    return visit().language


def keep_language() -> None:
    """Remember a language that the reader has just chosen; one that the address has needs no remembering."""
    visiting = visit()
    chosen = visiting.request.args.get("language")
    if chosen and chosen in visiting.mount.guides and visiting.request.method == "GET":
        check_in = visiting.begun()
        if chosen != check_in.language:
            visiting.keep(check_in._replace(language=chosen))


_STAY = ("then", "country", "paper", "none", "persona")
"""What a page is asked for by its address, and keeps in another language."""


Whereabouts = tuple[str, tuple[tuple[str, Any], ...]]


def whereabouts() -> Whereabouts:
    """The endpoint of this page, or of the start where it cannot be asked for again, and what is in its address."""
    asked = tuple((key, request.args[key]) for key in _STAY if key in request.args)
    if request.method in ("GET", "HEAD") and request.endpoint:
        return request.endpoint, (*asked, *(request.view_args or {}).items())
    return f"{mount().name}.start", asked


def languages(at: Whereabouts | None = None) -> list[dict[str, object]]:
    """Every language of the mount with its own name, and the address of this very page in it."""
    endpoint, values = at or whereabouts()
    return [
        {"code": code, "name": own_name(code), "address": url_for(endpoint, **{**dict(values), "language": code})}
        for code in mount().guides
    ]


def looks_ahead() -> bool:
    """Whether a browser asks for the page before its reader does (Sec-Purpose)."""
    return "prefetch" in request.headers.get("Sec-Purpose", "")


def guide() -> Guide:
    """The guide in the reader's language."""
    return visit().guide


def visit() -> Visit:
    """The check-in of this request, opened when it is first asked for."""
    # As `asked_for` does, and for its reason.
    lasting = g._get_current_object()
    found = lasting.get("supporter_visit")
    if found is None:
        asked = asked_for()
        language_in_address = lasting.get("supporter_language")
        found = lasting.supporter_visit = Visit(serving(asked), asked, language_in_address=language_in_address)
    assert isinstance(found, Visit)
    return found


def current_advice() -> Advice | None:
    """The advice for the answers given so far; None where nothing was answered."""
    visiting = visit()
    check_in = visiting.check_in
    if check_in is None or not check_in.answers:
        return None
    now, answers, held = visiting.guide, check_in.answers, check_in.held
    # A page asks several times for what is the same; a view that keeps another check-in gets another advice.
    if (found := g.get("supporter_advice")) and found[0] is now and found[1] is answers and found[2] == held:
        advice = found[3]
        assert isinstance(advice, Advice)
        return advice
    advice = advise(now, answers, held)
    g.supporter_advice = (now, answers, held, advice)
    return advice


OWN_LIFE = "own_suicidal_thoughts"
"""The flag that shows nothing about the other person until the reader chooses to carry on (brief, red-flags.yaml)."""


def about_own_life(advice: Advice, check_in: CheckIn) -> bool:
    """Whether only the page about the reader's own life is shown for now."""
    return bool(advice.flags) and advice.flags[0].id == OWN_LIFE and not check_in.carried_on


def starts() -> date | None:
    """The day on which the reader's plan begins, once they have picked one."""
    check_in = visit().check_in
    return check_in.starts if check_in else None


def site() -> Site:
    """Where the guide is found from outside."""
    static = mount().static
    return static.site(language()) if static else Site(url_for(".start", _external=True))


def open_screen() -> int | None:
    """The number of the page on which this reader would go on answering; None where nothing is left to ask."""
    check_in = visit().check_in
    question = next_open(guide(), check_in.answers if check_in else Answers())
    return guide().numbers[question.id] if question else None


def found_again() -> ResponseReturnValue | None:
    """The page by its own address, once the browser has brought the first answer back."""
    visiting = visit()
    asked = visiting.request
    if FIRST not in asked.args or visiting.check_in is None or asked.method != "GET" or not asked.endpoint:
        return None
    others = {name: value for name, value in asked.args.items() if name != FIRST}
    return redirect(url_for(asked.endpoint, **(asked.view_args or {}), **others), 303)  # type: ignore[arg-type]


def country() -> Country:
    """The reader's country: as they chose, as the host says, as their browser's languages say, or everywhere."""
    return country_of(visit())


def country_of(visiting: Visit) -> Country:
    """That of the reader of this visit."""
    now, check_in = visiting.guide, visiting.check_in
    chosen = check_in.country if check_in else None
    for code in (visiting.query.get("country"), chosen, visiting.mount.country, *visiting.regions):
        if code and code.upper() in now.countries:
            return now.country(code)
    return now.country(None)


def see_other(endpoint: str, **values: object) -> ResponseReturnValue:
    """On to another page of ours, so that a form is never sent twice (303).

    After the first answer the page that follows looks whether the browser kept it; help now needs no answer.
    """
    visiting = visit()
    if visiting.is_first and endpoint != ".help_now":
        values[FIRST] = 1
    # The same for every reader who is led there, as the addresses in a page are.
    key = ("address", visiting.request.script_root, visiting.language, endpoint, *values.items())
    return redirect(visiting.mount.plates.plate(key, partial(url_for, endpoint, **values)), 303)  # type: ignore[arg-type]
