"""The documentation: every link leads somewhere, every command and test that is named is there, every page is found."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import click
import pytest

from supporter.cli import main
from supporter.config import SETTINGS
from tests.test_asvs import named
from tests.test_layers import RANK
from tests.trial.steps import ROOT, Run, Write, steps

DOCS = ROOT / "docs"
TEST = re.compile(r"tests/(test_\w+\.py)(?:::(test_\w+))?")
ADR = ("**Decided.**", "**Why.**", "**What it costs.**", "**Held by**")


def pages() -> list[Path]:
    """Every page of ours that people read, as git knows it or would."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    ours = [ROOT / name for name in listed if not re.match(r"content/\w+/|tests/|supporter/sample/", name)]
    return [page for page in ours if page.is_file()]


def prose(page: Path) -> str:
    """A page without its blocks of code, in which nothing is a link."""
    return re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """What a link can name on a page: its headings, as GitHub spells them."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*]", r"\1", heading) for heading in headings)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in plain}


def dead(page: Path, text: str) -> Iterator[str]:
    """Each relative link of a text that leads nowhere."""
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or not target.is_relative_to(ROOT):
            yield f"{page.relative_to(ROOT)}: there is no {link}"
        elif anchor and anchor not in anchors(target):
            yield f"{page.relative_to(ROOT)}: {path or 'the page'} has no heading for #{anchor}"


def lines(kind: str) -> Iterator[tuple[Path, str]]:
    """Every line of every block of code that begins with this word, on its own or after a prompt."""
    for page in pages():
        for block in re.findall(r"^```\w*\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
            found = re.findall(rf"^(?:\$ )?((?:\.venv/bin/)?{kind} [^\n]*)", block, re.MULTILINE)
            yield from ((page, line.removeprefix(".venv/bin/")) for line in found)


def slips(line: str) -> Iterator[str]:
    """What is wrong with a line that runs `supporter`."""
    words = shlex.split(line, comments=True)[1:]
    command = main.commands.get(words[0]) if words else None
    if command is None:
        yield f"there is no command in {line!r}"
        return
    taken = {option for one in command.params for option in (*one.opts, *one.secondary_opts)} | {"--help"}
    yield from (f"{words[0]} takes no {word}" for word in words if word.startswith("--") and word not in taken)
    options = [one for one in command.params if isinstance(one, click.Option) and not one.is_flag]
    valued = {name for one in options for name in one.opts}
    given = [word for before, word in pairwise(words) if before not in valued and word[:2] != "--"]
    wanted = [one for one in command.params if isinstance(one, click.Argument)]
    if all(one.nargs == 1 for one in wanted) and len(given) > len(wanted):
        yield f"{words[0]} takes {len(wanted)} words, not {given}"


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page: Path) -> None:
    assert [*dead(page, prose(page))] == []


@pytest.mark.parametrize("link", ["nowhere.md", "reference.md#nothing", "#nothing", "../../elsewhere.md"])
def test_a_link_that_leads_nowhere_is_found(link: str) -> None:
    page = DOCS / "README.md"
    assert len([*dead(page, prose(page) + f"\n[a word]({link})\n")]) == 1


def test_every_page_is_one_step_from_the_front_page() -> None:
    linked = {
        (DOCS / link.partition("#")[0]).resolve() for link in re.findall(r"\]\(([^)]+)\)", prose(DOCS / "README.md"))
    }
    listed = {
        (DOCS / "decisions" / link).resolve()
        for link in re.findall(r"\]\((\w[\w-]*\.md)\)", prose(DOCS / "decisions/README.md"))
    }
    linked |= {path / "README.md" for path in linked if path.is_dir()}
    assert [
        page.name
        for page in pages()
        if page.is_relative_to(DOCS) and page not in linked | listed | {DOCS / "README.md"}
    ] == []
    assert "docs/README.md" in prose(ROOT / "README.md")


def test_every_command_of_ours_that_is_shown_can_be_run() -> None:
    shown = [*lines("supporter")]
    assert len(shown) > 20
    assert [f"{page.name}: {slip}" for page, line in shown for slip in slips(line)] == []
    assert (
        [*slips("supporter chek our-words")] and [*slips("supporter check --quick")] and [*slips("supporter init a b")]
    )


def test_every_target_of_make_that_is_named_is_one() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in pages():
        text = page.read_text(encoding="utf-8")
        assert {
            *re.findall(r"`make ([a-z][a-z-]*)", text),
            *re.findall(r"^make ([a-z][a-z-]*)", text, re.MULTILINE),
        } <= targets, page.name


def test_every_setting_and_every_test_that_is_named_is_there() -> None:
    there = named(ROOT / "tests")
    files = {path.name for path in (ROOT / "tests").glob("test_*.py")}
    for page in pages():
        text = page.read_text(encoding="utf-8")
        assert {*re.findall(r"\bSUPPORTER_[A-Z_]*[A-Z]\b", text)} <= SETTINGS.keys(), page.name
        for file, test in TEST.findall(text):
            assert (file, test) in there if test else file in files, f"{page.name}: {file}::{test}"


def test_every_statement_for_a_dpia_rests_on_a_test_or_a_page() -> None:
    rows = [
        re.split(r"(?<!\\)\|", line)[1:-1] for line in prose(DOCS / "dpia.md").splitlines() if line.startswith("| ")
    ]
    bare = [
        cells[0].strip()
        for cells in rows
        if not (TEST.search(cells[-1]) or "](" in cells[-1] or cells[-1].strip() in ("rests on", "---"))
    ]
    assert len(rows) > 30 and bare == []


def test_every_decision_says_what_why_at_what_cost_and_what_holds_it() -> None:
    for page in (DOCS / "decisions").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        if page.name not in ("README.md", "cleaner.md"):
            assert [mark for mark in ADR if text.count(mark) != 1] == [], page.name
            assert len(text.splitlines()) <= 25, page.name


def test_the_picture_of_the_architecture_names_modules_that_are_there() -> None:
    picture = (DOCS / "pictures/architecture.svg").read_text(encoding="utf-8")
    modules = [name for names in re.findall(r'class="code"[^>]*>([^<]+)', picture) for name in names.split()]
    assert len(modules) > 15 and [name for name in modules if name not in RANK] == []


def test_a_kind_of_content_has_exactly_the_places_that_are_told() -> None:
    text = (DOCS / "adding-a-kind.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `((?:supporter|templates)/\S+)` \| `(.+?)` \|", text, re.MULTILINE))
    assert [file for file, what in told.items() if what not in (ROOT / file).read_text(encoding="utf-8")] == []
    kinds = ("*.py", "*.html", "*.typ")
    files = [path for folder in ("supporter", "templates") for kind in kinds for path in (ROOT / folder).rglob(kind)]
    word = re.compile(r"\bswaps?\b", re.IGNORECASE)
    code = {path.relative_to(ROOT).as_posix() for path in files if word.search(_code(path))}
    assert code == {*told}


def _code(path: Path) -> str:
    """A file without what it says of itself."""
    return (
        re.sub(r'""".*?"""|#[^\n]*', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        if path.suffix == ".py"
        else path.read_text(encoding="utf-8")
    )


def test_the_steps_of_installing_are_such_as_the_trial_can_follow() -> None:
    found = [*steps(DOCS / "install.md")]
    assert [step.file for step in found if isinstance(step, Write)] == [
        "our-words/helplines.yaml", "our-words/theme.yaml", "templates/support.html", "app.py",
    ]  # fmt: skip
    assert "pip install" in next(step.text for step in found if isinstance(step, Run))
    for step in found:
        if isinstance(step, Write) and step.file.endswith(".py"):
            compile(step.text, step.file, "exec")
