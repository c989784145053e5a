"""A reader meets the guide in their language: by choice, then by their browser, then by the host; and never a blank."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import html5lib
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import Babel, gettext
from playwright.sync_api import Browser

from supporter import ConfigurationError, Supporter, cldr, create_app
from supporter.catalogues import FOLDER
from supporter.checkin import IDLE, CheckIn
from supporter.interface import linked, strong
from supporter.language import plain
from supporter.loading import load_manuscript
from supporter.locales import direction, own_name, say_day
from tests.browsing import answer_all, served
from tests.conftest import SECRET, Reader
from tests.people import EX, FRIEND, PARTNER

ROOT = Path(__file__).parent.parent
PAGES = ("/", "/help-now", "/help-now?country=*", "/handouts/", "/handouts/space-plan", "/handouts/pack?none=yes",
         "/read/", "/read/being-hurt", "/sources", "/guide", "/nowhere", "/check-in/1", "/check-in/7")  # fmt: skip


def client(app: Flask, *languages: str) -> Reader:
    app.test_client_class = Reader
    found = app.test_client()
    assert isinstance(found, Reader)
    found.environ_base["HTTP_ACCEPT_LANGUAGE"] = ",".join(languages) or "fr"
    return found


def html(page: str) -> Any:
    return html5lib.parse(page, namespaceHTMLElements=False)


def lang(page: str) -> str:
    return str(html(page).get("lang"))


# ---- Which language ----


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("es-MX", "es"),
        ("es;q=0.4,en;q=0.9", "en"),
        ("fr", "en"),
        ("fr,es;q=0.1", "es"),
        ("", "en"),
        ("*", "en"),
        (";;", "en"),
    ],
)
def test_the_browser_s_languages_are_asked_before_the_first_of_the_mount(app: Flask, asked: str, given: str) -> None:
    response = client(app, asked).get("/")
    assert lang(response.text) == given
    assert {"Accept-Language", "Cookie"} <= set(response.vary)


def test_a_choice_wins_before_any_answer_and_is_kept_in_the_check_in_alone(app: Flask) -> None:
    reader = client(app, "en")
    page = reader.get("/?language=es").text
    assert lang(page) == "es" and lang(reader.get("/check-in/1").text) == "es"
    assert "ya no están" not in page
    assert lang(reader.get("/help-now?language=en").text) == "en" and lang(reader.get("/").text) == "en"
    assert lang(reader.get("/?language=xx").text) == "en"


def test_answers_survive_a_change_of_language_and_say_the_same(app: Flask) -> None:
    reader = client(app, "en")
    reader.answer(PARTNER)
    page = reader.get("/guide?language=es").text
    assert "Pidió espacio, pero no dijo cuánto tiempo" in page
    assert "They asked for space, but not how long" in reader.get("/check-in/check?language=en").text
    assert re.search(r'value="space_no_end"[^>]* checked', reader.get("/check-in/4?language=es").text)


def test_every_language_makes_a_cookie_of_the_same_length(app: Flask) -> None:
    lengths = set()
    for query in ("?language=es", "?language=en"):
        reader = client(app, "fr")
        reader.get(f"/{query}")
        cookie = reader.get_cookie("visit-supporter")
        assert cookie is not None
        lengths.add(len(cookie.value))
        reader.send("/check-in/1", {"danger": "no"})
        cookie = reader.get_cookie("visit-supporter")
        assert cookie is not None
        lengths.add(len(cookie.value))
    assert len(lengths) == 1


def test_starting_again_keeps_the_language_and_leaving_keeps_nothing(app: Flask) -> None:
    reader = client(app, "en")
    reader.get("/?language=es")
    reader.answer(PARTNER)
    token = reader.token("/check-in/check")
    reader.post("/again", data={"csrf_token": token}, headers={"Sec-Fetch-Site": "same-origin"})
    page = reader.get("/check-in/check").text
    assert lang(page) == "es" and "Pidió espacio" not in page
    reader.get("/leave")
    assert lang(reader.get("/").text) == "en"


def test_a_check_in_that_is_over_says_so_in_the_reader_s_language_and_only_where_answers_were(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = CheckIn.is_over
    for answered in (False, True):
        reader = client(app, "en")
        reader.get("/?language=es")
        if answered:
            reader.send("/check-in/1", {"danger": "no"})
        monkeypatch.setattr(CheckIn, "is_over", lambda self, now: began(self._replace(seen=self.seen - IDLE - 90), now))
        page = reader.get("/").text
        monkeypatch.undo()
        assert lang(page) == "es"
        assert ("Tus respuestas de antes ya no están." in page) is answered
        assert lang(reader.get("/").text) == "es"


def test_the_footer_offers_each_language_by_its_own_name_at_this_very_page(app: Flask) -> None:
    page = html(client(app, "en").get("/help-now?country=US&_external=1&_scheme=javascript&x=1").text)
    (nav,) = [nav for nav in page.iter("nav") if nav.get("aria-label") == "Language"]
    links = [(a.get("lang"), "".join(a.itertext()), a.get("href"), a.get("aria-current")) for a in nav.iter("a")]
    assert links == [
        ("en", "English", "/help-now?country=US&language=en", "true"),
        ("es", "Español", "/help-now?country=US&language=es", None),
    ]


def test_one_language_has_no_choice_and_no_vary() -> None:
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_LOCALES": "es"})
    response = client(app, "en").get("/?language=en")
    assert lang(response.text) == "es" and 'aria-label="Idioma"' not in response.text and not response.vary


# ---- In the address ----


@pytest.fixture(scope="module")
def addressed() -> Flask:
    app = Flask("host")
    app.config.update(SECRET_KEY=SECRET, SUPPORTER_LOCALE_IN_ADDRESS="true")
    Supporter(app, url_prefix="/support")
    return app


def test_the_address_has_the_language_and_every_link_keeps_it(addressed: Flask) -> None:
    reader = client(addressed, "en")
    response = reader.get("/support/es/")
    assert lang(response.text) == "es" and not response.vary
    links = [a.get("href") for a in html(response.text).iter("a")]
    ours = [link for link in links if link.startswith("/support/") and not link.startswith("/support/en/")]
    assert ours and all(link.startswith("/support/es/") for link in ours)
    assert "/support/en/" in links
    reader.answer(PARTNER, "/support/es")
    assert "Pidió espacio, pero no dijo cuánto tiempo" in reader.get("/support/es/guide").text
    assert "They asked for space, but not how long" in reader.get("/support/en/guide").text
    assert re.search(r'href="/support/assets/within-reach.css\?v=', response.text)
    assert reader.get("/support/assets/within-reach.css", buffered=True).status_code == 200


@pytest.mark.parametrize(
    ("path", "to"),
    [("/support/", ("", "/support/es/", "")),
     ("/support/help-now?country=US", ("", "/support/es/help-now", "country=US")),
     ("/support/en", ("localhost", "/support/en/", "")),
     ("/support/x%0dSet-Cookie:a=b", ("", "/support/es/x%0DSet-Cookie%3Aa%3Db", "")),
     ("/support/read%3Flanguage=en%23x", ("", "/support/es/read%3Flanguage%3Den%23x", "")),
     ("/support//evil.example/x", ("localhost", "/support/evil.example/x", ""))],
)  # fmt: skip
def test_an_address_without_a_language_leads_to_the_reader_s(
    addressed: Flask, path: str, to: tuple[str, str, str]
) -> None:
    response = client(addressed, "es").get(path)
    assert response.status_code in (303, 308)
    assert urlsplit(response.location)[1:4] == to


@pytest.mark.parametrize("path", ["/support/en//evil.example", "/support/en/read//x//y", "/support/en%0a/x"])
def test_an_address_that_no_page_takes_is_not_led_on_for_ever(addressed: Flask, path: str) -> None:
    response = client(addressed, "es").get(path, follow_redirects=True)
    assert response.status_code == 404 and html(response.text).find(".//a[@class='leave']") is not None


def test_what_is_not_there_says_so_in_the_language_of_the_address(addressed: Flask) -> None:
    response = client(addressed, "en").get("/support/es/nowhere")
    assert response.status_code == 404 and "Esta página no está aquí" in response.text
    assert client(addressed, "en").post("/support/nowhere").status_code == 405


# ---- The host ----


def test_a_host_s_own_babel_keeps_its_language_in_and_outside_our_pages() -> None:
    app = Flask("host")
    app.config.update(SECRET_KEY=SECRET, TESTING=True)
    Babel(app, locale_selector=lambda: "fr")  # type: ignore[no-untyped-call]
    seen: list[str] = []

    @app.route("/")
    def home() -> str:
        return gettext("Help now")

    @app.after_request
    def look(response: Any) -> Any:
        from flask_babel import get_locale

        seen.append(str(get_locale()))
        return response

    before = {name: app.jinja_env.globals.get(name) for name in ("_", "gettext")}, [*app.jinja_env.extensions]
    Supporter(app, url_prefix="/support")
    reader = client(app, "es")
    assert "Ayuda ya" in reader.get("/support/").text
    assert host_page(reader, "/") == "Help now"
    assert seen == ["fr", "fr"]
    assert ({name: app.jinja_env.globals.get(name) for name in ("_", "gettext")}, [*app.jinja_env.extensions]) == before


def host_page(reader: Reader, address: str) -> str:
    """A page of the host's, which is not ours to lint."""
    reader.__class__ = type(reader).__mro__[1]
    return reader.get(address).text


