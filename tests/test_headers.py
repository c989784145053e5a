"""What a browser is told with every response of ours, whatever went wrong, and that it obeys."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from supporter import Supporter, create_app
from supporter.headers import headers_for
from tests.browsing import served
from tests.conftest import SECRET, Reader
from tests.people import PARTNER

KINDS: list[tuple[str, str, dict[str, Any], int]] = [
    ("GET", "/", {}, 200),
    ("GET", "/check-in/1", {}, 200),
    ("GET", "/guide", {}, 200),
    ("GET", "/help-now", {}, 200),
    ("GET", "/sources", {}, 200),
    ("GET", "/nowhere", {}, 404),
    ("GET", "/check-in/99", {}, 404),
    ("DELETE", "/check-in/1", {}, 405),
    ("POST", "/check-in/1", {"data": b"x" * 20_000, "content_type": "application/x-www-form-urlencoded"}, 413),
    ("POST", "/check-in/1", {"data": {"danger": "no"}}, 303),
    ("GET", "/assets/nothing.css", {}, 404),
    ("POST", "/", {}, 405),
    ("GET", "/handouts", {}, 308),
]


@pytest.mark.parametrize(("method", "address", "given", "status"), KINDS)
def test_every_response_carries_all_of_them(
    reader: Reader, method: str, address: str, given: dict[str, Any], status: int
) -> None:
    response = reader.open(address, method=method, **given)
    assert response.status_code == status
    wanted = headers_for("page", standalone=True, https=False)
    assert {name: response.headers.get(name) for name in wanted} == wanted


def fail() -> str:
    raise RuntimeError("canary-in-a-traceback")


def test_a_method_that_nobody_takes_is_refused_with_all_of_them(app: Flask) -> None:
    response = FlaskClient(app, app.response_class).open("/guide", method="PROPFIND")
    assert response.status_code == 405 and "Content-Security-Policy" in response.headers


def test_a_host_s_own_errors_stay_without_them_and_ours_stay_ours() -> None:
    app = Flask("host", template_folder=None)
    app.config["SECRET_KEY"] = b"bytes are what the quickstart shows"
    app.register_error_handler(404, lambda error: ("the host's own 404", 404))
    app.register_error_handler(405, lambda error: ("the host's own 405", 405))
    app.register_error_handler(Exception, lambda error: ("the host's own 500", 500))
    Supporter(app, url_prefix="/support")
    with app.test_client() as client:
        assert client.get("/nowhere").data == b"the host's own 404"
        assert "Content-Security-Policy" not in client.post("/supporters").headers
        for response in (client.get("/support/nowhere"), client.delete("/support/check-in/1")):
            assert "Help now" in response.text and "the host" not in response.text
        app.view_functions["supporter.start"] = fail
        response = client.get("/support/")
        assert response.status_code == 500 and "Help now" in response.text


@pytest.mark.parametrize(
    "setting", [{"WTF_CSRF_ENABLED": False}, {"WTF_CSRF_FIELD_NAME": "other"}, {"WTF_CSRF_TIME_LIMIT": 0}]
)
def test_no_setting_of_a_host_takes_the_token_from_our_forms(setting: dict[str, Any]) -> None:
    app = Flask("host")
    app.config.update(SECRET_KEY=SECRET, **setting)
    Supporter(app, url_prefix="/support")
    app.test_client_class = Reader
    with app.test_client() as client:
        assert isinstance(client, Reader)
        client.answer(PARTNER, "/support")
        assert "You said it built up slowly." in client.get("/support/guide").text


@pytest.mark.parametrize("body", ["[1,2]", "5", '{"csrf_token": 5}', "{"])
def test_a_body_that_is_no_form_is_an_empty_form(reader: Reader, body: str) -> None:
    for address in ("/check-in/4", "/check-in/5", "/check-in/7", "/again", "/guide"):
        assert reader.post(address, data=body, content_type="application/json").status_code == 303


def test_an_error_of_ours_carries_them_too_and_says_nothing_of_what_went_wrong() -> None:
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    app.test_client_class = Reader
    app.view_functions["supporter.start"] = fail
    with app.test_client() as reader:
        response = reader.get("/")
    assert response.status_code == 500 and "canary" not in response.text
    wanted = headers_for("page", standalone=True, https=False)
    assert {name: response.headers.get(name) for name in wanted} == wanted


@pytest.fixture(scope="module")
def ours() -> Iterator[str]:
    with served(create_app({"SUPPORTER_SECRET_KEY": SECRET})) as base:
        yield base


def test_no_other_site_can_show_our_pages_in_a_frame(browser: Browser, ours: str) -> None:
    host = Flask("other")
    host.add_url_rule("/", "home", lambda: f'<h1>Other</h1><iframe src="{ours}/help-now"></iframe>')
    with served(host) as base:
        page = browser.new_page()
        page.goto(base)
        page.wait_for_load_state("networkidle")
        (frame,) = page.frames[1:]
        assert "Help now" not in (frame.content() if frame.url.startswith("http") else "")
        assert frame.url.startswith("chrome-error:")
        page.close()


@pytest.mark.parametrize(
    "script",
    [
        "document.body.innerHTML = '<b>x</b>'",
        "document.write('<b>x</b>')",
        "document.createElement('script').text = 'window.x = 1'",
    ],
)
def test_a_page_refuses_text_that_is_run_or_written_as_html(browser: Browser, ours: str, script: str) -> None:
    page = browser.new_page()
    page.goto(ours)
    refused = page.evaluate(f"() => {{ try {{ {script}; return '' }} catch (error) {{ return error.name }} }}")
    assert refused == "TypeError"
    page.close()


def test_a_page_stands_in_a_process_of_its_own(browser: Browser, ours: str) -> None:
    page = browser.new_page()
    page.goto(ours)
    assert page.evaluate("crossOriginIsolated") is True
    page.close()


def test_a_page_asks_nobody_else_for_anything_and_sends_its_forms_nowhere_else(browser: Browser, ours: str) -> None:
    asked: list[str] = []
    host = Flask("other")
    host.before_request(lambda: asked.append("asked"))
    host.add_url_rule("/", "home", lambda: "taken", methods=["GET", "POST"])
    with served(host) as elsewhere:
        page = browser.new_page()
        page.goto(f"{ours}/check-in/1")
        outcome = page.evaluate("url => fetch(url, {mode: 'no-cors'}).then(() => 'sent', () => 'refused')", elsewhere)
        assert outcome == "refused"
        page.evaluate(
            """url => new Promise(done => {
              document.addEventListener("securitypolicyviolation", done, {once: true});
              const form = document.querySelector("form");
              form.action = url;
              form.submit();
            })""",
            elsewhere,
        )
        assert page.url == f"{ours}/check-in/1"
        page.close()
    assert asked == []
