"""Our questions by django-formtools: NamedUrlCookieWizardView, its signed cookie, and Django's own token."""

from typing import Any

import django
from django import forms
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test.utils import override_settings
from django.urls import path, re_path
from formtools.wizard.views import NamedUrlCookieWizardView

from supporter import Guide
from supporter.questions import Question
from tests.bench.peers.widgets import fields_of
from tests.bench.wsgi import SECRET

BASE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title></head>
<body><header><a href="/">Within Reach</a></header><main>{% block main %}{% endblock %}</main><footer></footer></body></html>
"""
PAGE = """{% extends "base.html" %}{% block title %}Step {{ wizard.steps.step1 }} of {{ wizard.steps.count }}{% endblock %}
{% block main %}<form method="post">{% csrf_token %}{{ wizard.management_form }}
{{ wizard.form }}<button>Continue</button></form>{% endblock %}
"""
TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "OPTIONS": {
        "loaders": [
            (
                "django.template.loaders.cached.Loader",
                [("django.template.loaders.locmem.Loader", {"base.html": BASE, "page.html": PAGE})],
            )
        ],
        "context_processors": ["django.template.context_processors.request"],
    },
}
urlpatterns: list[Any] = []


def wizard(guide: Guide) -> WSGIHandler:
    """The wizard, with a step for each question at /step/ID, and the middleware that a form needs."""
    if not settings.configured:
        settings.configure(
            SECRET_KEY=SECRET,
            ALLOWED_HOSTS=["*"],
            ROOT_URLCONF=__name__,
            INSTALLED_APPS=["formtools"],
            MIDDLEWARE=["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
            TEMPLATES=[TEMPLATES],
        )
        django.setup()
    kind: Any = type("CheckIn", (NamedUrlCookieWizardView,), {"template_name": "page.html", "done": _done})
    steps = [(question.id, _form(guide, question)) for question in guide.screens]
    view = kind.as_view(steps, url_name="step", done_step_name="finished")
    urlpatterns[:] = [path("hello", _hello), re_path(r"^step/(?P<step>.+)$", view, name="step")]
    return WSGIHandler()


def hello() -> WSGIHandler:
    """Bare Django: one view, no middleware; after wizard()."""
    with override_settings(MIDDLEWARE=[]):
        return WSGIHandler()


def _hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


def _done(self: Any, *_: object, **__: object) -> HttpResponse:
    return HttpResponse("done")


def _form(guide: Guide, question: Question) -> type[forms.Form]:
    fields: dict[str, Any] = {}
    for name, label, choices, many in fields_of(guide, question):
        if many:
            fields[name] = forms.MultipleChoiceField(
                label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
        else:
            fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)
    return type("QuestionForm", (forms.Form,), fields)
