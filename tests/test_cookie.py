"""The reader's cookie, through the app: whatever was done to it, the page is a kind one and nothing of it is told."""

import base64
import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from unittest import mock

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from supporter import ConfigurationError, Guide, Supporter, create_app
from supporter.answers import Answers, Chosen
from supporter.carrying import Carrier
from supporter.checkin import IDLE, LONGEST, CheckIn, Pending, Trouble
from supporter.codes import MOST, codes_at_most
from supporter.config import DEFAULTS
from supporter.edition import Edition
from supporter.extension import ASSETS
from supporter.mount import LARGEST_COOKIE, make_mount
from supporter.sealing import Sealer
from tests.conftest import SECRET, Reader
from tests.people import PARTNER, with_form

NAME = "visit-supporter"
OTHER = "another secret, as long as it takes"
FOUND, FORGOTTEN, NOTHING = (
    "You said it built up slowly.",
    "Your earlier answers are gone",
    "There is nothing to show yet",
)
LIGHT = "/guide/sheet-1"
"""An address that costs little: it leads on with 303 where there are no answers."""


def reader_of(app: Flask) -> Reader:
    app.test_client_class = Reader
    client = app.test_client()
    assert isinstance(client, Reader)
    return client


@pytest.fixture(scope="module")
def token(app: Flask) -> str:
    """The cookie of somebody who answered everything."""
    reader = reader_of(app)
    reader.answer(PARTNER)
    return of(reader)


def of(reader: Reader) -> str:
    cookie = reader.get_cookie(NAME)
    assert cookie is not None
    return cookie.value


def bring(app: Flask, cookie: str | bytes, address: str = "/guide") -> Any:
    """The answer to somebody who brings these cookies and has no others."""
    header = cookie.decode("latin-1") if isinstance(cookie, bytes) else cookie
    return FlaskClient(app, app.response_class, use_cookies=False).get(address, headers={"Cookie": header})


def assert_forgotten(response: Any) -> None:
    """A kind page, 200, which takes the cookie away."""
    assert response.status_code == 200 and FORGOTTEN in response.text and "Begin again" in response.text
    (cookie,) = response.headers.getlist("Set-Cookie")
    assert cookie.startswith(f"{NAME}=;") and "Max-Age=0" in cookie


@pytest.fixture
def silent(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], token: str) -> Iterator[None]:
    """Nothing is said of what was sent."""
    with caplog.at_level(logging.DEBUG):
        yield
    said = caplog.text + "".join(capfd.readouterr())
    assert said == "" and token[:16] not in said


def test_a_cookie_that_nobody_touched_opens(app: Flask, token: str) -> None:
    assert FOUND in bring(app, f"{NAME}={token}").text
    assert bring(app, f"{NAME}={token}", LIGHT).status_code == 200


def test_every_byte_that_is_changed_makes_it_an_empty_check_in(app: Flask, token: str, silent: None) -> None:
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    client = FlaskClient(app, app.response_class, use_cookies=False)
    statuses = set()
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1 << place % 8
        sent = base64.urlsafe_b64encode(changed).decode().rstrip("=")
        statuses.add(client.get(LIGHT, headers={"Cookie": f"{NAME}={sent}"}).status_code)
        if place % 400 == 0:
            assert_forgotten(bring(app, f"{NAME}={sent}"))
    assert statuses == {303}


def test_every_shorter_or_longer_one_is_an_empty_check_in(app: Flask, token: str, silent: None) -> None:
    client = FlaskClient(app, app.response_class, use_cookies=False)
    ends = [*(token[:place] for place in range(1, len(token))), token + "A", token + "=", token + token, token[1:]]
    ends += [f"{token[:9]}{between}{token[9:]}" for between in ("%", "=", "\t", "AAAA")]
    assert {client.get(LIGHT, headers={"Cookie": f"{NAME}={end}"}).status_code for end in ends} == {303}
    for end in (token[:1], token[:22], token[:-1], token + token):
        assert_forgotten(bring(app, f"{NAME}={end}"))


