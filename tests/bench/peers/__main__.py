"""Prints our question page and answer beside those of others, each as times of its own framework's "hello"."""

import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask

from supporter import Guide, create_app
from tests.bench import machine
from tests.bench.peers.widgets import fields_of, widgets
from tests.bench.peers.wizard import hello as bare_django
from tests.bench.peers.wizard import wizard
from tests.bench.readers import forms, guide_of, sent, walked
from tests.bench.report import write
from tests.bench.rounds import HELLO, Rounds, Work, take_turns
from tests.bench.table import Row, show
from tests.bench.wsgi import SECRET, Client, hello
from tests.people import PARTNER, as_fields

LIST, GRID = "seen", "signs"
"""A question of 11 boxes, and the grid of 8 rows with a box beside each."""
OURS, WIDGETS, WIZARD, DJANGO = "Within Reach", "Flask-WTF widgets", "django-formtools wizard", "bare Django"
PACKAGES = ("flask", "flask-wtf", "wtforms", "django", "django-formtools")


def rows() -> Iterator[Row]:
    """Three requests by each of the three, after all questions were answered; all works take turns."""
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    guide = guide_of(app)
    wizards = wizard(guide)
    works = {HELLO: sent(Client(hello()), "/"), DJANGO: _checked(Client(bare_django()), "/hello")}
    for name, own in (
        (OURS, _ours(app, guide)),
        (WIDGETS, _widgets(widgets(guide), guide)),
        (WIZARD, _wizard(Client(wizards), guide)),
    ):
        works |= {f"{what}: {name}": work for what, work in own.items()}
    found = take_turns(works, rounds=21)
    yield found.row("bare Flask “hello”", HELLO, "us")
    yield found.row("bare Django “hello”, no middleware", DJANGO, "us")
    for what in (f"GET {LIST}", f"GET {GRID}", f"POST {LIST}"):
        for name in (OURS, WIDGETS, WIZARD):
            yield _row(found, f"{what}: {name}", DJANGO if name == WIZARD else HELLO)


def _row(found: Rounds, name: str, base: str) -> Row:
    unit = "x its hello"
    return Row(name, found.times(name, base), unit, cpu=found.cpu(name), hello=found.times(name))


def _ours(app: Flask, guide: Guide) -> dict[str, Work]:
    reader = walked(app, PARTNER)
    places = {question.id: f"/check-in/{number}" for number, question in enumerate(guide.screens, 1)}
    form = dict(forms(guide, PARTNER))[places[LIST]]
    token = reader.token(places[LIST])
    return {
        f"GET {LIST}": sent(reader, places[LIST]),
        f"GET {GRID}": sent(reader, places[GRID]),
        f"POST {LIST}": sent(reader, places[LIST], {"csrf_token": token, **form}),
    }


def _widgets(app: Flask, guide: Guide) -> dict[str, Work]:
    client = Client(app)
    places = {question.id: f"/{number}" for number, question in enumerate(guide.screens, 1)}
    for question in guide.screens:
        token = client.token(places[question.id])
        client.visit(places[question.id], {"csrf_token": token, **_given(guide, question.id)})
    token = client.token(places[LIST])
    return {
        f"GET {LIST}": _checked(client, places[LIST], ticked=True),
        f"GET {GRID}": _checked(client, places[GRID], ticked=True),
        f"POST {LIST}": sent(client, places[LIST], {"csrf_token": token, **_given(guide, LIST)}),
    }


def _wizard(client: Client, guide: Guide) -> dict[str, Work]:
    def form(question_id: str) -> dict[str, Any]:
        token = client.token(f"/step/{question_id}", "csrfmiddlewaretoken")
        given = {f"{question_id}-{name}": value for name, value in _given(guide, question_id).items()}
        return {"csrfmiddlewaretoken": token, "check_in-current_step": question_id, **given}

    for question in guide.screens[:-1]:
        client.visit(f"/step/{question.id}", form(question.id))
    return {
        f"GET {LIST}": _checked(client, f"/step/{LIST}", ticked=True),
        f"GET {GRID}": _checked(client, f"/step/{GRID}", ticked=True),
        f"POST {LIST}": _checked(client, f"/step/{LIST}", form(LIST), status=302),
    }


def _given(guide: Guide, question_id: str) -> dict[str, Any]:
    """What PARTNER says, by the names that the others' fields have."""
    given = {name.replace(".", "_"): value for name, value in as_fields(PARTNER).items()}
    names = [name for name, *_ in fields_of(guide, guide.questions[question_id])]
    return {name: given[name] for name in names if name in given}


def _checked(
    client: Client, path: str, form: Mapping[str, Any] | None = None, status: int = 200, *, ticked: bool = False
) -> Work:
    environ = client.environ(path, form)
    came, headers, body = client.send(environ)
    assert came == status and ("Location" not in dict(headers) or dict(headers)["Location"] != path), (path, came, body)
    assert not ticked or re.search(rb"\schecked", body), f"{path} shows no answer that was given"
    return lambda: client.send(environ)


if __name__ == "__main__":
    measured = list(show(rows()))
    said = machine.told(machine.facts(PACKAGES))
    print(f"\n{said}")
    if "--write" in sys.argv:
        write("peers", measured, said)
