"""Whatever an author writes, a browser finds nothing in it that runs, loads, looks like ours or leaves its place.

The quick part of `make verify-hostile`, which takes every payload and a seeded fuzz.
"""

import json
from collections.abc import Iterator
from html import unescape
from itertools import islice
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from supporter.markup import render_markdown
from tests.browsing import launch
from tests.hostile.oracle import Oracle, told
from tests.hostile.payloads import CORPORA, corpora, mutants, some
from tests.hostile.pipelines import CONTROL, FAULTS, SHIPPED

SEED = 20_261_121


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    with sync_playwright() as playwright, Oracle(launch(playwright.chromium)) as oracle:
        yield oracle


@pytest.mark.parametrize("name", SHIPPED)
def test_a_cleaner_leaves_nothing_that_a_browser_minds(oracle: Oracle, name: str) -> None:
    texts = [*some(), *islice(mutants(SEED), 300)]
    found = oracle.audit([SHIPPED[name](text) for text in texts])
    assert [told(text, faults) for text, faults in zip(texts, found, strict=True) if faults] == []


def test_nothing_of_it_runs_or_asks_for_an_address(oracle: Oracle) -> None:
    htmls = [SHIPPED["render_markdown"](text) for text in corpora()["ours"]]
    assert oracle.live(htmls) == (set(), 0), oracle.asked[-5:]


def test_without_a_cleaner_the_browser_finds_a_hundred_that_run(oracle: Oracle) -> None:
    texts = [*corpora()["ours"], *corpora()["brs-kb"][::12]]
    ran, asked = oracle.live([CONTROL(text) for text in texts])
    assert len(ran) >= 100 and asked >= 50, (len(ran), asked)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_planted_in_the_cleaner_is_found(oracle: Oracle, name: str) -> None:
    assert any(oracle.audit([FAULTS[name](text) for text in corpora()["ours"]]))


def test_plain_text_and_ordinary_html_are_no_fault(oracle: Oracle) -> None:
    fine = '<h2>x</h2><ol start="3"><li><a href="../read/x#y">a</a></li></ol><p><abbr title="b">c</abbr> 3 &lt; 4</p>'
    assert (
        oracle.audit(["", "x", fine, '<p><a href="tel:+441234567">a</a> <a href="mailto:a@b.example">b</a></p>'])
        == [[]] * 4
    )


SURVIVORS = json.loads((Path(__file__).parent / "hostile" / "survivors.json").read_text(encoding="utf-8"))


def test_sixty_and_more_pieces_of_real_advice_come_through_byte_for_byte() -> None:
    assert len(SURVIVORS) >= 60
    for text, html in SURVIVORS:
        assert render_markdown(text) == html == CONTROL(text)
        assert unescape(SHIPPED["nh3 after Markdown"](text)) == unescape(html)


def test_each_corpus_stands_beside_its_licence() -> None:
    names = {path.name for path in CORPORA.iterdir()} - {"README.md"}
    assert names == {f"{name}.{kind}" for name in corpora() for kind in ("json", "LICENSE")}
    assert sum(map(len, corpora().values())) > 9_000
