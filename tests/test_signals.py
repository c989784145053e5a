"""What a host is told, where it asked for it: ids of paths and handouts, once each, and never anything of a reader."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app, has_request_context
from flask.testing import FlaskClient

from supporter import ConfigurationError, create_app
from supporter.events import Event
from supporter.signals import SIGNALS, announce
from tests.conftest import SECRET, Reader
from tests.people import EX, FRIEND, PARTNER, as_fields

Write = Callable[[str, str], Path]
Heard = list[tuple[str, dict[str, Any]]]


@cache
def started() -> Flask:
    """One app for most tests, as its start takes longer than any of them."""
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_COUNTRY": "GB", "SUPPORTER_SIGNALS": True})
    app.test_client_class = Reader
    return app


def counting() -> Reader:
    """A reader of a site that listens."""
    client = started().test_client()
    assert isinstance(client, Reader)
    return client


@contextmanager
def heard() -> Iterator[Heard]:
    """Every signal that is sent, and what came with it."""
    told: Heard = []
    with ExitStack() as stack:
        for name, signal in SIGNALS.items():

            def listen(sender: Any, *, _name: str = name, **ids: Any) -> None:
                told.append((_name, ids | {"mount": sender.name}))

            stack.enter_context(signal.connected_to(listen))
        yield told


def whole_walk(reader: Reader, answers: dict[str, Any]) -> None:
    """Every kind of page and file, each asked for once."""
    reader.answer(answers)
    for address in ("/", "/check-in/1", "/check-in/check", "/guide", "/guide/plan", "/guide/plan.ics", "/handouts/",
                    "/handouts/space-plan", "/guide/sheet-1", "/guide/read-1", "/help-now", "/sources", "/nowhere"):  # fmt: skip
        reader.get(address)
    reader.get("/guide/sheet-1.pdf?paper=yes")
    reader.get("/handouts/looking-after-you.pdf")
    reader.get("/handouts/keeping-in-touch.pdf?paper=yes")
    reader.get("/guide.pdf?answers=yes&paper=yes")
    reader.post("/handouts/pack.pdf", data={"sheet": ["emergency-card", "for-the-doctor", "keeping-in-touch"]})
    reader.get("/leave")


def test_what_is_sent_over_a_whole_walk_is_exactly_the_list() -> None:
    reader = counting()
    with heard() as told:
        whole_walk(reader, PARTNER)
    here = {"mount": "supporter"}
    assert told == [
        ("guide_shown", {"path": "slow"} | here),
        ("handout_printed", {"handout": "space-plan"} | here),
        ("handout_printed", {"handout": "looking-after-you"} | here),
        # A careful sheet, and the reader's own notes, have no id.
        ("handout_printed", {"handout": None} | here),
        ("handout_printed", {"handout": None} | here),
        ("handout_printed", {"handout": "emergency-card"} | here),
        ("handout_printed", {"handout": "for-the-doctor"} | here),
        ("left", here),
    ]


@pytest.mark.parametrize("person", [PARTNER, FRIEND, EX, FRIEND | {"you": "own_suicidal"}])
def test_no_answer_and_no_flag_is_ever_sent(person: dict[str, Any]) -> None:
    reader = counting()
    guide = reader.application.extensions["supporter"]["supporter"].guide
    known = {*guide.paths, *guide.handouts, "supporter", None}
    assert known.isdisjoint(guide.flags)
    with heard() as told:
        whole_walk(reader, person)
    assert {value for _, ids in told for value in ids.values()} <= known
    assert {name for _, ids in told for name in ids} <= {"mount", "path", "handout"}
    # Whoever sees a flag is counted like anyone else: nothing that is missing tells of one.
    assert [name for name, _ in told].count("guide_shown") == 1
    tokens = {str(value) for value in as_fields(person).values()} - set(guide.paths)
    assert tokens.isdisjoint(str(value) for _, ids in told for value in ids.values())


def test_off_means_that_nothing_is_sent(reader: Reader) -> None:
    with heard() as told:
        whole_walk(reader, PARTNER)
    assert told == []


def test_what_a_browser_asks_for_ahead_is_not_told() -> None:
    reader = counting()
    reader.answer(PARTNER)
    with heard() as told:
        FlaskClient.open(reader, "/guide", method="HEAD")
        reader.get("/guide", headers={"Sec-Purpose": "prefetch"})
        reader.get("/leave", headers={"Sec-Purpose": "prefetch;prerender"})
        reader.head("/leave")
    assert told == []


def test_a_listener_that_raises_breaks_no_page_and_is_logged_by_type_and_place(
    caplog: pytest.LogCaptureFixture,
) -> None:
    reader = counting()
    reader.answer(PARTNER)
    called = []

    def careless(sender: Any, path: str) -> None:
        raise ValueError(f"{path} {sender.name}")

    def careful(sender: Any, path: str) -> None:
        called.append(path)

    signal = SIGNALS["guide_shown"]
    with signal.connected_to(careless), signal.connected_to(careful), caplog.at_level(logging.ERROR):
        assert reader.get("/guide").status_code == 200
    assert called == ["slow"]
    (line,) = caplog.messages
    assert line.startswith("a fault: ValueError at tests/test_signals.py:") and " in careless" in line
    assert "slow" not in line


def test_a_listener_cannot_find_out_whose_it_was() -> None:
    reader = counting()
    reader.answer(PARTNER)
    seen: list[tuple[Flask, bool]] = []

    def listen(sender: Any, path: str) -> None:
        seen.append((current_app._get_current_object(), has_request_context()))  # type: ignore[attr-defined]

    with SIGNALS["guide_shown"].connected_to(listen):
        reader.get("/guide")
    assert seen == [(reader.application, False)]


def test_a_listener_can_ask_for_one_mount_alone() -> None:
    reader = counting()
    told = []

    def listen(sender: Any) -> None:
        told.append(sender)

    mine = reader.application.extensions["supporter"]["supporter"]
    other = replace(mine)
    with SIGNALS["left"].connected_to(listen, sender=mine):
        announce(reader.application, other, Event("left"))
        reader.get("/leave")
    assert told == [mine]


@pytest.mark.parametrize("switch", ["SUPPORTER_SIGNALS", "SUPPORTER_METRICS"])
def test_a_path_that_would_tell_a_flag_is_refused_at_start(switch: str, write: Write) -> None:
    path = (Path(__file__).parent.parent / "content/en/paths/sudden.md").read_text()
    folder = write("en/paths/sudden.md", path.replace("- began: fast", "- flags: suicide_plan"))
    config = {"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_CONTENT": [folder], "SUPPORTER_LOCALE": "en"}
    create_app(config)
    with pytest.raises(ConfigurationError, match="the path 'sudden' is chosen by the flag 'suicide_plan'"):
        create_app(config | {switch: "true"})


def test_the_example_in_the_documentation_counts(capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parent.parent / "docs/counting.md").read_text()
    paths = started().extensions["supporter"]["supporter"].guide.paths
    assert set(re.search(r"reader's path \(([^)]*)\)", page)[1].replace("`", "").split(", ")) == set(paths)  # type: ignore[index]
    reader = counting()
    reader.answer(PARTNER)
    names: dict[str, Any] = {}
    exec(page.split("```python\n")[1].split("```")[0], names)
    for address in ("/guide", "/guide/sheet-1.pdf", "/guide.pdf", "/leave"):
        reader.get(address)
    assert capsys.readouterr().out.splitlines() == [
        "supporter: advice for the path slow",
        "supporter: the sheet space-plan",
        "supporter: the sheet without a name",
        "supporter: somebody left",
    ]
