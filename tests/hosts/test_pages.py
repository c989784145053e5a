"""What stands in docs/hosts is what runs here: every block is in a host of these tests, or is run by one."""

import re
from pathlib import Path
from textwrap import dedent

import pytest

from supporter.config import SETTINGS
from tests.hosts import test_elsewhere, test_frame
from tests.hosts.pages import PAGES, blocks
from tests.supply.locks import ROOT

HERE = Path(__file__).parent
HOSTS = {
    "flask": ["portal.py", "union/app.py", "behind.py", "plain.py"],
    "django": ["mysite/wsgi.py", "mysite/settings.py"],
    "fastapi": ["charity.py"],
    "path": [],
    "frame": [],
}
"""The files in which the Python of each page stands, word for word."""
RUN = {
    "pip install within-reach",
    "pip install within-reach waitress",
    "pip install within-reach a2wsgi",
    "nginx -t && nginx -s reload",
    test_elsewhere.DJANGO,
    test_elsewhere.FASTAPI,
    test_elsewhere.BELOW_A_PATH,
    test_frame.ANCESTORS,
}
"""Commands that tests run, and those that only install or reload what tests use."""


def lines(text: str) -> str:
    """A text without indentation and empty lines, as a block may stand deeper in a file."""
    return "\n".join(line.strip() for line in dedent(text).splitlines() if line.strip())


def test_every_page_is_known() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == {*HOSTS}


@pytest.mark.parametrize("page", HOSTS)
def test_every_block_of_python_is_in_a_host_that_runs(page: str) -> None:
    hosts = [lines((HERE / file).read_text(encoding="utf-8")) for file in HOSTS[page]]
    found = blocks(page, "python")
    assert bool(found) is bool(hosts)
    for block in found:
        assert any(lines(block) in host for host in hosts), block


@pytest.mark.parametrize("page", HOSTS)
def test_every_command_is_one_that_is_run(page: str) -> None:
    for block in blocks(page, ""):
        for command in block.splitlines():
            assert command in RUN, command


def test_every_setting_and_every_file_that_is_named_is_there() -> None:
    for page in PAGES.glob("*.md"):
        text = page.read_text(encoding="utf-8")
        assert {*re.findall(r"SUPPORTER_[A-Z_]+[A-Z]", text)} <= SETTINGS.keys()
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert (page.parent / target).resolve().is_relative_to(ROOT) and (page.parent / target).exists(), target
