"""The advice page."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supporter.advice import MESSAGES_IN_SIGHT, Advice, Shown
from supporter.answers import Answers
from supporter.events import Event
from supporter.forms import is_ours
from supporter.telling import told
from supporter.views.counting import note
from supporter.views.current import about_own_life, country, current_advice, guide, see_other, visit
from supporter.views.paper import wants_paper


def add_views(blueprint: Blueprint) -> None:
    """The advice, and carrying on to it."""
    blueprint.add_url_rule("/guide", "guide", show_guide)
    blueprint.add_url_rule("/guide", "carry_on", carry_on, methods=["POST"])


def show_guide() -> ResponseReturnValue:
    """The advice for the answers so far; a kind word where there are none."""
    advice = current_advice()
    check_in = visit().check_in
    if advice is None or check_in is None:
        return render_template("supporter/nothing.html", lost=visit().tell_lost(), kept_from=visit().kept_from)
    kept = frozenset(flag.id for flag in advice.flags if flag.kept)
    if kept != check_in.held:
        check_in = replace(check_in, held=check_in.held | kept)
        visit().keep(check_in)
    own_life = about_own_life(advice, check_in)
    # The page about the reader's own life counts too: a missing one would tell a flag.
    note(Event("guide_shown", advice.path.id))
    return render_template(
        "supporter/stop.html" if own_life else "supporter/guide.html",
        advice=advice,
        in_sight=partial(_in_sight, advice),
        folded=[shown for shown in advice.blocks if shown.folded],
        told=[one for one in told(guide(), check_in.answers) if one.said],
        lost=None if own_life else visit().tell_lost(),
        about=_about(check_in.answers),
        path_screens=_screens(advice.path_questions),
        country=country(),
        messages_in_sight=MESSAGES_IN_SIGHT,
        kept_to_screen=advice.careful and not wants_paper(),
    )


def _in_sight(advice: Advice, *groups: str) -> list[Shown]:
    return [shown for shown in advice.blocks if not shown.folded and shown.block.group in groups]


def _screens(question_ids: Iterable[str]) -> tuple[int, ...]:
    """The pages on which these questions are asked, each once."""
    now = guide()
    return tuple(sorted({now.numbers[now.questions[one].beside or one] for one in question_ids}))


def _about(answers: Answers) -> str | None:
    """Who this is about, as the head of the page."""
    (chosen,) = answers.get("relationship", (None,))
    if chosen is None:
        return None
    said = guide().questions["relationship"].choice(chosen).said
    return said[:1].upper() + said[1:]


def carry_on() -> ResponseReturnValue:
    """Remember that the reader wants to read on."""
    if is_ours():
        visit().keep(replace(visit().begun(), carried_on=True))
    return see_other(".guide")
