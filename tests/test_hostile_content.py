"""A file that would crash, hold up or leave the start is refused by name, and in seconds."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from supporter import ContentError, SupporterError, load_guide
from supporter.errors import Problem
from supporter.folders import find_files, helpline_files, read_kind
from supporter.frontmatter import LARGEST, Document, read_document
from supporter.limits import excess
from tests.hostile.shapes import SHAPES, seconds, texts
from tests.test_content_errors import BLOCK

SECONDS = 20
"""For one file, on a machine that does other things too; without the limits some take minutes."""

YAML = {
    "a call": ("a: !!python/object/apply:os.system [x]", "is a tag, which asks for a type"),
    "a class": ("a: !!python/name:os.system", "is a tag"),
    "a tag of the author's": ("a: !x y", "is a tag"),
    "bytes": ("a: !!binary aGk=", "is a tag"),
    "a number that is none": ('a: !!int "zz"', "is a tag"),
    "a day that is none": ("a: !!timestamp 2001-99-99", "is a tag"),
    "an alias": ("a: &x [1]\nb: *x", "an alias"),
    "a bomb": ("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]", "an alias"),
    "itself": ("a: &a [*a]", "an alias"),
    "30,000 brackets": ("a: " + "[" * 30_000, "more than 20 deep"),
    "15,000 brackets that close": ("a: " + "[" * 15_000 + "]" * 15_000, "more than 20 deep"),
    "tables in tables": ("{a: " * 8_000, "more than 20 deep"),
    "lists in lists": ("a:\n" + "".join(" " * n + "-\n" for n in range(1, 200)), "more than 20 deep"),
    "a key of no word": ("1: x", "a key is a word"),
    "a key of nothing": ("~: x", "a key is a word"),
    "a null": ("a: \x00", "this is not YAML"),
    "a number of 9,000 digits": ("a: " + "9" * 9_000, "the number is too long"),
    "YAML of another day": ("%YAML 9.9\n---\na: 1", "this is not YAML"),
}


@pytest.mark.parametrize("name", YAML)
def test_a_table_that_is_a_trick_is_refused_by_line(tmp_path: Path, name: str) -> None:
    text, said = YAML[name]
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    begun = time.monotonic()
    problem = read_document(path, "x.yaml")
    assert isinstance(problem, Problem) and said in problem.text, problem
    assert time.monotonic() - begun < SECONDS


def test_without_the_bound_on_depth_the_same_text_ends_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.yaml").write_text("a: " + "[" * 5_000 + "]" * 5_000)
    monkeypatch.setattr("supporter.core_yaml._DEEPEST", 10_000)
    with pytest.raises(RecursionError):
        read_document(tmp_path / "x.yaml", "x.yaml")


@pytest.mark.parametrize("shape", SHAPES)
def test_markdown_that_takes_minutes_is_refused_by_line_or_takes_seconds(shape: str) -> None:
    # A quarter of what a file may hold; `make verify-hostile` takes all of it.
    assert max(map(seconds, texts(shape, LARGEST // 4))) < SECONDS


REFUSED = [
    ("- a\n" * 1_500, (1_000, "the text has 1,501 lines, 1,000 is the most; split it into two files")),
    ("x\n\n" + "[" * 200, (2, "the paragraph has 200 '[', 100 is the most; split it")),
    ("a" * 5_000, (0, "the paragraph has 5,000 characters, 4,000 is the most; split it")),
    ("<b>\n\n" * 200, (200, "the text has more than 100 '<'; write Markdown in the place of HTML")),
    ("x\n" + "> " * 9 + "x", (1, "lists and quotes stand more than 8 deep in each other; write them flatter")),
    ("1. " * 9 + "x", (0, "lists and quotes stand more than 8 deep in each other; write them flatter")),
    ("    " * 9 + "- x", (0, "lists and quotes stand more than 8 deep in each other; write them flatter")),
]


@pytest.mark.parametrize(("text", "found"), REFUSED)
def test_what_is_too_much_is_said_with_its_line(text: str, found: tuple[int, str]) -> None:
    assert excess(text) == found


def test_a_body_and_a_line_that_are_too_much_are_named_in_their_file(write: Callable[[str, str], Path]) -> None:
    write("en/blocks/x.md", BLOCK + "\n" + "[" * 200)
    folder = write("en/blocks/y.md", BLOCK.replace("Two lines.", "'" + "[" * 200 + "'"))
    with pytest.raises(ContentError) as caught:
        load_guide(folder)
    assert str(caught.value).splitlines() == [
        "ours/en/blocks/x.md:14: the paragraph has 200 '[', 100 is the most; split it",
        "ours/en/blocks/y.md:10: 'gist' cannot be rendered: the paragraph has 200 '[', 100 is the most; split it",
    ]


def test_our_own_content_is_far_below_the_limits() -> None:
    content = Path(__file__).parent.parent / "content"
    for path in [*content.glob("*/*/*.md"), *content.glob("*/*.yaml")]:
        document = read_document(path, path.name)
        assert isinstance(document, Document) and path.stat().st_size < LARGEST / 3
        assert excess(document.body) is None


def _found(root: Path) -> list[str]:
    problems: list[Problem] = []
    files = find_files([root], "en", problems)
    assert all(isinstance(document, Document) for _, document in read_kind(files, "blocks", problems))
    return [str(problem) for problem in problems]


def _plant(blocks: Path, name: str) -> None:
    path = blocks / "x.md"
    match name:
        case "out of the folder":
            path.symlink_to(Path(__file__))
        case "a folder out of the folder":
            (blocks / "x").symlink_to(Path(__file__).parent)
        case "..":
            path.symlink_to("../../../secret.md")
        case "a device":
            path.symlink_to("/dev/zero")
        case "to itself":
            path.symlink_to("x.md")
        case "to nothing":
            path.symlink_to("gone.md")
        case "a pipe":
            os.mkfifo(path)
        case "10 MB":
            path.write_bytes(b"---\ntitle: x\n---\n" + b"a\n" * 5_000_000)
        case "no text":
            path.write_bytes(b"---\ntitle: \xff\xfe\n---\n")
        case "half a letter":
            path.write_bytes("---\ntitle: é".encode()[:-1])


FILES = {
    "out of the folder": "leads out", "a folder out of the folder": "leads out", "..": "leads out", "a device": "leads out",
    "to itself": "leads out", "to nothing": "no file that can be read", "a pipe": "no file that can be read",
    "10 MB": "10,000,017 bytes; split it", "no text": "not UTF-8", "half a letter": "not UTF-8",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_none_of_the_author_s_is_refused_by_name(tmp_path: Path, name: str) -> None:
    blocks = tmp_path / "ours" / "en" / "blocks"
    blocks.mkdir(parents=True)
    (tmp_path / "secret.md").write_text(BLOCK)
    _plant(blocks, name)
    begun = time.monotonic()
    (problem,) = _found(tmp_path / "ours")
    assert problem.startswith("ours/en/blocks/x") and FILES[name] in problem
    assert time.monotonic() - begun < SECONDS


def test_a_language_that_is_a_link_out_is_refused_before_it_is_walked(tmp_path: Path) -> None:
    (tmp_path / "en").symlink_to("/usr")
    with pytest.raises(SupporterError, match="en: the link leads out of the content folder"):
        _found(tmp_path)


@pytest.mark.parametrize("name", ["a link out", "a pipe", "2 MB"])
def test_the_helplines_are_a_plain_file_of_some_size(tmp_path: Path, name: str) -> None:
    path = tmp_path / "helplines.json"
    if name == "a link out":
        path.symlink_to(Path(__file__))
    elif name == "a pipe":
        os.mkfifo(path)
    else:
        path.write_text(" " * 2_000_000)
    with pytest.raises(
        SupporterError, match=r"helplines\.json: (the link leads out|this is no file|the file has 2,000,000)"
    ):
        helpline_files([tmp_path])


def test_a_name_that_moves_the_cursor_is_told_as_it_is_written() -> None:
    assert str(Problem("a\n\x1b[2J.md", 1, "x\udcff")) == "a\\n\\x1b[2J.md:1: x\\udcff"
