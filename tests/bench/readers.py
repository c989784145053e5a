"""Readers of the guide: what they send, and whoever gets the longest advice."""

import random
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask

from supporter import Guide, advise
from supporter.mount import Mount
from tests.bench.rounds import Work
from tests.bench.wsgi import Client
from tests.people import EX, FRIEND, PARTNER, as_fields, drawn

SEED = 9
PAGE, READING, HANDOUT = "/check-in/5", "/read/eight-signs", "/handouts/space-plan"
"""A question in the middle of the form, and pages that need no answer."""
ANSWER = {".question": "seen", "seen": "none"}
"""What is said on that page."""


def guide_of(app: Flask) -> Guide:
    """The guide that an app of ours serves."""
    mount: Mount = app.extensions["supporter"]["supporter"]
    return mount.guide


def walked(app: Flask, answers: Mapping[str, Any]) -> Client:
    """A reader who has answered all that they were asked."""
    client = Client(app)
    for path, form in forms(guide_of(app), answers):
        if client.send(client.environ(path))[0] == 200:
            client.visit(path, {"csrf_token": client.token(path), **form})
    return client


def forms(guide: Guide, answers: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """By the address of each question page, what is sent there."""
    given = as_fields(dict(answers))
    for number, screen in enumerate(guide.screens, 1):
        names = [screen.id, *(f"{screen.id}.{row.id}" for row in screen.choices)]
        beside = guide.beside(screen)
        names += [beside.id] if beside else []
        yield f"/check-in/{number}", {".question": screen.id, **{name: given[name] for name in names if name in given}}


def sent(client: Client, path: str, form: Mapping[str, Any] | None = None) -> Work:
    """One request again and again; that the first is answered as it should be (200 or 303) is looked at."""
    environ = client.environ(path, form)
    status, headers, _ = client.send(environ)
    assert status == (200 if form is None else 303), (path, status, headers)
    return lambda: client.send(environ)


def answering(client: Client) -> Work:
    """The answer to PAGE, with the token that the page gave."""
    environ = client.environ(PAGE, {"csrf_token": client.token(PAGE), **ANSWER})
    status, headers, _ = client.send(environ)
    assert status == 303 and "Set-Cookie" in dict(headers) and dict(headers)["Location"] != PAGE, (status, headers)
    return lambda: client.send(environ)


def at_random(guide: Guide, many: int) -> Iterator[dict[str, Any]]:
    """Readers who choose anything of what the form offers and leave out nothing; the same ones in each run."""
    draw = random.Random(SEED)
    for _ in range(many):
        yield drawn(guide, draw, patient=True)


def longest(guide: Guide) -> dict[str, Any]:
    """Of the people whom the tests know and 300 at random, the one who is shown the most words."""

    def words(answers: dict[str, Any]) -> int:
        return sum(len(str(shown.block.html)) for shown in advise(guide, answers).blocks)

    return max([PARTNER, FRIEND, EX, *at_random(guide, 300)], key=words)
