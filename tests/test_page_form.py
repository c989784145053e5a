"""A form is taken as ours by its token and by what the browser says of it, and by nothing else."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask
from itsdangerous import TimestampSigner

from supporter import Supporter, create_app
from supporter.checkin import LONGEST, CheckIn
from supporter.forms import is_ours, new_token
from supporter.mount import Mount
from supporter.views.current import visit
from supporter.visit import Visit
from tests.conftest import SECRET

READER, OTHER = CheckIn.fresh(1_795_000_000), CheckIn.fresh(1_795_000_000)
OURS = {"Sec-Fetch-Site": "same-origin"}
BEFORE_METADATA: Mapping[str, str] = {}
TABLE: list[tuple[str, CheckIn | None, Mapping[str, str], bool]] = [
    ("own", READER, OURS, True),
    ("own", READER, BEFORE_METADATA, True),
    ("own", READER, {"Origin": "http://localhost"}, True),
    ("own", READER, {"Origin": "null"}, True),
    ("own", READER, {"Sec-Fetch-Site": "none"}, True),
    ("own", READER, {"Sec-Fetch-Site": "cross-site"}, False),
    ("own", READER, {"Sec-Fetch-Site": "same-site"}, False),
    ("own", READER, {"Origin": "https://elsewhere.example"}, False),
    ("own, two hours old", READER, OURS, True),
    ("own, older", READER, OURS, False),
    ("own, of a time to come", READER, OURS, False),
    ("another's", READER, OURS, False),
    ("another mount's", READER, OURS, False),
    ("nobody's", READER, OURS, True),
    ("nobody's", READER, BEFORE_METADATA, False),
    ("nobody's", READER, {"Sec-Fetch-Site": "none"}, False),
    ("nobody's", None, OURS, True),
    ("nobody's", None, BEFORE_METADATA, True),
    ("nobody's, older", None, OURS, False),
    ("own", None, OURS, False),
    ("unsigned", READER, OURS, False),
    ("changed", READER, OURS, False),
    ("not of letters", READER, OURS, False),
    ("empty", READER, OURS, False),
    ("none", READER, OURS, False),
]


@pytest.fixture(scope="module")
def app() -> Flask:
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    Supporter(app, url_prefix="/other", name="other")
    return app


def in_a_request(
    app: Flask, call: Callable[[Visit], object], check_in: CheckIn | None, path: str = "/check-in/4", **given: Any
) -> object:
    """What a call says within a request of the reader with this check-in."""
    mount: Mount = app.extensions["supporter"]["other" if path.startswith("/other/") else "supporter"]
    with app.test_request_context(path, **given):
        visiting = visit()
        assert visiting.mount is mount
        if check_in:
            visiting.keep(check_in)
        return call(visiting)


def token(app: Flask, which: str, monkeypatch: pytest.MonkeyPatch) -> str | None:
    whose, _, age = which.partition(", ")
    path = "/other/check-in/4" if whose == "another mount's" else "/check-in/4"
    reader = {"another's": OTHER, "nobody's": None}.get(whose, READER)
    real = TimestampSigner.get_timestamp
    ago = {"two hours old": LONGEST - 5, "older": LONGEST + 5, "of a time to come": -60}.get(age, 0)
    with monkeypatch.context() as then:
        then.setattr(TimestampSigner, "get_timestamp", lambda signer: real(signer) - ago)
        made = str(in_a_request(app, new_token, reader, path))
    changed = f"{'B' if made[0] == 'A' else 'A'}{made[1:]}"
    others = {
        "unsigned": READER.key,
        "changed": changed,
        "not of letters": "\u0661\U0001f600",
        "empty": "",
        "none": None,
    }
    return others.get(whose, made)


@pytest.mark.parametrize(("which", "check_in", "headers", "wanted"), TABLE)
def test_a_form_is_ours(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    which: str,
    check_in: CheckIn | None,
    headers: Mapping[str, str],
    wanted: bool,
) -> None:
    sent = token(app, which, monkeypatch)
    form = {} if sent is None else {"csrf_token": sent}
    assert in_a_request(app, is_ours, check_in, method="POST", data=form, headers=headers) is wanted


def test_a_token_is_read_of_the_form_alone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = token(app, "own", monkeypatch)
    assert in_a_request(app, is_ours, READER, method="POST", json={"csrf_token": sent}, headers=OURS) is False
    assert (
        in_a_request(app, is_ours, READER, f"/check-in/4?csrf_token={sent}", method="POST", data={}, headers=OURS)
        is False
    )
