"""Every mistake of an author is named by file and line, with what to write; a guide with a mistake never half-loads."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from supporter import ContentError, Guide, SupporterError, load_guide
from supporter.codes import MOST, codes_at_most

Write = Callable[[str, str], Path]

ALIKE = ("one_more_11770", "one_more_29037")
"""Two choices of `facts` that were looked for until they had one code."""
BLOCK = """---
title: A title
group: talk
order: 1
about: [contact]
evidence: [E01]
reviewed: 2026-11-21
review_by: 2027-11-21
reviewers: []
gist: Two lines.
---
The whole.
"""

MISTAKES = [
    ("en/blocks/x.md", BLOCK.replace("title:", "titel:"), [
        "ours/en/blocks/x.md:2: 'title' is missing; add a line 'title: ...'",
        "ours/en/blocks/x.md:2: unknown key 'titel'; did you mean 'title'?",
    ]),
    ("en/blocks/x.md", BLOCK.replace("order: 1", "order: one"), [
        "ours/en/blocks/x.md:4: 'order' is not a whole number; write one, such as 10",
    ]),
    ("en/blocks/x.md", BLOCK.replace("group: talk", "group: talking"), [
        "ours/en/blocks/x.md:3: 'talking' is not a group; did you mean 'talk'?",
    ]),
    ("en/blocks/x.md", BLOCK.replace("[contact]", "[contacts]"), [
        "ours/en/blocks/x.md:5: 'contacts' is not a facet; did you mean 'contact'?",
    ]),
    ("en/blocks/x.md", BLOCK.replace("[E01]", "[E99]"), [
        "ours/en/blocks/x.md:6: 'E99' is not evidence we hold; did you mean 'E49'?",
    ]),
    ("en/blocks/x.md", BLOCK.replace("2026-11-21", "21.11.2026"), [
        "ours/en/blocks/x.md:7: 'reviewed' is not a date; write it as 2026-11-21",
    ]),
    ("en/blocks/x.md", BLOCK.replace("2027-11-21", "2026-01-01"), [
        "ours/en/blocks/x.md:8: 'review_by' is not after 'reviewed'; write a later date",
    ]),
    ("en/blocks/x.md", BLOCK.replace("title: A title", "title: A title\ntitle: Another"), [
        "ours/en/blocks/x.md:3: 'title' stands twice (first in line 2); keep one",
    ]),
    ("en/blocks/x.md", BLOCK.replace("title: A title", "title: A title: and more"), [
        "ours/en/blocks/x.md:2: this is not YAML (mapping values are not allowed in this context); "
        "put quotes around a text with ': ' or '#' in it",
    ]),
    ("en/blocks/x.md", BLOCK.replace("title: A title", "title: A title\nwhen:\n  - asked: yes"), [
        "ours/en/blocks/x.md:4: 'yes' is not among the choices of 'asked'; write one of: help, less, quiet, skipped, "
        "space_no_end, stop, time_with_end, unknown",
    ]),
    ("en/blocks/x.md", BLOCK.replace("title: A title", "id: y\ntitle: A title"), [
        "ours/en/blocks/x.md:2: 'id' is made by the program; take the line out",
    ]),
    ("en/blocks/x.md", BLOCK.replace("The whole.\n", ""), [
        "ours/en/blocks/x.md:12: there is no text below the second '---', and a reader opens it; write it there",
    ]),
    ("en/blocks/x.md", "No front matter.\n", [
        "ours/en/blocks/x.md:1: there is no front matter; begin the file with '---', its keys, and '---'",
    ]),
    ("en/blocks/x.md", "---\n- a\n---\n", [
        "ours/en/blocks/x.md:2: this is not a table; write lines of 'key: value'",
    ]),
    ("en/block/x.md", BLOCK, ["ours/en/block/x.md:1: 'block' is not a kind of content; did you mean 'blocks'?"]),
    ("en/x.md", BLOCK, [
        "ours/en/x.md:1: this is in no folder of a kind; write one of: blocks, care, cautions, evidence, flags, "
        "guide.yaml, handouts, language.yaml, laws.yaml, messages, pages, paths, personas, plans, questions, replies.yaml, sources, swaps",
    ]),
    ("en/blocks/deep/x.md", BLOCK, [
        "ours/en/blocks/deep/x.md:1: only files such as 'blocks/some-name.md' are read; move or rename it",
    ]),
    ("en/blocks/x.txt", BLOCK, [
        "ours/en/blocks/x.txt:1: only files such as 'blocks/some-name.md' are read; move or rename it",
    ]),
    ("en/blocks/x.md", BLOCK + "x" * 70_000, [
        "ours/en/blocks/x.md:1: the file has 70,162 bytes; split it, 32,768 is the most",
    ]),
    ("en/blocks/x.md", BLOCK.replace("title:", "ref: A04\ntitle:"), [
        "ours/en/blocks/x.md:2: 'A04' is the ref of 'stop-means-stop' too; give each its own",
    ]),
    ("helplines.json", '[{"country": "GB"}]', [
        "ours/helplines.json:1: entry 1: 'kind' does not fit (Field required); write it as the other entries have it",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "problems"), MISTAKES)
def test_a_mistake_is_named_word_for_word(write: Write, file: str, text: str, problems: list[str]) -> None:
    with pytest.raises(ContentError) as caught:
        load_guide(write(file, text))
    assert set(problems) <= set(str(caught.value).splitlines()), str(caught.value)


def test_all_mistakes_of_a_folder_come_at_once(write: Write) -> None:
    write("en/blocks/a.md", BLOCK.replace("title:", "titel:"))
    folder = write("en/blocks/b.md", BLOCK.replace("talk", "tlak").replace("E01", "E1"))
    with pytest.raises(ContentError) as caught:
        load_guide(folder)
    assert len(caught.value.problems) == 4 and [problem.file for problem in caught.value.problems] == [
        "ours/en/blocks/a.md", "ours/en/blocks/a.md", "ours/en/blocks/b.md", "ours/en/blocks/b.md",
    ]  # fmt: skip


def test_a_condition_can_only_look_back_so_that_no_circle_can_be_written(write: Write) -> None:
    flag = (Path(__file__).parent.parent / "content/en/flags/feared.md").read_text()
    folder = write("en/flags/feared.md", flag.replace("when:\n", "when:\n  - path: slow\n", 1))
    with pytest.raises(ContentError, match="nothing called 'path' is decided before this"):
        load_guide(folder)


def test_a_broken_question_is_reported_once_and_not_wherever_its_choices_are_named(write: Write) -> None:
    question = (Path(__file__).parent.parent / "content/en/questions/asked.md").read_text()
    with pytest.raises(ContentError) as caught:
        load_guide(write("en/questions/asked.md", question.replace("short:", "shrt:")))
    assert {problem.file for problem in caught.value.problems} == {"ours/en/questions/asked.md"}


def test_the_last_path_must_be_for_everyone(write: Write) -> None:
    path = (Path(__file__).parent.parent / "content/en/paths/unclear.md").read_text()
    with pytest.raises(ContentError, match=r"the last path must have no 'when' or 'unless'"):
        load_guide(write("en/paths/unclear.md", path.replace("\norder:", "\nwhen:\n  - began: unsure\norder:", 1)))


@pytest.mark.parametrize(
    ("slot", "said"),
    [
        ("[plans]", "'[plans]' is not a slot; did you mean 'plan'?"),
        ("[plan new-babby]", "'new-babby' is not a plan; did you mean 'new-baby'?"),
        ("[messages two]", "'[messages two]' is not a slot; write '[lines 3]' or '[plan new-baby]'"),
        ("[lines 12]", "'[lines 12]' is not a slot; write one in small letters, with a number from 1 to 8 or a plan"),
        ("[Plan]", "'[Plan]' is not a slot; write one in small letters"),
    ],
)
def test_a_slot_that_is_none_is_named_at_its_line(write: Write, slot: str, said: str) -> None:
    sheet = (Path(__file__).parent.parent / "content/en/handouts/for-the-doctor.md").read_text()
    line = sheet.count("\n") + 3
    with pytest.raises(ContentError) as caught:
        load_guide(write("en/handouts/for-the-doctor.md", f"{sheet}\n\n{slot}\n\nThe end.\n"))
    assert str(caught.value).startswith(f"ours/en/handouts/for-the-doctor.md:{line}: {said}"), str(caught.value)


@pytest.mark.parametrize(
    ("title", "line", "said"),
    [
        ("\ttitle: A title", 2, "this line begins with a tab; write two spaces for each step inwards"),
        ("title: 'Don't go'", 2, "an apostrophe ends a text in single quotes; put double quotes around the text"),
        ('title: "Go', 2, "a quotation mark here is never closed; write it at the end of the text"),
        ("title: 'Go", 2, "a quotation mark here is never closed; write it at the end of the text"),
        ("title: @home", 2, "this is not YAML (found character that cannot start any token); put quotes around a text"),
    ],
)
def test_what_yaml_refuses_is_told_as_the_mistake_it_mostly_is(write: Write, title: str, line: int, said: str) -> None:
    with pytest.raises(ContentError) as caught:
        load_guide(write("en/blocks/x.md", BLOCK.replace("title: A title", title)))
    assert str(caught.value).startswith(f"ours/en/blocks/x.md:{line}: {said}"), str(caught.value)


@pytest.mark.parametrize("link", ["http://example.org/a", "www.example.org"])
def test_a_link_that_is_not_whole_is_told_how_an_address_begins(write: Write, link: str) -> None:
    with pytest.raises(ContentError) as caught:
        load_guide(write("en/blocks/x.md", BLOCK.replace("The whole.", f"[words]({link})")))
    (problem,) = caught.value.problems
    assert problem.text == f"the link '{link}' leads nowhere; write it whole, and begin it with 'https://'"


def test_text_that_is_not_utf_8_is_refused_by_line(write: Write, tmp_path: Path) -> None:
    folder = write("en/blocks/x.md", BLOCK)
    (folder / "en/blocks/x.md").write_bytes(BLOCK.encode().replace(b"The whole.", b"caf\xe9"))
    with pytest.raises(ContentError, match=r"x\.md:12: the text is not UTF-8"):
        load_guide(folder)


def test_a_link_out_of_the_folder_is_refused(write: Write, tmp_path: Path) -> None:
    folder = write("en/blocks/x.md", BLOCK)
    (tmp_path / "secret.md").write_text(BLOCK)
    (folder / "en/blocks/y.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(ContentError, match=r"y\.md:1: the link leads out of the content folder"):
        load_guide(folder)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SupporterError, match="there is no such folder"):
        load_guide(tmp_path / "nowhere")


def test_a_nearer_file_replaces_ours_and_a_new_one_adds(write: Write) -> None:
    write("en/blocks/our-own.md", BLOCK)
    folder = write("en/blocks/a-friend.md", BLOCK.replace("A title", "A friend of ours"))
    guide = load_guide(folder)
    assert guide.blocks["a-friend"].title == "A friend of ours"
    assert "our-own" in guide.blocks and "an-ex" in guide.blocks


@pytest.mark.parametrize("written", ["no", "yes", "on", "12:30", "1.10", "2026-11-21"])
def test_yaml_bends_no_word_of_an_author(write: Write, written: str) -> None:
    title = load_guide(write("en/blocks/x.md", BLOCK.replace("A title", f'"{written}"'))).blocks["x"].title
    assert title == written
    if written not in ("1.10",):
        assert load_guide(write("en/blocks/x.md", BLOCK.replace("A title", written))).blocks["x"].title == written


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("signs", "kind: grid", "kind: many", "a grid, and only a grid, has 'columns'"),
        ("asked", "kind: one", "kind: grid", "a grid, and only a grid, has 'columns'"),
        ("asked", "  - id: stop\n", "  - id: skipped\n", "the id 'skipped' is taken; write another"),
        ("asked", "  - id: stop\n", "  - id: help\n", "the id 'help' is taken; write another"),
        (
            "signs",
            "label: A lot\n",
            "label: Now and then\n",
            "'Now and then' stands at an earlier choice too; say how the two differ",
        ),
        (
            "signs",
            "  - id: often\n",
            "  - id: A lot\n",
            "'A lot' cannot be the id of a choice; write small letters, digits and '_'",
        ),
        (
            "you",
            "label: Worn out\n",
            "label: Worried, but coping\n",
            "'Worried, but coping' stands at an earlier choice too; say how the two differ",
        ),
        ("new_signs", "beside: signs", "beside: sings", "'sings' is not a grid; did you mean 'signs'?"),
        ("new_signs", "  - id: quiet\n", "  - id: quieter\n", "the choices are not those of 'signs'"),
    ],
)
def test_a_form_that_cannot_be_is_told_and_not_tried(write: Write, file: str, old: str, new: str, said: str) -> None:
    question = (Path(__file__).parent.parent / f"content/en/questions/{file}.md").read_text()
    assert old in question
    with pytest.raises(ContentError, match=said):
        load_guide(write(f"en/questions/{file}.md", question.replace(old, new, 1)))


def test_each_wrong_answer_of_a_persona_is_named_at_its_own_line(write: Write) -> None:
    persona = "title: Ana\nstory: She is quiet.\nalways: [{path: unclear}]\nanswers:\n  relationship: freind\n  sene: [none]\n  you: okk\n"
    with pytest.raises(ContentError) as error:
        load_guide(write("en/personas/ana.yaml", persona))
    assert [(one.file, one.line, one.text.partition(";")[0]) for one in error.value.problems] == [
        ("ours/en/personas/ana.yaml", 5, "'relationship' has no choice 'freind'"),
        ("ours/en/personas/ana.yaml", 6, "'sene' is not a question"),
        ("ours/en/personas/ana.yaml", 7, "'you' has no choice 'okk'"),
    ]


def test_two_choices_to_which_chance_gave_one_code_are_told(write: Write) -> None:
    question = (Path(__file__).parent.parent / "content/en/questions/facts.md").read_text()
    first, second = (f"  - id: {one}\n    label: {one}\n    said: one\n" for one in ALIKE)
    for more in (first, second):
        load_guide(write("en/questions/facts.md", question.replace("choices:\n", f"choices:\n{more}")))
    said = rf"questions/facts\.md:15: '{ALIKE[1]}' has the code of 'facts {ALIKE[0]}' in a cookie, by chance; give"
    with pytest.raises(ContentError, match=said):
        load_guide(write("en/questions/facts.md", question.replace("choices:\n", f"choices:\n{first}{second}")))


def test_a_form_whose_answers_fit_no_cookie_is_told_by_its_longest_question(write: Write) -> None:
    question = (Path(__file__).parent.parent / "content/en/questions/facts.md").read_text()

    def load(more: int) -> Guide:
        choices = "".join(f"  - id: more_{number}\n    label: More {number}\n    said: one\n" for number in range(more))
        return load_guide(write("en/questions/facts.md", question.replace("choices:\n", f"choices:\n{choices}")))

    # Each of them counts twice: among the answers, and while its page waits to be mended.
    room = 50 + (MOST - codes_at_most(load(50))) // 2
    assert MOST - 1 <= codes_at_most(load(room)) <= MOST
    said = (
        r"questions/facts\.md:11: all that a reader can tick fits no cookie by \d; take choices out, here or in other"
    )
    with pytest.raises(ContentError, match=said):
        load(room + 1)


def test_a_content_folder_that_may_not_be_entered_is_told(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write("en/blocks/x.md", BLOCK)

    def stat(self: Path, **given: bool) -> os.stat_result:
        if self.parent == folder:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, **given)

    real = Path.stat
    monkeypatch.setattr(Path, "stat", stat)
    with pytest.raises(SupporterError, match=r"ours: the folder cannot be read \(Permission denied\)"):
        load_guide(folder)


def test_a_folder_that_cannot_be_read_is_told(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write("en/blocks/x.md", BLOCK)

    def scan(path: str) -> Iterator["os.DirEntry[str]"]:
        if str(path).endswith("ours/en/blocks"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    real = os.scandir
    monkeypatch.setattr(os, "scandir", scan)
    with pytest.raises(SupporterError, match=r"ours/en/blocks: the folder cannot be read \(Permission denied\)"):
        load_guide(folder)


NAMELESS = BLOCK.replace("title: A title\n", "")
"""A block with one mistake."""


@pytest.mark.parametrize(
    ("here", "given", "file"),
    [
        (".", "ours", "ours/en/blocks/x.md"),
        (".", "./ours", "ours/en/blocks/x.md"),
        ("ours", ".", "en/blocks/x.md"),
        ("ours/en", "..", "../en/blocks/x.md"),
        ("other", "../ours", "../ours/en/blocks/x.md"),
    ],
)
def test_a_mistake_names_the_file_as_it_is_opened_from_where_the_author_stands(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: str, given: str, file: str
) -> None:
    write("en/blocks/x.md", NAMELESS)
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / here)
    with pytest.raises(ContentError) as caught:
        load_guide(given)
    assert {problem.file for problem in caught.value.problems} == {file} and Path(file).is_file()


@pytest.mark.parametrize(
    ("here", "file"),
    [(".", "deep/ours/en/blocks/x.md"), ("other", "ours/en/blocks/x.md"), ("/", "ours/en/blocks/x.md")],
)
def test_a_folder_that_is_named_whole_is_told_from_where_the_author_stands_or_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: str, file: str
) -> None:
    block = tmp_path / "deep/ours/en/blocks/x.md"
    block.parent.mkdir(parents=True)
    block.write_text(NAMELESS)
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / here)
    with pytest.raises(ContentError) as caught:
        load_guide(tmp_path / "deep/ours")
    assert {problem.file for problem in caught.value.problems} == {file}


@pytest.mark.parametrize(
    ("stray", "said"),
    [
        ("guide.yaml", "ours/guide.yaml:1: nothing reads this here; move it into 'en/'"),
        ("blocks/x.md", "ours/blocks:1: nothing reads this here; move it into 'en/'"),
        ("EN/blocks/x.md", "ours/EN:1: nothing reads this folder; call it 'en'"),
        ("Es/guide.yaml", "ours/Es:1: nothing reads this folder; call it 'es'"),
        ("en/helplines.yaml", "this is in no folder of a kind; move it to ours/helplines.yaml, beside the languages"),
        ("en/theme.yaml", "this is in no folder of a kind; move it to ours/theme.yaml, beside the languages"),
    ],
)
def test_what_stands_where_nobody_reads_it_is_named_with_where_it_belongs(write: Write, stray: str, said: str) -> None:
    write("theme.yaml", "light:\n")
    with pytest.raises(ContentError) as caught:
        load_guide(write(stray, BLOCK))
    assert any(said in str(problem) for problem in caught.value.problems), str(caught.value)
