"""What is drawn once is the same as what is drawn anew, for every reader and in any order."""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import get_args

import pytest
from flask import Flask
from jinja2 import DictLoader

from supporter import Supporter, create_app
from supporter.checkin import Trouble
from supporter.plates import BLANK, Plates, Rack, tick
from tests.conftest import SECRET
from tests.verify.states import State
from tests.verify.visitor import Visitor, make_app

SEED = 20261121
ONE_TIME = re.compile(r'(name="csrf_token" value|data-leave)="[^"]*"')


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    app = make_app(tmp_path_factory.mktemp("plates") / "ours")
    yield Visitor(app, "", "", None)  # type: ignore[arg-type]  # nothing here asks for a browser
    # Apps of one name share a logger, and other tests listen to it.
    app.logger.disabled = False


@contextmanager
def anew(app: Flask) -> Iterator[None]:
    app.debug = True
    try:
        yield
    finally:
        app.debug = False


def drawn(visitor: Visitor, state: State) -> str:
    return ONE_TIME.sub("", visitor.sent(state))


def test_every_page_is_the_same_whoever_was_there_before(visitor: Visitor) -> None:
    states = [state for state in visitor.states if state.status != 500]
    with anew(visitor.app):
        wanted = {state.name: drawn(visitor, state) for state in states}
    print(f"seed {SEED}")
    order = random.Random(SEED).sample(states, len(states))
    for state in (*order, *reversed(order)):
        assert drawn(visitor, state) == wanted[state.name], state.name


def test_a_page_of_a_host_that_greets_its_reader_is_never_kept() -> None:
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    hosts_own = "{% extends layout %}{% block main %}<h1>Hello {{ request.headers.who }}</h1>{% endblock %}"
    app.jinja_loader = DictLoader({"supporter/page.html": hosts_own})
    client = app.test_client()
    for who in ("Ada", "Ben"):
        assert f"Hello {who}" in client.get("/read/eight-signs", headers={"who": who}).text


def test_a_layout_of_a_host_that_greets_its_reader_is_never_kept() -> None:
    app = Flask(__name__)
    app.jinja_loader = DictLoader(
        {
            "site.html": '{% extends "supporter/base.html" %}{% block before %}Hello {{ request.headers.who }}{% endblock %}'
        }
    )
    app.config["SECRET_KEY"] = SECRET
    Supporter(app, url_prefix="/support", layout="site.html")
    client = app.test_client()
    for who in ("Ada", "Ben"):
        for address in ("/support/read/eight-signs", "/support/handouts/space-plan", "/support/check-in/1"):
            assert f"Hello {who}" in client.get(address, headers={"who": who}).text


def test_another_host_name_gets_a_sheet_with_its_own_address() -> None:
    client = create_app({"SUPPORTER_SECRET_KEY": SECRET}).test_client()
    for host in ("one.example", "two.example", "one.example"):
        assert (
            f"<b>{host}/handouts/space-plan</b>" in client.get("/handouts/space-plan", base_url=f"https://{host}").text
        )


def test_only_what_was_chosen_is_ticked() -> None:
    page = b'<input name="a" value="x" id="1"><input name="a" value="xy" id="2"><input name="b.x" value="x" id="3">'
    assert re.findall(rb'checked id="(\d)"', tick(page, [("a", "xy"), ("b.x", "x")])) == [b"2", b"3"]
    assert tick(page, []) == page and tick(page, [("a", "gone")]) == page


def test_plates_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supporter.plates._MOST", 1000)
    plates = Plates()
    for number in range(500):
        assert plates.plate(("sheet", number), lambda: "x" * 90) == "x" * 90
        assert int(repr(plates).strip("<> plates")) <= 11


def everything(plates: Plates) -> Iterator[tuple[tuple[object, ...], str]]:
    """Each plate with all that it was kept by; of those on racks, all but the name of the part."""
    for key, plate in plates._kept.items():
        if isinstance(plate, Rack):
            yield from (((*key, *own[1:]), b"".join(one).decode()) for own, one in plate.items())
        else:
            yield key, plate if isinstance(plate, str) else plate.decode()


def test_parts_on_a_rack_are_cut_at_their_blanks_drawn_once_and_counted_like_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("supporter.plates._MOST", 1000)
    plates, asked = Plates(), []

    def draw(key: tuple[object, ...]) -> str:
        asked.append(key)
        return f"<p>{BLANK}</p><b>{BLANK}</b>{key[0]:>50}"

    for number in range(200):
        rack = plates.rack(("en",), draw)
        assert [piece.decode() for piece in rack[number,]] == ["<p>", "</p><b>", f"</b>{number:>50}"]
        assert rack[number,] is rack[number,]
        assert len(rack) <= 16
    assert asked == [(number,) for number in range(200)]
    with pytest.raises(ValueError, match="too many values"):
        rack.around([b"only one"], 199)


def test_what_stands_in_a_blank_is_where_it_was() -> None:
    rack = Plates().rack(("en",), lambda key: f"<li>{key[-1]}: {BLANK}</li>")
    assert b"".join(rack.around(["ä".encode(), b"2"], "item", "ö")).decode() == "<li>ö: ä2</li>"
    assert b"".join(rack.numbered("item", ["a", "b"])) == b"<li>a: 1</li><li>b: 2</li>"


def test_what_is_kept_is_no_answer(visitor: Visitor) -> None:
    """No key of a plate has a choice of the form in it, and nothing kept has a ticked field."""
    for state in visitor.states:
        visitor.sent(state)
    kept = [*everything(visitor.mounts["supporter"].plates)]
    assert len(kept) > 300
    assert not [key for key, text in kept if re.search(r"<input[^>]* checked", text)]
    guide = visitor.mounts["supporter"].guide
    tokens = {choice.id for question in guide.questions.values() for choice in question.choices}
    ids = {one for pieces in guide.kinds().values() for one in pieces} | set(guide.countries) | set(guide.evidence)
    # Why a selection was not taken ("alone", "unknown") and a heading ("help") are no answers, though choices are called so.
    named = {part for key, _ in kept for part in key if isinstance(part, str)}
    assert not named & (tokens - ids - {*get_args(Trouble), "help"})
