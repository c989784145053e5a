"""A guest in someone's app, mounted under a prefix; tests/test_hosts.py holds that nothing outside it changes."""

import os
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, session
from flask_wtf import CSRFProtect

from supporter import ConfigurationError, Supporter, create_app
from supporter.config import DEFAULTS, SETTINGS, check_config
from tests.conftest import SECRET, Reader
from tests.people import PARTNER

Write = Callable[[str, str], Path]


def host(**config: Any) -> Flask:
    app = Flask("host", template_folder=None)
    app.config.update(SECRET_KEY=SECRET, TESTING=True, **config)
    app.test_client_class = Reader

    @app.route("/")
    def home() -> str:
        session["visits"] = session.get("visits", 0) + 1
        return "the host's own page"

    @app.errorhandler(404)
    def lost(error: Exception) -> tuple[str, int]:
        return "the host's own 404", 404

    return app


def walk(client: Reader, prefix: str) -> str:
    client.send(f"{prefix}/check-in/2", {"relationship": "partner"})
    client.send(f"{prefix}/check-in/4", {"asked": "space_no_end"})
    return client.get(f"{prefix}/guide").text


def test_two_lines_mount_it() -> None:
    app = host()
    Supporter(app, url_prefix="/support")
    client = app.test_client()
    assert isinstance(client, Reader)
    page = walk(client, "/support")
    assert "They asked for space, but not how long" in page
    assert 'href="/support/leave"' in page


def test_init_app_works_in_a_factory_and_for_two_apps() -> None:
    guest = Supporter(url_prefix="/help")
    apps = [host(), host()]
    for app in apps:
        guest.init_app(app)
    assert all(app.test_client().get("/help/").status_code == 200 for app in apps)
    assert apps[0].extensions["supporter"] is not apps[1].extensions["supporter"]


def test_our_pages_never_touch_the_host_s_session() -> None:
    app = host()
    Supporter(app, url_prefix="/support")
    client = app.test_client()
    assert isinstance(client, Reader)
    walk(client, "/support")
    assert client.get_cookie("session") is None
    cookie = client.get_cookie("visit-supporter", path="/support")
    assert cookie is not None and cookie.http_only and cookie.same_site == "Lax"


@pytest.mark.parametrize("first", ["ours", "theirs"])
def test_it_works_in_a_host_that_protects_every_form(first: str) -> None:
    app = host()
    if first == "theirs":
        CSRFProtect(app)  # type: ignore[no-untyped-call]
    Supporter(app, url_prefix="/support")
    if first == "ours":
        CSRFProtect(app)  # type: ignore[no-untyped-call]
    client = app.test_client()
    assert isinstance(client, Reader)
    assert "They asked for space" in walk(client, "/support")


def test_a_host_s_own_template_and_content_win(write: Write, tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "content/en/pages/privacy.md").read_text()
    folder = write("en/pages/privacy.md", page.replace("\ntitle:", "\ntitle: Our promise to you #", 1))
    (tmp_path / "templates/supporter").mkdir(parents=True)
    (tmp_path / "templates/supporter/nothing.html").write_text(
        '{% extends "supporter/base.html" %}{% block title %}Ours{% endblock %}{% block main %}<h1>Ours</h1>{% endblock %}'
    )
    app = Flask("host", template_folder=str(tmp_path / "templates"))
    app.config.update(SECRET_KEY=SECRET)
    app.test_client_class = Reader
    Supporter(app, url_prefix="/support", content=folder)
    client = app.test_client()
    assert "<h1>Ours</h1>" in client.get("/support/guide").text
    assert "<h1>Our promise to you</h1>" in client.get("/support/read/privacy").text


def test_a_layout_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "support.html").write_text("")
    app = Flask("host", template_folder=str(tmp_path))
    app.config.update(SECRET_KEY=SECRET)
    with pytest.raises(ConfigurationError, match=r"has no template 'suport\.html'; did you mean 'support\.html'\?"):
        Supporter(app, layout="suport.html")


