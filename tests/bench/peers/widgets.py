"""Our questions by stock Flask-WTF: its forms, its widgets, its token, and Flask's own session."""

from collections.abc import Callable
from typing import Any

from flask import Flask, redirect, render_template, session
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from jinja2 import DictLoader
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from supporter import Guide
from supporter.questions import Question
from tests.bench.wsgi import SECRET

BASE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title></head>
<body><header><a href="/">Within Reach</a></header><main>{% block main %}{% endblock %}</main><footer></footer></body></html>
"""
PAGE = """{% extends "base.html" %}{% block title %}{{ question.title }}{% endblock %}
{% block main %}<h1>{{ question.title }}</h1>
<form method="post">{{ form.hidden_tag() }}
{% for field in form if field.name != "csrf_token" %}<fieldset><legend>{{ field.label }}</legend>{{ field }}
{% for error in field.errors %}<p>{{ error }}</p>{% endfor %}</fieldset>
{% endfor %}<button>Continue</button></form>{% endblock %}
"""


class Checkboxes(SelectMultipleField):
    """As the documentation of WTForms makes them."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def widgets(guide: Guide) -> Flask:
    """An app with a page for each question at /1, /2 and so on."""
    app = Flask(__name__)
    app.secret_key = SECRET
    app.jinja_loader = DictLoader({"base.html": BASE, "page.html": PAGE})
    for number, question in enumerate(guide.screens, 1):
        view = _view(number, question, _form(guide, question))
        app.add_url_rule(f"/{number}", f"question{number}", view, methods=["GET", "POST"])
    return app


def _form(guide: Guide, question: Question) -> type[FlaskForm]:
    fields: dict[str, Any] = {}
    for name, label, choices, many in fields_of(guide, question):
        kind = Checkboxes if many else RadioField
        fields[name] = kind(label, choices=choices, validators=[Optional()])
    return type("QuestionForm", (FlaskForm,), fields)


def fields_of(guide: Guide, question: Question) -> list[tuple[str, str, list[tuple[str, str]], bool]]:
    """Name, label, choices, and whether several may be chosen, of every field on the page of a question."""
    choices = [(choice.id, str(choice.label)) for choice in question.choices]
    if question.kind != "grid":
        return [(question.id, question.title, choices, question.kind == "many")]
    columns = [(column.id, str(column.label)) for column in question.columns]
    beside = guide.beside(question)
    rows = [(f"{question.id}_{row}", label, columns, False) for row, label in choices]
    return rows + ([(beside.id, beside.title, choices, True)] if beside else [])


def _view(number: int, question: Question, kind: type[FlaskForm]) -> Callable[[], ResponseReturnValue]:
    def view() -> ResponseReturnValue:
        form = kind(data=session.get(question.id))
        if form.validate_on_submit():  # type: ignore[no-untyped-call]
            session[question.id] = {name: value for name, value in form.data.items() if name != "csrf_token"}
            return redirect(f"/{number + 1}", 303)
        return render_template("page.html", form=form, question=question)

    return view
