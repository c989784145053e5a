"""Each piece says why it is shown: from the answers that made it hold, and from no other."""

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings

from supporter import Guide, advise
from supporter.answers import read_answers
from supporter.reasons import Reasons
from supporter.situation import decide
from supporter.vocabulary import each_bit, union
from tests.people import calm
from tests.test_advice import GUIDE, check_ins

EVERYONE = GUIDE.replies["en"].everyone
UNDECIDED = GUIDE.replies["en"].undecided


def reasons(guide: Guide, answers: dict[str, Any], block: str) -> tuple[str, ...]:
    (found,) = [one.because for one in advise(guide, answers).blocks if one.block.id == block]
    return found


def test_a_reason_is_what_the_reader_said(guide: Guide) -> None:
    assert reasons(guide, calm(you="worn_out"), "find-your-own-person") == ("You said you are worn out.",)


def test_a_reason_goes_through_flags_and_path_to_the_answers(guide: Guide) -> None:
    assert reasons(guide, {"seen": ["dying_talk"], "you": "ok"}, "how-to-ask") == (
        "You said they talked about dying, or about not wanting to be here.",
    )
    assert reasons(guide, calm(began="comes_goes"), "the-pattern-once") == ("You said it comes and goes.",)


def test_a_reason_names_each_answer_that_is_needed(guide: Guide) -> None:
    assert reasons(guide, calm(relationship="partner", facts=["live_together"]), "partner-you-live-with") == (
        "You said this is about your partner.",
        "You said you live together.",
    )
    assert reasons(guide, calm(since="over_six_months", signs={"alone": "often"}), "shut-in-for-a-long-time") == (
        "You said they spend more time alone: a lot.",
        "You said it has been more than six months.",
    )


def test_what_is_for_everyone_says_so(guide: Guide) -> None:
    assert reasons(guide, calm(), "you-are-allowed-limits") == (EVERYONE,)
    assert reasons(guide, calm(), "finding-the-right-help") == (UNDECIDED,)


def test_a_question_left_open_is_a_reason_too(guide: Guide) -> None:
    answers = calm(began="slow")
    del answers["seen"]
    assert reasons(guide, answers, "how-to-ask") == ("You left open: “Have you seen or heard any of these?”",)


def test_a_flag_that_is_held_from_before_is_named_without_the_old_answer(guide: Guide) -> None:
    (shown,) = [one for one in advise(guide, calm(), held=["told_to_stop"]).blocks if one.block.id == "stop-means-stop"]
    assert shown.because == (f"Earlier you told us something that means: {guide.flags['told_to_stop'].title}.",)


@settings(max_examples=300)
@given(check_ins)
def test_reasons_are_enough_and_none_can_be_left_out(answers: dict[str, Any]) -> None:
    situation = decide(GUIDE, read_answers(GUIDE.questions.values(), answers))
    reasoned = Reasons(GUIDE, situation)
    for shown in advise(GUIDE, answers).blocks:
        condition = shown.block.condition
        bits = union(reasoned.named(condition))
        assert bits & situation.chosen == bits, "a reason that the reader did not give"
        if not condition.when or not bits:
            assert shown.because in ((EVERYONE,), (UNDECIDED,))
            continue

        def enough(these: int) -> bool:
            alone = GUIDE.rules.decide(these)
            led_to = alone.path is situation.path and alone.path.condition.when
            undecided = 0 if led_to else GUIDE.vocabulary.names["path"][alone.path.id]
            return condition.holds(alone.chosen & ~undecided)  # noqa: B023

        assert enough(bits), shown.block.id
        assert not any(enough(bits & ~bit) for bit in each_bit(bits)), shown.block.id
        assert len(reasoned.because(condition)) == max(1, bits.bit_count())


@settings(max_examples=200)
@given(check_ins)
def test_what_is_said_to_take_a_block_away_does(answers: dict[str, Any]) -> None:
    for shown in advise(GUIDE, answers).blocks:
        if not shown.without.startswith("If you had not told us"):
            continue
        said = shown.without.removeprefix("If you had not told us that ").removesuffix(", you would not see this.")
        fewer = [other for other in one_less(answers) if said in said_in(answers, other)]
        assert fewer, shown.without
        assert any(shown.block.id not in {one.block.id for one in advise(GUIDE, other).blocks} for other in fewer)


def one_less(answers: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The answers with one choice left out, in every way."""
    for name, value in answers.items():
        if isinstance(value, dict):
            yield from ({**answers, name: {row: one for row, one in value.items() if row != out}} for out in value)
        elif isinstance(value, list):
            yield from ({**answers, name: [one for one in value if one != out]} for out in value)
        else:
            yield {key: one for key, one in answers.items() if key != name}


def said_in(answers: dict[str, Any], fewer: dict[str, Any]) -> set[str]:
    """What the choice that was left out says, in the words of the form; a row with or without its column."""
    (name,) = [key for key in answers if answers[key] != fewer.get(key)]
    question, value, left = GUIDE.questions[name], answers[name], fewer.get(name)
    if isinstance(value, dict):
        (row,) = value.keys() - (left or {}).keys()
        return {question.choice(row).said, f"{question.choice(row).said}: {question.column(value[row]).said}"}
    (choice,) = set(value if isinstance(value, list) else [value]) - set(left or [])
    return {f"it is new that {question.choice(choice).said}" if question.beside else question.choice(choice).said}


def test_a_block_that_hangs_on_one_answer_says_so(guide: Guide) -> None:
    (shown,) = [one for one in advise(guide, calm(you="worn_out")).blocks if one.block.id == "find-your-own-person"]
    assert shown.without == "If you had not told us that you are worn out, you would not see this."


def test_a_block_that_other_answers_lead_to_as_well_says_so(guide: Guide) -> None:
    answers = calm(you="worn_out", relationship="ex")
    (shown,) = [one for one in advise(guide, answers).blocks if one.block.id == "find-your-own-person"]
    assert shown.without == "More than one of your answers leads here, so changing one would not take it away."
