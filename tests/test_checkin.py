"""The check-in in the reader's browser: sealed, of one length, and gone when it should be."""

import base64
import random
from dataclasses import replace
from datetime import date

import pytest

from supporter import ConfigurationError, Guide
from supporter.answers import Answers, read_answers
from supporter.carrying import Carrier
from supporter.checkin import IDLE, LONGEST, CheckIn, Pending
from supporter.questions import Question
from supporter.sealing import Sealer
from supporter.signing import page_signer
from tests.conftest import SECRET
from tests.people import EX, PARTNER, with_form

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
    carrier = Carrier(guide)
    assert carrier.read(carrier.write(check_in)) == check_in


def test_every_check_in_has_the_same_length(guide: Guide, sealer: Sealer) -> None:
    carrier = Carrier(guide)
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
    tokens = {len(sealer.seal(carrier.write(check_in))) for check_in in check_ins}
    assert len(tokens) == 1 and tokens.pop() < 800


def test_nobody_else_can_read_it(guide: Guide, sealer: Sealer) -> None:
    token = sealer.seal(Carrier(guide).write(full(guide)))
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
    read = Carrier(guide).read(Carrier(guide).write(odd))
    assert read is not None
    assert dict(read.answers) == {"seen": ("self_harm",)}
    assert read.dropped


def test_a_guide_without_what_was_asked_takes_nothing_for_something_else(guide: Guide) -> None:
    written = Carrier(guide).write(full(guide))
    less = {name: question for name, question in guide.questions.items() if name != "seen"}
    carrier = Carrier(with_form(guide, less))
    read, before = carrier.read(written), Carrier(guide).read(written)
    assert read is not None and before is not None and before.pending is not None
    assert dict(read.answers) == {name: tokens for name, tokens in before.answers.items() if name != "seen"}
    assert read.pending is None and read.dropped and read.held == before.held
    again = carrier.read(carrier.write(read._replace(dropped=False)))
    assert again is not None and not again.dropped


def test_the_fullest_check_in_of_any_form_fits_its_length(guide: Guide) -> None:
    facts, locales = guide.questions["facts"], ("en", "zh-Hant")
    for more in range(0, 40):
        choices = (*facts.choices, *(replace(facts.choices[0], id=f"more_{number}") for number in range(more)))
        form = with_form(guide, {**guide.questions, "facts": replace(facts, choices=choices)})
        carrier = Carrier(form, locales)
        everything = {one.id: fullest(one) for one in form.questions.values()}
        for screen in form.screens:
            beside = form.beside(screen)
            ticked = {one.id: everything[one.id] for one in (screen, beside) if one}
            check_in = CheckIn.fresh(NOW, "zh-Hant")._replace(
                answers=Answers(everything),
                held=frozenset(form.flags),
                country="NZ",
                starts=date.max,
                pending=Pending(screen.id, ticked, "unknown"),
            )
            written = carrier.write(check_in)
            assert len(written) == carrier.length
            assert carrier.read(written) == check_in


def fullest(question: Question) -> tuple[str, ...]:
    """As many tokens as one answer can have."""
    rows = [choice.id for choice in question.choices]
    if question.kind == "grid":
        return tuple(f"{row}.{question.columns[-1].id}" for row in rows)
    return tuple(rows[:1] if question.kind == "one" else rows)


def test_a_country_and_a_language_that_are_gone_and_ticks_that_are_are_left_out(guide: Guide) -> None:
    pending = Pending("seen", {"seen": ("none", "gone")}, "alone")
    check_in = CheckIn.fresh(NOW, "es")._replace(country="XX", pending=pending)
    read = Carrier(guide, ("en",)).read(Carrier(guide, ("en", "es")).write(check_in))
    assert read is not None and read.pending is not None
    assert (read.country, read.language, read.pending.chosen, read.dropped) == (None, None, {"seen": ("none",)}, True)


def test_what_is_cut_or_of_another_version_is_nothing(guide: Guide) -> None:
    carrier = Carrier(guide)
    written = carrier.write(full(guide))
    # The last byte that says something: what comes after only fills up.
    end = len(written.rstrip(b"\0"))
    for data in (
        *(written[:length] for length in range(end - 3)),
        *(bytes([one]) + written[1:] for one in (0, 1, 3, 123)),
    ):
        assert carrier.read(data) is None, data
    assert carrier.read(b'{"k":"x","b":1,"s":1,"a":{},"h":[]}'.ljust(2048)) is None


def test_no_byte_in_it_brings_a_fault(guide: Guide) -> None:
    carrier = Carrier(guide)
    written = carrier.write(full(guide))
    for place in range(1, len(written)):
        for value in range(0, 256, 5):
            read = carrier.read(written[:place] + bytes([value]) + written[place + 1 :])
            if read is not None:
                assert all(set(tokens) <= guide.questions[one].sendable for one, tokens in read.answers.items())
                assert read.held <= guide.flags.keys()


def test_it_does_not_show_itself(guide: Guide, sealer: Sealer) -> None:
    assert "stop" not in repr(full(guide)) and SECRET not in repr(sealer)
