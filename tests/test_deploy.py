"""What stands in docs/deploy says what the guide says and reads settings that there are."""

import re
from pathlib import Path

import pytest
from flask import Flask

from supporter import Supporter
from supporter.catalogues import texts_in
from supporter.config import DEFAULTS
from supporter.interface import Interface
from tests.conftest import SECRET

DEPLOY = Path(__file__).parent.parent / "docs" / "deploy"
PAGES = {
    "wait": ("Please wait a minute", "Many pages were asked for in a short time, perhaps by others on the same network. "
             "Then try again. Your answers are safe."),
    "resting": ("This guide is not there for a moment", "It may be busy, or someone is mending it. "
                "Please try again in a few minutes. Your answers are safe."),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_nginx_shows_by_itself_says_what_ours_says_in_both_languages(name: str) -> None:
    page = (DEPLOY / "pages" / f"{name}.html").read_text(encoding="utf-8")
    english, spanish = page.split('<section lang="es">')
    translations = Interface(texts_in([], ["es"]))
    error_page = (DEPLOY.parents[1] / "templates/supporter/error.html").read_text(encoding="utf-8")
    for text in PAGES[name]:
        assert text in error_page and text in english
        assert _spanish(translations, text) in spanish
    assert 'href="/leave"' in page and page.count("/help-now") == 2
    # Nothing else is there to be loaded, since nothing may be there at all.
    assert "src=" not in page and "stylesheet" not in page


def _spanish(translations: Interface, text: str) -> str:
    return str(translations.say("es", text))


@pytest.mark.parametrize(
    ("file", "prefix"),
    [
        ("within-reach.nginx.conf", ""),
        ("in-your-app.nginx.conf", "/support"),
        ("below-a-path.nginx.conf", "/help/support"),
    ],
)
def test_leaving_takes_the_very_cookies_away_though_nothing_answers(file: str, prefix: str) -> None:
    text = (DEPLOY / file).read_text(encoding="utf-8")
    app = Flask("any")
    app.config["SECRET_KEY"] = SECRET
    Supporter(app, url_prefix=prefix, standalone=not prefix)
    mount = app.extensions["supporter"]["supporter"]
    path = prefix or "/"
    taken = set(re.findall(r'Set-Cookie "([\w-]+)=; Max-Age=0; Path=(\S+);', text))
    names = (
        mount.cookie(path, secure=True),
        mount.left_cookie(path, secure=True),
        mount.cookie(path, secure=True, framed=True),
    )
    assert taken == {(name, path) for name in names}
    with app.test_client() as client:
        answer = client.get(f"{prefix}/leave", base_url="https://guide.example.org")
    assert answer.location == re.findall(r"return 303 (\S+);", text)[0]
    assert answer.headers["Clear-Site-Data"] in text.replace("'", "")


def test_every_setting_that_is_named_is_one() -> None:
    for file in DEPLOY.glob("*.*"):
        named = set(re.findall(r"SUPPORTER_[A-Z_]+[A-Z]", file.read_text(encoding="utf-8")))
        assert named <= DEFAULTS.keys(), file.name
