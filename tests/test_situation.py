"""Answers, then flags, then the path: the truth tables of the brief (red-flags.yaml, form.yaml)."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from supporter import Guide, advise, load_guide
from supporter.shipped import shipped
from tests.people import calm

FOUR = ["quiet", "alone", "snappy", "tension"]

FLAGS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    (calm(), []),
    ({"danger": "yes"}, ["danger_now"]),
    ({"danger": "unsure"}, []),
    ({"you": "own_suicidal"}, ["own_suicidal_thoughts"]),
    ({"seen": ["plan_or_means"]}, ["suicide_plan"]),
    ({"seen": ["goodbye"]}, ["suicide_plan"]),
    ({"seen": ["dying_talk"]}, ["suicide_talk"]),
    ({"seen": ["unknown"]}, []),
    ({"seen": ["unknown"], "began": "fast"}, ["suicide_talk"]),
    ({"seen": ["unreachable"]}, []),
    ({"seen": ["unreachable"], "you": "ok"}, []),
    ({"seen": ["unreachable"], "you": "worried"}, ["unreachable"]),
    ({"seen": ["unreachable"], "you": "not_coping"}, ["unreachable"]),
    ({"seen": ["unreachable"], "began": "fast"}, ["unreachable"]),
    ({"seen": ["unreachable", "not_coping_body"]}, ["unreachable"]),
    ({"seen": ["unreachable", "unknown"]}, ["unreachable"]),
    ({"seen": ["child_or_adult_risk"]}, ["child_or_adult_at_risk"]),
    ({"seen": ["controlled"]}, ["controlled_by_someone"]),
    ({"seen": ["controlled"], "facts": ["they_u18"]}, ["child_or_adult_at_risk", "controlled_by_someone"]),
    ({"between": ["scared_of_them"]}, ["afraid_of_them"]),
    ({"between": ["they_hurt_me"]}, ["afraid_of_them"]),
    ({"asked": "stop"}, ["told_to_stop"]),
    ({"between": ["told_keep_away"]}, ["told_to_stop"]),
    ({"asked": "stop", "relationship": "teen_child"}, ["told_to_stop"]),
    ({"asked": "stop", "relationship": "teen_child", "facts": ["they_u18"]}, []),
    ({"asked": "stop", "relationship": "friend", "facts": ["they_u18"]}, ["told_to_stop"]),
    (
        {"asked": "stop", "relationship": "teen_child", "facts": ["they_u18"], "between": ["told_keep_away"]},
        ["told_to_stop"],
    ),
    ({"between": ["they_may_be_scared"]}, ["feared"]),
    ({"between": ["shouted_threatened"]}, ["feared"]),
    ({"between": ["checked_followed"]}, ["feared"]),
    ({"between": ["they_threaten_self"]}, ["threat_of_self_harm"]),
    ({"between": ["i_threatened_self"]}, ["threat_of_self_harm"]),
    ({"between": ["row_let_down"]}, []),
    ({"seen": ["strange_or_confused"]}, ["sudden_confusion"]),
    ({"seen": ["self_harm"]}, ["self_harm"]),
    ({"seen": ["not_coping_body"]}, []),
    ({"seen": ["none", "dying_talk"]}, ["suicide_talk"]),
]

ORDER = [
    "danger_now",
    "own_suicidal_thoughts",
    "suicide_plan",
    "unreachable",
    "suicide_talk",
    "child_or_adult_at_risk",
    "afraid_of_them",
    "told_to_stop",
    "feared",
    "threat_of_self_harm",
    "sudden_confusion",
    "controlled_by_someone",
    "self_harm",
]

EVERYTHING = {
    "danger": "yes",
    "you": "own_suicidal",
    "seen": [
        "dying_talk", "plan_or_means", "unreachable", "child_or_adult_risk",
        "strange_or_confused", "controlled", "self_harm",
    ],
    "between": ["scared_of_them", "told_keep_away", "they_may_be_scared", "they_threaten_self"],
}  # fmt: skip

PATHS: list[tuple[dict[str, Any], str]] = [
    ({}, "unclear"),
    ({"began": "unsure"}, "unclear"),
    ({"began": "always"}, "unclear"),
    ({"began": "always", "seen": ["none"]}, "ordinary"),
    (calm(began="always", since="over_six_months"), "ordinary"),
    ({"began": "always", "new_signs": ["quiet"]}, "unclear"),
    ({"began": "always", "signs": {"tension": "often"}}, "unclear"),
    (calm(began="always", signs={"tension": "no", "quiet": "often"}), "ordinary"),
    ({"began": "always", "seen": ["unknown"]}, "unclear"),
    ({"began": "always", "seen": ["self_harm"]}, "unclear"),
    ({"began": "always", "since": "over_six_weeks", "new_signs": ["quiet"]}, "slow"),
    ({"began": "always", "seen": ["not_coping_body"]}, "slow"),
    ({"began": "comes_goes"}, "pattern"),
    ({"began": "comes_goes", "seen": ["not_coping_body"]}, "slow"),
    ({"began": "comes_goes", "since": "three_six_weeks", "new_signs": ["alone"]}, "slow"),
    ({"began": "slow"}, "slow"),
    ({"began": "unsure", "since": "over_six_months"}, "unclear"),
    ({"began": "unsure", "since": "over_six_months", "new_signs": ["alone"]}, "slow"),
    ({"began": "fast"}, "sudden"),
    ({"began": "slow", "since": "days", "new_signs": FOUR}, "sudden"),
    ({"began": "slow", "since": "one_two_weeks", "new_signs": FOUR}, "sudden"),
    ({"began": "slow", "since": "three_six_weeks", "new_signs": FOUR}, "slow"),
    ({"began": "slow", "since": "days", "new_signs": FOUR[:3]}, "slow"),
    ({"began": "unsure", "since": "days", "new_signs": FOUR, "signs": {"quiet": "no"}}, "unclear"),
    ({"began": "between_us"}, "between_us"),
    ({"between": ["row_let_down"]}, "between_us"),
    ({"began": "slow", "between": ["row_let_down"]}, "between_us"),
    ({"began": "fast", "between": ["row_let_down"]}, "sudden"),
    ({"began": "between_us", "between": ["scared_of_them"]}, "unclear"),
    ({"began": "between_us", "asked": "stop"}, "unclear"),
    ({"began": "between_us", "between": ["row_let_down", "shouted_threatened"]}, "unclear"),
]


@pytest.mark.parametrize(("answers", "flags"), FLAGS)
def test_flags_hold_for_exactly_what_was_said(guide: Guide, answers: dict[str, Any], flags: list[str]) -> None:
    assert advise(guide, answers).as_dict()["flags"] == flags


def test_flags_stand_in_the_order_of_the_brief(guide: Guide) -> None:
    assert list(guide.flags) == ORDER
    assert advise(guide, EVERYTHING).as_dict()["flags"] == ORDER


@pytest.mark.parametrize(("higher", "lower"), list(pairwise(ORDER)))
def test_of_two_flags_the_higher_speaks(guide: Guide, higher: str, lower: str) -> None:
    said: dict[str, dict[str, Any]] = {
        "danger_now": {"danger": "yes"},
        "own_suicidal_thoughts": {"you": "own_suicidal"},
        "suicide_plan": {"seen": ["plan_or_means"]},
        "unreachable": {"seen": ["unreachable"], "began": "fast"},
        "suicide_talk": {"seen": ["dying_talk"]},
        "child_or_adult_at_risk": {"seen": ["child_or_adult_risk"]},
        "afraid_of_them": {"between": ["scared_of_them"]},
        "told_to_stop": {"asked": "stop"},
        "feared": {"between": ["they_may_be_scared"]},
        "threat_of_self_harm": {"between": ["they_threaten_self"]},
        "sudden_confusion": {"seen": ["strange_or_confused"]},
        "controlled_by_someone": {"seen": ["controlled"]},
        "self_harm": {"seen": ["self_harm"]},
    }
    both: dict[str, Any] = {}
    for answers in (said[lower], said[higher]):
        for name, value in answers.items():
            both[name] = [*both.get(name, []), *value] if isinstance(value, list) else value
    assert [flag.id for flag in advise(guide, both).flags][:2] == [higher, lower]


@pytest.mark.parametrize(("answers", "path"), PATHS)
def test_every_check_in_has_the_more_careful_path_that_fits(guide: Guide, answers: dict[str, Any], path: str) -> None:
    assert advise(guide, answers).path.id == path


def test_a_flag_that_was_shown_holds_though_its_answer_is_changed(guide: Guide) -> None:
    advice = advise(guide, calm(relationship="friend"), held=["told_to_stop", "danger_now"])
    assert [flag.id for flag in advice.flags] == ["told_to_stop"]  # danger is about right now, so it is not kept
    assert advice.held == {"told_to_stop"}
    assert advice.messages == () and advice.plan is None


def test_an_answer_off_the_path_does_not_count_and_is_back_when_its_question_is(
    write: Callable[[str, str], Path],
) -> None:
    text = (shipped("content") / "en/questions/between.md").read_text(encoding="utf-8")
    guide = load_guide(
        write("en/questions/between.md", text.replace("choices:\n", "when:\n  - danger: no\nchoices:\n", 1))
    )
    answers = {"between": ["told_keep_away"]}
    assert "told_to_stop" not in {flag.id for flag in advise(guide, answers | {"danger": "unsure"}).flags}
    assert "told_to_stop" in {flag.id for flag in advise(guide, answers | {"danger": "no"}).flags}
