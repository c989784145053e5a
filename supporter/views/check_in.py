"""The form: one question a page, every answer kept by a redirect, and the page that shows them all."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Literal

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from supporter.answers import Answers, Chosen
from supporter.checkin import Pending, Trouble
from supporter.forms import is_ours, read_form, token_field
from supporter.guide import Guide
from supporter.origins import sent_from_elsewhere
from supporter.plates import BLANK, tick
from supporter.questions import Question
from supporter.situation import asked
from supporter.telling import told
from supporter.views.current import guide, open_screen, see_other, visit
from supporter.views.standing import standing
from supporter.visit import Visit

PAGE = "supporter/question.html"

Then = Literal["", "check", "guide"]

ABOUT = ".question"
"""The field that names a form's question; a file whose name begins with a dot is no question."""


def add_views(blueprint: Blueprint) -> None:
    """The question pages and "Check your answers"."""
    blueprint.add_url_rule("/check-in/<int:number>", "question", show_question)
    blueprint.add_url_rule("/check-in/<int:number>", "answer", take_answer, methods=["POST"])
    blueprint.add_url_rule("/check-in/check", "check", check)


def show_question(number: int) -> ResponseReturnValue:
    """One question, with what was chosen before."""
    visiting = visit()
    now, check_in = visiting.guide, visiting.begun()
    question = _question(now, number)
    numbers = _asked(now, check_in.answers)
    if number not in numbers:
        return _on_from(now, number, check_in.answers)
    beside = now.beside(question)
    pending = check_in.pending if check_in.pending and check_in.pending.question == question.id else None
    chosen = pending.chosen if pending else check_in.answers
    position = numbers.index(number) + 1
    # What comes later may depend on answers that nobody has given yet, so we count all of it and say "at most".
    later = now.screens[number:]
    # All that the page is drawn from, beside what the address says; what was chosen is ticked in it afterwards.
    shown = {
        "number": number,
        "position": position,
        "total": position + len(later),
        "at_most": not all(one.always_asked for one in later),
        "previous": numbers[position - 2] if position > 1 else None,
        "enough": number > now.numbers[now.settings.enough],
        "trouble": pending.trouble if pending else None,
        "kept_from": visiting.kept_from,
    }
    then, lost = _then(visiting), visiting.tell_lost()
    given = {"question": question, "beside": beside, "about": ABOUT, "then": then, "lost": lost}
    draw = partial(render_template, PAGE, **given, **shown)
    page = standing(PAGE, *shown.values(), answered=True, draw=draw)
    ticked = [*_fields(question, chosen), *(_fields(beside, chosen) if beside else ())]
    return tick(page.replace(BLANK.encode(), token_field(visiting).encode(), 1), ticked)


def _fields(question: Question, chosen: Mapping[str, Chosen]) -> Iterator[tuple[str, str]]:
    """Name and value of each field that is ticked."""
    for token in chosen.get(question.id, ()):
        row, _, column = token.partition(".")
        yield (f"{question.id}.{row}", column) if column else (question.id, token)


def take_answer(number: int) -> ResponseReturnValue:
    """Keep an answer and go on; what cannot be taken as it is comes back ticked, with a word on why."""
    visiting = visit()
    now, sent = visiting.guide, visiting.request.form
    question = _answered(now, number, sent)
    if question is None:
        visiting.keep(visiting.begun()._replace(dropped=True))
        return see_other(".check")
    number = now.numbers[question.id]
    if sent_from_elsewhere(visiting.request):
        # The browser kept the cookie back (SameSite), so whatever we kept now would take the place of the reader's own.
        return see_other(".question", number=number)
    ours = is_ours(visiting)
    chosen, strange = read_form(sent, question, now.beside(question))
    if "skip" in sent:
        chosen = dict.fromkeys(chosen, ())
    trouble = _trouble(question, chosen, ours=ours, strange=strange)
    check_in, then = visiting.begun(), _then(visiting)
    if trouble is not None:
        visiting.keep(check_in._replace(pending=Pending(question.id, chosen, trouble)))
        if _in_danger(question, chosen):
            return see_other(".help_now")
        return see_other(".question", number=number, then=then or None)
    check_in = check_in.answered(chosen)
    visiting.keep(check_in)
    if _in_danger(question, chosen):
        return see_other(".help_now")
    return see_other(f".{then}") if then else _on_from(now, number, check_in.answers)


def check() -> ResponseReturnValue:
    """All answers in the reader's words, each with a way to change it."""
    check_in = visit().check_in
    answers = check_in.answers if check_in else Answers()
    return render_template(
        "supporter/check.html",
        told=told(guide(), answers),
        any=bool(answers),
        carry_on=open_screen(),
        lost=visit().tell_lost(),
        kept_from=visit().kept_from,
    )


def _question(guide: Guide, number: int) -> Question:
    if not 1 <= number <= len(guide.screens):
        abort(404)
    return guide.screens[number - 1]


def _answered(guide: Guide, number: int, sent: Mapping[str, str]) -> Question | None:
    """The question that the form says it is about: by now its page may have another number, or be gone (None)."""
    about = sent.get(ABOUT)
    return _question(guide, number) if about is None else next((one for one in guide.screens if one.id == about), None)


def _then(visiting: Visit) -> Then:
    """Where to go after the answer: on, back to the check page, or straight to the advice."""
    asked = visiting.request
    then = (asked.method == "POST" and asked.form.get("then")) or visiting.query.get("then")
    return "check" if then == "check" else "guide" if then == "guide" else ""


def _trouble(question: Question, chosen: dict[str, Chosen], *, ours: bool, strange: bool) -> Trouble | None:
    if not ours:
        return "stale"
    if strange:
        return "unknown"
    tokens = chosen[question.id]
    return "alone" if len(tokens) > 1 and not question.alone.isdisjoint(tokens) else None


def _in_danger(question: Question, chosen: dict[str, Chosen]) -> bool:
    return question.id == "danger" and chosen["danger"] in (("yes",), ("unsure",))


def _on_from(guide: Guide, number: int, answers: Answers) -> ResponseReturnValue:
    """To the next question that is asked, or to the check page after the last."""
    after = next((other for other in _asked(guide, answers) if other > number), None)
    return see_other(".check") if after is None else see_other(".question", number=after)


def _asked(guide: Guide, answers: Answers) -> list[int]:
    """The numbers of the pages that are asked after these answers."""
    return [guide.numbers[one.id] for one in asked(guide, answers) if one.beside is None]
