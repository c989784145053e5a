"""What is proved of the guide is what the app does, and every planted fault is found."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import z3

from supporter import ContentError, advise, load_guide
from supporter.answers import read_answers
from supporter.errors import Problem
from supporter.loading import load_manuscript
from supporter.manuscript import Manuscript
from supporter.outcome import outcome_bits
from supporter.proving import count_check_ins
from supporter.proving.encoding import Encoding, Formula
from supporter.proving.holding import broken_laws, careless_skips, conflicts, missing_groups, wrong_ranks
from supporter.proving.reach import Reach
from supporter.proving.room import crowded, words
from supporter.proving.witness import form
from supporter.shipped import shipped
from supporter.situation import decide
from supporter.vocabulary import each_bit
from tests.people import drawn

Write = Callable[[str, str], Path]
SEED = 20261121


@pytest.fixture(scope="module")
def encoding() -> Encoding:
    return Encoding(load_guide())


def bits_of(encoding: Encoding, answers: dict[str, Any], held: tuple[str, ...] = ()) -> int:
    """What the app decides, in the bits of the encoding."""
    guide = encoding.guide
    chosen = decide(guide, read_answers(guide.questions.values(), answers), held).chosen
    return chosen | outcome_bits(guide, encoding.vocabulary, advise(guide, answers, held))


def free(encoding: Encoding) -> list[tuple[int, Formula]]:
    """Bits of answers, the only ones that are variables."""
    names = encoding.vocabulary.names
    return [(bit, encoding.bits[bit]) for question in encoding.guide.questions for bit in names[question].values()]


@pytest.mark.parametrize("part", range(4))
def test_the_formulas_say_of_2000_readers_what_the_app_says(encoding: Encoding, part: int) -> None:
    print("seed", SEED + part)
    source = random.Random(SEED + part)
    variables = free(encoding)
    formulas = list(encoding.bits.items())
    together = z3.Function("all", *[z3.BoolSort()] * (len(formulas) + len(encoding.valid)), z3.BoolSort())
    everything = together(*(formula for _, formula in formulas), *encoding.valid)
    true, false = z3.BoolVal(True), z3.BoolVal(False)
    nothing_held = [(held, false) for held in encoding.held.values()]
    for _ in range(500):
        bits = bits_of(encoding, drawn(encoding.guide, source))
        values = [(variable, true if bits & bit else false) for bit, variable in variables]
        # As text: to take it apart by z3's own objects takes longer than to find it.
        _, *said = z3.simplify(z3.substitute(everything, *values, *nothing_held)).sexpr().strip("()").split()
        shown, valid = said[: len(formulas)], said[len(formulas) :]
        assert {bit for (bit, _), one in zip(formulas, shown, strict=True) if one == "true"} == set(each_bit(bits))
        assert valid == ["true"] * len(encoding.valid)


def test_the_smallest_check_in_for_each_thing_shown_is_one_for_which_the_app_shows_it(encoding: Encoding) -> None:
    asked = form(encoding)
    for bit, formula in encoding.bits.items():
        witness = asked.smallest(formula)
        if witness is not None:
            (token,) = encoding.vocabulary.read(bit)
            assert bits_of(encoding, witness.answers, witness.held) & bit, token


def test_a_smallest_check_in_says_no_answer_too_many(encoding: Encoding) -> None:
    guide, asked = encoding.guide, form(encoding)
    for flag in guide.flags:
        witness = asked.smallest(encoding.bit("flags", flag), *map(z3.Not, encoding.held.values()))
        assert witness is not None
        for question in witness.answers:
            fewer = {name: value for name, value in witness.answers.items() if name != question}
            assert flag not in {one.id for one in advise(guide, fewer).flags}


def test_the_number_of_check_ins_is_counted_right() -> None:
    guide = load_guide()
    ways = {"danger": 4, "signs": 7**8, "seen": 2**10 + 1, "you": 7}
    for question_id, expected in ways.items():
        question = guide.questions[question_id]
        asked = {one.id: one for one in guide.questions.values() if one is question or one.beside == question.id}
        alone = replace(guide, questions=asked)
        assert count_check_ins(alone) == expected


def test_of_words_that_are_counted_as_rivals_no_reader_is_shown_two(encoding: Encoding) -> None:
    solver = z3.Solver()
    solver.add(*encoding.valid)
    rivals = [[formula for formula, _ in one] for one in words(encoding) if len(one) > 1]
    assert sum(map(len, rivals)) > 100
    assert [one for one in rivals if solver.check(z3.AtLeast(*one, 2)) != z3.unsat] == []


def proofs(manuscript: Manuscript, name: str) -> list[Problem]:
    encoding = Encoding(manuscript.guide)
    if name == "reach":
        return list(Reach(manuscript, encoding).problems())
    if name == "ranks":
        return list(wrong_ranks(manuscript))
    proof = {
        "laws": broken_laws, "groups": missing_groups, "conflicts": conflicts, "skips": careless_skips, "room": crowded,
    }[name]  # fmt: skip
    return list(proof(manuscript, encoding))


@pytest.mark.parametrize("name", ["reach", "ranks", "laws", "groups", "conflicts", "skips", "room"])
def test_our_own_guide_is_proved(name: str) -> None:
    assert [str(problem) for problem in proofs(load_manuscript(), name)] == []


NEW_BLOCK = """---
title: A title
group: talk
order: 1
about: [%s]
%sevidence: [E01]
reviewed: 2026-11-21
review_by: 2027-11-21
reviewers: []
gist: Two lines.
---
The whole.
"""

FAULTS = [
    # a switch-off forgotten, or a rank swapped
    ("flags/told_to_stop.md", "switches_off: [messages, plan,", "switches_off: [plan,", "laws", "'no-contact-where-it-harms' is broken."),
    ("flags/feared.md", "switches_off: [messages, plan, path, closeness, contact,", "switches_off: [messages, plan, path, closeness,", "laws", "'no-contact-where-it-harms' is broken."),
    ("flags/afraid_of_them.md", "switches_off: [messages, plan,", "switches_off: [messages,", "laws", "'no-contact-where-it-harms' is broken."),
    ("flags/danger_now.md", "messages, plan,", "messages,", "laws", "'danger-comes-alone' is broken."),
    ("flags/controlled_by_someone.md", ", feelings", "", "laws", "'words-others-may-read' is broken."),
    ("flags/feared.md", "order: 9", "order: 12.5", "load", "'order' does not fit"),
    ("flags/feared.md", "order: 9", "order: 20", "ranks", "the laws give rank 9 to 'feared'"),
    # a condition dropped, typed wrongly or too wide
    ("flags/told_to_stop.md", "unless:\n  - asked: stop", "unless:\n  - asked: help", "laws", "'privacy-of-a-child' is broken."),
    ("plans/new-baby.md", "order: 10\ntitle: There is a new baby\nabout: [space_plan]", "order: 0\ntitle: There is a new baby\nabout: []", "laws", "'suicide-signs-allow-daily-contact-alone' is broken."),
    ("cautions/tell-an-adult.md", "me_u18", "they_u18", "laws", "'young-readers-tell-an-adult' is broken."),
    ("cautions/stop-at-home.md", "flags: told_to_stop", "flags: feared", "laws", "'stop-at-home' is broken."),
    ("cautions/stop-and-life.md", "suicide_plan, ", "", "laws", "'stop-and-a-life' is broken."),
    ("blocks/how-to-ask.md", "  - seen: [unknown, skipped]\n", "", "laws", "'not-checked-is-not-safe' is broken."),
    ("blocks/do-not-leave-them-alone.md", "about: [contact, presence]", "about: []", "laws", "'afraid-and-suicide' is broken."),
    ("cautions/not-checked.md", "between: skipped", "between: none", "laws", "'open-questions-are-told' is broken."),
    ("care/now.md", "order: 3\n", "order: 3\nunless:\n  - facts: baby\n", "laws", "'urgent-help-is-always-there' is broken."),
    # skipping made careless
    ("flags/suicide_talk.md", "  - seen: dying_talk", "  - seen: [dying_talk, none]", "skips", "skipping this gives less care than 'none'"),
    # pieces that nobody meets, and choices that do nothing
    ("blocks/x.md", "", NEW_BLOCK % ("contact", "when:\n  - flags: told_to_stop\n"), "reach", "no reader can ever see this"),
    ("blocks/x.md", "", NEW_BLOCK % ("", "when:\n  - danger: yes\n    path: {none: [sudden, slow, between_us, pattern, ordinary, unclear]}\n  - asked: stop\n"), "reach", "no reader meets this table"),
    ("blocks/x.md", "", NEW_BLOCK % ("", "when:\n  - flags: told_to_stop\n    asked: [stop, quiet]\n    between: {none: [told_keep_away]}\n"), "reach", "'quiet' can never hold here"),
    ("questions/you.md", "choices:\n", "choices:\n  - id: so_so\n    label: So so\n    said: you are so so\n", "reach", "'so_so' changes nothing"),
    ("questions/you.md", "    label: Worn out\n", "    label: Worn out\n    idle: A harmless answer.\n", "reach", "'worn_out' does change something"),
    ("questions/you.md", "choices:\n", "when:\n  - danger: yes\n    asked: {all: [stop, help]}\nchoices:\n", "reach", "nobody is ever asked this"),
    # what may not meet, what was promised, what is too much
    ("messages/x.md", "", NEW_BLOCK.replace("group: talk\n", "").replace("gist: Two lines.", "use_with: Now.\nnot_when: ''\nat_most: Once.\ntext: Tea.\nconflicts: [plans/suicide-signs]") % ("", ""), "conflicts", "it meets 'plans/suicide-signs' for this check-in: "),
    ("laws.yaml", "promised: [you]", "promised: [you, talk]", "groups", "no block of 'talk' is shown for this check-in: "),
    ("guide.yaml", "words_at_most: 1800", "words_at_most: 1200", "room", "more words than stated cannot be folded"),
    ("guide.yaml", "words: 900", "words: 1500", "room", "with long reasons a page of 1500 words can have 2"),
    ("guide.yaml", "blocks: 12\n  words: 900\n  words_at_most: 1800", "blocks: 4\n  words: 900\n  words_at_most: 5000", "room", "more blocks of safety than stated cannot be folded"),
]  # fmt: skip


@pytest.mark.parametrize(("relative", "old", "new", "proof", "said"), FAULTS)
def test_a_planted_fault_is_found(write: Write, relative: str, old: str, new: str, proof: str, said: str) -> None:
    text = new if not old else (shipped("content") / "en" / relative).read_text(encoding="utf-8")
    assert old in text, f"{relative} has no {old!r}"
    folder = write(f"en/{relative}", text.replace(old, new, 1) if old else text)
    if proof == "load":
        with pytest.raises(ContentError, match=said):
            load_manuscript(folder)
        return
    found = [problem for problem in proofs(load_manuscript(folder), proof) if said in problem.text]
    assert found and all(problem.line >= 1 for problem in found)


def test_a_broken_law_comes_with_the_smallest_check_in_that_breaks_it_in_the_words_of_the_form(write: Write) -> None:
    text = (shipped("content") / "en/cautions/stop-at-home.md").read_text(encoding="utf-8")
    folder = write("en/cautions/stop-at-home.md", text.replace("flags: told_to_stop", "flags: feared"))
    (problem,) = proofs(load_manuscript(folder), "laws")
    assert problem.file == "content/en/laws.yaml"
    assert problem.text == (
        "the law 'stop-at-home' is broken. A stop holds inside a shared home too. Not so for this check-in: What is true "
        "for you both: We live together; What they asked for: They told me to stop contacting them, or blocked me; mend "
        "the rules"
    )
