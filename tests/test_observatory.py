"""What the HTTP Observatory's published rules give our pages: 155 points and A+ where the site is ours, over HTTPS."""

from typing import Any

import pytest
from flask import Flask

from supporter import Supporter, create_app
from tests.conftest import SECRET, Reader
from tests.observatory import Seen, grade, marks, of_cookies, of_policy, of_scripts, parse_policy, score

SITE = {"base_url": "https://guide.example.org"}


def seen(response: Any) -> Seen:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Seen(headers, response.headers.getlist("Set-Cookie"), response.text)


def answered(app: Flask, prefix: str = "") -> Seen:
    """The page that sets the reader's cookie, as the site's scanner would meet it on the way."""
    app.test_client_class = Reader
    client = app.test_client()
    page = client.get(f"{prefix}/?language=es", **SITE)
    assert page.headers.getlist("Set-Cookie") and page.status_code == 200
    return seen(page)


@pytest.fixture(scope="module")
def page() -> Seen:
    return answered(create_app({"SUPPORTER_SECRET_KEY": SECRET}))


def test_a_page_with_our_cookie_has_155_points_and_the_best_grade(page: Seen) -> None:
    assert marks(page) == {
        "content-security-policy": 10,
        "cookies": 5,
        "cross-origin-embedder-policy": 10,
        "cross-origin-opener-policy": 10,
        "cross-origin-resource-policy": 10,
        "cross-origin-resource-sharing": 0,
        "referrer-policy": 5,
        "strict-transport-security": 0,
        "subresource-integrity": 0,
        "x-content-type-options": 0,
        "x-frame-options": 5,
    }
    assert (score(page), grade(score(page))) == (155, "A+")


def test_every_other_page_has_150_and_a_cookie_is_all_it_lacks(app: Flask) -> None:
    for address in ("/", "/check-in/1", "/guide", "/help-now", "/sources", "/read/privacy", "/nowhere"):
        other = seen(app.test_client().get(address, **SITE))
        assert score(other) == 150 and not other.cookies


def test_a_guest_is_as_good_where_its_host_says_https_for_ever_and_loses_all_extra_points_where_not() -> None:
    def mounted() -> Flask:
        app = Flask("host")
        app.config["SECRET_KEY"] = SECRET
        Supporter(app, url_prefix="/support")
        return app

    bare, secured = answered(mounted(), "/support"), mounted()
    assert (score(bare), grade(score(bare))) == (80, "B+")
    secured.after_request(
        lambda response: response.headers.set("Strict-Transport-Security", "max-age=31536000") or response
    )
    assert score(answered(secured, "/support")) == 155


@pytest.mark.parametrize(
    ("name", "value", "points"),
    [
        ("content-security-policy", None, 75),
        ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'", 145),
        ("content-security-policy", "default-src 'self'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'", 80),
        ("cross-origin-opener-policy", None, 145),
        ("cross-origin-opener-policy", "Same-Origin", 145),
        ("cross-origin-embedder-policy", "same-origin", 145),
        ("cross-origin-resource-policy", None, 145),
        ("cross-origin-resource-policy", "same-origin static.example.org;", 140),
        ("referrer-policy", None, 150),
        ("referrer-policy", "unsafe-url", 145),
        ("strict-transport-security", None, 80),
        ("strict-transport-security", "max-age=86400", 145),
        ("x-content-type-options", None, 150),
        ("access-control-allow-origin", "https://elsewhere.example", 155),
    ],
)  # fmt: skip
def test_what_is_weaker_has_fewer_points(page: Seen, name: str, value: str | None, points: int) -> None:
    headers = {key: kept for key, kept in page.headers.items() if key != name} | ({name: value} if value else {})
    assert score(Seen(headers, page.cookies, page.html)) == points


def test_the_rules_that_our_pages_never_meet_are_the_published_ones() -> None:
    """Cases of the Observatory's own tests, in our words."""
    assert score(Seen({})) == 30 and grade(30) == "D"
    assert of_cookies(["a=1; Secure; HttpOnly"], secured=True) == 0
    assert of_cookies(["a=1"], secured=False) == -20 and of_cookies(["a=1"], secured=True) == -5
    assert of_cookies(["sessionid=1; Secure"], secured=True) == -30
    assert of_cookies(["csrf=1; Secure"], secured=True) == -20
    assert of_cookies(["a=1; Secure; SameSite=maybe"], secured=True) == -20
    assert of_scripts('<script src="https://x.example/a.js"></script>') == -5
    assert of_scripts('<script src="//x.example/a.js"></script>') == -50
    assert of_scripts('<script src="/a.js" integrity="sha384-x"></script>') == 5
    assert of_policy(parse_policy("default-src 'none'; img-src http:")) == -10
    assert of_policy(parse_policy("default-src 'none'; connect-src http://x.example")) == -20
    assert of_policy(parse_policy("upgrade-insecure-requests")) == -20
