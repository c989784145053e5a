"""From what an author wrote to HTML: as we ship it, as it would be with nh3, and with the cleaner taken out."""

from collections.abc import Callable

import bleach
import markdown
import nh3

from supporter.markup import TAGS, _attribute, clean_html, render_markdown

Pipeline = Callable[[str], str]

_RISKY = ["extra", "toc", "codehilite", "wikilinks", "admonition", "sane_lists", "nl2br", "smarty"]


def nh3_clean(html: str) -> str:
    """The same tags and the same rule for attributes, by nh3 (docs/decisions/cleaner.md)."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href"}, "ol": {"start"}, "abbr": {"title"}},
        attribute_filter=lambda tag, name, value: value if _attribute(tag, name, value) else None,
        url_schemes={"https", "mailto", "tel", "sms"},
        link_rel=None,
    )


def _markdown(text: str) -> str:
    return markdown.markdown(text, extensions=["tables", "sane_lists"], output_format="html")


def _everything(text: str) -> str:
    return markdown.markdown(text, extensions=_RISKY, output_format="html")


SHIPPED: dict[str, Pipeline] = {
    "render_markdown": lambda text: str(render_markdown(text)),
    "clean_html alone": clean_html,
    "nh3 after Markdown": lambda text: nh3_clean(_markdown(text)),
    "nh3 alone": nh3_clean,
    "every extension, our cleaner": lambda text: clean_html(_everything(text)),
}
"""Each of them must leave nothing."""

CONTROL: Pipeline = _markdown
"""Without a cleaner: what the browser must find."""

FAULTS: dict[str, Pipeline] = {
    "no rule of our own for addresses": lambda text: bleach.clean(
        _markdown(text), tags=TAGS, attributes={"a": ["href"]}, protocols=["https", "mailto", "tel", "sms"], strip=True
    ),
    "pictures allowed": lambda text: bleach.clean(
        _markdown(text), tags=TAGS | {"img"}, attributes={"a": ["href"], "img": ["src"]}, strip=True
    ),
    "classes and ids allowed": lambda text: bleach.clean(
        _markdown(text), tags=TAGS, attributes={"*": ["class", "id"]}, strip=True
    ),
    "a section closed": lambda text: _markdown(text).replace("</p>", "</p></main>", 1) if "main" in text else "",
}
"""Faults that the browser must find, each with some payload."""
