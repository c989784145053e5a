"""What is left on the device: after the whole walk a saved profile of Chromium holds no word of it."""

import gzip
import sqlite3
from collections.abc import Callable
from pathlib import Path

import brotli
import lz4.block
import pytest
from flask import Flask
from playwright.sync_api import sync_playwright

from supporter import Guide
from supporter.answers import read_answers
from supporter.carrying import Carrier
from supporter.checkin import CheckIn
from tests.browsing import served
from tests.trace.chromium import opened
from tests.trace.search import found_in
from tests.trace.variants import whole
from tests.trace.walking import go_through
from tests.trace.words import NAME, PERSON, TITLE, canaries, codes


def test_a_saved_profile_holds_no_word_of_the_walk(guide: Guide, tmp_path: Path) -> None:
    neutral = Flask("neutral")
    neutral.add_url_rule("/", "home", lambda: "<title>Weather</title>Dry and mild")
    words, under_the_seal = canaries(guide), codes(guide)
    assert len(words) > 40 and len(under_the_seal) > 10
    with served(neutral) as elsewhere:
        away = f"{elsewhere.replace('127.0.0.1', 'localhost')}/"
        with served(whole(away), threads=4) as base, sync_playwright() as playwright:
            with opened(playwright, tmp_path) as browser:
                go_through(browser, base, guide)
            assert found_in(tmp_path, words | under_the_seal) == {}
            # It was a walk, and it was kept: the history knows the neutral names.
            kept = found_in(tmp_path, {"/check-in/3", "Weather"})
            assert set(kept) == {"/check-in/3", "Weather"}
            with opened(playwright, tmp_path) as browser:
                browser.goto(f"{base}/guide")
                assert "nothing to show yet" in str(browser.run("return document.title"))


def test_what_is_searched_for_under_the_seal_stands_in_a_check_in(guide: Guide) -> None:
    answers = read_answers(guide.questions.values(), PERSON)
    written = Carrier(guide, ["en"]).write(CheckIn.fresh(0).answered(answers.as_dict()))
    assert all(one in written for one in codes(guide))


def sqlite(file: Path, word: str) -> None:
    database = sqlite3.connect(file)
    database.execute("create table kept (value)")
    database.execute("insert into kept values (?)", (f"x{word}x" * 3000,))
    database.commit()
    database.close()


def simple_cache(file: Path, word: str) -> None:
    key = b"http://127.0.0.1/"
    head = b"\x30\x5c\x72\xa7\x1b\x6d\xfb\xfc" + (5).to_bytes(4, "little") + len(key).to_bytes(4, "little") + b"\0" * 8
    file.write_bytes(head + key + brotli.compress(f"<p>{word}".encode()) + b"\xd8\x41\x0d\x97trailer")


KEPT: dict[str, Callable[[Path, str], object]] = {
    "as it is": lambda file, word: file.write_text(f"a {word} b"),
    "in UTF-16": lambda file, word: file.write_bytes(b"\x01" + word.encode("utf-16-le")),
    "in a database": sqlite,
    "in gzip": lambda file, word: file.write_bytes(b"head" + gzip.compress(word.encode()) + b"tail"),
    "in brotli, as Chromium's cache has it": simple_cache,
    "in Firefox's lz4": lambda file, word: file.write_bytes(b"mozLz40\0" + lz4.block.compress(word.encode() * 9)),
}


@pytest.mark.parametrize("how", KEPT)
def test_the_search_finds_a_word_however_it_is_kept(tmp_path: Path, how: str) -> None:
    file = tmp_path / "deep" / "file"
    file.parent.mkdir()
    KEPT[how](file, NAME)
    assert found_in(tmp_path, {NAME, TITLE}) == {NAME: ["deep/file"]}
