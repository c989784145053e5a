"""A page's links, turned from addresses of the app into paths from one file of a static site to another."""

import posixpath
import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

from supporter.errors import SupporterError

_LINK = re.compile(r'(?<=\s)(href|src|action)="([^"]*)"')
_ROOT = "http://guide.invalid"
_OUTSIDE = ("https", "http", "mailto", "tel", "sms")


def relinked(page: str, address: str, file: str, target: Callable[[str], str | None]) -> str:
    """The page with every link to a page of ours as a relative path from `file`, its place in the static site.

    address: where the page is in the app. target: the file, or the whole address outside, that an address of the app
    becomes, and None for one that leads nowhere. Raises SupporterError for such a link, and for a form.
    """
    if "<form" in page:
        raise SupporterError(f"{file}: there is a form, which nothing would answer; leave it out where `mount.static`")

    def relative(link: re.Match[str]) -> str:
        name, value = link[1], unescape(link[2])
        if urlsplit(value).scheme in _OUTSIDE or value.startswith("#"):
            return link[0]
        here, _, fragment = urljoin(f"{_ROOT}{address}", value).removeprefix(_ROOT).partition("#")
        there = target(here)
        if there is None:
            raise SupporterError(f"{file}: the link '{value}' leads to nothing that a static site has")
        path = there if urlsplit(there).scheme else posixpath.relpath(there, posixpath.dirname(file) or ".")
        return f'{name}="{escape(path)}{f"#{fragment}" if fragment else ""}"'

    return _LINK.sub(relative, page)
