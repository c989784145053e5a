"""What an author's Markdown may become, and what it never becomes."""

import re

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from supporter import markup
from supporter.loading import load_manuscripts
from supporter.markup import clean_html, render_line, render_markdown
from supporter.prose import render_prose
from supporter.shipped import shipped
from tests.hostile.payloads import corpora

STOCK = markdown.Markdown(extensions=["tables", "sane_lists"], output_format="html")
"""Markdown as it is set up here, and nothing of ours before it."""

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


@settings(max_examples=500)
@given(st.text(st.sampled_from("abZé9 ,.;:?!()%’‘“”–—…-_*`#=~<>&[]|\\\"'+1")))
def test_and_so_is_any_other_line(text: str) -> None:
    line = " ".join(text.split())
    assert render_line(line) == render_markdown(line).removeprefix("<p>").removesuffix("</p>")


@settings(max_examples=700)
@given(
    st.lists(
        st.sampled_from(
            [*"abZé9 \n\n.,;:!()%’–…-_*`#=~&[]|\\\"'+1\x00\x0c\x1f\x7f\x85\u2028\ufdd0\ufffe😀", "&amp;", "&lt;b&gt;", "&#60;", "&copy;",
             "**", "](https://a.org/?x=1&y)", "](https://a.org&#64;b.net)", "](javascript:a)", "](page:x 'title')", "](../a)", "[a", "- ",
             "1. ", "99999. ", "> ", "    ", "| a | b |\n|:--|--|\n| c | d |\n", "***\n", "  \n", "![", "](tel:+1)", "*[a]: b\n"]
        ),
        max_size=30,
    )
)  # fmt: skip
def test_what_is_not_cleaned_again_is_what_the_cleaner_would_give(parts: list[str]) -> None:
    held_to_the_cleaner("".join(parts))


LINES = st.sampled_from(["A word", "b, c", "¿é?", "“Z", "é (a)"])
BETWEEN = st.sampled_from(
    [
        "\n",
        "\n\n",
        "\n\n",
        " ",
        " \n",
        "  \n",
        " \n\n",
        "\n ",
        "\n\n ",
        "\n\n\n",
        "\n- ",
        "\n\n1. ",
        "\n---\n",
        "\n\n    ",
        "\t",
    ]
)


@settings(max_examples=700)
@given(st.lists(st.tuples(LINES, BETWEEN), min_size=1, max_size=4), LINES | st.just(""))
def test_and_so_are_paragraphs_without_signs(lines: list[tuple[str, str]], last: str) -> None:
    text = "".join(line + between for line, between in lines) + last
    assert render_markdown(text) == clean_html(STOCK.reset().convert(text)), text


STARTS = st.sampled_from(
    ["", "", "", "- ", "- ", "1. ", "2. ", "10. ", "> ", "> ", "## ", "### ", "#### ", "# ", "##### ", "* ", "+ ", "    ", "-", "2024 "]
)  # fmt: skip
PIECES = st.sampled_from(
    ["word", "Word, ", " word.", "¿é?", "“Z” ", "(a)", "b_c", "5 ", "- ", "1. ", ": ", "'", '"', "/", "+", "=", "**a b**", "*a b*", "**a*",
     "***", "**", "*", " *", "* ", "** ", "[a b](https://a.org)", "[a](../a-b)", "[a](#b)", "[a](tel:+123)", "[a](javascript:x)", "[a](x y)",
     "[a](https://a_b.org)", "![a](b)", "!", "[a][b]", "[a]: b", "[", "]", "(", "\\", "`", "&", "<b>", ">", "#", "|", "\t", "\u202e", "٣", "ª"]
)  # fmt: skip
ENDS = st.sampled_from(
    ["\n", "\n", "\n\n", "\n\n", "\n\n", "\n\n\n", " \n", "  \n", "\n \n", "\n---\n", "\n===\n", "\r\n"]
)


@settings(max_examples=3000)
@given(
    st.lists(st.tuples(STARTS, st.lists(PIECES, max_size=4).map("".join), ENDS).map("".join), max_size=5).map("".join)
)
@example("a ![b](c)")
@example("a _b_ c")
@example("a <b>b</b>")
def test_a_form_of_ours_is_what_markdown_and_the_cleaner_make_of_it(text: str) -> None:
    assert render_prose(text) in (None, clean_html(STOCK.reset().convert(text))), text


def test_all_that_we_ship_needs_no_markdown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(markup, "_markdown")
    load_manuscripts(None, ("en", "es"))


def test_and_so_is_every_hostile_text_and_all_that_we_ship() -> None:
    ours = [path.read_text(encoding="utf-8").partition("\n---\n")[2] for path in shipped("content").rglob("*.md")]
    assert 600 < sum(map(held_to_the_cleaner, ours)) < len(ours)  # a link to a page of ours is no address yet
    assert sum(map(held_to_the_cleaner, (text for texts in corpora().values() for text in texts))) > 1000


def test_a_tag_of_the_author_is_always_cleaned() -> None:
    # Unclosed, it would close what stands around the text.
    assert render_markdown("a</p></li></ul><p>b") == clean_html("<p>a</p></li></ul><p>b</p>") == "<p>a</p><p>b</p>"
    for html in ("<img>", "<p class='a'>", '<p onclick="a">', '<a href="javascript:a">', "<!-- a", "</div>", '<a href="//a.b">',
                 '<a href="https://a.org" onclick="a">', '<a href="https://a.org&#64;b.net/">', '<a href="https://a.org/?a&#10;b">', '<ol start="1" id="a">'):  # fmt: skip
        assert not re.fullmatch(markup._CLEAN, html), html


def held_to_the_cleaner(text: str) -> bool:
    """Whether the short way is taken; that it gives what the long one would is looked at."""
    plain = markup._BIDI.sub("", text)
    html = STOCK.reset().convert(plain)
    assert render_prose(text) in (None, clean_html(html)), text
    short = "<" not in text and re.fullmatch(markup._CLEAN, html) is not None
    assert not short or clean_html(html) == html == render_markdown(text), text
    return short


def is_plain(text: str) -> bool:
    """Whether the short way is taken."""
    return bool(text) and (render_prose(" ".join(text.split())) or "").startswith("<p>")
