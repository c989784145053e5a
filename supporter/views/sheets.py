"""Handouts: the list, and each as a sheet for paper."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from supporter.advice import MESSAGES_IN_SIGHT
from supporter.views.current import country, current_advice, guide


def add_views(blueprint: Blueprint) -> None:
    """The list and the sheets."""
    blueprint.add_url_rule("/handouts/", "handouts", show_handouts)
    blueprint.add_url_rule("/handouts/<slug>", "handout", show_handout)


def show_handouts() -> ResponseReturnValue:
    """Every sheet, those that fit the reader's answers first."""
    advice = current_advice()
    yours = advice.handouts if advice else ()
    others = [handout for handout in guide().handouts.values() if handout not in yours]
    return render_template("supporter/handouts.html", yours=yours, others=others)


def show_handout(slug: str) -> ResponseReturnValue:
    """One sheet: filled with the reader's advice when they come from it, general otherwise."""
    handout = guide().handouts.get(slug)
    if handout is None:
        abort(404)
    advice = current_advice() if request.args.get("from") == "guide" else None
    return render_template(
        "supporter/handout.html",
        handout=handout,
        advice=advice,
        country=country(),
        swaps=guide().swaps.values(),
        address=request.base_url,
        messages_in_sight=MESSAGES_IN_SIGHT,
    )
