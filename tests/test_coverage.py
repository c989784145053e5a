"""Every piece of the brief is in the content, once, under the brief's id."""

from collections import Counter

import pytest

from supporter import Guide


def numbered(letter: str, last: int, width: int = 2) -> set[str]:
    return {f"{letter}{number:0{width}}" for number in range(1, last + 1)}


SIGNS = {"quiet", "not_keen", "ignores", "alone", "body_distance", "tension", "snappy", "no_interest"}
REASONS = {
    "overwhelmed", "fear_of_closeness", "early_bonds", "low_self_worth", "hard_to_trust", "hard_to_be_vulnerable",
    "past_trauma", "self_protection", "being_hurt",
}  # fmt: skip
SKILLS = {
    "self_awareness", "small_steps", "question_beliefs", "boundaries", "acceptance", "communicate", "interdependence",
    "professional_help",
}  # fmt: skip
STORIES = {"story_1", "story_2", "story_3", "story_4"}
HEART = {"give_space", "signs_in_oneself"}

REFS = {
    "questions": numbered("Q", 12, 1),
    "flags": numbered("R", 13),
    "blocks": numbered("A", 54),
    "messages": numbered("M", 40),
    "plans": numbered("P", 20),
    "handouts": numbered("H", 12, 1),
    "pages": SIGNS | REASONS | SKILLS | STORIES | HEART,
}


@pytest.mark.parametrize("kind", REFS)
def test_no_piece_of_the_brief_is_missing_or_there_twice(guide: Guide, kind: str) -> None:
    found = Counter(piece.ref for piece in guide.kinds()[kind].values() if piece.ref and piece.id != "new_signs")
    assert {ref: count for ref, count in found.items() if count > 1} == {}
    assert found.keys() == REFS[kind]


@pytest.mark.parametrize(("kind", "count"), [("paths", 6), ("swaps", 8)])
def test_kinds_without_ids_in_the_brief_are_complete(guide: Guide, kind: str, count: int) -> None:
    assert len(guide.kinds()[kind]) == count


def test_each_sign_of_the_form_has_a_page(guide: Guide) -> None:
    assert {choice.id for choice in guide.questions["signs"].choices} == SIGNS


@pytest.mark.parametrize(
    ("shelf", "refs"), [("signs", SIGNS), ("reasons", REASONS), ("skills", SKILLS), ("stories", STORIES)]
)
def test_a_shelf_is_an_overview_and_then_its_pages(guide: Guide, shelf: str, refs: set[str]) -> None:
    first, *rest = guide.shelf(shelf)
    assert first.overview and not any(page.overview for page in rest)
    assert {page.ref for page in rest} == refs


def test_every_block_flag_page_and_handout_names_its_evidence(guide: Guide) -> None:
    about_the_guide = {"privacy", "accessibility"}
    kinds = guide.kinds()
    pieces = [
        piece for kind in ("blocks", "flags", "pages", "handouts", "plans", "paths") for piece in kinds[kind].values()
    ]
    assert {piece.id for piece in pieces if not piece.evidence} == about_the_guide


def test_what_a_sheet_rests_on_says_what_was_read_where_no_author_is_known(guide: Guide) -> None:
    assert [id for id, one in guide.sources.items() if one.who.startswith("Authors not named")] == []


def test_no_claim_is_there_for_nothing(guide: Guide) -> None:
    pieces = [piece for kind in guide.kinds().values() for piece in kind.values()]
    assert guide.evidence.keys() == {claim for piece in pieces for claim in piece.evidence}
