"""Handouts: the list, and each as a sheet to read, to fill in and to print."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from supporter.footing import links_of, rests_on, review_line
from supporter.sheets import fill_handout
from supporter.views.current import country, current_advice, guide, site, starts
from supporter.views.paper import allowed, filling, wants_paper


def add_views(blueprint: Blueprint) -> None:
    """The list and the sheets."""
    blueprint.add_url_rule("/handouts/", "handouts", show_handouts)
    blueprint.add_url_rule("/handouts/<slug>", "handout", show_handout)


def show_handouts() -> ResponseReturnValue:
    """Every sheet but those that would be wrong for the reader, those that fit their answers first."""
    advice = current_advice()
    yours = advice.handouts if advice else ()
    others = [handout for handout in allowed(advice) if handout not in yours]
    return render_template("supporter/handouts.html", yours=yours, others=others)


def show_handout(slug: str) -> ResponseReturnValue:
    """One sheet: filled with the reader's advice when they come from it, general otherwise."""
    handout = guide().handouts.get(slug)
    if handout is None:
        abort(404)
    advice = filling(slug, request.args.get("from"))
    sheet = fill_handout(guide(), handout, country(), advice, starts() if advice else None)
    return render_template(
        "supporter/handout.html",
        handout=handout,
        sheet=sheet,
        advice=advice,
        address=request.base_url,
        links=links_of(guide(), sheet, site()),
        rests=rests_on(guide(), sheet),
        review=review_line(guide(), sheet),
        kept_to_screen=sheet.careful and not wants_paper(),
    )
