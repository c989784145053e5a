"""Words to borrow: a reader copies them, puts in a name, changes them, and none of it leaves the page."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from pypdf import PdfReader

from supporter import Guide, advise
from supporter.advice import MESSAGES_IN_SIGHT
from supporter.messages import Message
from tests.browsing import answer_all
from tests.conftest import Reader
from tests.people import PARTNER, calm

Open = Callable[..., Page]
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
CLIPBOARD_SAYS_NO = "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"


@pytest.fixture(scope="module")
def answered(browser: Browser, base: str) -> Any:
    """The cookie of a reader who has answered every question."""
    context = browser.new_context()
    answer_all(context, base, PARTNER)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def guide_page(browser: Browser, base: str, answered: Any) -> Iterator[Open]:
    """Opens the advice page in a browser of its own; what its console says fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def opened(script: str = "", **options: Any) -> Page:
        context = browser.new_context(storage_state=answered, permissions=["clipboard-write"], **options)
        contexts.append(context)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{base}/guide")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture(scope="module")
def messages(guide: Guide) -> tuple[Message, ...]:
    """What this reader may borrow."""
    found = advise(guide, PARTNER).messages
    assert len(found) > 2 and {"contact" in one.about for one in found} == {True, False}
    return found


def words(page: Page, message: Message) -> Locator:
    return page.locator(".words").filter(has=page.locator(f"#words-{message.id}"))


def bubble(page: Page, message: Message) -> str:
    return words(page, message).locator(".say").inner_text()


def press(page: Page, message: Message, name: str) -> None:
    words(page, message).get_by_role("button", name=name).click()


def pasted(page: Page) -> str:
    """What the clipboard holds, as another page gets it."""
    other = page.context.new_page()
    other.set_content("<textarea autofocus></textarea>")
    other.locator("textarea").press("Control+v")
    text = other.locator("textarea").input_value()
    other.close()
    return text


def test_the_text_comes_first_then_when_and_how_often_and_the_rest_is_a_tap_away(
    guide_page: Open, messages: tuple[Message, ...]
) -> None:
    page = guide_page(viewport={"width": 360, "height": 780})
    for message in messages[:MESSAGES_IN_SIGHT]:
        here = words(page, message)
        seen = here.inner_text()
        places = [seen.index(text) for text in message.in_sight]
        assert places == sorted(places)
        assert message.not_when not in seen and "Leave out" not in seen
        here.get_by_text("Before you use it").click()
        opened = here.inner_text()
        assert message.not_when in opened and "Leave out" in opened


def test_copy_takes_the_words_as_they_now_stand(guide_page: Open, messages: tuple[Message, ...]) -> None:
    page = guide_page()
    first, second = messages[:2]
    press(page, first, "Copy")
    expect(words(page, first).get_by_role("status")).to_have_text("Copied. Paste it where you write.")
    assert pasted(page) == first.text
    page.get_by_label("Their first name").fill("Sam")
    expect(words(page, first).get_by_role("status")).to_be_empty()
    press(page, first, "Copy")
    expect(words(page, first).get_by_role("status")).not_to_be_empty()
    assert pasted(page) == f"Sam,\n{first.text}"
    press(page, second, "Change the words")
    page.get_by_role("textbox", name="Your words").fill("Soup is on.")
    press(page, second, "Copy")
    expect(words(page, second).get_by_role("status")).not_to_be_empty()
    expect(words(page, first).get_by_role("status")).to_be_empty()
    assert pasted(page) == "Soup is on."


@pytest.mark.parametrize("script", [NO_CLIPBOARD, CLIPBOARD_SAYS_NO], ids=["no clipboard", "it says no"])
def test_where_nothing_can_be_copied_the_words_are_marked_for_the_reader_to_copy(
    guide_page: Open, messages: tuple[Message, ...], script: str
) -> None:
    page = guide_page(script)
    page.get_by_label("Their first name").fill("Sam")
    press(page, messages[1], "Copy")
    expect(words(page, messages[1]).get_by_role("status")).to_contain_text("The words are marked.")
    assert page.evaluate("String(getSelection())") == f"Sam,\n{messages[1].text}"
    page.keyboard.press("Control+c")
    assert pasted(page) == f"Sam,\n{messages[1].text}"


