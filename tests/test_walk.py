"""What a reader sees in a real browser, with JavaScript and without."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from pypdf import PdfReader

from tests.browsing import answer_all, served, walk
from tests.lint import lint_page
from tests.people import EX, FRIEND, PARTNER
from tests.verify.room_gate import overflow_of, targets_of
from tests.verify.visitor import open_all

PAGES = [
    "/", "/check-in/5", "/check-in/7", "/check-in/check", "/guide", "/guide/plan", "/help-now", "/handouts/", "/handouts/pack",
    "/handouts/space-plan", "/read/privacy", "/nowhere",
]  # fmt: skip
"""One address of each kind; `make verify` looks at every state."""


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=request.param, viewport={"width": 360, "height": 780})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, base: str) -> Page:
    page = context.new_page()
    page.on("console", lambda message: pytest.fail(f"the console says: {message.text}"))
    page.on(
        "request", lambda request: None if request.url.startswith(base) else pytest.fail(f"a request to {request.url}")
    )
    return page


def sees(page: Page) -> str:
    """The words in sight, as one line, once all of the page has come."""
    page.wait_for_load_state("domcontentloaded")
    return " ".join(page.locator("main").inner_text().split())


def test_three_people_answer_twelve_questions_and_read_three_different_pages(
    page: Page, base: str, tmp_path: Path
) -> None:
    pages = []
    for person in (PARTNER, FRIEND, EX):
        passed = walk(page, base, person)
        assert passed == [f"/check-in/{number}" for number in range(1, 13)]
        page.get_by_role("link", name="Show my advice").click()
        page.wait_for_url(f"{base}/guide")
        lint_page(page.content())
        pages.append(sees(page))
        page.context.clear_cookies()
    partner, friend, ex = pages
    assert "Words to borrow" in partner and "The plan over time" in partner and "They asked for room" in partner
    assert "suicide" in friend and "Call 999" in friend
    assert "Words to borrow" not in ex and "The plan over time" not in ex and "no contact" in ex.lower()
    for one, other in ((partner, friend), (friend, ex), (ex, partner)):
        shared = set(one.split(". ")) & set(other.split(". "))
        assert len(shared) < len(one.split(". ")) / 2


def test_a_handout_is_printed_with_the_reader_s_own_plan(browser: Browser, base: str, tmp_path: Path) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    answer_all(context, base, PARTNER)
    page.goto(f"{base}/guide")
    step = page.locator(".rhythm li").first.inner_text().split("\n")[-1]
    page.get_by_role("link", name="My space plan").click()
    page.wait_for_url(f"{base}/guide/sheet-*")
    for size, height in (("A4", 842), ("Letter", 792)):
        page.pdf(path=tmp_path / "sheet.pdf", format=size)
        pdf = PdfReader(tmp_path / "sheet.pdf")
        assert abs(float(pdf.pages[0].mediabox.height) - height) < 2
        words = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
        assert step in words and "My space plan" in words
        for furniture in ("Leave this page", "Skip to main content", "Use your browser", "Privacy"):
            assert furniture not in words
        assert len(pdf.pages) <= 2
    context.close()


def test_a_sheet_prints_black_on_white_though_the_screen_is_dark(browser: Browser, base: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{base}/handouts/what-to-say")
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate(
        """() => [...document.querySelectorAll('main, main *')].filter(e => e.getClientRects().length && !e.closest('svg'))
        .map(e => getComputedStyle(e)).flatMap(s => [s.color, s.backgroundColor])"""
    )
    assert set(colours) <= {"rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    context.close()


def test_none_of_these_stands_alone(page: Page, base: str, context: BrowserContext) -> None:
    page.goto(f"{base}/check-in/5")
    page.get_by_label("They are hurting themselves on purpose").check()
    page.get_by_label("I haven’t seen any of these").check()
    scripted = page.get_by_label("They are hurting themselves on purpose").is_checked() is False
    page.get_by_role("button", name="Continue").click()
    if scripted:
        assert page.url.endswith("/check-in/6")
        return
    assert page.url.endswith("/check-in/5") and page.title().startswith("Error: ")
    assert page.get_by_label("They are hurting themselves on purpose").is_checked()
    assert page.locator(".err").evaluate("e => e === document.activeElement") is True


def test_ticking_something_takes_none_of_these_off(browser: Browser, base: str) -> None:
    page = browser.new_page()
    page.goto(f"{base}/check-in/6")
    page.get_by_label("None of these").check()
    page.get_by_label("They have hurt me").check()
    assert not page.get_by_label("None of these").is_checked()
    page.close()


def test_danger_goes_straight_to_help_and_help_leads_back(page: Page, base: str) -> None:
    page.goto(f"{base}/check-in/1")
    page.get_by_label("Yes, right now").check()
    page.get_by_role("button", name="Continue").click()
    assert page.url.endswith("/help-now")
    assert page.get_by_role("link", name="Call 999").get_attribute("href") == "tel:999"
    page.get_by_role("link", name="Carry on with the questions").click()
    assert page.url.endswith("/check-in/2")


def test_back_refresh_and_change_lose_nothing(page: Page, base: str) -> None:
    answer_all(page.context, base, PARTNER)
    page.goto(f"{base}/check-in/check")
    page.get_by_role("link", name="Change How it started").click()
    assert page.get_by_label("It built up slowly").is_checked()
    page.get_by_label("It changed fast").check()
    page.get_by_role("button", name="Continue").click()
    assert page.url.endswith("/check-in/check") and "It changed fast" in sees(page)
    page.get_by_role("link", name="Show my advice").click()
    page.reload()
    assert "You said it changed fast." in sees(page)
    page.go_back()
    assert page.url.endswith("/check-in/check") and "My partner" in sees(page)


def test_after_leaving_back_shows_nothing_of_the_reader(context: BrowserContext, base: str) -> None:
    context.route(
        "https://www.wikipedia.org/**",
        lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"),
    )
    page = context.new_page()
    walk(page, base, PARTNER)
    page.get_by_role("link", name="Show my advice").click()
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url("https://www.wikipedia.org/**")
    page.wait_for_load_state()
    for _ in range(5):
        if page.go_back() is None and page.url == "about:blank":
            break
        page.wait_for_load_state()
        for words in ("They asked for space", "My partner", "You said", "Worn out"):
            assert words not in page.content().replace("My partner</label>", "").replace(
                "They asked for space, but not how long</label>", ""
            ).replace("Worn out</label>", "")
        assert not page.locator("input:checked").count()


def test_leaving_blanks_the_page_at_once_though_the_neutral_page_never_answers(browser: Browser, base: str) -> None:
    context = browser.new_context()
    context.route("https://www.wikipedia.org/**", lambda route: None)
    page = context.new_page()
    answer_all(context, base, EX)
    page.goto(f"{base}/guide")
    with page.expect_console_message(lambda message: message.text.startswith("blank")) as blank:
        page.evaluate(
            """() => {
              const clicked = performance.now();
              const tell = () => console.log('blank', Math.round(performance.now() - clicked), document.title === '');
              new MutationObserver(tell).observe(document.body, {childList: true});
              setTimeout(() => document.querySelector('.leave').click());
            }"""
        )
    _, milliseconds, untitled = blank.value.text.split()
    assert int(milliseconds) <= 100 and untitled == "true"
    context.close()


@pytest.mark.parametrize("person", [PARTNER, FRIEND, EX], ids=["partner", "friend", "ex"])
def test_about_900_words_are_in_sight_and_a_block_opens_to_the_whole(
    browser: Browser, base: str, person: dict[str, object]
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 780})
    answer_all(page.context, base, person)
    page.goto(f"{base}/guide")
    assert page.locator(".block:visible").count() <= 12
    assert len(page.locator("main .body").inner_text().split()) <= 1150
    block = page.locator(".block").first
    before = len(block.inner_text().split())
    block.locator("summary").click()
    assert len(block.inner_text().split()) > before + 40
    page.close()


@pytest.mark.parametrize(("width", "height"), [(320, 256), (1280, 900)])
def test_no_page_is_wider_than_the_screen_and_every_target_can_be_hit(
    browser: Browser, base: str, width: int, height: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    answer_all(context, base, PARTNER)
    for address in PAGES:
        page.goto(base + address)
        open_all(page)
        assert overflow_of(page) == (0, []), address
        assert min(targets_of(page))[0] >= 44, address
    context.close()


BROKEN_WORDS = """() => {
  const found = [], texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const text = texts.currentNode, around = text.parentElement
    if (!around.checkVisibility() || around.closest(".vh, .sheet-foot, a[href^=http], textarea, select")) continue
    for (const word of text.data.matchAll(/\\p{L}+/gu)) {
      const range = document.createRange()
      range.setStart(text, word.index)
      range.setEnd(text, word.index + word[0].length)
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(word[0])
    }
  }
  return found
}"""


@pytest.mark.parametrize("locale", ["en-GB", "es-ES"])
def test_text_twice_as_large_on_the_smallest_phone_neither_scrolls_sideways_nor_breaks_short_words(
    browser: Browser, base: str, locale: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 568}, locale=locale)
    page = context.new_page()
    answer_all(context, base, FRIEND)
    wide = {}
    for address in [*PAGES, "/handouts/emergency-card", "/guide?paper=yes", "/sources"]:
        page.goto(base + address)
        open_all(page)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        over, cut = overflow_of(page)
        # A field of text scrolls by itself.
        wide[address] = [over, *(html for html in cut if not html.startswith("<input"))]
        # Seven letters have room, so that nobody reads a word letter by letter.
        wide[address] += [word for word in page.evaluate(BROKEN_WORDS) if len(word) < 8]
    page.goto(f"{base}/guide/plan")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    days = page.locator(".weeks th, .weeks td")
    crowded = days.evaluate_all("all => all.filter(day => day.scrollWidth > day.clientWidth).map(day => day.innerText)")
    context.close()
    assert crowded == []
    assert {address: found for address, found in wide.items() if found != [0]} == {}


def test_in_forced_colours_no_line_of_the_picture_crosses_the_words(browser: Browser, base: str) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 740}, forced_colors="active")
    page = context.new_page()
    answer_all(context, base, PARTNER)
    page.goto(f"{base}/guide")
    words = page.locator(".hero .for").bounding_box()
    drawn = page.locator(".scene :is(circle, path)").all()
    # What is not shown has a place of its own all the same.
    seen = [one.bounding_box() for one in drawn if one.is_visible()]
    feet = [box["y"] + box["height"] for box in seen if box]
    context.close()
    assert words and feet and max(feet) <= words["y"]


def test_storage_stays_empty_and_nothing_but_our_own_cookie_is_left(browser: Browser, base: str) -> None:
    page = browser.new_page()
    walk(page, base, FRIEND)
    page.goto(f"{base}/guide")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert [cookie["name"] for cookie in page.context.cookies()] == ["visit-supporter"]
    assert page.evaluate("document.cookie") == ""
    page.close()


def test_the_keyboard_alone_answers_a_question(browser: Browser, base: str) -> None:
    page = browser.new_page()
    page.goto(f"{base}/check-in/2")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "leave"
    page.get_by_label("My partner").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check-in/3")
    page.go_back()
    assert page.get_by_label("My ex").is_checked()
    page.close()


def test_a_form_on_another_site_cannot_take_a_reader_s_answers_away(browser: Browser, base: str) -> None:
    form = f'<form method="post" action="{base}/check-in/4"><input name="asked" value="stop"></form>'
    other = Flask("other")
    other.add_url_rule("/", "home", lambda: f"{form}<script>document.forms[0].submit()</script>")
    page = browser.new_page()
    answer_all(page.context, base, PARTNER)
    with served(other) as elsewhere:
        page.goto(elsewhere.replace("127.0.0.1", "localhost"))
        page.wait_for_url(f"{base}/**")
    page.goto(f"{base}/guide")
    assert "You said it built up slowly." in page.locator("main").inner_text()
    page.close()


def test_an_older_browser_that_says_null_of_our_own_forms_can_answer_them(browser: Browser, app: Flask) -> None:
    # Safari before 16.4 and Firefox before 90 send no Sec-Fetch-Site; what they say of the origin, Chromium says too.
    said = []

    def without_fetch_metadata(environ: Any, start_response: Any) -> Any:
        environ.pop("HTTP_SEC_FETCH_SITE", None)
        if environ["REQUEST_METHOD"] == "POST":
            said.append(environ.get("HTTP_ORIGIN"))
        return app.wsgi_app(environ, start_response)

    page = browser.new_page()
    with served(without_fetch_metadata) as base:
        passed = walk(page, base, PARTNER)
    assert said == ["null"] * 12 and passed == [f"/check-in/{number}" for number in range(1, 13)]
    page.close()