@pytest.mark.parametrize(
    ("layout", "stands"),
    [
        ('{% extends "supporter/base.html" %}', True),
        ('{% extends "supporter.html" %}', True),
        ("{% extends chosen %}", True),
        ('{%- extends "theirs.html" -%}', True),
        ("<main>{% block main %}{% endblock %}</main>", True),
        ('{% extends "site.html" %}{% block content %}{% endblock %}', False),
        ("<h1>Harbour House</h1>", False),
        ("", False),
    ],
)
def test_a_layout_in_which_no_page_of_ours_can_stand_stops_the_start(tmp_path: Path, layout: str, stands: bool) -> None:
    (tmp_path / "support.html").write_text(layout)
    (tmp_path / "site.html").write_text("<main>{% block content %}{% endblock %}</main>")
    (tmp_path / "supporter.html").write_text('{% extends "supporter/base.html" %}')
    app = Flask("host", template_folder=str(tmp_path))
    app.config.update(SECRET_KEY=SECRET)
    if stands:
        Supporter(app, url_prefix="/support", layout="support.html")
    else:
        with pytest.raises(ConfigurationError, match=r"begin it with: \{% extends \"supporter/base\.html\" %\}"):
            Supporter(app, url_prefix="/support", layout="support.html")


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ({"url_prefix": "/schools"}, r"mounted as 'supporter' already; give this one a name of its own, as in name="),
        ({"url_prefix": "/support/", "name": "schools"}, r"mounted at '/support' already; give this one a url_prefix"),
        ({"url_prefix": "schools", "name": "schools"}, r"url_prefix is 'schools'; begin it with a slash"),
    ],
)
def test_a_second_guide_without_a_place_of_its_own_stops_the_start(second: dict[str, Any], said: str) -> None:
    app = Flask("host")
    app.config.update(SECRET_KEY=SECRET)
    Supporter(app, url_prefix="/support")
    with pytest.raises(ConfigurationError, match=said):
        Supporter(app, **second)


def test_every_page_stands_in_the_layout() -> None:
    own = {"base.html", "map.html"}
    for path in (Path(__file__).parent.parent / "templates/supporter").glob("*.html"):
        text = path.read_text()
        if "{% block main %}" in text and path.name not in own:
            assert text.startswith("{% extends layout %}"), path.name


WRONG = [
    ({"SUPPORTER_SECRET_KEY": "short"}, "SUPPORTER_SECRET_KEY is missing or short; make one with: python -c"),
    (
        {"SUPPORTER_LEAVE_URL": "http://example.org"},
        "SUPPORTER_LEAVE_URL has 'http://example.org'; write the https address",
    ),
    ({"SUPPORTER_LEAVE_URL": "/home"}, "SUPPORTER_LEAVE_URL has '/home'; write the https address of a neutral page"),
    ({"SUPPORTER_COUNTRY": "UK"}, "SUPPORTER_COUNTRY is 'UK'; write one of: "),
    (
        {"SUPPORTER_LEAVE": "https://example.org"},
        "there is no setting SUPPORTER_LEAVE; did you mean 'SUPPORTER_LEAVE_URL'?",
    ),
]


