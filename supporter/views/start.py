"""The first page, starting again, and leaving."""

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from supporter.events import Event
from supporter.forms import is_ours
from supporter.origins import sent_from_elsewhere
from supporter.views.counting import note
from supporter.views.current import guide, looks_ahead, see_other, visit

SECONDS = 20
"""What one question takes, for an estimate of the whole."""


def add_views(blueprint: Blueprint) -> None:
    """Start, start again, leave."""
    blueprint.add_url_rule("/", "start", start)
    blueprint.add_url_rule("/again", "again", again, methods=["POST"])
    blueprint.add_url_rule("/leave", "leave", leave, methods=["GET", "POST"])


def start() -> ResponseReturnValue:
    """What this is, before any question."""
    check_in = visit().check_in
    return render_template(
        "supporter/start.html",
        page=guide().pages["start"],
        begun=bool(check_in and check_in.answers),
        minutes=-(-len(guide().screens) * SECONDS // 60),
        lost=visit().tell_lost(),
    )


def again() -> ResponseReturnValue:
    """Forget the check-in and begin at the first question."""
    visiting = visit()
    if is_ours(visiting):
        visiting.begin_again()
        return see_other(".question", number=1)
    return see_other(".check")


def leave() -> ResponseReturnValue:
    """Forget the check-in and go to a neutral page; who only looks ahead or asks for the headers forgets nothing.

    By POST it only forgets: so asks a link in a frame while it takes the whole tab away, where no script runs (`ping`).
    """
    if request.method == "HEAD" or looks_ahead():
        return make_response("", 204)
    if (visit().framed or request.method == "POST") and sent_from_elsewhere(request):
        # The page around a frame may lead it anywhere, and any site can send a form that nobody sees.
        return redirect(visit().mount.away(), 303)
    visit().forget()
    if request.method == "POST":
        return make_response("", 204)
    if not sent_from_elsewhere(request):
        note(Event("left"))
    return redirect(visit().away, 303)
