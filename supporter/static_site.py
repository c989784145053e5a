"""A copy of the guide without a server: where it will be found, and which of our addresses is which file of it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from supporter.footing import Site
from supporter.guide import Guide
from supporter.headers import META_POLICY
from supporter.helplines import EVERYWHERE
from supporter.paper import SIZES

ASSETS = ("within-reach.css", "within-reach.js", "ahn.woff2", "ahn-licence.txt", "icon.svg")
"""What a reader's pages need; the others are the author's desk."""
CHECK_IN = "check-in/1"
"""The one address below a language at which the questions begin."""
PACK = "handouts/pack.pdf"
PRINTS = ("", "large")


class StaticSite(NamedTuple):
    """address: where the copy will be found; guide: where the questions run; each with a slash at its end, or None."""

    address: str | None = None
    guide: str | None = None

    @property
    def policy(self) -> str:
        """The content security policy, as far as a page can carry its own."""
        return META_POLICY

    @property
    def prints(self) -> tuple[tuple[str, str], ...]:
        """Size and print of each file that there is of a sheet, as its address has them."""
        return tuple((size, large) for large in PRINTS for size in SIZES)

    def site(self, language: str) -> Site:
        """Where the pages of a language are found, for what stands on paper."""
        return Site(f"{self.address}{language}/" if self.address else None, ending=".html")

    def questions(self, language: str) -> str | None:
        """Where a reader of this language begins to answer; None where the questions run nowhere."""
        return f"{self.guide}{CHECK_IN}?{urlencode({'language': language})}" if self.guide else None


def pages(guide: Guide, language: str) -> Iterator[tuple[str, str]]:
    """The address of every page of a language in the app, and the file that it becomes."""
    yield f"/{language}/", f"{language}/index.html"
    yield f"/{language}/{CHECK_IN}", f"{language}/check-in.html"
    yield f"/{language}/sources", f"{language}/sources.html"
    yield f"/{language}/help-now", f"{language}/help-now.html"
    for code in guide.countries:
        yield f"/{language}/help-now?country={code}", f"{language}/help-now/{country_file(code)}.html"
    yield f"/{language}/read/", f"{language}/read/index.html"
    for page in guide.pages.values():
        if page.shelf is not None:
            yield f"/{language}/read/{page.id}", f"{language}/read/{page.id}.html"
    yield f"/{language}/handouts/", f"{language}/handouts/index.html"
    for handout in guide.handouts.values():
        yield f"/{language}/handouts/{handout.id}", f"{language}/handouts/{handout.id}.html"
        if handout.careful:
            yield f"/{language}/handouts/{handout.id}?paper=yes", f"{language}/handouts/{handout.id}/paper.html"


def papers(guide: Guide, language: str) -> Iterator[tuple[str, str]]:
    """The same of every file for paper. A saved file has a name that tells nobody which sheet it was."""
    for size, large in StaticSite().prints:
        name = "-".join(("information", size, *([large] if large else [])))
        asked = {"size": size, **({"print": large} if large else {})}
        yield f"/{language}/{PACK}?{urlencode(asked)}", f"{language}/handouts/all/{name}.pdf"
        for handout in guide.handouts.values():
            more = {"paper": "yes"} if handout.careful else {}
            query = urlencode(asked | more)
            yield f"/{language}/handouts/{handout.id}.pdf?{query}", f"{language}/handouts/{handout.id}/{name}.pdf"


def assets(look: Iterable[str] = ()) -> dict[str, str]:
    """The same of the style, the script, the typeface and the icon, and of what a host's `look` is made of."""
    return {f"/assets/{name}": f"assets/{name}" for name in (*ASSETS, *look)}


def country_file(code: str) -> str:
    """The name of a country's page."""
    return "elsewhere" if code == EVERYWHERE else code.lower()


def same(address: str) -> str:
    """An address of ours as it is looked up: what it asks for in one order, and no version of an asset."""
    parts = urlsplit(address)
    asked = sorted((name, value) for name, value in parse_qsl(parts.query) if name != "v")
    return f"{parts.path}?{urlencode(asked)}" if asked else parts.path