STRANGE: dict[str, str | bytes] = {
    "no token": "nonsense",
    "of another version": base64.urlsafe_b64encode(b"\x02" + bytes(80)).decode(),
    "zeros": "A" * 400,
    "60 KB": "A" * 60_000,
    "no base64": "%%%;",
    "quotes": '"a b\\"c"',
    "an accent": "visité".encode(),
    "bytes in no encoding": b"\xff\xfe\x80\xc3",
    "a letter beyond them": "猫".encode(),
    "only signs": "-_-_",
    "a comma": "a,b",
}


@pytest.mark.parametrize("sent", STRANGE.values(), ids=STRANGE)
def test_what_was_never_ours_is_an_empty_check_in(app: Flask, sent: str | bytes, silent: None) -> None:
    value = sent.encode("latin-1") if isinstance(sent, str) else sent
    assert_forgotten(bring(app, NAME.encode() + b"=" + value))
    for address in ("/", "/check-in/3", "/check-in/check", "/help-now", "/nowhere"):
        assert bring(app, NAME.encode() + b"=" + value, address).status_code in (200, 404)


def test_of_two_cookies_of_our_name_none_is_taken_unless_one_alone_is_ours(
    app: Flask, token: str, silent: None
) -> None:
    other = reader_of(app)
    other.send("/check-in/4", {"asked": "stop"})
    for two in (f"{NAME}={token}; {NAME}={of(other)}", f"{NAME}={of(other)}; {NAME}={token}"):
        assert_forgotten(bring(app, two))
    for one in (f"{NAME}=nonsense; {NAME}={token}", f"{NAME}={token}; {NAME}=", f"{NAME}={token}; {NAME}={token}"):
        assert FOUND in bring(app, one).text
    assert_forgotten(bring(app, f"{NAME}=nonsense; {NAME}=rubbish"))


def test_a_token_of_a_page_is_no_check_in_and_a_check_in_no_token(app: Flask, token: str, silent: None) -> None:
    reader = reader_of(app)
    assert_forgotten(bring(app, f"{NAME}={reader.token('/check-in/1')}"))
    response = reader.post("/check-in/2", data={"csrf_token": token, "relationship": "ex"}, follow_redirects=True)
    assert response.status_code == 200 and "Your choice is still here" in response.text


def test_a_cookie_of_a_foreign_key_or_mount_is_an_empty_check_in(app: Flask, token: str, silent: None) -> None:
    foreign = create_app({"SUPPORTER_SECRET_KEY": OTHER})
    assert_forgotten(bring(foreign, f"{NAME}={token}"))
    host = Flask("host")
    host.config["SECRET_KEY"] = SECRET
    Supporter(host, url_prefix="/support")
    assert FORGOTTEN in bring(host, f"{NAME}={token}", "/support/guide").text


def later(seconds: int, start: float | None = None) -> Any:
    """Our clock, so many seconds after now, or after a start."""
    return mock.patch("supporter.visit.time.time", return_value=(time.time() if start is None else start) + seconds)


@pytest.mark.parametrize(
    ("seconds", "found"),
    [
        (0, True), (IDLE, True), (IDLE + 60, True), (IDLE + 61, False), (LONGEST + 65, False), (86_400, False),
        (-60, True), (-61, False), (-86_400, False), (2**31, False), (2**40, False),
    ],
)  # fmt: skip
def test_a_cookie_that_is_brought_again_later_or_by_another_clock(
    app: Flask, token: str, seconds: int, found: bool, silent: None
) -> None:
    mount = app.extensions["supporter"]["supporter"]
    check_in = mount.carrier.read(mount.sealer.open(token))
    assert check_in is not None
    with later(seconds, check_in.seen):
        response = bring(app, f"{NAME}={token}")
        assert response.status_code == 200
        if found:
            assert FOUND in response.text
        else:
            assert_forgotten(response)


