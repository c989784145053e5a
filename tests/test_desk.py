"""The author's desk follows the files: a good edit is served at once, a bad one is named while the last good guide serves."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect, sync_playwright

from supporter import create_app
from tests.browsing import launch, served
from tests.conftest import SECRET, Reader

Write = Callable[[str, str], Path]

BLOCK = """---
title: {title}
group: you
order: 1
about: []
evidence: [E01]
reviewed: 2026-11-21
review_by: 2027-11-21
reviewers: []
gist: Two lines.
---
The whole.
"""


@pytest.fixture
def desk(write: Write) -> Flask:
    folder = write("en/blocks/x.md", BLOCK.format(title="A cup of tea"))
    return create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_CONTENT": [str(folder)], "SUPPORTER_DESK": True})


@pytest.fixture
def author(desk: Flask) -> Iterator[Reader]:
    desk.test_client_class = Reader
    with desk.test_client() as client:
        assert isinstance(client, Reader)
        yield client


def test_an_edit_is_served_with_the_next_page(author: Reader, write: Write) -> None:
    assert "A cup of tea" in author.get("/desk/try").text
    write("en/blocks/x.md", BLOCK.format(title="A pot of tea"))
    page = author.get("/desk/try").text
    assert "A pot of tea" in page and "A cup of tea" not in page


def test_a_mistake_is_shown_on_every_page_while_the_last_good_guide_serves(author: Reader, write: Write) -> None:
    author.get("/")
    write("en/blocks/x.md", BLOCK.format(title="A pot of tea").replace("group:", "grup:"))
    for address in ("/", "/desk/try", "/read/about"):
        page = author.get(address).text
        assert "1 to mend; the last good guide is shown" in page or "2 to mend; the last good guide is shown" in page
        assert "unknown key &#39;grup&#39;; did you mean &#39;group&#39;?" in page
    assert "A cup of tea" in author.get("/desk/try").text
    write("en/blocks/x.md", BLOCK.format(title="A pot of tea"))
    page = author.get("/desk/try").text
    assert "to mend" not in page and "A pot of tea" in page


def test_readers_have_no_desk(reader: Reader) -> None:
    assert reader.get("/desk/try").status_code == 404
    assert reader.get("/desk/version").status_code == 404
    assert "live.js" not in reader.get("/").text


def test_a_persona_fills_in_the_form_and_answers_that_are_not_ours_are_left_out(author: Reader) -> None:
    page = author.get("/desk/try?persona=mum-of-a-quiet-teenager").text
    assert 'value="teen_child" checked' in page and "Your child or teenager needs room" in page
    assert author.get("/desk/try?persona=nobody").status_code == 200
    page = author.post("/desk/try", data={"asked": "nonsense", "signs.quiet": "purple", "you": "worn_out"}).text
    assert "You said you are worn out." in page


def test_what_holds_follows_the_answers_and_the_page_follows_the_files(desk: Flask, write: Write) -> None:
    with served(desk) as base, sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        page = browser.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{base}/desk/try")
        expect(page.locator("#outcome")).to_contain_text("No flag.")
        page.get_by_label("They told me to stop contacting them").check()
        expect(page.locator("#outcome")).to_contain_text("You were told to stop or keep away")
        write("en/blocks/x.md", BLOCK.format(title="A pot of tea"))
        expect(page.get_by_role("heading", name="A pot of tea")).to_be_visible(timeout=10_000)
        assert faults == []
        browser.close()
