"""The author's desk: answers of a made-up reader on the left, what holds for them and why on the right."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from supporter.advice import advise
from supporter.answers import Answers, read_answers
from supporter.desk import Desk
from supporter.errors import SupporterError
from supporter.views.current import guide, mount


def add_views(blueprint: Blueprint) -> None:
    """The desk's form, and the number by which its pages know that a file has changed."""
    blueprint.add_url_rule("/desk/try", "trying", show_trying, methods=["GET", "POST"])
    blueprint.add_url_rule("/desk/version", "desk_version", show_version)


def show_trying() -> ResponseReturnValue:
    """The form filled in by hand or from a persona; nothing here is a reader's, and nothing is kept."""
    desk = _desk()
    persona = desk.manuscript.personas.get(request.args.get("persona", ""))
    given = _sent() if request.method == "POST" else dict(persona.answers) if persona else {}
    answers = read_answers(guide().questions.values(), given)
    return render_template(
        "supporter/try.html",
        desk=desk,
        persona=persona,
        answers=answers,
        advice=advise(guide(), answers),
        ticked=_ticked(answers),
        grade=lambda kind, piece_id: _grade(desk, kind, piece_id),
    )


def show_version() -> ResponseReturnValue:
    """How often the content changed since the start."""
    return Response(str(_desk().version), mimetype="text/plain")


def _desk() -> Desk:
    desk = mount().desk
    if desk is None:
        abort(404)
    return desk


def _sent() -> dict[str, Any]:
    """The answers in the form, without values that are not ours."""
    given: dict[str, Any] = {}
    for question in guide().questions.values():
        known = {choice.id for choice in question.choices}
        if question.kind == "grid":
            columns = {column.id for column in question.columns}
            rows = {row: request.form.get(f"{question.id}.{row}") for row in known}
            given[question.id] = {row: column for row, column in rows.items() if column in columns}
        else:
            chosen = [value for value in request.form.getlist(question.id) if value in known]
            given[question.id] = chosen[:1] if question.kind == "one" else chosen
    return given


def _grade(desk: Desk, kind: str, piece_id: str) -> float | None:
    """The reading grade of a piece; None where its checker is not installed."""
    from supporter.grading import reading_grade
    from supporter.passages import passages

    try:
        return round(reading_grade(passage.text for passage in passages(desk.manuscript.documents[kind, piece_id])), 1)
    except SupporterError:
        return None


def _ticked(answers: Answers) -> frozenset[str]:
    """`question=token` of everything chosen, as the template asks for it."""
    return frozenset(f"{question}={token}" for question, tokens in answers.items() for token in tokens)