def test_who_is_busy_is_forgotten_after_two_hours_all_the_same(app: Flask) -> None:
    reader = reader_of(app)
    reader.send("/check-in/2", {"relationship": "friend"})
    for minute in range(10, 121, 10):
        with later(minute * 60):
            assert "My friend" in reader.get("/check-in/check").text
    with later(LONGEST + 65):
        assert FORGOTTEN in reader.get("/check-in/check").text


def test_a_clock_that_was_ahead_when_the_reader_was_last_seen_is_a_fresh_start(app: Flask) -> None:
    reader = reader_of(app)
    reader.send("/check-in/2", {"relationship": "friend"})
    with later(600):
        reader.get("/check-in/check")
    assert FORGOTTEN in reader.get("/check-in/check").text


def test_keys_are_changed_without_losing_a_reader_or_an_open_form() -> None:
    before = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    after = create_app({"SUPPORTER_SECRET_KEY": OTHER, "SUPPORTER_SECRET_KEY_FALLBACKS": SECRET})
    done = create_app({"SUPPORTER_SECRET_KEY": OTHER})
    reader, open_form = reader_of(before), ""
    reader.answer(PARTNER)
    open_form = reader.token("/check-in/4")
    old = of(reader)

    moved = reader_of(after)
    moved.set_cookie(NAME, old)
    assert FOUND in moved.get("/guide").text
    response = moved.post(
        "/check-in/4", data={"csrf_token": open_form, "asked": "help"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert response.location == "/check-in/5" and "They asked for help" in moved.get("/check-in/check").text

    # It is sealed with the new key now: once the old one is gone, so are only those who were away all the time.
    open_form, left = moved.token("/check-in/2"), reader_of(done)
    left.set_cookie(NAME, of(moved))
    assert "They asked for help" in left.get("/check-in/check").text
    assert left.post("/check-in/2", data={"csrf_token": open_form, "relationship": "ex"}).location == "/check-in/3"
    assert_forgotten(bring(done, f"{NAME}={old}"))


def test_a_host_that_changes_its_own_key_keeps_our_readers_too() -> None:
    def host(**keys: object) -> Flask:
        app = Flask("host")
        app.config.update(keys)
        Supporter(app, url_prefix="")
        return app

    reader = reader_of(host(SECRET_KEY=SECRET))
    reader.send("/check-in/2", {"relationship": "friend"})
    rotated = host(SECRET_KEY=OTHER, SECRET_KEY_FALLBACKS=[SECRET])
    assert "My friend" in bring(rotated, f"{NAME}={of(reader)}", "/check-in/check").text
    own = host(SECRET_KEY=OTHER, SECRET_KEY_FALLBACKS=[SECRET], SUPPORTER_SECRET_KEY="a key of ours alone, long")
    assert FORGOTTEN in bring(own, f"{NAME}={of(reader)}", "/check-in/check").text


@pytest.mark.parametrize("written", [b"", b"\x02", b"\1".ljust(512), b'{"k":"x"}', b"\xff\xfe", b"\2".ljust(60)])
def test_what_another_version_sealed_in_a_way_of_its_own_is_an_empty_check_in(
    app: Flask, written: bytes, silent: None
) -> None:
    mount = app.extensions["supporter"]["supporter"]
    assert_forgotten(bring(app, f"{NAME}={mount.sealer.seal(written)}"))


def test_nobody_s_cookie_has_the_same_bytes_twice() -> None:
    sealer = Sealer([SECRET], "p")
    assert len({sealer.seal(b"the same")[:28] for _ in range(20_000)}) == 20_000


@st.composite
def check_ins(draw: st.DrawFn, guide: Guide) -> CheckIn:
    """Any check-in that a reader of the guide could come to."""

    def chosen(question_id: str) -> Chosen:
        question = guide.questions[question_id]
        if question.kind == "grid":
            columns = [None, *(column.id for column in question.columns)]
            rows = {row.id: draw(st.sampled_from(columns)) for row in question.choices}
            return tuple(f"{row}.{column}" for row, column in rows.items() if column)
        most = 1 if question.kind == "one" else None
        ids = [choice.id for choice in question.choices]
        return tuple(draw(st.lists(st.sampled_from(ids), unique=True, max_size=most)))

    answers = {question_id: tokens for question_id in guide.questions if (tokens := chosen(question_id))}
    waiting = draw(st.none() | st.sampled_from([screen.id for screen in guide.screens]))
    beside = guide.beside(guide.questions[waiting]) if waiting else None
    trouble: Trouble = draw(st.sampled_from(["stale", "alone", "unknown"]))
    pending = {each: chosen(each) for each in (waiting, beside and beside.id) if each}
    began = draw(st.integers(1_700_000_000, 9_999_999_999))
    return CheckIn.fresh(began)._replace(
        seen=began + draw(st.integers(0, LONGEST)),
        answers=Answers(answers),
        held=frozenset(draw(st.sets(st.sampled_from(sorted(guide.flags))))),
        carried_on=draw(st.booleans()),
        country=draw(st.none() | st.sampled_from(sorted(guide.countries))),
        starts=draw(st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))),
        language=draw(st.sampled_from([None, "en", "es"])),
        pending=Pending(waiting, pending, trouble) if waiting else None,
    )


