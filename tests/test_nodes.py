"""Cleaned HTML as plain data: a text without signs of HTML, which no parser reads, is read as the parser would."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from supporter.nodes import nodes_of
from supporter.shipped import shipped
from tests.hostile.payloads import corpora

PLAIN = [
    "", " ", "\n\t ", "a", " a", "a ", " a b ", "a\nb", "a\r\n\r\nb", "a\u00a0b", "\u00a0", "\x1f a", "a\u2028b", "\x85a",
    "a\x00b", "\ufeffa", "]]>", "-->", "\"'", "#set text(red)", "\\", "a > b",
]  # fmt: skip
"""Every kind of white space, at every end, and what other parsers take for signs."""


def lines() -> Iterator[str]:
    """Every line of the content."""
    for path in sorted(shipped("content").rglob("*.md")):
        yield from path.read_text(encoding="utf-8").splitlines()


def parsed(text: str) -> list[Any]:
    """What the parser makes of a text, which the element around it brings it to."""
    (paragraph,) = nodes_of(f"<p>{text}</p>", lambda href: href)
    assert isinstance(paragraph, dict)
    return paragraph["of"]


@pytest.mark.parametrize("source", ["content", "hostile"])
def test_a_plain_text_is_read_as_the_parser_reads_it(source: str) -> None:
    texts = {
        text
        for text in (lines() if source == "content" else [*PLAIN, *chain(*corpora().values())])
        if not set("<&") & set(text)
    }
    assert len(texts) > 1000
    for text in texts:
        assert nodes_of(Markup(text), str) == nodes_of(text, str) == parsed(text), repr(text)


@settings(max_examples=300)
@given(st.text(st.characters(blacklist_characters="<&")))
def test_and_so_is_any_other(text: str) -> None:
    assert nodes_of(text, str) == parsed(text)


@pytest.mark.parametrize("text", ["a &amp; b", "&lt;b&gt;", "x&nbsp;y", "a<br>b", "&amp", "1 &lt; 2"])
def test_a_text_with_a_sign_of_html_is_parsed(text: str) -> None:
    assert nodes_of(text, str) == parsed(text) != [text]
