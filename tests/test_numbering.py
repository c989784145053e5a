"""A number that is worked out leads to what stands there in the list that nobody made."""

from hypothesis import given
from hypothesis import strategies as st

from supporter.numbering import Numbering

KNOWN = [f"piece-{number}" for number in range(12)]
UNKNOWN = "a page about the guide itself"


@given(st.lists(st.sampled_from([*KNOWN, UNKNOWN]), unique=True), st.sets(st.sampled_from(KNOWN)))
def test_theirs_come_first_and_then_the_others_in_the_guide_s_order(yours: list[str], forbidden: set[str]) -> None:
    left_out = forbidden - set(yours)
    numbering = Numbering(yours, {one: place for place, one in enumerate(KNOWN)}, left_out)
    listed = [*yours, *(one for one in KNOWN if one not in yours and one not in left_out)]
    assert [numbering.number(one) for one in listed] == [*range(1, len(listed) + 1)]
    assert not any(numbering.number(one) for one in {*KNOWN, UNKNOWN} - set(listed))
