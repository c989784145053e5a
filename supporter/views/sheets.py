"""Handouts: the list, and each as a sheet to read, to fill in and to print."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supporter.advice import Advice
from supporter.footing import in_words, links_of, rests_on, review_line
from supporter.handouts import Handout
from supporter.sheets import fill_handout
from supporter.views.current import country, current_advice, guide, see_other, site, starts
from supporter.views.own import allowed, led_on, others, sheet_address
from supporter.views.paper import own_sheet, wants_paper
from supporter.views.standing import standing

PAGE = "supporter/handout.html"


def add_views(blueprint: Blueprint) -> None:
    """The list and the sheets."""
    blueprint.add_url_rule("/handouts/", "handouts", show_handouts)
    blueprint.add_url_rule("/handouts/<slug>", "handout", show_handout)
    blueprint.add_url_rule("/guide/sheet-<int:number>", "own_sheet", show_own_sheet)


def show_handouts() -> ResponseReturnValue:
    """Every sheet but those that would be wrong for the reader, those that fit their answers first."""
    advice = current_advice()
    yours = advice.handouts if advice else ()
    rest = others(yours, allowed(advice))
    return render_template("supporter/handouts.html", yours=yours, others=rest, advice=advice)


def show_handout(slug: str) -> ResponseReturnValue:
    """One general sheet; a reader with answers is led to their own, at an address that tells no subject."""
    handout = guide().handouts.get(slug)
    if handout is None:
        abort(404)
    advice = current_advice()
    if advice and slug not in advice.forbidden:
        return redirect(sheet_address(handout, advice), 303)
    return _drawn(handout, None, partial(url_for, ".handout_pdf", slug=slug))


def show_own_sheet(number: int) -> ResponseReturnValue:
    """One sheet filled with the reader's advice."""
    advice = current_advice()
    if advice is None:
        return see_other(".guide")
    return _drawn(own_sheet(number, advice), advice, partial(url_for, ".own_sheet_pdf", number=number))


def _drawn(handout: Handout, advice: Advice | None, pdf: Callable[[], str]) -> ResponseReturnValue:
    draw = partial(_draw, handout, advice, pdf)
    # Its foot names where we are found.
    return led_on(draw(), advice) if advice else standing(PAGE, handout.id, request.scheme, request.host, draw=draw)


def _draw(handout: Handout, advice: Advice | None, pdf: Callable[[], str]) -> str:
    sheet = fill_handout(guide(), handout, country(), advice, starts() if advice else None)
    address = site().address_of(sheet.path)
    return render_template(
        PAGE,
        handout=handout,
        sheet=sheet,
        advice=advice,
        # On paper it is where anyone finds it.
        address=in_words(address) if address else None,
        pdf=pdf(),
        links=links_of(guide(), sheet, site()),
        rests=rests_on(guide(), sheet),
        review=review_line(guide(), sheet),
        kept_to_screen=sheet.careful and not wants_paper(),
    )