def test_the_name_stands_before_words_for_them_and_before_no_others(
    guide_page: Open, messages: tuple[Message, ...]
) -> None:
    page = guide_page()
    mine = messages[0]
    press(page, mine, "Change the words")
    field = page.get_by_role("textbox", name="Your words")
    expect(field).to_be_focused()
    name = page.get_by_label("Their first name")
    name.fill(" Sam ")
    expect(field).to_have_value(f"Sam,\n{mine.text}")
    for message in messages:
        wanted = f"Sam,\n{message.text}" if "contact" in message.about else message.text
        assert words(page, message).locator(".say p").text_content() == wanted
    field.fill("Hello, you.")
    name.fill("Alex")
    assert bubble(page, mine) == "Hello, you." and bubble(page, messages[1]) == f"Alex,\n{messages[1].text}"
    press(page, mine, "Put back")
    assert bubble(page, mine) == f"Alex,\n{mine.text}" == field.input_value()
    expect(field).to_be_focused()
    assert not page.get_by_role("button", name="Put back").count()
    field.fill("")
    assert bubble(page, mine) == f"Alex,\n{mine.text}" and not field.input_value()
    name.fill("")
    assert bubble(page, mine) == mine.text
    press(page, mine, "Change the words")
    expect(field).to_be_hidden()


def test_markup_that_a_reader_types_is_text(guide_page: Open, messages: tuple[Message, ...]) -> None:
    page = guide_page()
    sign = "<img src=x onerror=alert(1)>$&"
    page.get_by_label("Their first name").fill(sign)
    assert bubble(page, messages[1]) == f"{sign},\n{messages[1].text}"
    press(page, messages[0], "Change the words")
    page.get_by_role("textbox", name="Your words").fill(f"<b>{sign}</b>")
    assert bubble(page, messages[0]) == f"<b>{sign}</b>"
    assert not page.locator(".words img, .words .say b").count()


def test_no_field_can_be_sent_filled_in_or_checked_by_a_service(
    guide_page: Open, messages: tuple[Message, ...]
) -> None:
    page = guide_page()
    fields = page.locator(".who input, .words textarea").evaluate_all(
        """fields => fields.map(field => [field.name, field.form, field.autocomplete, field.spellcheck,
        field.getAttribute('writingsuggestions'), field.labels.length])"""
    )
    assert fields == [["", None, "off", False, "false", 1]] * (1 + len(messages))
    assert page.get_by_label("Their first name").get_attribute("maxlength") == "40"


def test_what_is_typed_is_not_sent_and_neither_reload_nor_back_nor_leave_brings_it_back(
    guide_page: Open, base: str, messages: tuple[Message, ...]
) -> None:
    page = guide_page()
    page.context.route(
        "https://www.wikipedia.org/**",
        lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"),
    )
    page.wait_for_load_state("networkidle")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(f"{request.url} {request.post_data}"))
    history = "[history.length, history.state, location.href, document.title]"
    before, cookies = page.evaluate(history), page.context.cookies()

    def type_and_copy() -> None:
        page.get_by_label("Their first name").press_sequentially("Zebedee")
        press(page, messages[0], "Change the words")
        page.get_by_role("textbox", name="Your words").press_sequentially("Xylophone")
        press(page, messages[0], "Copy")
        expect(words(page, messages[0]).get_by_role("status")).not_to_be_empty()

    def nothing_is_left() -> None:
        assert "Zebedee" not in page.content() and "Xylophone" not in page.content()
        typed = page.locator("input[type=text], input:not([type]), textarea").evaluate_all(
            "all => all.map(f => f.value)"
        )
        assert not any(typed)

    type_and_copy()
    assert requests == []
    assert page.evaluate(history) == before and page.context.cookies() == cookies
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.reload()
    nothing_is_left()
    type_and_copy()
    page.goto(f"{base}/read/privacy")
    page.go_back()
    page.wait_for_url(f"{base}/guide")
    expect(page.get_by_label("Their first name")).to_be_visible()
    nothing_is_left()
    type_and_copy()
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url("https://www.wikipedia.org/**")
    page.go_back()
    page.wait_for_load_state()
    nothing_is_left()
    assert not [request for request in requests if "Zebedee" in request or "Xylophone" in request]


