"""The reader's plan with days: on the page, on paper and as a calendar file."""

from datetime import UTC, date, datetime, timedelta

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from supporter.advice import Advice
from supporter.footing import say_date
from supporter.forms import is_ours
from supporter.origins import sent_from_elsewhere
from supporter.reminders import HOURS, LONGEST_TITLE, calendar_file, neat
from supporter.sheets import plan_part, weeks_part
from supporter.views.current import about_own_life, current_advice, guide, see_other, starts, visit

FILE = "dates.ics"
DAYS = 29
"""Days among which a reader picks the first; from yesterday on, since it may still be that day where they are."""


def add_views(blueprint: Blueprint) -> None:
    """The plan, and its calendar file."""
    blueprint.add_url_rule("/guide/plan", "plan", show_plan)
    blueprint.add_url_rule("/guide/plan", "pick_start", pick_start, methods=["POST"])
    blueprint.add_url_rule("/guide/plan.ics", "plan_ics", save_dates, methods=["GET", "POST"])


def show_plan() -> ResponseReturnValue:
    """The steps with their days; the advice page says what to do where there is no plan."""
    advice = _planned()
    if advice is None:
        return see_other(".guide")
    start = starts() or _today()
    return render_template(
        "supporter/plan.html",
        steps=plan_part(advice, start),
        weeks=weeks_part(start),
        advice=advice,
        days=[(day.isoformat(), say_date(day, guide(), "EEEE d MMMM")) for day in _days()],
        start=start.isoformat(),
        picked=starts(),
        hours=HOURS,
        longest=LONGEST_TITLE,
    )


def pick_start() -> ResponseReturnValue:
    """Remember the day on which the plan begins."""
    visiting, day = visit(), _sent_day()
    if is_ours(visiting) and day and _planned():
        visiting.keep(visiting.begun()._replace(starts=day))
    return see_other(".plan")


def save_dates() -> ResponseReturnValue:
    """The calendar file: with the day, title and hour of the form, or with the reader's day and our own title."""
    advice = _planned()
    if advice is None or advice.plan is None:
        return see_other(".guide")
    if sent_from_elsewhere(request):
        # A link on another site would lay the file among the reader's downloads.
        return see_other(".plan")
    title = neat(request.form.get("title", "")) or guide().settings.reminder
    sent = request.form.get("hour", "")
    hour = next((known for known in HOURS if str(known) == sent), HOURS[0])
    made = calendar_file(_sent_day() or starts() or _today(), advice.plan.steps, title, hour)
    return Response(
        made,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{FILE}"'},
    )


def _planned() -> Advice | None:
    """The advice, where it has a plan and the reader may see it."""
    advice = current_advice()
    check_in = visit().check_in
    if advice is None or check_in is None or advice.plan is None or about_own_life(advice, check_in):
        return None
    return advice


def _today() -> date:
    return datetime.fromtimestamp(visit().now, UTC).date()


def _days() -> list[date]:
    return [_today() + timedelta(days=number - 1) for number in range(DAYS)]


def _sent_day() -> date | None:
    """The day that was picked, if it is one of those on the page."""
    sent = request.form.get("start", "")
    return next((day for day in _days() if day.isoformat() == sent), None)
