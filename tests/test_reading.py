"""Everything can be read with no form at all, every link leads somewhere, and each text says what it rests on."""

from urllib.parse import urldefrag, urljoin

import html5lib
import pytest
from flask import Flask

from supporter import Supporter, load_guide
from tests.conftest import SECRET, Reader
from tests.people import FRIEND


def hrefs(page: str) -> list[str]:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return [link.get("href", "") for link in tree.iter("a")]


def ids(page: str) -> set[str]:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return {found for node in tree.iter() if (found := node.get("id"))}


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
            if target.startswith(base) and not target.endswith("/leave"):
                waiting.append(target.removeprefix(base))
                wanted.append((address, target.removeprefix(base), fragment))
    for address, target, fragment in wanted:
        assert not fragment or fragment in ids(pages[target]), f"{address} leads to {target}#{fragment}"
    return pages


@pytest.mark.parametrize("prefix", ["", "/support"])
def test_every_link_of_ours_leads_to_a_page(prefix: str) -> None:
    app = Flask("host")
    app.config["SECRET_KEY"] = SECRET
    Supporter(app, url_prefix=prefix)
    app.test_client_class = Reader
    with app.test_client() as reader:
        assert isinstance(reader, Reader)
        reader.answer(FRIEND, prefix)
        pages = crawl(reader, prefix)
    guide = load_guide()
    reading = {f"{prefix}/read/{page.id}" for page in guide.pages.values() if page.shelf}
    sheets = {f"{prefix}/handouts/{handout}" for handout in guide.handouts}
    assert reading | sheets | {f"{prefix}/sources"} <= {page.partition("?")[0] for page in pages}