MISTYPED: list[tuple[list[str], list[object], str]] = [
    (["SECRET_KEY"], [["a", "b"], 3, True], "write a long text that nobody can guess"),
    (["SECRET_KEY_FALLBACKS"], [None, 3, [None], [3]], "write a list of older keys, each a text"),
    (["CONTENT"], [None, 3, [3], {"a": 1}], "write a folder, or a list of folders, the nearest first"),
    (["LOCALE"], [["en"], 3, True], "write a language as text, such as 'es'"),
    (["LOCALES"], [None, 3, [None], True], "write a list of languages, such as ['en', 'es']"),
    (["LOCALE_IN_ADDRESS", "DESK", "SIGNALS", "METRICS"], ["yes", "on", None, 2, [True]], "write true or false"),
    (["LEAVE_URL"], [None, 3, {}, True], "write an https address, or a list of them"),
    (["COUNTRY"], [["GB"], 3, True], "write the code of a country as text, such as 'NZ'"),
    (["FRAME_ANCESTORS"], [3, [3], True, {"a": 1}], "write a list of sites, such as ['https://www.example.org']"),
    (["URL_PREFIX"], [["/help"], 3, True], "write where the guide is found, such as '/help/support'"),
    (["PROXIES"], [None, True, -1, 1.5, "one", [1]], "write how many proxies stand in front, such as 1"),
    (["RELOAD_FILE"], [["file"], 3, True], "write the path of a file that you touch"),
    (["CACHE"], [None, ["folder"], 3], "write false, or the path of a folder"),
    (["FEEDBACK"], [["file"], 3, True], "write the path of a file, or a postgresql:// URL"),
    (["THEME"], [["theme.yaml"], 3, True], "write the path of a theme file, such as 'theme.yaml'"),
    (["LAYOUT"], [["support.html"], 3, True], "write the name of a template, such as 'support.html'"),
]


@pytest.mark.parametrize(("keys", "values", "said"), MISTYPED)
def test_a_setting_of_the_wrong_type_says_what_to_write(keys: list[str], values: list[object], said: str) -> None:
    for key, value in product(keys, values):
        with pytest.raises(ConfigurationError) as caught:
            check_config({f"SUPPORTER_{key}": value})
        assert str(caught.value).startswith(f"SUPPORTER_{key} is ") and str(caught.value).endswith(f"; {said}")


def test_every_setting_is_tried_with_wrong_types_and_takes_what_it_is_when_nothing_is_said() -> None:
    assert {f"SUPPORTER_{key}" for keys, _, _ in MISTYPED for key in keys} == {*SETTINGS}
    check_config(DEFAULTS)
    for value in (True, False, 1, 0, "true", "False", "0", ""):
        check_config({"SUPPORTER_DESK": value})


def test_a_key_of_the_wrong_type_is_never_told() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Supporter(host(SUPPORTER_SECRET_KEY=["not to be told to anyone"]))
    assert str(caught.value) == "SUPPORTER_SECRET_KEY is a list; write a long text that nobody can guess"


@pytest.mark.parametrize(("config", "text"), WRONG)
def test_a_setting_that_cannot_work_stops_the_start(config: dict[str, Any], text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        create_app({"SUPPORTER_SECRET_KEY": SECRET} | config)
    assert str(caught.value).startswith(text)


def test_production_refuses_to_start_without_a_key_and_says_how_to_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(("SUPPORTER_", "FLASK_"))]:
        monkeypatch.delenv(name)
    with pytest.raises(ConfigurationError, match="SUPPORTER_SECRET_KEY is not set; make one with: python -c"):
        create_app()
    monkeypatch.setenv("FLASK_DEBUG", "1")
    assert create_app().test_client().get("/").status_code == 200


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORTER_SECRET_KEY", SECRET)
    monkeypatch.setenv("SUPPORTER_COUNTRY", "IE")
    monkeypatch.setenv("SUPPORTER_SECRET_KEY_FALLBACKS", "an older secret, long enough")
    app = create_app()
    assert app.extensions["supporter"]["supporter"].country == "IE"
    assert repr(app.extensions["supporter"]["supporter"].sealer) == "<Sealer of 2 keys>"


def test_the_whole_site_is_ours_over_https() -> None:
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    app.test_client_class = Reader
    client = app.test_client()
    assert isinstance(client, Reader)
    base = {"base_url": "https://guide.example.org"}
    token = client.get("/check-in/2", **base).text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    headers = {"Sec-Fetch-Site": "same-origin"}
    response = client.post("/check-in/2", data={"csrf_token": token, "relationship": "ex"}, headers=headers, **base)
    cookie = response.headers["Set-Cookie"]
    assert (
        cookie.startswith("__Host-visit=") and "; Secure;" in cookie and "Path=/" in cookie and "Domain" not in cookie
    )
    assert "Strict-Transport-Security" in response.headers
    assert PARTNER["relationship"] not in cookie
