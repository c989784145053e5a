"""The check-in in the reader's browser: sealed, of one length, and gone when it should be."""

import base64
import json
import random

import pytest

from supporter import ConfigurationError, Guide
from supporter.answers import Answers, read_answers
from supporter.carrying import longest_check_in, read_check_in, write_check_in
from supporter.checkin import IDLE, LONGEST, CheckIn, Pending
from supporter.forms import page_signer
from supporter.sealing import Sealer
from tests.conftest import SECRET
from tests.people import EX, PARTNER

NOW = 1_800_000_000


@pytest.fixture
def sealer() -> Sealer:
    return Sealer([SECRET], "check-in v1 supporter")


def full(guide: Guide) -> CheckIn:
    answers = read_answers(guide.questions.values(), EX)
    pending = Pending("seen", {"seen": ("none", "self_harm")}, "alone")
    return CheckIn.fresh(NOW)._replace(
        answers=answers,
        held=frozenset({"told_to_stop"}),
        carried_on=True,
        country="NZ",
        pending=pending,
    )


def test_what_is_written_is_read_again(guide: Guide) -> None:
    check_in = full(guide)
    read = read_check_in(write_check_in(check_in, longest_check_in(guide)), guide)
    assert read == check_in


def test_every_check_in_has_the_same_length(guide: Guide, sealer: Sealer) -> None:
    length = longest_check_in(guide)
    everything = {
        question.id: question.tokens if question.kind == "many" else question.tokens[-2:-1]
        for question in guide.questions.values()
    }
    check_ins = [
        CheckIn.fresh(NOW),
        full(guide),
        CheckIn.fresh(NOW).answered(dict(read_answers(guide.questions.values(), PARTNER))),
        full(guide)._replace(answers=Answers(everything), held=frozenset(guide.flags)),
    ]
    tokens = {len(sealer.seal(write_check_in(check_in, length))) for check_in in check_ins}
    assert len(tokens) == 1 and tokens.pop() < 3800


def test_nobody_else_can_read_it(guide: Guide, sealer: Sealer) -> None:
    token = sealer.seal(write_check_in(full(guide), longest_check_in(guide)))
    raw = base64.urlsafe_b64decode(token + "==")
    for word in ("stop", "self_harm", "relationship", "told_to_stop"):
        assert word.encode() not in raw and word not in token
    assert sealer.seal(b"the same") != sealer.seal(b"the same")


def test_any_changed_cut_or_foreign_token_opens_to_nothing(sealer: Sealer) -> None:
    token = sealer.seal(b"{}".ljust(64))
    assert sealer.open(token) is not None
    seed = 20261121
    draw = random.Random(seed)
    for place in range(len(token)):
        other = draw.choice([letter for letter in "ABCDEFGHIJ-_" if letter != token[place]])
        changed = token[:place] + other + token[place + 1 :]
        assert sealer.open(changed) is None, (seed, place)
        assert sealer.open(token[:place]) is None
    for strange in ("", "é", "AAAA", "=" * 9, "%%%", "x" * 5000):
        assert sealer.open(strange) is None
    assert Sealer([SECRET], "check-in v1 another").open(token) is None
    assert Sealer(["another secret, long enough"], "check-in v1 supporter").open(token) is None


def test_an_old_key_still_opens_after_rotation() -> None:
    token = Sealer([SECRET], "p").seal(b"kept")
    rotated = Sealer(["a new secret, also long enough", SECRET], "p")
    assert rotated.open(token) == b"kept"
    assert Sealer([SECRET], "p").open(rotated.seal(b"new")) is None


@pytest.mark.parametrize("secret", ["", "short"])
def test_a_missing_or_short_secret_is_refused_without_showing_it(secret: str) -> None:
    with pytest.raises(ConfigurationError, match="make one with: python -c") as caught:
        Sealer([secret], "p")
    assert not secret or secret not in str(caught.value).split("make one")[0].replace("is missing or short", "")


def test_no_check_in_can_be_guessed() -> None:
    keys = [base64.urlsafe_b64decode(CheckIn.fresh(NOW).key + "==") for _ in range(1000)]
    assert len(set(keys)) == 1000 and {len(key) for key in keys} == {16}


def test_a_page_is_signed_with_a_hash_that_nobody_has_broken() -> None:
    signature = page_signer([SECRET], "p").sign("key").rpartition(b".")[2]
    assert len(base64.urlsafe_b64decode(signature + b"==")) == 32


