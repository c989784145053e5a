"""Everything can be read with no form at all, every link leads somewhere, and each text says what it rests on."""

import re
from html import unescape
from typing import Any
from urllib.parse import urldefrag, urljoin

import html5lib
import pytest
from flask import Flask

from supporter import Guide, Supporter, advise, load_guide
from supporter.language import plain
from tests.conftest import SECRET, Reader
from tests.people import FRIEND


def hrefs(page: str) -> list[str]:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return [link.get("href", "") for link in tree.iter("a")]


def ids(page: str) -> set[str]:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return {found for node in tree.iter() if (found := node.get("id"))}


def refused(guide: Guide, page: str) -> list[str]:
    """Words on a page, those of our templates too, that no reader should meet; what is quoted may name them."""
    for quotation in (
        r"<blockquote.*?</blockquote>",
        r'<table class="swaps".*?</table>',
        r"<script.*?</script>",
        r"“[^”]*”",
    ):
        page = re.sub(quotation, " ", page, flags=re.DOTALL)
    text = plain(unescape(re.sub(r"<[^>]+>", " ", page)))
    rules = [rule for rule in guide.language.rules if not rule.only and not rule.never]
    return [word for rule in rules if (word := rule.find(text)) is not None]


def crawl(reader: Reader, prefix: str) -> dict[str, str]:
    """Every page that links lead to from the start page and the advice, each linted as it is fetched."""
    base = "http://localhost"
    waiting = [f"{prefix}/", f"{prefix}/guide", f"{prefix}/check-in/check"]
    pages: dict[str, str] = {}
    wanted: list[tuple[str, str, str]] = []
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        response = reader.get(address, follow_redirects=True)
        assert response.status_code == 200, address
        pages[address] = response.text if response.mimetype == "text/html" else ""
        for href in hrefs(pages[address]):
            target, fragment = urldefrag(urljoin(base + address, href))
            # A page in another language is a page that was seen; test_languages.py looks at those.
            if target.startswith(base) and not target.endswith("/leave") and "language=" not in target:
                waiting.append(target.removeprefix(base))
                wanted.append((address, target.removeprefix(base), fragment))
    there = {target: ids(pages[target]) for target in {target for _, target, fragment in wanted if fragment}}
    for address, target, fragment in wanted:
        assert not fragment or fragment in there[target], f"{address} leads to {target}#{fragment}"
    return pages


@pytest.mark.parametrize(("prefix", "answers"), [("", {}), ("/support", FRIEND)])
def test_every_link_of_ours_leads_to_a_page(prefix: str, answers: dict[str, Any]) -> None:
    app = Flask("host")
    app.config["SECRET_KEY"] = SECRET
    Supporter(app, url_prefix=prefix)
    app.test_client_class = Reader
    with app.test_client() as reader:
        assert isinstance(reader, Reader)
        if answers:
            reader.answer(answers, prefix)
        pages = crawl(reader, prefix)
    guide = load_guide()
    for address, page in pages.items():
        if not address.endswith("/sources"):
            assert refused(guide, page) == [], address
    found = {page.partition("?")[0] for page in pages}
    public = {f"/read/{page.id}" for page in guide.pages.values() if page.shelf}
    public |= {f"/handouts/{handout}" for handout in guide.handouts}
    # A reader with answers finds sheets and pages under numbers.
    own = {"/guide/sheet-1", "/guide/read-1"}
    assert {f"{prefix}{page}" for page in ((own if answers else public) | {"/sources"})} <= found


def test_the_sources_page_lists_every_claim_and_every_source_once(reader: Reader, guide: Guide) -> None:
    page = reader.get("/sources").text
    assert ids(page) >= guide.evidence.keys()
    links = [href for href in hrefs(page) if href.startswith("http")]
    named = [source for claim in guide.evidence.values() for source in claim.sources]
    others = guide.sources.keys() - set(named)
    assert sorted(links) == sorted(filter(None, (guide.sources[source].url for source in [*named, *others])))


@pytest.mark.parametrize("shelf", ["signs", "reasons", "skills", "stories"])
def test_the_next_link_walks_through_a_whole_shelf_from_its_overview(reader: Reader, guide: Guide, shelf: str) -> None:
    first, *rest = guide.shelf(shelf)
    overview = reader.get(f"/read/{first.id}").text
    assert {f"/read/{page.id}" for page in rest} <= set(hrefs(overview))
    walked, page = [], overview
    while (found := re.search(r'rel="next" href="([^"]+)"', page)) is not None:
        walked.append(found[1])
        page = reader.get(found[1]).text
    assert walked == [f"/read/{one.id}" for one in rest]


@pytest.mark.parametrize("address", ["/", "/help-now", "/read/privacy", "/read/eight-signs", "/handouts/space-plan"])
def test_where_this_comes_from_can_be_opened_on_any_page(reader: Reader, address: str) -> None:
    assert "<summary>Where this comes from</summary>" in reader.get(address).text


def test_the_advice_page_names_what_all_of_it_rests_on_by_numbers_that_lead_nowhere_later(
    reader: Reader, guide: Guide
) -> None:
    reader.answer(FRIEND)
    page = reader.get("/guide").text
    shown = [href for href in hrefs(page) if href.startswith("/sources#")]
    sources = reader.get("/sources").text
    claims = guide.claims(advise(guide, FRIEND).pieces)
    assert sorted(shown) == sorted(f"/sources#claim-{number}" for number in range(1, len(claims) + 1)) != []
    for number, claim in enumerate(claims, 1):
        assert re.search(rf'id="about-claim-{number}">([^<]*)', sources)[1] == claim.title  # type: ignore[index]
    # The history may keep such an address: it tells no claim, and without the answers it leads to none.
    assert not re.search(r"[#\"]E\d\d", page + sources)
    reader.get("/leave")
    assert "claim-" not in reader.get("/sources").text
    assert guide.settings.strengths["guideline"] in page
