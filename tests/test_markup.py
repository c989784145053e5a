"""What an author's Markdown may become, and what it never becomes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supporter import markup
from supporter.markup import clean_html, render_line, render_markdown
from supporter.shipped import shipped

KEPT = [
    ("A **bold** word", "<p>A <strong>bold</strong> word</p>"),
    ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
    ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>'),
    ("[call](tel:+441234567)", '<p><a href="tel:+441234567">call</a></p>'),
    ("[write](mailto:a@example.org)", '<p><a href="mailto:a@example.org">write</a></p>'),
    ("[read](https://example.org/x?y=1#z)", '<p><a href="https://example.org/x?y=1#z">read</a></p>'),
    ("[other](page:privacy)", '<p><a href="privacy">other</a></p>'),
    ("> quote", "<blockquote>\n<p>quote</p>\n</blockquote>"),
]

TARGETS = [
    "javascript:alert(1)", "JaVaScRiPt:1", "javascript:123", "facetime:5551234", "intent:0", "data:0", "file:0",
    "data:text/html,x", "//example.org", "http://example.org", "\\\\example.org", "tel:abc", "sms:1;body=x",
    "javascript\u200b:1", "https://", "ftp://x",
]  # fmt: skip


@pytest.mark.parametrize(("text", "html"), KEPT)
def test_ordinary_advice_survives(text: str, html: str) -> None:
    assert render_markdown(text, {"page:privacy": "privacy"}) == html


@pytest.mark.parametrize("target", TARGETS)
def test_a_link_to_anything_else_loses_its_address(target: str) -> None:
    assert clean_html(f'<a href="{target}">x</a>') == "<a>x</a>"


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<p style='color:red' class=x id=y onclick=z>x</p>",
        "<iframe src=https://example.org></iframe>", "<form action=/x><input name=y></form>", "<svg onload=alert(1)>",
        "<base href=//x>", "<meta http-equiv=refresh content=0>", "<style>*{}</style>", "<a name=x>x</a>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<noscript><p title='</noscript><img src=x>'>",
    ],
)  # fmt: skip
def test_nothing_that_runs_loads_or_looks_like_ours_survives(html: str) -> None:
    for out in (clean_html(html), render_markdown(html)):
        for word in (
            "<script",
            "<img",
            "onerror",
            "onclick",
            "<iframe",
            "<form",
            "<svg",
            "<base",
            "<meta",
            "<style",
            "class=",
            "id=",
            "name=",
        ):
            assert word not in out.lower() or f"&lt;{word[1:]}" in out.lower()


def test_marks_that_turn_text_around_are_taken_out() -> None:
    assert "\u202e" not in render_markdown("abc\u202edef")


def test_a_template_is_only_text() -> None:
    assert render_line("{{ 7 * 7 }}") == "{{ 7 * 7 }}"


@pytest.mark.parametrize("locale", ["en", "es"])
def test_a_line_without_signs_is_what_markdown_and_the_cleaner_make_of_it(locale: str) -> None:
    texts = {line.strip() for path in (shipped("content") / locale).rglob("*") if path.is_file()
             for line in path.read_text(encoding="utf-8").splitlines()}  # fmt: skip
    plain = [text for line in texts for text in (line, line.partition(": ")[2], line.strip('- "')) if is_plain(text)]
    assert len(plain) > 1000
    for text in plain:
        assert f"<p>{render_line(text)}</p>" == render_markdown(text), text


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.text(st.sampled_from("abZé9 ,.;:?!()%’‘“”–—…-_*`#=~<>&[]|\\\"'+1")))
def test_and_so_is_any_other_line(text: str) -> None:
    line = " ".join(text.split())
    assert render_line(line) == render_markdown(line).removeprefix("<p>").removesuffix("</p>")


def is_plain(text: str) -> bool:
    """Whether the short way is taken."""
    return bool(text) and markup._PLAIN.fullmatch(" ".join(text.split())) is not None
