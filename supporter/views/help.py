"""Help now: who to call, in the reader's country."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supporter.helplines import EVERYWHERE
from supporter.views.current import country, guide, open_screen, visit


def add_views(blueprint: Blueprint) -> None:
    """The page of helplines."""
    blueprint.add_url_rule("/help-now", "help_now", show_help)


def show_help() -> ResponseReturnValue:
    """Danger signs and lines; a country chosen here is remembered while there is a check-in."""
    check_in = visit().check_in
    chosen = country()
    if check_in and request.args.get("country", "").upper() == chosen.code != check_in.country:
        check_in = check_in._replace(country=chosen.code)
        visit().keep(check_in)
    return render_template(
        "supporter/help_now.html",
        page=guide().pages["help-now"],
        country=chosen,
        everywhere=guide().country(EVERYWHERE),
        countries=guide().countries.values(),
        carry_on=open_screen(),
        begun=bool(check_in and check_in.answers),
    )
