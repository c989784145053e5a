"""What must be found nowhere: what one reader typed, chose, and was advised, as words and as a check-in carries it."""

import re
from collections.abc import Iterator

from supporter import Guide, advise
from supporter.answers import read_answers
from supporter.carrying import Carrier
from supporter.checkin import CheckIn
from supporter.extension import ASSETS
from supporter.telling import told
from tests.people import PARTNER

PERSON = PARTNER
NAME = "Quillzanzibar"
"""Typed as the first name of the other person, on the advice page."""
TITLE = "Marmoladequell"
"""Typed as the title of the calendar's dates."""


def canaries(guide: Guide) -> set[str]:
    """Words of which none may be in a browser's profile; each is long enough to stand there by no accident."""
    found = {NAME, TITLE}
    for text in _texts(guide):
        words: str = max(re.findall(r"[A-Za-z][A-Za-z ,_-]{8,}", re.sub("<[^>]+>", "\n", text)), key=len, default="")
        if words:
            found.add(words[:48].strip())
    # What also stands in a file that every visitor's browser keeps says nothing of this one.
    ours = "".join(file.read_text(encoding="utf-8") for file in ASSETS.glob("*.*s"))
    return {word for word in found if word not in ours}


def codes(guide: Guide) -> set[bytes]:
    """Every two choices of the answers, one after the other, as they stand in a cookie under its seal: four bytes each."""
    carrier, begun = Carrier(guide, ["en"]), CheckIn.fresh(0, "en")
    place = len(carrier.write(begun).rstrip(b"\0"))
    answers = read_answers(guide.questions.values(), PERSON).as_dict()
    end = place + 4 * sum(map(len, answers.values()))
    written = carrier.write(begun.answered(answers))
    return {written[here : here + 8] for here in range(place, end - 4, 4)}


def _texts(guide: Guide) -> Iterator[str]:
    answers = read_answers(guide.questions.values(), PERSON)
    advice = advise(guide, answers)
    for one in told(guide, answers):
        yield from one.said
    for tokens in answers.values():
        yield from (token for token in tokens if "_" in token)
    yield advice.path.title
    yield from (str(shown.block.title) for shown in advice.blocks)
    yield from (message.text for message in advice.messages)
    assert advice.plan is not None
    yield from map(str, advice.plan.steps.values())
    for pieces in (advice.handouts, advice.pages):
        for piece in pieces:
            yield piece.title
            if "-" in piece.id:
                yield f"/{piece.id}".removeprefix("/")