def test_without_javascript_no_button_is_seen_and_the_text_can_be_copied_by_hand(
    guide_page: Open, messages: tuple[Message, ...]
) -> None:
    page = guide_page(java_script_enabled=False)
    assert not page.locator(".words button, .who, .kit").count()
    seen = page.locator("main").inner_text()
    assert "Their first name" not in seen and "stays on this page" not in seen
    words(page, messages[0]).locator(".say p").click(click_count=3)
    page.keyboard.press("Control+c")
    assert pasted(page).strip() == messages[0].text


def test_one_message_alone_is_not_called_one_of_several_and_the_note_says_what_stays(reader: Reader) -> None:
    reader.answer(calm(relationship="ex"))
    page = reader.get("/guide").text
    assert page.count('<blockquote class="say">') == 1
    assert "Their first name" not in page and "What you write here stays on this page." in page
    assert "not all" not in page and "One at a time is enough." in page


def test_print_has_the_words_as_they_now_stand_and_all_advice_on_them_but_no_tools(
    guide_page: Open, messages: tuple[Message, ...], tmp_path: Path
) -> None:
    page = guide_page()
    page.get_by_label("Their first name").fill("Zebedee")
    press(page, messages[0], "Change the words")
    page.get_by_role("textbox", name="Your words").fill("Xylophone at six.")
    press(page, messages[0], "Copy")
    expect(words(page, messages[0]).get_by_role("status")).not_to_be_empty()
    page.pdf(path=tmp_path / "advice.pdf", format="A4")
    printed = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "advice.pdf").pages).split())
    assert "Xylophone at six." in printed and messages[0].text not in printed
    assert f"Zebedee, {messages[1].text}" in printed
    for message in messages[:MESSAGES_IN_SIGHT]:
        unsaid = " ".join(message.html.striptags().split())
        assert all(text in printed for text in (message.use_with, message.at_most, message.not_when, unsaid))
    for tool in ("Copy", "Their first name", "Your words", "Put back", "Paste it", "stays on this page"):
        assert tool not in printed


def test_every_word_and_the_place_of_the_name_come_from_the_page_so_that_they_can_be_translated(
    guide_page: Open, messages: tuple[Message, ...]
) -> None:
    spanish = {
        ">Copy<": ">Copiar<",
        ">Change the words<": ">Cambiar<",
        "Copied. Paste it where you write.": "Copiado.",
        "{name},&#10;{text}": "Hola, {name}: {text}",
    }

    def translated(route: Route) -> None:
        response = route.fetch()
        html = response.text()
        for english, other in spanish.items():
            assert html.count(english) == 1
            html = html.replace(english, other)
        route.fulfill(response=response, body=html)

    page = guide_page()
    page.route("**/guide", translated)
    page.reload()
    page.get_by_label("Their first name").fill("Sam")
    assert bubble(page, messages[0]) == f"Hola, Sam: {messages[0].text}"
    press(page, messages[0], "Copiar")
    expect(words(page, messages[0]).get_by_role("status")).to_have_text("Copiado.")
    assert words(page, messages[0]).get_by_role("button").all_inner_texts() == ["Copiar", "Cambiar"]


def test_a_browser_s_translator_gets_our_words_but_not_the_reader_s(
    guide_page: Open, messages: tuple[Message, ...]
) -> None:
    page = guide_page()
    said = words(page, messages[0]).locator(".say p")
    page.get_by_label("Their first name").fill("Sam")
    assert said.evaluate("p => p.translate") is False
    page.get_by_label("Their first name").fill("")
    assert said.evaluate("p => p.translate") is True


def test_no_message_greets_them_before_their_name_does(guide: Guide) -> None:
    for message in guide.messages.values():
        assert not re.match(r"(Hi|Hey|Hello|Dear)\b", message.text), message.id


@pytest.mark.parametrize(
    ("files", "limit"),
    [("within-reach.js words.js", 3 * 1024), ("framed.js", 1024), ("embed.js", 1024), ("within-reach.css", 8 * 1024)],
)
def test_the_scripts_and_the_style_stay_light(files: str, limit: int) -> None:
    assets = Path(__file__).parent.parent / "supporter" / "assets"
    assert sum(len(gzip.compress((assets / file).read_bytes(), 9)) for file in files.split()) <= limit
