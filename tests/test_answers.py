"""Answers: what is accepted, what is refused, and that they never show themselves."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from markupsafe import escape

from supporter import AnswersError, Guide, advise
from supporter.answers import read_answers
from supporter.conditions import Condition, Table
from supporter.replies import Reply
from supporter.situation import decide
from supporter.telling import lines, told
from tests.people import drawn, with_form

REFUSED = [
    ({"relationshp": "friend"}, "'relationshp' is not a question; did you mean 'relationship'?"),
    ({"relationship": "frend"}, "'relationship' has no choice 'frend'; did you mean 'friend'?"),
    ({"relationship": ["friend", "ex"]}, "'relationship' takes one choice; keep one of the 2"),
    ({"danger": True}, "'danger' has no choice 'True'; write one of: no, unsure, yes"),
    ({"signs": ["quiet"]}, "'signs' takes a mapping; write each row with one of: no, sometimes, often"),
    ({"signs": {"quit": "often"}}, "'signs' has no row 'quit'; did you mean 'quiet'?"),
    ({"signs": {"quiet": "oftn"}}, "'signs.quiet' has no column 'oftn'; did you mean 'often'?"),
    ({"new_signs": ["loud"]}, "'new_signs' has no choice 'loud'; write one of: alone, body_distance, ignores, "
     "no_interest, not_keen, quiet, snappy, tension"),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "text"), REFUSED)
def test_an_unknown_id_is_a_clear_error(guide: Guide, answers: dict[str, Any], text: str) -> None:
    with pytest.raises(AnswersError) as caught:
        advise(guide, answers)
    assert str(caught.value) == text


def test_all_unknown_ids_are_named_at_once(guide: Guide) -> None:
    with pytest.raises(AnswersError) as caught:
        advise(guide, {"sen": [], "asked": "nothing", "facts": ["x", "y"]})
    assert len(str(caught.value).splitlines()) == 4


@pytest.mark.parametrize("empty", [None, [], ()])
def test_an_empty_answer_is_a_question_left_open(guide: Guide, empty: object) -> None:
    assert dict(read_answers(guide.questions.values(), {"seen": empty})) == {}


def test_one_choice_may_be_text_or_a_list_of_one(guide: Guide) -> None:
    questions = guide.questions.values()
    assert read_answers(questions, {"asked": "help"}) == read_answers(questions, {"asked": ["help"]})


def test_none_of_these_never_hides_a_danger_beside_it(guide: Guide) -> None:
    assert [flag.id for flag in advise(guide, {"seen": ["none", "self_harm"]}).flags] == ["self_harm"]


def test_a_new_sign_does_not_count_while_its_row_says_not_really_and_is_back_when_it_does_not(guide: Guide) -> None:
    new = {"new_signs": ["quiet", "alone", "snappy", "tension"], "since": "days"}
    assert advise(guide, new).path.id == "sudden"
    assert advise(guide, new | {"signs": {"quiet": "no"}}).path.id == "unclear"
    assert advise(guide, new | {"signs": {"quiet": "sometimes"}}).path.id == "sudden"


def test_answers_do_not_show_themselves(guide: Guide) -> None:
    answers = read_answers(guide.questions.values(), {"seen": ["self_harm"], "asked": "stop"})
    assert repr(answers) == "<Answers to 2 questions>"
    assert "self_harm" not in repr(told(guide, answers))


def test_what_was_told_is_said_in_the_words_of_the_form(guide: Guide) -> None:
    answers = read_answers(
        guide.questions.values(),
        {"signs": {"quiet": "often", "alone": "no"}, "new_signs": ["quiet", "alone", "snappy"], "you": "ok"},
    )
    said = {one.question.id: one.said for one in told(guide, answers)}
    assert said["you"] == ("I’m OK",)
    assert said["signs"] == (
        "They are quiet or closed off: a lot (new)",
        "They spend more time alone: not really",
        "They seem stressed or snappy with me (new)",
    )
    assert said["danger"] == ()


@pytest.mark.parametrize(
    ("between", "line"),
    [
        ("{one}; {other}", "a; b; c"),
        ("{one} {{&}} {other}", "a {&} b {&} c"),
        ("({one}, {other})", "((a, b), c)"),
        ("{other} after {one}", "c after b after a"),
    ],
)
def test_things_told_stand_in_one_line_as_the_language_has_it(guide: Guide, between: str, line: str) -> None:
    replies = replace(guide.replies["en"], next=between)
    things = [Reply.of(letter, "en") for letter in "abc"]
    assert [replies.list(things[:many]) for many in (0, 1, 3)] == ["", "a", line]
    assert replies.list(things).sent == replies.list_sent(things) == escape(line).encode()


def test_what_the_page_says_in_lines_is_what_was_told_of_questions_that_are_asked(guide: Guide) -> None:
    friend = guide.vocabulary.names["relationship"]["friend"]
    of_a_friend = replace(guide.questions["signs"], condition=Condition((Table(all=friend),)))
    draw = Random(20261122)
    for form in (guide, with_form(guide, {**guide.questions, "signs": of_a_friend})):
        for _ in range(100):
            answers = read_answers(form.questions.values(), drawn(form, draw))
            known = [(one.question.id, one.line.sent) for one in told(form, answers) if one.said]
            assert [*lines(form, answers, decide(form, answers).chosen)] == known
