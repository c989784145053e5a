"""Markdown of an author into HTML that is safe to send: the only room that knows markdown and bleach."""

import re
import threading
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from supporter.addresses import HREF, is_address

if TYPE_CHECKING:
    import bleach
    import markdown

_INLINE = {"a", "abbr", "b", "br", "code", "em", "i", "strong", "sub", "sup"}
_STRUCTURE = {"blockquote", "dd", "dl", "dt", "h2", "h3", "h4", "hr", "li", "ol", "p", "ul"}
_TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
TAGS = frozenset(_INLINE | _STRUCTURE | _TABLES)
"""All that content may be made of: no images, no classes, nothing that loads or looks like ours."""

_CLEAN = (
    rf"""(?:[\n -%'-;=?-~"\u00a0-\ud7ff]++|&(?:amp|lt|gt|quot);|</?(?:{"|".join(sorted(TAGS - {"a"}))})>"""
    rf"""|<a href="(?![^"]*&){HREF.pattern}">|</a>|<ol start="[0-9]{{1,3}}">)*+"""
)
"""HTML without anything that the cleaner would change, where its tags are closed as they should be.

A pattern that is compiled for the first text that needs it (three milliseconds): none of ours does.
"""
# Characters that turn the direction of text around can make a link read as another (Unicode TR36, 2.10).
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def _attribute(tag: str, name: str, value: str) -> bool:
    if tag == "a" and name == "href":
        return is_address(value)
    if tag == "ol" and name == "start":
        return value.isascii() and value.isdigit() and len(value) < 4
    return tag in ("abbr",) and name == "title"


@cache
def _cleaner() -> "bleach.Cleaner":
    """Made for the first text: a start that finds a compiled guide needs neither of the two libraries."""
    import bleach

    return bleach.Cleaner(tags=TAGS, attributes=_attribute, protocols=["https", "mailto", "tel", "sms"], strip=True)


@cache
def _markdown() -> "markdown.Markdown":
    import markdown

    return markdown.Markdown(extensions=["tables", "sane_lists"], output_format="html")


_turn = threading.Lock()
"""It holds what it knows of one text at a time, and two guides may be read anew at once."""
_LINK = re.compile(r"\]\(([^()]*)\)")


def clean_html(html: str) -> str:
    """HTML with nothing in it but what TAGS and the rule for `href` allow; everything else is dropped."""
    return _cleaner().clean(html)


def render_markdown(text: str, links: Mapping[str, str] | None = None) -> Markup:
    """A whole text with paragraphs, lists and tables; `links` maps what an author writes after `(` to an address."""
    if links:
        text = _LINK.sub(lambda found: f"]({links.get(found[1], found[1])})", text)
    from supporter.prose import render_prose  # Not before: a start that finds a compiled guide renders nothing.

    prose = render_prose(text)
    if prose is not None:
        return Markup(prose)  # noqa: S704 - every tag in it is written by render_prose, every address held to HREF
    with _turn:
        html = _markdown().reset().convert(_BIDI.sub("", text))
    # Of a text without tags Markdown makes every tag itself, and closes it: nearly all are so, and the cleaner, which
    # reads HTML as a browser does, takes longer than Markdown to give it back as it is.
    as_it_is = "<" not in text and re.fullmatch(_CLEAN, html)
    return Markup(html if as_it_is else clean_html(html))  # noqa: S704 - clean, or cleaned in this very line


def render_line(text: str) -> Markup:
    """One line, such as a list item: the same rules, without the paragraph around it."""
    html = str(render_markdown(" ".join(text.split())))
    return Markup(html.removeprefix("<p>").removesuffix("</p>"))  # noqa: S704 - cleaned by render_markdown


@lru_cache(maxsize=16384)
def word_count(html: str) -> int:
    """Words a reader sees in a piece of HTML; each text of the guide is counted once."""
    return len(re.sub(r"<[^>]+>", " ", html).split())
