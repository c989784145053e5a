"""The advice page."""

from functools import partial

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supporter.answers import Answers
from supporter.events import Event
from supporter.forms import is_ours
from supporter.guide import Guide
from supporter.plates import BLANK
from supporter.views.composing import Composition
from supporter.views.counting import note
from supporter.views.current import about_own_life, country, current_advice, see_other, visit
from supporter.views.paper import wants_paper
from supporter.views.standing import standing


def add_views(blueprint: Blueprint) -> None:
    """The advice, and carrying on to it."""
    blueprint.add_url_rule("/guide", "guide", show_guide)
    blueprint.add_url_rule("/guide", "carry_on", carry_on, methods=["POST"])


def show_guide() -> ResponseReturnValue:
    """The advice for the answers so far; a kind word where there are none."""
    advice, visiting = current_advice(), visit()
    check_in = visiting.check_in
    if advice is None or check_in is None:
        return render_template("supporter/nothing.html", lost=visiting.tell_lost(), kept_from=visiting.kept_from)
    kept = frozenset([flag.id for flag in advice.flags if flag.kept])
    if kept != check_in.held:
        check_in = check_in._replace(held=check_in.held | kept)
        visiting.keep(check_in)
    own_life = about_own_life(advice, check_in)
    # The page about the reader's own life counts too: a missing one would tell a flag.
    note(Event("guide_shown", advice.path.id))
    if own_life:
        return render_template("supporter/stop.html", advice=advice, country=country())
    kept_to_screen = advice.careful and not wants_paper()
    page = Composition(visiting, advice, _about(visiting.guide, check_in.answers), kept_to_screen=kept_to_screen)
    around = partial(_around, to_borrow=bool(advice.messages), kept_to_screen=kept_to_screen)
    drawn = standing("supporter/guide.html", bool(advice.messages), kept_to_screen, draw=around, answered=True)
    before, _, after = drawn.partition(BLANK.encode())
    return b"".join([before, *page.pieces(), after])


def _around(*, to_borrow: bool, kept_to_screen: bool) -> str:
    """The page without its parts."""
    return render_template("supporter/guide.html", main=BLANK, to_borrow=to_borrow, kept_to_screen=kept_to_screen)


def _about(now: Guide, answers: Answers) -> str | None:
    """Who this is about, as the head of the page."""
    (chosen,) = answers.get("relationship", (None,))
    if chosen is None:
        return None
    said = now.questions["relationship"].choice(chosen).said
    return said[:1].upper() + said[1:]


def carry_on() -> ResponseReturnValue:
    """Remember that the reader wants to read on."""
    visiting = visit()
    if is_ours(visiting):
        visiting.keep(visiting.begun()._replace(carried_on=True))
    return see_other(".guide")
