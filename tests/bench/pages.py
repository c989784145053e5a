"""What each kind of page costs, as times of bare Flask's "hello" in the same rounds."""

import secrets
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import Flask, render_template_string, session
from flask.sessions import SecureCookieSessionInterface

from supporter import Guide, create_app
from tests.bench.table import Row
from tests.bench.wsgi import Client
from tests.people import PARTNER, as_fields

SECRET = "a secret for measuring, long enough"
ROUNDS, CALLS = 11, 60
BUDGETS = {
    "question page": 8,
    "an answer, to its redirect": 6,
    "advice page": 5,
    "reading page": 3,
    "handout page": 3,
}
"""Times "hello" that each may cost (issue 9, after `performance.md`, E)."""


def hello() -> Flask:
    """Bare Flask with one view."""
    app = Flask(__name__)
    app.add_url_rule("/", "hello", lambda: "hello")
    return app


def walked(app: Flask, answers: Mapping[str, Any]) -> Client:
    """A reader who has answered everything."""
    client = Client(app)
    guide: Guide = app.extensions["supporter"]["supporter"].guide
    given = as_fields(dict(answers))
    for number, screen in enumerate(guide.screens, 1):
        path = f"/check-in/{number}"
        if client.send(client.environ(path))[0] != 200:
            continue
        names = [screen.id, *(f"{screen.id}.{row.id}" for row in screen.choices)]
        beside = guide.beside(screen)
        names += [beside.id] if beside else []
        form = {name: given[name] for name in names if name in given}
        client.visit(path, {"csrf_token": client.token(path), **form})
    return client


def compared(works: Mapping[str, Callable[[], object]]) -> dict[str, list[float]]:
    """CPU of each work as times of the first, one figure a round; the works take turns."""
    base, *_ = works
    found: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(ROUNDS):
        took = {}
        for name, work in works.items():
            start = time.process_time()
            for _ in range(CALLS):
                work()
            took[name] = time.process_time() - start
        for name, spent in took.items():
            found[name].append(spent / took[base])
    return found


def _sent(client: Client, path: str, form: Mapping[str, Any] | None = None) -> Callable[[], object]:
    environ = client.environ(path, form)
    wanted = 200 if form is None else 303
    status, headers, body = client.send(environ)
    assert status == wanted, (path, status, headers)
    return lambda: client.send(environ)


def rows() -> Iterator[Row]:
    """Every figure of a request."""
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    reader = walked(app, PARTNER)
    stranger = Client(app)
    bare = Client(hello())
    status, _, page = reader.send(reader.environ("/guide"))
    assert status == 200 and len(page) > 20_000, (status, len(page))
    works = {
        "hello": _sent(bare, "/"),
        "question page": _sent(reader, "/check-in/5"),
        "an answer, to its redirect": _sent(
            reader, "/check-in/5", {"csrf_token": reader.token("/check-in/5"), "seen": "none"}
        ),
        "advice page": _sent(reader, "/guide"),
        "reading page": _sent(stranger, "/read/eight-signs"),
        "handout page": _sent(stranger, "/handouts/space-plan"),
    }
    found = compared(works)
    for name, budget in BUDGETS.items():
        yield Row(name, statistics.median(found[name]), budget, "x hello", (min(found[name]), max(found[name])))


def hottest():
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    reader = walked(app, PARTNER)
    return {
        "question page": _sent(reader, "/check-in/5"),
        "an answer": _sent(reader, "/check-in/5", {"csrf_token": reader.token("/check-in/5"), "seen": "none"}),
        "advice page": _sent(reader, "/guide"),
    }
