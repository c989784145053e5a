"""What many tests need: the shipped guide, an app, and a reader's browser without a screen."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright
from werkzeug.test import TestResponse

from supporter import Guide, create_app, extension, load_guide
from supporter.edition import Edition, read_edition
from supporter.theme import find_theme
from tests.browsing import launch, served
from tests.lint import lint_page
from tests.people import as_fields
from tests.tongues import sample

SECRET = "a secret for tests, long enough"

# What is drawn is the same in every run, and no claim fails because the machine had other work to do.
settings.register_profile("claims", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("claims")


@pytest.fixture(scope="session", autouse=True)
def shipped_once() -> Iterator[None]:
    """An app reads the shipped content for a second each time; nothing can change what it made of it, so once will do."""
    known: dict[tuple[str, ...], Edition] = {}

    def read(content: Sequence[Any], locales: Sequence[str], theme: Any = None) -> Edition:
        if content:
            return read_edition(content, locales, theme)
        key = tuple(locales)
        shipped = known.get(key) or known.setdefault(key, read_edition(content, locales))
        return replace(shipped, theme=find_theme(theme, ()))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extension, "read_edition", read)
        # Nothing is written beside the tests; `test_cache.py` has a folder of its own for each.
        patch.setattr(extension, "cache_for", lambda config: None)
        patch.setenv("SUPPORTER_CACHE", "false")
        yield


@pytest.fixture(scope="module", autouse=True)
def logs_given_back() -> Iterator[None]:
    """Apps of one name share a logger: a file that leaves one switched off would break whichever listens to it later."""
    yield
    loggers = logging.root.manager.loggerDict.items()
    assert not [name for name, found in loggers if isinstance(found, logging.Logger) and found.disabled]


@pytest.fixture(scope="session")
def guide() -> Guide:
    return load_guide()


@pytest.fixture(scope="session")
def app() -> Flask:
    return create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_COUNTRY": "GB", "TESTING": True})


@pytest.fixture(scope="session")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The guide in Arabic, as far as the rough sample in `tests/locales` goes, and in English; for right to left."""
    folder = sample(tmp_path_factory.mktemp("tongues") / "ours")
    config = {"SUPPORTER_CONTENT": [folder], "SUPPORTER_LOCALES": ["ar", "en"], "SUPPORTER_COUNTRY": "GB"}
    return create_app({"SUPPORTER_SECRET_KEY": SECRET, "TESTING": True} | config)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def base(app: Flask) -> Iterator[str]:
    """The address of the app under a real server."""
    with served(app) as address:
        yield address


class Reader(FlaskClient):
    """A client whose every page is linted, and that sends a form as a browser would."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in (204, 303, 308):
            lint_page(response.text)
        return response

    def token(self, address: str) -> str:
        """The token of the page's form."""
        page = self.get(address).text
        return page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]

    def own(self, slug: str) -> str:
        """Where a reader with answers finds a handout; at its own address, if it would be wrong for them."""
        address = f"/handouts/{slug}"
        return str(self.get(address).location or address)

    def send(self, address: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Fetch a page, fill in its form and send it."""
        headers = {"Sec-Fetch-Site": "same-origin"}
        return self.post(address, data={"csrf_token": self.token(address), **(data or {})}, headers=headers, **kwargs)

    def answer(self, answers: dict[str, Any], prefix: str = "") -> TestResponse:
        """Answer the questions in order, as the form names its fields."""
        response = self.get(f"{prefix}/")
        for number, question in enumerate(self.application.extensions["supporter"]["supporter"].guide.screens, 1):
            fields = {name: value for name, value in as_fields(answers).items() if name.split(".")[0] == question.id}
            if question.id == "signs" and "new_signs" in answers:
                fields["new_signs"] = answers["new_signs"]
            response = self.send(f"{prefix}/check-in/{number}", fields)
        return response


@pytest.fixture
def reader(app: Flask) -> Iterator[Reader]:
    app.test_client_class = Reader
    with app.test_client() as client:
        assert isinstance(client, Reader)
        yield client


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a file of an overlay and gives the overlay's folder."""

    def writer(relative: str, text: str) -> Path:
        path = tmp_path / "ours" / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return tmp_path / "ours"

    return writer