TIMES = [
    (0, 0, False),
    (IDLE, 0, False),
    (IDLE + 61, 0, True),
    (LONGEST, LONGEST, False),
    (LONGEST + 61, LONGEST, True),
    (-30, 0, False),  # another machine's clock is half a minute ahead
    (-61, 0, True),
]


@pytest.mark.parametrize(("now", "seen", "over"), TIMES)
def test_it_ends_when_left_alone_and_in_any_case_after_two_hours(now: int, seen: int, over: bool) -> None:
    check_in = CheckIn.fresh(NOW)._replace(seen=NOW + seen)
    assert check_in.is_over(NOW + now) is over


def test_what_the_guide_no_longer_asks_is_dropped_and_never_taken_for_something_else(guide: Guide) -> None:
    odd = full(guide)._replace(answers=Answers({"asked": ("gone",), "gone": ("quiet",), "seen": ("self_harm", "gone")}))
    read = read_check_in(write_check_in(odd, 4096), guide)
    assert read is not None
    assert dict(read.answers) == {"seen": ("self_harm",)}


def changed(guide: Guide, **values: object) -> bytes:
    table = json.loads(write_check_in(full(guide), 0))
    assert values.keys() <= table.keys()
    return json.dumps(table | values).encode()


def test_every_key_of_it_is_there_and_no_other(guide: Guide) -> None:
    check_in = full(guide)
    table = json.loads(write_check_in(check_in, 0))
    assert read_check_in(json.dumps(table).encode(), guide) == check_in
    for key in table:
        less = {name: value for name, value in table.items() if name != key}
        assert read_check_in(json.dumps(less).encode(), guide) is None, key
    assert read_check_in(json.dumps(table | {"z": 1}).encode(), guide) is None


ODD = {
    "k": (None, 5, ["x"], "\ud800"),
    "b": (None, True, "5", 5.0, float("nan")),
    "s": (None, False, "5", 5.0, float("inf")),
    "a": (None, [], "asked", {"seen": "self_harm"}, {"seen": None}, {"seen": [1]}, {"seen": [["none"]]}),
    "h": (None, {}, "told_to_stop", [1], [None], {"told_to_stop": True}),
    "o": (None, 1, "true"),
    "c": (5, ["NZ"], {}, "\udfff"),
    "t": (5, ["en"], False),
    "x": (None, 0, ""),
    "d": (5, 0, "", "2026-13-01", "20261121", "2026-W47-6", "2026-11-21T00:00:00", "2026-1-1", False),
    "p": (0, "", [], {}, ["seen", {}], ["seen", {}, "odd"], ["seen", [], "stale"], [1, {}, "stale"],
          ["seen", {}, "stale", 1], ["seen", {"seen": [1]}, "stale"], ["seen", {"seen": "none"}, "stale"]),
}  # fmt: skip
"""By key, values that are not of its type."""


def test_what_is_of_another_type_is_nothing(guide: Guide) -> None:
    assert ODD.keys() == json.loads(write_check_in(full(guide), 0)).keys()
    for key, values in ODD.items():
        for value in values:
            assert read_check_in(changed(guide, **{key: value}), guide) is None, (key, value)


def test_what_is_no_json_of_ours_is_nothing(guide: Guide) -> None:
    written = write_check_in(full(guide), 0)
    deep = b'{"k":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    text = written.decode()
    others = (text.encode("utf-16"), text.encode("utf-8-sig"), text.encode("utf-32"))
    strange = (b"", b"[]", b"null", b"5", b"{", written[:-1], written + b"x", written + b"\0", b"\xff" + written, deep)
    for data in (*strange, *others, written.replace(b'"NZ"', b'"\xc3"'), b'{"b":' + b"9" * 5000 + b"," + written[1:]):
        assert read_check_in(data, guide) is None, data[:40]


def test_whatever_a_form_has_sent_can_be_kept(guide: Guide) -> None:
    check_in = full(guide)
    strange = Pending("seen", {"seen": ("\\ud800", "\x00", "é", "\U0001f600", "\u2028")}, "unknown")
    read = read_check_in(write_check_in(check_in._replace(pending=strange), 4096), guide)
    assert read is not None and read.answers == check_in.answers and read.dropped


def test_it_does_not_show_itself(guide: Guide, sealer: Sealer) -> None:
    assert "stop" not in repr(full(guide)) and SECRET not in repr(sealer)
