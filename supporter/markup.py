"""Markdown of an author into HTML that is safe to send: the only room that knows markdown and bleach."""

import re
import threading
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    import bleach
    import markdown

_INLINE = {"a", "abbr", "b", "br", "code", "em", "i", "strong", "sub", "sup"}
_STRUCTURE = {"blockquote", "dd", "dl", "dt", "h2", "h3", "h4", "hr", "li", "ol", "p", "ul"}
_TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
TAGS = frozenset(_INLINE | _STRUCTURE | _TABLES)
"""All that content may be made of: no images, no classes, nothing that loads or looks like ours."""

# Full match, because bleach 6.4.0 (its last release) lets `scheme:digits` pass its own list. A host is plain
# letters, and no name stands before it: `https://a.org@b.net` and look-alike letters lead elsewhere than they say.
_HREF = re.compile(
    r"(?:https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#][^\s\"'<>\\]*)?"
    r"|mailto:[^\s\"'<>\\?]+@[^\s\"'<>\\?]+|(?:tel|sms):\+?[0-9]{2,15}"
    r"|#[A-Za-z][\w-]*|(?:\.\./)?(?:[a-z0-9][a-z0-9/-]*)?(?:#[A-Za-z][\w-]*)?)"
)
_CLEAN = re.compile(
    rf"""(?:[\n -%'-;=?-~"\u00a0-\ud7ff]++|&(?:amp|lt|gt|quot);|</?(?:{"|".join(sorted(TAGS - {"a"}))})>"""
    rf"""|<a href="(?![^"]*&){_HREF.pattern}">|</a>|<ol start="[0-9]{{1,3}}">)*+"""
)
"""HTML without anything that the cleaner would change, where its tags are closed as they should be."""
# Characters that turn the direction of text around can make a link read as another (Unicode TR36, 2.10).
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def is_address(target: str) -> bool:
    """Whether a link may lead there."""
    return _HREF.fullmatch(target) is not None


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

    from supporter.inlining import Inlining

    made = markdown.Markdown(extensions=["tables", "sane_lists"], output_format="html")
    made.treeprocessors.register(Inlining(made), "inline", 20)  # in the place of its own, where that stood
    return made


_turn = threading.Lock()
"""It holds what it knows of one text at a time, and two guides may be read anew at once."""
_LINK = re.compile(r"\]\(([^()]*)\)")
_PLAIN = re.compile(r"(?:[^\W\d_]|[¿¡‘“])(?:[^\W_]|[ ,.;:?!¿¡()%’‘“”–—…-])*")
"""A line in which Markdown has no sign: most are so, and need neither of the two."""
_PROSE = re.compile(rf"{_PLAIN.pattern}(?:(?<! )\n\n?{_PLAIN.pattern})*")
"""Paragraphs of such lines, with nothing else between them: every third text."""


def clean_html(html: str) -> str:
    """HTML with nothing in it but what TAGS and the rule for `href` allow; everything else is dropped."""
    return _cleaner().clean(html)


def render_markdown(text: str, links: Mapping[str, str] | None = None) -> Markup:
    """A whole text with paragraphs, lists and tables; `links` maps what an author writes after `(` to an address."""
    if links:
        text = _LINK.sub(lambda found: f"]({links.get(found[1], found[1])})", text)
    if _PROSE.fullmatch(text):
        return Markup(f"<p>{text}</p>".replace("\n\n", "</p>\n<p>"))  # noqa: S704 - no sign of HTML in it
    with _turn:
        html = _markdown().reset().convert(_BIDI.sub("", text))
    # Of a text without tags Markdown makes every tag itself, and closes it: nearly all of the content is so, and the
    # cleaner, which reads HTML as a browser does, would take a quarter of the load to give it back as it is.
    as_it_is = "<" not in text and _CLEAN.fullmatch(html)
    return Markup(html if as_it_is else clean_html(html))  # noqa: S704 - clean, or cleaned in this very line


def render_line(text: str) -> Markup:
    """One line, such as a list item: the same rules, without the paragraph around it."""
    line = " ".join(text.split())
    if _PLAIN.fullmatch(line):
        return Markup(line)  # noqa: S704 - no sign of HTML in it
    html = str(render_markdown(line))
    return Markup(html.removeprefix("<p>").removesuffix("</p>"))  # noqa: S704 - cleaned by render_markdown


@lru_cache(maxsize=16384)
def word_count(html: str) -> int:
    """Words a reader sees in a piece of HTML; each text of the guide is counted once."""
    return len(re.sub(r"<[^>]+>", " ", html).split())