@settings(max_examples=60)
@given(data=st.data())
def test_the_cookie_has_one_length_for_any_answers_and_gives_them_back(guide: Guide, data: st.DataObject) -> None:
    carrier = Carrier(guide, ("en", "es"))
    check_in = data.draw(check_ins(guide))
    written = carrier.write(check_in)
    assert len(written) == carrier.length
    kept = check_in
    if check_in.pending:
        ticked = {name: tokens for name, tokens in check_in.pending.chosen.items() if tokens}
        kept = check_in._replace(pending=replace(check_in.pending, chosen=ticked))
    assert carrier.read(written) == kept


def test_the_header_has_one_length_from_the_first_answer_to_the_last(app: Flask) -> None:
    reader, lengths = reader_of(app), set()
    for number, fields in ((1, {"danger": "no"}), (4, {"asked": "space_no_end"}), (5, {"seen": ["none"]})):
        lengths.add(len(reader.send(f"/check-in/{number}", fields).headers["Set-Cookie"]))
    lengths.add(len(reader.answer(PARTNER).headers["Set-Cookie"]))
    (length,) = lengths
    assert length < LARGEST_COOKIE < 4096


def test_a_guide_whose_answers_would_not_fit_refuses_to_start(guide: Guide) -> None:
    mount = create_app({"SUPPORTER_SECRET_KEY": SECRET}).extensions["supporter"]["supporter"]
    config = DEFAULTS | {"SUPPORTER_SECRET_KEY": SECRET}

    def start(choices: int, name: str = "supporter") -> int:
        question = guide.questions["facts"]
        first = question.choices[0]
        more = tuple(replace(first, id=f"one_more_of_many_{number}") for number in range(choices))
        asking = replace(question, choices=question.choices + more)
        longer = with_form(guide, {**guide.questions, "facts": asking})
        edition = Edition("longer", {"en": longer})
        made = (config, ASSETS, mount.press, mount.reloader, mount.counting)
        make_mount(name, "", edition, *made, standalone=True)
        return codes_at_most(longer)

    # `supporter check` refuses what is over MOST, and a start needs no more room than that.
    last = 50 + (MOST - start(50)) // 2
    assert MOST - 1 <= start(last) <= MOST
    with pytest.raises(ConfigurationError, match="needs a cookie of"):
        start(last + 4)
    with pytest.raises(
        ConfigurationError, match=r"needs a cookie of \d,\d+ characters, 3,800 is the most; give it fewer"
    ):
        start(300)
    with pytest.raises(ConfigurationError, match="needs a cookie of"):
        start(0, "n" * 3100)
