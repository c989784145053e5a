"""The rules of the brief that no combination of answers may break."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supporter import Guide, advise, load_guide
from supporter.questions import Question
from tests.people import CALM, EX, FRIEND, PARTNER, calm

GUIDE = load_guide()


def answer(question: Question) -> st.SearchStrategy[Any]:
    ids = [choice.id for choice in question.choices]
    if question.kind == "grid":
        return st.dictionaries(st.sampled_from(ids), st.sampled_from([column.id for column in question.columns]))
    if question.kind == "many":
        return st.lists(st.sampled_from(ids), unique=True, max_size=6)
    return st.sampled_from(ids)


check_ins = st.fixed_dictionaries({}, optional={question.id: answer(question) for question in GUIDE.questions.values()})


@settings(max_examples=400)
@given(check_ins)
def test_no_words_no_plan_and_nothing_on_closeness_beside_stop_or_fear(answers: dict[str, Any]) -> None:
    advice = advise(GUIDE, answers)
    flags = {flag.id for flag in advice.flags}
    if flags & {"told_to_stop", "afraid_of_them", "feared", "danger_now"}:
        assert advice.messages == ()
        assert advice.plan is None
        assert "closeness" in advice.switched_off and "path" in advice.switched_off
    if flags & {"told_to_stop", "afraid_of_them", "feared"}:
        shown = {one.block.id for one in advice.blocks}
        assert all(
            {"contact", "presence", "repair", "couple", "room"}.isdisjoint(one.block.about) for one in advice.blocks
        )
        assert not shown & {"space-is-not-vanishing", "a-sorry-that-helps", "partner-you-live-with", "keep-inviting"}
    if flags & {"own_suicidal_thoughts", "suicide_plan", "suicide_talk"}:
        assert advice.plan is None or advice.plan.plan.ref == "P19"
    if flags & {"suicide_plan", "suicide_talk"}:
        assert "how-to-ask" in {one.block.id for one in advice.blocks}
    if flags:
        assert advice.plan is None or advice.plan.plan.ref in ("P18", "P19")
        assert len(advice.orders) >= 2


@settings(max_examples=400)
@given(check_ins)
def test_a_tired_reader_can_take_it_in_and_nothing_of_safety_is_folded(answers: dict[str, Any]) -> None:
    advice = advise(GUIDE, answers)
    seen = [one for one in advice.blocks if not one.folded]
    assert len(seen) <= 12
    assert all(one.because for one in advice.blocks)
    assert not any(one.folded and one.block.group == "safety" for one in advice.blocks)
    if "danger_now" not in {flag.id for flag in advice.flags}:
        assert "you" in {one.block.group for one in seen}
    assert advice.handouts or advice.flags


def harmless(questions: list[str]) -> Iterator[dict[str, Any]]:
    for size in range(len(questions) + 1):
        for left_open in combinations(questions, size):
            yield {name: value for name, value in CALM.items() if name not in left_open}


def test_leaving_a_safety_question_open_is_never_less_careful_than_the_most_harmless_answer() -> None:
    answered = advise(GUIDE, calm(relationship="friend"))
    for answers in harmless(["danger", "seen", "between", "asked"]):
        advice = advise(GUIDE, answers | {"relationship": "friend"})
        careful = {one.block.id for one in answered.blocks if one.block.group == "safety"}
        assert careful <= {one.block.id for one in advice.blocks}
        assert {caution.id for caution in answered.cautions} <= {caution.id for caution in advice.cautions}


PLANS: list[tuple[dict[str, Any], str | None]] = [
    # what they asked for, before the situation
    (calm(relationship="friend", asked="time_with_end", began="slow"), "P06"),
    (calm(relationship="partner", facts=["live_together"], asked="space_no_end", began="slow"), "P07"),
    (calm(relationship="friend", asked="less", events=["loss"]), "P09"),
    (calm(relationship="ex", asked="space_no_end"), "P07"),
    # one's own child under 18 is never left alone
    ({"relationship": "teen_child", "facts": ["they_u18"], "asked": "stop"}, "P11"),
    (calm(relationship="teen_child", facts=["they_u18"], asked="space_no_end"), "P11"),
    (calm(relationship="teen_child", began="fast"), "P11"),
    # the situation, before the path
    (calm(relationship="ex", began="slow"), "P17"),
    (calm(relationship="colleague", began="fast"), "P16"),
    (calm(relationship="friend", facts=["baby"], began="slow"), "P14"),
    (calm(relationship="partner", facts=["live_together"], began="slow"), "P10"),
    (calm(relationship="friend", events=["loss"], began="slow"), "P12"),
    (calm(relationship="friend", events=["frightening_event", "loss"]), "P13"),
    (calm(relationship="partner", asked="quiet", facts=["autistic_adhd"], began="slow"), "P15"),
    (calm(relationship="friend", asked="quiet", began="slow"), "P08"),
    # the path
    (calm(relationship="partner", began="always"), "P01"),
    (calm(relationship="partner", began="comes_goes"), "P02"),
    (calm(relationship="partner", began="slow"), "P03"),
    (calm(relationship="partner", began="fast"), "P04"),
    (calm(relationship="partner", began="between_us"), "P05"),
    (calm(relationship="partner", began="unsure"), "P03"),
    ({}, "P03"),
    # flags
    ({"seen": ["controlled"]}, "P18"),
    ({"seen": ["controlled", "self_harm"]}, "P18"),
    ({"seen": ["controlled", "strange_or_confused"]}, None),
    ({"seen": ["dying_talk"], "asked": "space_no_end"}, "P19"),
    ({"seen": ["goodbye", "controlled"]}, "P19"),
    ({"seen": ["dying_talk"], "you": "own_suicidal"}, None),
    ({"you": "own_suicidal"}, None),
    ({"asked": "stop"}, None),
    ({"between": ["they_may_be_scared"]}, None),
    ({"between": ["they_threaten_self"]}, None),
    ({"seen": ["self_harm"]}, None),
]


@pytest.mark.parametrize(("answers", "ref"), PLANS)
def test_what_they_asked_for_beats_the_table_then_the_situation_then_the_path(
    guide: Guide, answers: dict[str, Any], ref: str | None
) -> None:
    plan = advise(guide, answers).as_dict()["plan"]
    assert (plan and plan["ref"]) == ref
    if plan:
        assert [step["when"] for step in plan["steps"]] == ["today", "this_week", "two_weeks", "a_month"]


SOONER: list[dict[str, Any]] = [{"seen": ["unknown"]}, {"seen": []}, {"began": "fast"}, {"facts": ["baby"]}]


@pytest.mark.parametrize("worry", SOONER)
@pytest.mark.parametrize("asked", ["time_with_end", "space_no_end", "less", "quiet"])
def test_gaps_stay_within_a_week_while_nobody_knows_that_they_are_safe(
    guide: Guide, asked: str, worry: dict[str, Any]
) -> None:
    base = calm(relationship="friend", asked=asked, began="slow")
    usual, careful = advise(guide, base).plan, advise(guide, base | worry).plan
    assert usual is not None and careful is not None
    if usual.plan.id == careful.plan.id:
        sooner = {when: step for when, step in asdict(careful.plan.sooner).items() if step is not None}
        assert sooner, f"{careful.plan.id} has no sooner steps"
        assert dict(careful.steps) == dict(careful.steps) | sooner
        assert usual.steps != careful.steps


@pytest.mark.parametrize(
    "person",
    [
        {"relationship": "partner", "facts": ["live_together"]},
        {"relationship": "partner", "facts": ["live_together"], "seen": ["not_coping_body"]},
        {"relationship": "teen_child", "facts": ["they_u18", "live_together"]},
        {"relationship": "teen_child", "facts": ["they_u18"]},
        {"relationship": "colleague", "facts": ["none"]},
    ],
)
def test_who_was_asked_for_help_is_told_to_answer_that_today_and_keeps_the_rest_of_the_plan(
    guide: Guide, person: dict[str, Any]
) -> None:
    quiet, helped = (advise(guide, calm(asked=asked, began="slow", **person)).plan for asked in ("unknown", "help"))
    assert quiet is not None and helped is not None and helped.plan.id == quiet.plan.id
    today = helped.steps["today"]
    assert today.startswith("They asked for help.") and helped.steps == dict(quiet.steps) | {"today": today}


def test_after_three_unanswered_messages_a_new_parent_is_asked_once_and_not_called_on(guide: Guide) -> None:
    person = calm(relationship="adult_child", facts=["baby"], tried=["msgs_3plus", "went_round"])
    plan = advise(guide, person).plan
    assert plan is not None and plan.plan.ref == "P14"
    assert plan.steps["today"].endswith("Then send nothing more.")


@pytest.mark.parametrize(
    "person",
    [
        {"relationship": "friend"},
        {"relationship": "ex"},
        {"relationship": "partner", "facts": ["live_together"]},
        {"relationship": "partner", "facts": ["live_together"], "seen": ["not_coping_body"]},
    ],
)
def test_the_day_they_named_is_not_mistaken_for_the_date_that_stands_beside_the_step(
    guide: Guide, person: dict[str, Any]
) -> None:
    plan = advise(guide, calm(asked="time_with_end", **person)).plan
    assert plan is not None and "the day they named" in plan.steps["a_month"]


@pytest.mark.parametrize(
    "met",
    [
        {"events": ["loss"]},
        {"events": ["frightening_event"]},
        {"asked": "less"},
        {"asked": "less", "seen": ["not_coping_body"]},
        {"seen": ["dying_talk"]},
    ],
)
@pytest.mark.parametrize("worry", [{}, {"began": "fast"}, {"tried": ["msgs_3plus"]}])
def test_nobody_is_told_to_write_now_and_then_to_someone_in_the_same_house(
    guide: Guide, met: dict[str, Any], worry: dict[str, Any]
) -> None:
    person = calm(relationship="partner", began="slow") | met | worry
    apart, home = (advise(guide, person | {"facts": facts}).plan for facts in (["none"], ["live_together"]))
    assert apart is not None and home is not None and home.plan.id == apart.plan.id
    said = " ".join(home.steps.values()).lower()
    for far in ("send", "message", "in touch", "line a week", "one line", "every two to three days", "who sees them"):
        assert far not in said, f"{home.plan.id}: {far}"


SITUATIONS = [
    {"began": "between_us"},
    {"began": "comes_goes"},
    {"began": "fast"},
    {"events": ["loss"]},
    {"events": ["frightening_event"]},
    {"facts": ["baby"]},
    {"facts": ["autistic_adhd"]},
    {"facts": ["baby", "live_together"]},
]


@pytest.mark.parametrize("met", SITUATIONS)
@pytest.mark.parametrize("tried", ["nothing", "msgs_3plus"])
def test_who_was_asked_for_help_is_never_told_to_send_nothing_today(
    guide: Guide, met: dict[str, Any], tried: str
) -> None:
    plan = advise(guide, calm(relationship="family", asked="help", began="slow", tried=[tried]) | met).plan
    assert plan is not None and plan.steps["today"].startswith("They asked for help."), plan


@pytest.mark.parametrize("met", [*SITUATIONS, {"asked": "space_no_end"}, {"asked": "time_with_end"}, {"asked": "less"}])
def test_waiting_is_not_called_kind_where_someone_hardly_eats_or_sleeps(guide: Guide, met: dict[str, Any]) -> None:
    low = calm(relationship="friend", asked="unknown", began="slow", seen=["not_coping_body"], tried=["msgs_3plus"])
    plan = advise(guide, low | met).plan
    assert plan is not None
    said = " ".join(plan.steps.values())
    assert "Waiting is hard" not in said
    # What there is to do for them, beside leaving them alone.
    assert any(words in said for words in ("safe", "doctor", "health line", "nurse")), plan


@pytest.mark.parametrize("asked", ["unknown", "quiet", "less", "space_no_end", "time_with_end"])
@pytest.mark.parametrize("began", ["always", "comes_goes", "slow", "unsure", "between_us"])
@pytest.mark.parametrize("events", [["nothing_known"], ["loss"], ["frightening_event"]])
def test_who_fears_that_something_is_wrong_is_told_to_ask_once_and_not_that_waiting_is_kind(
    guide: Guide, asked: str, began: str, events: list[str]
) -> None:
    person = calm(relationship="family", asked=asked, began=began, events=events, you="ok", tried=["msgs_3plus"])
    plan = advise(guide, person | {"seen": ["unreachable"]}).plan
    assert plan is not None
    said = " ".join(plan.steps.values())
    assert "safe?" in said and "Waiting is hard" not in said


def test_a_workmate_who_named_a_day_is_not_asked_each_week_if_they_are_safe(guide: Guide) -> None:
    for worry in SOONER:
        plan = advise(guide, calm(relationship="colleague", asked="time_with_end", began="slow") | worry).plan
        assert plan is not None and plan.plan.id == "time-with-an-end"
        assert "Are you safe" not in " ".join(plan.steps.values())


def test_the_plan_and_the_second_hello_agree_on_when_it_is_due(guide: Guide) -> None:
    for began in ("always", "comes_goes", "slow"):
        advice = advise(guide, calm(relationship="friend", began=began, tried=["msgs_1_2"]))
        assert "second-hello" in [message.id for message in advice.messages]
        assert advice.plan is not None and advice.plan.steps["two_weeks"].startswith(
            "Two weeks after your last message"
        )


def test_nobody_is_told_to_note_the_birthday_of_someone_who_may_not_have_died(guide: Guide) -> None:
    worries: list[dict[str, Any]] = [{}, {"began": "fast"}, {"facts": ["live_together"]}]
    for worry in worries:
        plan = advise(guide, calm(relationship="family", events=["loss"]) | worry).plan
        assert plan is not None and plan.plan.id == "grief" and "If someone died, " in plan.steps["a_month"]


@pytest.mark.parametrize("relationship", ["colleague", "other"])
@pytest.mark.parametrize("asked", ["quiet", "help", "unknown"])
@pytest.mark.parametrize("seen", [["none"], ["controlled"], ["not_coping_body"]])
@pytest.mark.parametrize("began", ["always", "comes_goes", "slow", "fast", "between_us"])
def test_an_adult_is_not_told_to_write_to_or_invite_a_child_whom_they_do_not_look_after(
    guide: Guide, relationship: str, asked: str, seen: list[str], began: str
) -> None:
    person = calm(relationship=relationship, asked=asked, seen=seen, began=began, you="worn_out")
    facts, events = ["they_u18", "autistic_adhd", "drink_drugs"], ["loss", "new_person", "work_money_school"]
    advice = advise(guide, person | {"facts": facts, "events": events, "since": "days"})
    # What stays asks about safety, goes with them for help, stands where all can read it, or answers what they said.
    spoken = {"are-you-safe", "getting-help-together", "notes-in-the-folder", "can-i-borrow-you"}
    assert {message.id for message in advice.messages} <= spoken
    assert "keep-inviting" not in [shown.block.id for shown in advice.blocks]
    assert "what-to-say" not in [handout.id for handout in advice.handouts]
    if advice.plan is not None:
        assert asked == "help" or "Tell " in advice.plan.steps["today"]
        assert "where others can see you both" in advice.plan.steps["this_week"]
    # Who is young too, or has the child at home, is a friend or a carer.
    for more in ("me_u18", "live_together"):
        assert "talk-till-nine" in [
            message.id for message in advise(guide, person | {"facts": [*facts, more]}).messages
        ]


def test_a_parent_is_not_told_that_a_childs_silence_is_an_answer_nor_given_words_for_a_home_they_do_not_share(
    guide: Guide,
) -> None:
    for facts in (["they_u18"], ["they_u18", "live_together"]):
        advice = advise(guide, calm(relationship="teen_child", facts=facts, tried=["msgs_3plus"], began="slow"))
        assert "the-unanswered-rule" not in [shown.block.id for shown in advice.blocks]
        assert ("pasta-at-half-six" in [one.id for one in advice.messages]) == ("live_together" in facts)


def test_a_friend_in_the_same_flat_has_the_plan_for_a_home(guide: Guide) -> None:
    plan = advise(guide, calm(relationship="friend", facts=["live_together"], began="slow")).plan
    assert plan is not None and plan.plan.id == "living-together"


def test_a_workmate_with_open_messages_is_sent_no_more_and_help_is_told_within_the_week(guide: Guide) -> None:
    met = {"facts": ["autistic_adhd", "drink_drugs"], "events": ["loss", "illness", "work_money_school"]}
    for since in ("days", "over_six_weeks"):
        for began in ("slow", "fast"):
            person = calm(relationship="colleague", began=began, since=since, you="worn_out", **met)
            advice = advise(guide, person | {"tried": ["msgs_1_2"]})
            assert {one.id for one in advice.messages} == {"can-i-borrow-you"}
            assert "keep-inviting" not in [shown.block.id for shown in advice.blocks]
            assert advice.plan is not None and "whose role is to help" in advice.plan.steps["this_week"]
            # Nobody has been written to yet.
            assert {"no-work-stuff", "talk-till-nine"} <= {one.id for one in advise(guide, person).messages}


def test_the_plan_and_the_unanswered_rule_do_not_send_a_reader_two_ways(guide: Guide) -> None:
    for events in (["loss"], ["frightening_event"]):
        advice = advise(guide, calm(relationship="friend", began="slow", events=events, tried=["msgs_1_2"]))
        assert advice.plan is not None
        rule = "the-unanswered-rule" in [shown.block.id for shown in advice.blocks]
        assert rule == advice.plan.steps["today"].startswith("Send nothing today.")


def test_who_said_it_themselves_is_not_told_how_to_go_to_the_other_person(guide: Guide) -> None:
    flag = guide.flags["threat_of_self_harm"]
    for between, told in ((["i_threatened_self"], False), (["they_threaten_self"], True)):
        lines = [str(line) for line in advise(guide, calm(relationship="partner", between=between)).orders]
        assert ("Do not go to them alone." in lines) == told
    assert not [line for line in flag.do_not if "go" in line.split()]


def test_a_claim_on_couples_is_for_couples_and_a_child_who_asks_for_help_is_not_kept_secret(guide: Guide) -> None:
    for relationship in guide.questions["relationship"].choices:
        advice = advise(guide, calm(relationship=relationship.id, asked="help", began="slow", facts=["they_u18"]))
        said = " ".join(str(shown.block.html) for shown in advice.blocks)
        assert ("ouple counselling" in said or "couple?" in said) == (relationship.id == "partner"), relationship.id
        assert "tell an adult who looks after them" in said


@pytest.mark.parametrize("here", [{"facts": ["live_together"]}, {"asked": "help"}])
@pytest.mark.parametrize("relationship", ["partner", "parent", "adult_child", "family", "friend"])
def test_three_open_messages_silence_nobody_at_home_or_who_was_asked_for_help(
    guide: Guide, here: dict[str, Any], relationship: str
) -> None:
    person = calm(relationship=relationship, began="slow", tried=["msgs_3plus"], seen=["not_coping_body"])
    for met, quiet in ((person, True), (person | here, False)):
        advice = advise(guide, met)
        messages = [message.id for message in advice.messages]
        assert ("the-way-back" in messages) == quiet and ("getting-help-together" in messages) != quiet
        assert ("the-unanswered-rule" in [shown.block.id for shown in advice.blocks]) == quiet


def test_who_is_afraid_is_not_told_to_keep_notes_that_could_be_found(guide: Guide) -> None:
    child = calm(relationship="parent", facts=["me_u18", "live_together"], seen=["child_or_adult_risk"])
    for between, written in ((["none"], True), (["scared_of_them"], False), (["they_hurt_me"], False)):
        advice = advise(guide, child | {"between": between})
        assert advice.flags[0].id == "child_or_adult_at_risk"
        said = " ".join(advice.orders)
        assert ("Write down what you saw" in said) == written
        assert ("Do not write it down where they could find it." in said) == (not written)


def test_a_worn_out_reader_is_told_that_half_is_enough(guide: Guide) -> None:
    assert advise(guide, calm(you="worn_out")).plan.lighter  # type: ignore[union-attr]
    assert not advise(guide, calm(you="ok")).plan.lighter  # type: ignore[union-attr]


def test_an_ex_gets_no_words_to_send_to_them(guide: Guide) -> None:
    for asked in ("quiet", "time_with_end", "space_no_end", "less", "unknown"):
        messages = advise(guide, calm(relationship="ex", asked=asked)).messages
        assert {message.id for message in messages} <= {"can-i-borrow-you"}


def test_after_three_unanswered_messages_only_the_way_back_is_left(guide: Guide) -> None:
    for relationship in ("friend", "family", "partner", "adult_child"):
        advice = advise(guide, calm(relationship=relationship, tried=["msgs_3plus"], began="slow"))
        to_them = {one.id for one in advice.messages if "contact" in one.about and "presence" not in one.about}
        assert to_them == {"the-way-back"}, relationship
    for relationship in ("ex", "colleague"):
        messages = advise(guide, calm(relationship=relationship, tried=["msgs_3plus"])).messages
        assert [one.id for one in messages if "contact" in one.about] == [], relationship


def test_a_reader_under_18_is_always_told_to_tell_an_adult(guide: Guide) -> None:
    for answers in ({}, {"danger": "yes"}, {"seen": ["dying_talk"]}, {"between": ["they_hurt_me"]}, EX):
        cautions = advise(guide, answers | {"facts": ["me_u18"]}).cautions
        assert cautions[0].id == "tell-an-adult"


CLASHES = [
    ({"asked": "stop", "seen": ["dying_talk"]}, "stop-and-life"),
    ({"asked": "stop", "seen": ["unreachable"], "you": "worried"}, "stop-and-life"),
    ({"between": ["scared_of_them"], "seen": ["dying_talk"]}, "afraid-and-suicide"),
    ({"seen": ["controlled", "goodbye"]}, "controlled-and-suicide"),
    ({"seen": ["controlled"], "asked": "stop"}, "controlled-and-stop"),
    ({"seen": ["controlled"], "between": ["they_may_be_scared"]}, "feared-and-controlled"),
    ({"relationship": "teen_child", "facts": ["they_u18"], "asked": "stop"}, "own-child-says-stop"),
    ({"facts": ["live_together"], "asked": "stop"}, "stop-at-home"),
    ({"seen": ["unreachable"], "you": "ok"}, "fear-for-their-safety"),
    ({"seen": ["none"]}, "not-checked"),
    ({"asked": "unknown", "between": ["none"]}, "not-checked"),
    ({"events": ["new_person"]}, "someone-new"),
    ({"danger": "unsure"}, "danger-unsure"),
]


@pytest.mark.parametrize(("answers", "caution"), CLASHES)
def test_clashing_flags_are_settled_in_words_at_the_top(guide: Guide, answers: dict[str, Any], caution: str) -> None:
    assert caution in {one.id for one in advise(guide, answers).cautions}


@pytest.mark.parametrize(
    "stop", [{"asked": "stop"}, {"between": ["they_may_be_scared"]}, {"between": ["they_hurt_me"]}]
)
@pytest.mark.parametrize(
    "seen", [["dying_talk"], ["goodbye"], ["self_harm"], ["unreachable", "unknown"], ["controlled"]]
)
def test_no_order_sends_a_reader_to_someone_who_said_stop_or_where_anyone_is_afraid(
    guide: Guide, stop: dict[str, Any], seen: list[str]
) -> None:
    alone = advise(guide, {"seen": seen})
    orders = set(advise(guide, {"seen": seen} | stop).orders)
    for order in orders & set(alone.orders):
        text = order.striptags().lower()
        assert not text.startswith(("ask them", "stay with", "go to", "try one call", "talk to them")), text


@pytest.mark.parametrize(
    ("locale", "said"), [("en", "your own child under 18"), ("es", "tu hijo o hija menor de 18 años")]
)
@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({"seen": ["self_harm"]}, "how-to-ask"),
        ({"seen": ["self_harm"]}, "worried-about-suicide"),
        ({"seen": ["strange_or_confused"]}, "sudden-muddle"),
        ({"began": "between_us"}, "a-sorry-that-helps"),
    ],
)
def test_what_a_stop_holds_back_is_said_to_be_open_to_a_parent_whose_child_wants_to_be_left_alone(
    locale: str, said: str, answers: dict[str, Any], shown: str
) -> None:
    parent = calm(relationship="teen_child", facts=["they_u18", "live_together"], asked="stop")
    advice = advise(load_guide(locale=locale), parent | answers)
    texts = {one.block.id: str(one.block.html) for one in advice.blocks}
    texts |= {sheet.id: str(sheet.parts) for sheet in advice.handouts}
    assert said in texts[shown].casefold()


@pytest.mark.parametrize("locale", ["en", "es"])
def test_a_flag_that_stands_below_another_does_not_say_its_title_twice(locale: str) -> None:
    for flag in load_guide(locale=locale).flags.values():
        first = re.split(r"[.?]", flag.line.striptags().casefold())[0]
        assert not set(first.split()) <= set(re.findall(r"[\w’]+", flag.title.casefold())), flag.line


@pytest.mark.parametrize("answers", [calm(asked="unknown"), {"between": []}])
def test_who_does_not_know_is_asked_to_change_an_answer_only_if_there_is_more_to_say(
    guide: Guide, answers: dict[str, Any]
) -> None:
    (note,) = [one.html.striptags() for one in advise(guide, answers).cautions if one.id == "not-checked"]
    assert note.endswith("If any of this is true, change your answers, so that the advice fits.")


def test_three_people_get_three_different_pieces_of_advice(guide: Guide) -> None:
    advices = [advise(guide, person).as_dict() for person in (PARTNER, FRIEND, EX)]
    assert [advice["flags"] for advice in advices] == [[], ["suicide_talk"], ["told_to_stop"]]
    blocks = [{block["id"] for block in advice["blocks"]} for advice in advices]
    assert all(len(one & other) < len(one) / 2 for one, other in combinations(blocks, 2))


def test_advice_tells_no_one_what_was_answered(guide: Guide) -> None:
    assert repr(advise(guide, EX)) == "Advice()"