def test_a_host_without_babel_gets_none() -> None:
    app = Flask("host")
    app.config.update(SECRET_KEY=SECRET)
    extensions = {*app.jinja_env.extensions}
    Supporter(app, url_prefix="/support")
    assert "Ayuda ya" in client(app, "es").get("/support/").text
    assert "babel" not in app.extensions and {*app.jinja_env.extensions} == extensions
    assert "gettext" not in app.jinja_env.globals and not [key for key in app.config if "BABEL" in key]


def test_two_mounts_of_one_app_have_languages_of_their_own() -> None:
    app = Flask("host")
    app.config.update(SECRET_KEY=SECRET)
    Supporter(app, url_prefix="/one", locale="es")
    Supporter(app, url_prefix="/two", name="second", locales=("en", "es"), locale="en")
    reader = client(app, "fr")
    assert lang(reader.get("/one/").text) == "es" and lang(reader.get("/two/").text) == "en"
    reader.get("/two/?language=es")
    assert lang(reader.get("/two/").text) == "es"
    assert [*app.extensions["supporter"]["supporter"].guides] == ["es"]


WRONG = [
    ({"SUPPORTER_LOCALES": ["en", "fr"]}, "there is no content in the language 'fr'; write one of: en, es"),
    ({"SUPPORTER_LOCALES": ["en", "english"]}, "'english' is no language code; write one such as en, es or pt-BR"),
    ({"SUPPORTER_LOCALES": ["en", "es", "en"]}, "SUPPORTER_LOCALES names 'en' twice; name each language once"),
    ({"SUPPORTER_LOCALE": "es", "SUPPORTER_LOCALES": ["en"]}, "SUPPORTER_LOCALE is 'es'; write one of: en"),
    ({"SUPPORTER_LOCALES": ["en", 7]}, "SUPPORTER_LOCALES is ['en', 7]; write a list of languages, such as"),
    ({"SUPPORTER_LOCALE_IN_ADDRESS": "maybe"}, "SUPPORTER_LOCALE_IN_ADDRESS is 'maybe'; write true or false"),
]


