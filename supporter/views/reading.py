"""Pages to read, and the answer to an address that is none of ours."""

from functools import partial

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError

from supporter.advice import Advice
from supporter.faults import log_fault
from supporter.pages import Page
from supporter.views.current import current_advice, guide, see_other
from supporter.views.own import is_asked, led_on, page_address, pages_of
from supporter.views.standing import standing

CHANGING = ("POST", "PUT", "PATCH", "DELETE")
"""Methods that change something, where we have nothing to change."""

PAGE = "supporter/page.html"

ERRORS = (400, 401, 403, 404, 405, 408, 409, 410, 411, 413, 414, 415, 429, 431, 500, 501, 502, 503)
"""Errors that get a page of ours within our prefix, whatever the host does with its own."""

_PLAIN = """<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Please try again</title>
<p><a href="{leave}" rel="noreferrer nofollow">Leave this page</a></p>
<h1>Something went wrong on our side</h1>
<p>It is not your fault. If someone may be in danger now, call your emergency number.</p>
<p><a href="{help}">Help now</a></p>
<p><a href="{start}">Go to the start</a></p>
</html>
"""
"""The last page: it needs no template, no guide and no check-in, since it is shown when one of these has failed."""


def add_views(blueprint: Blueprint) -> None:
    """The pages to read and the error pages."""
    blueprint.add_url_rule("/read/", "reading", show_reading)
    blueprint.add_url_rule("/read/<slug>", "page", show_page)
    blueprint.add_url_rule("/guide/read-<int:number>", "own_page", show_own_page)
    blueprint.add_url_rule("/sources", "sources", show_sources)
    blueprint.add_url_rule("/<path:rest>", "nowhere", nowhere, methods=["GET", *CHANGING])
    blueprint.add_url_rule("/", "nowhere", nowhere, methods=CHANGING, defaults={"rest": ""})
    # By code, since a host's handler of a code would come before ours of the class.
    for code in ERRORS:
        blueprint.register_error_handler(code, show_error)
    blueprint.register_error_handler(Exception, show_fault)


def show_reading() -> ResponseReturnValue:
    """Everything there is to read, shelf by shelf."""
    shelves = {title: guide().shelf(shelf) for shelf, title in guide().settings.shelves.items()}
    return render_template("supporter/reading.html", shelves=shelves, advice=current_advice())


def show_page(slug: str) -> ResponseReturnValue:
    """One page to read; a reader with answers is led to it at an address that tells no subject."""
    page = guide().pages.get(slug)
    if page is None or page.shelf is None:
        abort(404)
    advice = current_advice()
    if advice and page.has_subject:
        return redirect(page_address(page, advice), 303)
    return _drawn(page, advice)


def show_own_page(number: int) -> ResponseReturnValue:
    """One page to read, for a reader with answers."""
    advice = current_advice()
    if advice is None:
        return see_other(".guide")
    pages = pages_of(advice)
    if not 1 <= number <= len(pages):
        abort(404)
    return _drawn(pages[number - 1], advice)


def _drawn(page: Page, advice: Advice | None) -> ResponseReturnValue:
    draw = partial(_draw, page, advice)
    return led_on(draw(), advice) if advice else standing(PAGE, page.id, draw=draw)


def _draw(page: Page, advice: Advice | None) -> str:
    assert page.shelf is not None
    shelf = guide().shelf(page.shelf)
    place = shelf.index(page)
    return render_template(
        PAGE,
        page=page,
        advice=advice,
        own=bool(advice) and page.has_subject,
        asked=is_asked(page),
        shelf=guide().settings.shelves[page.shelf],
        below=[other for other in shelf if other is not page] if page.overview else (),
        before=shelf[place - 1] if place else None,
        after=shelf[place + 1] if place + 1 < len(shelf) else None,
    )


def show_sources() -> ResponseReturnValue:
    """Every claim the guide rests on, grouped by what it can carry, and what else was read."""
    claims = guide().evidence.values()
    groups = {
        words: [claim for claim in claims if claim.strength == strength]
        for strength, words in guide().settings.strengths.items()
    }
    named = {source for claim in claims for source in claim.sources}
    others = [source for source in guide().sources.values() if source.id not in named]
    return render_template("supporter/sources.html", groups=groups, others=others)


def nowhere(rest: str) -> ResponseReturnValue:
    """An address under our prefix that leads nowhere gets our own kind page, and the host's stays the host's."""
    abort(404 if request.method in ("GET", "HEAD") else 405)


def show_error(error: Exception) -> ResponseReturnValue:
    """What went wrong in plain words, with help now and a way on."""
    code = error.code if isinstance(error, HTTPException) and error.code else InternalServerError.code
    try:
        return render_template("supporter/error.html", code=code), code
    except Exception as worse:
        if current_app.testing or current_app.debug:
            raise
        log_fault(current_app.logger, worse)
        return _PLAIN.format(help=url_for(".help_now"), leave=url_for(".leave"), start=url_for(".start")), 500


def show_fault(error: Exception) -> ResponseReturnValue:
    """An error of ours, told to the log and kept from the reader; tests and debug mode see it as it is."""
    if isinstance(error, HTTPException):
        return show_error(error)
    if current_app.testing or current_app.debug:
        raise error
    log_fault(current_app.logger, error)
    return show_error(InternalServerError())
