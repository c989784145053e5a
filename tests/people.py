"""Three readers whom the tests know, and words for the small answers that tests are made of."""

from copy import deepcopy
from dataclasses import replace
from random import Random
from typing import Any

from supporter import Guide
from supporter.questions import Question

Mapping = dict[str, Any]

PARTNER: Mapping = {
    "danger": "no",
    "relationship": "partner",
    "facts": ["live_together"],
    "asked": "space_no_end",
    "seen": ["none"],
    "between": ["none"],
    "signs": {"quiet": "often", "alone": "often", "tension": "sometimes", "snappy": "no"},
    "new_signs": ["quiet"],
    "began": "slow",
    "since": "three_six_weeks",
    "events": ["work_money_school"],
    "tried": ["asked_wrong"],
    "you": "worn_out",
}
"""Lives with a partner who asked for room and has been low for weeks."""

FRIEND: Mapping = {
    "danger": "no",
    "relationship": "friend",
    "facts": ["none"],
    "asked": "quiet",
    "seen": ["dying_talk"],
    "between": ["none"],
    "signs": {"quiet": "often", "ignores": "often"},
    "new_signs": ["quiet", "ignores"],
    "began": "fast",
    "since": "days",
    "events": ["nothing_known"],
    "tried": ["msgs_1_2"],
    "you": "worried",
}
"""A friend went quiet days ago and talked about dying."""

EX: Mapping = {
    "danger": "no",
    "relationship": "ex",
    "facts": ["none"],
    "asked": "stop",
    "seen": ["none"],
    "between": ["row_let_down"],
    "signs": {"ignores": "often"},
    "new_signs": [],
    "began": "between_us",
    "since": "over_six_weeks",
    "events": ["let_down_before"],
    "tried": ["msgs_3plus", "went_round"],
    "you": "angry_hurt",
}
"""An ex said stop, and the reader has not stopped."""

CALM: Mapping = {"danger": "no", "seen": ["none"], "between": ["none"], "asked": "quiet"}
"""The safety questions, answered in the most harmless way."""


def calm(**more: object) -> Mapping:
    """Harmless answers and some more."""
    return CALM | more


def as_fields(answers: dict[str, Any]) -> dict[str, Any]:
    """Answers as the form's fields: a row of a grid is a field of its own."""
    fields: dict[str, Any] = {}
    for name, value in answers.items():
        if isinstance(value, dict):
            fields |= {f"{name}.{row}": column for row, column in value.items()}
        else:
            fields[name] = value
    return fields


def drawn(guide: Guide, draw: Random, *, patient: bool = False) -> Mapping:
    """Anything of what the form offers; whoever is not patient leaves out some questions, and rows of a grid."""
    answers: Mapping = {}
    for question in guide.questions.values():
        ids = [choice.id for choice in question.choices]
        if not patient and draw.random() < 0.2:
            continue
        if question.kind == "one":
            answers[question.id] = draw.choice(ids)
        elif question.kind == "many":
            answers[question.id] = draw.sample(ids, draw.choice([1, 1, 2, 3]))
        else:
            columns = [column.id for column in question.columns]
            answers[question.id] = {row: draw.choice(columns) for row in ids if patient or draw.random() < 0.6}
    return answers


def with_form(guide: Guide, questions: dict[str, Question]) -> Guide:
    """The guide with other questions, whose choices have bits of their own; its conditions ask about the old ones."""
    vocabulary = deepcopy(guide.vocabulary)
    for question in questions.values():
        known = vocabulary.names.get(question.id, {})
        vocabulary.add(question.id, [token for token in question.tokens if token not in known], ())
    return replace(guide, questions=questions, vocabulary=vocabulary)