@pytest.mark.parametrize(("config", "said"), WRONG)
def test_languages_that_cannot_be_served_stop_the_start(config: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        create_app({"SUPPORTER_SECRET_KEY": SECRET} | config)
    assert str(caught.value).startswith(said)


# ---- Every word ----


def nodes(page: str) -> Iterator[tuple[str, str]]:
    """Every text of a page with the language it is marked as."""

    def walk(node: Any, language: str) -> Iterator[tuple[str, str]]:
        if not isinstance(node.tag, str) or node.tag in ("script", "style"):
            return
        language = node.get("lang", language)
        for text in (node.text, node.get("aria-label")):
            if text and text.strip():
                yield language, " ".join(text.split())
        for child in node:
            yield from walk(child, language)
            if child.tail and child.tail.strip():
                yield language, " ".join(child.tail.split())

    yield from walk(html(page), "")


SAME = re.compile(
    r"[\W\d]*|Within Reach|A4|US Letter|Error:?|PDF|No|India|Nepal|Australia|localhost.*|Error: .*|[\w.-]+\.[a-z]{2,}(/.*)?",
    re.I,
)
"""Texts that are the same in both languages, or an address."""


@pytest.mark.parametrize("person", [PARTNER, FRIEND, EX], ids=["partner", "friend", "ex"])
def test_no_english_stands_on_a_spanish_page_without_its_mark(app: Flask, person: dict[str, Any]) -> None:
    pages = [*(PAGES if person is PARTNER else ()), "/check-in/check", "/guide", "/handouts/?", "/guide/plan"]
    guide = app.extensions["supporter"]["supporter"].guides["en"]
    names = {line.name for country in guide.countries.values() for line in country.lines}
    english: set[str] = set()
    for language in ("en", "es"):
        reader = client(app, language)
        reader.answer(person)
        found = {node for page in pages for node in nodes(reader.get(page).text)}
        if language == "en":
            assert {one for one, _ in found} <= {"en", "es"}
            english = {text for one, text in found if one == "en" and not SAME.fullmatch(text)} - names
    spanish = {text for one, text in found if one == "es"}
    assert len(spanish) > 60
    assert sorted(spanish & english) == []


LATIN = re.compile(r"[A-Za-z]{2,}")
ARABIC = re.compile(r"[\u0621-\u064a]")
NAMES = re.compile(
    r"Within Reach|US Letter|[\w.-]+\.(org|com|uk|net|info|eu|ie|fr|de|nl|wales)\b[\w./-]*|localhost[\w./-]*|English|العربية"
)
"""What has the same letters in every language, and the languages' own names."""


@pytest.mark.parametrize("person", [PARTNER, FRIEND, EX], ids=["partner", "friend", "ex"])
def test_where_a_translation_is_not_whole_every_text_has_the_mark_of_its_own_language(
    arabic: Flask, person: dict[str, Any]
) -> None:
    """The sample has the interface and a few pieces, and nothing of guide.yaml: all is mixed on every page."""
    reader = client(arabic, "ar")
    reader.answer(person)
    pages = [*PAGES, "/check-in/check", "/guide/plan", "/handouts/pack", "/guide/sheet-1", "/guide/sheet-2"]
    wrong = set()
    for page in pages:
        for language, text in nodes(reader.get(page, follow_redirects=True).text):
            other = LATIN if language == "ar" else ARABIC
            if other.search(NAMES.sub("", text)):
                wrong.add((page, language, text))
    assert sorted(wrong) == []


@pytest.mark.parametrize("country", ["GB", "US", "NL"])
def test_no_sentence_in_english_lacks_the_article_of_a_country(app: Flask, country: str) -> None:
    reader = client(app, "en")
    name = load_manuscript().guide.country(country).name
    words = " ".join("".join(html(reader.get(f"/help-now?country={country}").text).itertext()).split())
    assert f"one country: {name}." in words
    assert re.search(rf"\b(for|in|of|from) {re.escape(name)}\b", words) is None


def test_pieces_from_right_to_left_and_back(arabic: Flask) -> None:
    reader = client(arabic, "ar")
    start = html(reader.get("/").text)
    assert (start.get("lang"), start.get("dir")) == ("ar", "rtl")
    question = html(reader.get("/check-in/2").text)
    (fieldset,) = question.iter("fieldset")
    assert (fieldset.get("lang"), fieldset.get("dir")) == ("en", "ltr")
    assert "dir" not in html(client(arabic, "en").get("/").text).attrib


@pytest.mark.parametrize("width", [360, 1280])
def test_from_right_to_left_a_tick_stands_beside_its_words_and_in_its_box(
    arabic: Flask, browser: Browser, width: int
) -> None:
    with served(arabic) as base, browser.new_context(locale="ar", viewport={"width": width, "height": 800}) as context:
        answer_all(context, base, PARTNER)
        page = context.new_page()
        page.goto(f"{base}/check-in/7")
        label = page.locator(".cells .new input:checked + label").first.bounding_box()
        box = page.locator(".cells .new input:checked").first.bounding_box()
        assert label and box
        middles = [one["y"] + one["height"] / 2 for one in (label, box)]
        assert abs(middles[0] - middles[1]) < 1
        assert label["x"] + label["width"] / 2 < box["x"] < label["x"] + label["width"] - box["width"]


# ---- The texts of the interface ----


def catalogue() -> Any:
    with (FOLDER / "es/LC_MESSAGES/supporter.po").open("rb") as file:
        return read_po(file)


def messages() -> set[str]:
    """Every text in the templates that is to be translated."""
    found = extract_from_dir(ROOT / "templates", method_map=[("supporter/**.html", "jinja2")])
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def test_every_text_of_the_interface_is_in_spanish_with_its_slots_and_links() -> None:
    made = {message.id: message for message in catalogue() if message.id}
    assert messages() == made.keys(), "run: make texts"
    for message in made.values():
        assert message.string and not message.fuzzy, message.id
        for shape in (r"%\(\w+\)s", r"[\[\]]"):
            assert sorted(re.findall(shape, message.id)) == sorted(re.findall(shape, message.string)), message.id
    with (FOLDER / "supporter.pot").open("rb") as file:
        assert {message.id for message in read_po(file) if message.id} == messages(), "run: make texts"


def test_what_is_served_is_what_was_translated() -> None:
    with (FOLDER / "es/LC_MESSAGES/supporter.mo").open("rb") as file:
        served = {message.id: message.string for message in read_mo(file) if message.id}
    assert served == {message.id: message.string for message in catalogue() if message.id}, "run: make texts"


def test_no_text_of_the_templates_was_left_out_of_translation() -> None:
    """A sentence that stands bare in a template would be English for everyone."""
    bare = re.compile(r">\s*([A-Z][^<>{}]*?)\s*[<{]|aria-label=\"([A-Z][^\"{]*)\"")
    desk = {"map.html", "try.html"}
    for path in sorted((ROOT / "templates/supporter").glob("*.html")):
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|<svg.*?</svg>", "", path.read_text(encoding="utf-8"), flags=re.S)
        text = re.sub(r"\{% if mount.desk %\}.*?\{% endif %\}", "", text, flags=re.S)
        found = [match[1] or match[2] for match in bare.finditer(text)] if path.name not in desk else []
        assert [one for one in found if one not in ("A4", "US Letter", "The author’s desk")] == [], path.name


def test_the_interface_keeps_the_rules_of_its_language() -> None:
    language = load_manuscript(None, "es").guide.language
    held = [rule for rule in language.rules if rule.applies("pages")]
    wrong = [
        (rule.find(plain(re.sub(r"%\(\w+\)s", "x", message.string))), message.string)
        for message in catalogue()
        if message.id
        for rule in held
    ]
    assert [found for found in wrong if found[0]] == []


def test_what_is_put_into_a_text_is_escaped() -> None:
    assert linked("<b>[go]</b>", 'x"y') == '&lt;b&gt;<a href="x&#34;y">go</a>&lt;/b&gt;'
    assert strong("a [b] <i>") == "a <strong>b</strong> &lt;i&gt;"


def test_languages_and_dates_are_written_as_their_readers_do() -> None:
    from datetime import date

    day = date(2026, 11, 21)
    assert [say_day(day, code) for code in ("en", "es")] == ["21 November 2026", "21 de noviembre de 2026"]
    assert [say_day(day, code, "month") for code in ("en", "es")] == ["November 2026", "noviembre de 2026"]
    assert [say_day(day, code, "EEEE d MMMM") for code in ("en", "es", "de")] == [
        "Saturday 21 November",
        "sábado, 21 de noviembre",
        "Samstag, 21. November",
    ]
    assert [say_day(day, code, "EEE d MMM") for code in ("en", "es", "de")] == [
        "Sat 21 Nov",
        "sáb, 21 nov",
        "Sa., 21. Nov.",
    ]
    assert [own_name(code) for code in ("en", "es", "ar", "pt-BR")] == [
        "English",
        "Español",
        "العربية",
        "Português (Brasil)",
    ]
    assert [direction(code) for code in ("en", "es", "ar", "fa", "he", "ur")] == ["ltr", "ltr", *["rtl"] * 4]


@pytest.mark.parametrize("code", ["en", "es", "ar", "fa", "pt-BR", "de", "ja", "th", "ne"])
def test_what_is_kept_of_a_language_says_each_day_as_babel_does(code: str) -> None:
    from datetime import date, timedelta

    known = cldr.describe(code, ["es", "xx"])
    assert known.names == {"es": cldr.language_name("es", code), "xx": "xx"}
    told = 0
    for shape in cldr.SHAPES:
        for passed in range(0, 800, 3):
            day = date(2026, 1, 1) + timedelta(days=passed)
            said = known.say_day(day, shape)
            assert (said or say_day(day, code, shape)) == cldr.say_day(day, code, shape)
            told += said is not None
    # Thai writes an era in one of the shapes, which no table of ours has.
    assert told == 267 * (len(cldr.SHAPES) - (code == "th"))


Write = Callable[[str, str], Path]


def test_a_host_s_own_words_for_the_interface_win(write: Write, tmp_path: Path) -> None:
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    folder = write("en/blocks/.keep", "")
    catalog = Catalog(locale="es")
    catalog.add("Help now", "Ayuda urgente")
    made = folder / "translations/es/LC_MESSAGES/supporter.mo"
    made.parent.mkdir(parents=True)
    with made.open("wb") as file:
        write_mo(file, catalog)
    page = client(create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_CONTENT": [folder]}), "es").get("/").text
    assert "Ayuda urgente" in page and "Salir de esta página" in page
