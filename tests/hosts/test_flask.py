"""The guide in Flask apps of several kinds; tests/test_hosts.py holds that none of them is changed."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from supporter import Supporter, create_app
from supporter.errors import ConfigurationError
from tests.conftest import SECRET, Reader
from tests.hosts import behind, portal
from tests.hosts.union import app as union


@pytest.fixture
def translations(tmp_path: Path) -> Path:
    """The portal's own words in French."""
    catalog = Catalog(locale="fr", domain="portal")
    catalog.add("Good morning", "Bonjour")
    # A text that the guide has too, in words of its own.
    catalog.add("Leave this page", "the portal's")
    path = tmp_path / "fr/LC_MESSAGES/portal.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalog)
    return tmp_path


class Visitor(Reader):
    """A reader who looks at pages of the host too, which keep no rules of ours."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return FlaskClient.open(self, *args, **kwargs)


def reader(app: Flask) -> Reader:
    app.testing = True
    app.test_client_class = Visitor
    client = app.test_client()
    assert isinstance(client, Reader)
    return client


def begin(client: Reader, prefix: str) -> None:
    client.send(f"{prefix}/check-in/2", {"relationship": "partner"})
    client.send(f"{prefix}/check-in/4", {"asked": "space_no_end"})


def test_a_portal_with_logins_languages_and_guards_of_its_own(translations: Path) -> None:
    config = {"SECRET_KEY": SECRET, "BABEL_TRANSLATION_DIRECTORIES": str(translations)}
    client = reader(portal.create_app(config))
    # Whoever has no login reads the guide, and nothing else.
    assert client.get("/").location == client.get("/nowhere").location == "/login"
    begin(client, "/support")
    assert "They asked for space" in client.get("/support/guide").text
    token = client.get("/login").text.split('value="')[1].split('"')[0]
    assert client.post("/login", data={"name": "ada"}).text == "the portal's own 400"
    assert client.post("/login", data={"name": "ada", "csrf_token": token}).location == "/"
    # The portal speaks as its member wishes, the guide as their browser asks, each with its own words.
    assert client.get("/", headers={"Accept-Language": "es"}).text == "Bonjour, ada"
    spanish = client.get("/support/guide", headers={"Accept-Language": "es"}).text
    assert '<html lang="es">' in spanish and "Salir de esta página" in spanish
    english = client.get("/support/guide").text
    assert "They asked for space" in english and "Leave this page" in english and "the portal" not in english
    # Each keeps its own pages for errors.
    assert client.get("/nowhere").text == "the portal's own 404" and "Help now" in client.get("/support/nowhere").text
    # Leaving the guide is not leaving the portal, nor the other way round.
    client.get("/support/leave")
    assert "nothing to show yet" in client.get("/support/guide").text and client.get("/").text == "Bonjour, ada"
    begin(client, "/support")
    client.post("/logout", data={"csrf_token": token})
    assert client.get("/").location == "/login" and "They asked for space" in client.get("/support/guide").text


def test_two_apps_of_one_factory_have_settings_of_their_own() -> None:
    one, other = (
        reader(portal.create_app({"SECRET_KEY": f"{SECRET} {country}", "SUPPORTER_COUNTRY": country}))
        for country in ("NZ", "US")
    )
    begin(one, "/support")
    assert "They asked for space" in one.get("/support/guide").text
    assert "nothing to show yet" in other.get("/support/guide").text
    assert "1737" in one.get("/support/help-now").text and "1737" not in other.get("/support/help-now").text


def test_five_lines_are_a_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", SECRET)
    client = reader(import_module("tests.hosts.plain").app)
    begin(client, "/support")
    assert "They asked for space" in client.get("/support/guide").text


def test_two_mounts_in_one_app_have_words_a_language_and_a_look_of_their_own() -> None:
    client = reader(union.create_app(SECRET))
    for prefix, name, other, lang in (
        ("/schools", "Schools", "Families", "en"),
        ("/familias", "Families", "Schools", "es"),
    ):
        begin(client, prefix)
        for address in ("", "check-in/1", "guide", "help-now", "read/privacy", "handouts/", "nowhere"):
            page = client.get(f"{prefix}/{address}", headers={"Accept-Language": "es, en"}).text
            before, _, rest = page.partition('<header class="band">')
            assert (
                f'<html lang="{lang}">' in page
                and f">{name} home</a>" in before
                and 'href="/static/site.css"' in before
            )
            assert f"{name}, since 1907" in rest.partition("</footer>")[2] and other not in page
        assert ("The school counsellor" in client.get(f"{prefix}/help-now?country=GB").text) is (name == "Schools")
    assert "#1d4f91" in client.get("/schools/assets/theme.css").text
    assert "#5a2a6b" in client.get("/familias/assets/theme.css").text
    client.get("/schools/leave")
    assert "nothing to show yet" in client.get("/schools/guide").text
    assert client.get_cookie("visit-families", path="/familias") and not client.get_cookie(
        "visit-schools", path="/schools"
    )


PROXIED = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "www.example.org",
    "X-Forwarded-Prefix": "/site",
    "X-Forwarded-For": "192.0.2.7",
}


def test_behind_a_proxy_that_is_counted_addresses_and_cookies_are_those_that_the_reader_has() -> None:
    client = behind.create_app(SECRET).test_client()
    response = client.post("/support/check-in/2", data={"relationship": "ex"}, headers=PROXIED)
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Secure-visit-supporter=") and "; Secure;" in cookie and "Path=/site/support;" in cookie
    assert response.location == "/site/support/check-in/2?first=1"
    page = client.get("/support/check-in/2", headers=PROXIED).text
    assert 'action="/site/support/check-in/2"' in page and 'href="/site/support/leave"' in page
    assert client.get("/support/handouts", headers=PROXIED).location.endswith("/site/support/handouts/")
    # A form from the site that the reader sees is no form from elsewhere, in a browser that only says its origin.
    form = {"data": {"relationship": "ex"}, "headers": PROXIED | {"Origin": "https://www.example.org"}}
    assert "Set-Cookie" in client.post("/support/check-in/2", **form).headers
    form["headers"] = PROXIED | {"Origin": "https://elsewhere.example"}
    assert "Set-Cookie" not in client.post("/support/check-in/2", **form).headers


def test_what_a_proxy_says_that_nobody_counts_moves_no_address() -> None:
    app = Flask("host")
    app.config["SECRET_KEY"] = SECRET
    Supporter(app, url_prefix="/support")
    response = app.test_client().post("/support/check-in/2", data={"relationship": "ex"}, headers=PROXIED)
    assert response.location == "/support/check-in/2?first=1" and "Path=/support;" in response.headers["Set-Cookie"]


@pytest.mark.parametrize(
    "prefix", ["help", "/help/../support", "/help//support", "/hilfe für alle", "https://example.org/help", "/<x>"]
)
def test_a_path_for_the_guide_on_its_own_that_cannot_be_one_stops_the_start(prefix: str) -> None:
    with pytest.raises(ConfigurationError, match="write where the guide is found, such as '/help/support'"):
        create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_LOCALE": "en", "SUPPORTER_URL_PREFIX": prefix})


def test_a_host_says_the_path_itself() -> None:
    app = Flask("host")
    app.config.update(SECRET_KEY=SECRET, SUPPORTER_URL_PREFIX="/help")
    with pytest.raises(ConfigurationError, match=r"write Supporter\(app, url_prefix="):
        Supporter(app)
