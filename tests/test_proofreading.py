"""Each rule for words, lengths, dates and numbers is broken once, and named by file and line."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from supporter import load_guide
from supporter.errors import ContentError, Problem
from supporter.folders import HELPLINES, KINDS, TABLES
from supporter.loading import load_manuscript
from supporter.manuscript import Manuscript
from supporter.proofreading import not_yet, overdue, proofread, soon_due, unconfirmed
from supporter.shipped import shipped

Write = Callable[[str, str], Path]

PIECE = """---
title: A title
order: 1
{keys}evidence: [E01]
reviewed: 2026-11-21
review_by: 2027-11-21
reviewers: []
{more}---
{body}
"""
BLOCK = ("blocks", "group: talk\nabout: []\n", "gist: Two lines.\n")
MESSAGE = ("messages", "", "use_with: Any time.\nnot_when: ''\nat_most: Once.\ntext: {text}\n")
CAUTION = ("cautions", "", "")
PAGE = ("pages", "shelf: heart\n", "summary: A page.\n")


Kind = tuple[str, str, str]


def piece(kind: Kind, body: str = "", text: str = "", name: str = "x") -> tuple[str, str]:
    folder, keys, more = kind
    whole = PIECE.format(keys=keys, more=more.format(text=text.strip()), body=body or "A cup of tea is fine.")
    return f"en/{folder}/{name}.md", whole


LONG = "This is a very long sentence that goes on and on about the rain and the bus and the bins and then also the soup too."
HARD = (
    "Interpersonal disengagement necessitates considerable psychological accommodation alongside deliberate moderation."
)
LINK = "Read [this](page:privaci)."

BROKEN = [
    (BLOCK, "They are toxic.", "", 12, "'toxic' is not for our readers; write: what they do, such as"),
    (BLOCK, "One line.\n\nIt is so\nsimply done.", "", 14, "'simply' is not for our readers; write: nothing"),
    (BLOCK, "Say “commit suicide” aloud.", "", 12, "'commit suicide' is not for our readers; write: died by suicide"),
    (BLOCK, LONG + " Tea is fine." * 6, "", 12, "the sentence 'This is a very ...' has 26 words; part it, 25 is the most"),
    (BLOCK, HARD, "", 12, "the reading grade is "),
    (BLOCK, "You should call.", "", 12, "'You should' is not for our readers; write: you could"),
    (MESSAGE, "", "Why are you so quiet today", 11, "'Why' is not for our readers; write: something that asks for nothing"),
    (MESSAGE, "", "Come, you really should", 11, "'should' is not for our readers"),
    (MESSAGE, "", "Let me know how you are", 11, "'Let me know' is not for our readers"),
    (MESSAGE, "", "Tea is on here. " * 16, 11, "the message has 255 characters; shorten it, 240 is the most"),
    (BLOCK, "It helps 98% of us.", "", 12, "'%' is not for our readers; write: few, some, most"),
    (CAUTION, "Immediately telephone emergency services regarding considerable danger.", "", 9, "the reading grade is "),
    (PAGE, "Read [this](https://example.org/x).\n\nWe scored it. A score.", "", 13, "'score' is not for our readers"),
]  # fmt: skip


KEPT = [
    (BLOCK, "Leave out “You should call them” and “Why are you so quiet?”.", ""),
    (BLOCK, "Justice is not only for some. The journeyman came.", ""),
    (CAUTION, "You must call now.", ""),
    (MESSAGE, "", "Soup is on the step. No need to reply."),
    (BLOCK, "Ask: “Are you considering terminating your participation in everything?” Then wait.", ""),
]


@pytest.fixture(scope="module")
def proofs(tmp_path_factory: pytest.TempPathFactory) -> list[Problem]:
    """What is said of all pieces of BROKEN and KEPT, which stand in one folder."""
    folder = tmp_path_factory.mktemp("pieces") / "ours"
    broken = {f"broken-{number}": one[:3] for number, one in enumerate(BROKEN)}
    kept = {f"kept-{number}": one for number, one in enumerate(KEPT)}
    for name, (kind, body, text) in {**broken, **kept}.items():
        path, whole = piece(kind, body, text, name)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(whole, encoding="utf-8")
    manuscript = load_manuscript(folder)
    assert {*broken, *kept} <= {name for _, name in manuscript.documents}
    return list(proofread(manuscript))


@pytest.mark.parametrize("number", range(len(BROKEN)), ids=[case[4] for case in BROKEN])
def test_a_text_that_breaks_a_rule_is_named_by_line(proofs: list[Problem], number: int) -> None:
    kind, _, _, line, said = BROKEN[number]
    found = [one for one in proofs if one.file == f"ours/en/{kind[0]}/broken-{number}.md"]
    assert [(one.line, one.text[: len(said)]) for one in found] == [(line, said)]


def test_what_keeps_the_rules_is_left_alone(proofs: list[Problem]) -> None:
    assert [one for one in proofs if "/kept-" in one.file] == []


@pytest.mark.parametrize("link", ["page:privaci", "privacy", "javascript:x", "//evil.example", "http://plain.example"])
def test_a_link_that_leads_nowhere_stops_the_load(write: Write, link: str) -> None:
    with pytest.raises(ContentError) as error:
        load_guide(write(*piece(BLOCK, f"One line.\n\nRead [this]({link}).")))
    assert [(one.file, one.line) for one in error.value.problems] == [("ours/en/blocks/x.md", 14)]
    assert error.value.problems[0].text.startswith(f"the link '{link}' leads nowhere; ")


def helplines(write: Write, **changed: object) -> Path:
    lines = json.loads((shipped("content") / "helplines.json").read_text(encoding="utf-8"))
    lines[1] |= changed
    return write("helplines.json", json.dumps(lines, indent=1))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"tel": "001"}, "Triple Zero: 'tel' dials 001 and the reader sees 000; make them the same number"),
        ({"sources": []}, "Triple Zero: there is no source; name what confirms the number"),
        ({"phone": None, "tel": None, "web": None}, "Triple Zero: there is no way to reach it; add a phone,"),
        ({"country": "XX"}, "Triple Zero: the country 'XX' has no name; write one of: AU, CA, DE,"),
        (
            {"web": "javascript:alert(1)//x/y"},
            "Triple Zero: 'javascript:alert(1)//x/y' is not an address; write it whole,",
        ),
        (
            {"phone": "000 (ext. 4)", "tel": "0004"},
            "Triple Zero: '000 (ext. 4)' is not one number that a phone can dial;",
        ),
    ],
)
def test_a_helpline_that_cannot_be_trusted_stops_the_load(write: Write, changed: dict[str, object], said: str) -> None:
    with pytest.raises(ContentError) as error:
        load_guide(helplines(write, **changed))
    (problem,) = error.value.problems
    assert problem.file == "ours/helplines.json" and problem.line == 18 and problem.text.startswith(said)


def test_a_number_that_nobody_confirmed_for_90_days_is_a_warning(write: Write) -> None:
    manuscript = load_manuscript(helplines(write, checked="2026-08-01"))
    today = date(2026, 11, 21)
    said = Problem(
        "ours/helplines.json", 18, "Triple Zero: last confirmed on 2026-08-01; call it, then write the new date"
    )
    assert said in set(unconfirmed(manuscript, today))
    assert said not in set(unconfirmed(manuscript, date(2026, 10, 1)))


@pytest.fixture(scope="module")
def shipped_manuscript() -> Manuscript:
    return load_manuscript()


def test_a_review_holds_for_a_year_at_most(shipped_manuscript: Manuscript) -> None:
    guide = shipped_manuscript.guide
    first = next(iter(guide.blocks.values()))
    for held, said in (
        (date(2028, 11, 21), []),
        (date(2028, 11, 22), ["the review is more than a year after 'reviewed'"]),
    ):
        block = replace(first, reviewed=date(2027, 11, 21), review_by=held)
        one = shipped_manuscript._replace(guide=replace(guide, blocks={**guide.blocks, block.id: block}))
        found = [*overdue(one, date(2026, 12, 1))]
        assert [problem.text.partition(";")[0] for problem in found] == said
        assert all(problem.text.endswith("write 2028-11-21, or an earlier day") for problem in found)


def test_a_review_date_is_a_warning_60_days_ahead_and_a_mistake_when_it_has_come(
    shipped_manuscript: Manuscript,
) -> None:
    guide = shipped_manuscript.guide
    block = replace(next(iter(guide.blocks.values())), review_by=date(2027, 3, 1))
    one = shipped_manuscript._replace(guide=replace(guide, blocks={**guide.blocks, block.id: block}))
    assert [*soon_due(one, date(2026, 12, 30))] == []
    (warning,) = soon_due(one, date(2026, 12, 31))
    assert warning.text == "the review is due on 2027-03-01; plan it now" and warning.file.endswith(f"{block.id}.md")
    assert [*overdue(one, date(2027, 2, 28))] == []
    (mistake,) = overdue(one, date(2027, 3, 1))
    assert mistake.text == "the review was due on 2027-03-01; check the text, then write new dates"


def test_a_review_and_a_call_of_a_day_to_come_are_mistakes(write: Write, shipped_manuscript: Manuscript) -> None:
    newest = max(piece.reviewed for kind in shipped_manuscript.guide.kinds().values() for piece in kind.values())
    assert [*not_yet(shipped_manuscript, newest)] == []
    guide = shipped_manuscript.guide
    block = replace(next(iter(guide.blocks.values())), reviewed=date(2027, 3, 3))
    one = shipped_manuscript._replace(guide=replace(guide, blocks={**guide.blocks, block.id: block}))
    assert [*not_yet(one, date(2027, 3, 2))] == []  # where it is evening still, and morning elsewhere
    (mistake,) = not_yet(one, date(2027, 3, 1))
    assert mistake.file.endswith(f"{block.id}.md") and mistake.line > 1
    assert mistake.text == "'reviewed' is 2027-03-03, which has not come; write the day on which it was done"
    called = load_manuscript(helplines(write, checked="2027-03-03"))
    (mistake,) = not_yet(called, date(2027, 3, 1))
    assert (mistake.file, mistake.line) == ("ours/helplines.json", 18)
    assert mistake.text == "Triple Zero: 'checked' is 2027-03-03, which has not come; write the day of the call"


def test_each_rule_of_language_yaml_can_be_broken(shipped_manuscript: Manuscript) -> None:
    for rule in shipped_manuscript.guide.language.rules:
        for word in rule.words:
            assert rule.find(f"They said {word} to me.".replace("’", "'")) is not None, word
        for phrase in rule.but:
            assert rule.find(f"They said {phrase} to me.") is None, phrase


def test_the_worked_example_of_the_authors_guide_is_a_good_block(write: Write) -> None:
    readme = (shipped("content") / "README.md").read_text(encoding="utf-8")
    example = dedent(readme.split("## A block, start to finish")[1].split("```yaml\n")[1].split("   ```")[0])
    body = "You could carry a box, or sit with the baby. Bring tea. Leave when they look tired."
    manuscript = load_manuscript(write("en/blocks/moving-house.md", f"---\n{example}---\n{body}\n"))
    assert "moving-house" in manuscript.guide.blocks
    assert [one for one in proofread(manuscript) if one.file.startswith("ours/")] == []


def test_the_authors_guide_names_every_folder_and_file(shipped_manuscript: Manuscript) -> None:
    readme = (shipped("content") / "README.md").read_text(encoding="utf-8")
    assert [name for name in KINDS if f"`{name}/`" not in readme] == []
    assert [name for name in (*TABLES, HELPLINES) if f"`{name}`" not in readme] == []
