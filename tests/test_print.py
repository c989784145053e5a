"""What a browser prints of the pages: as good as the PDF, on paper of either size."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any, Literal

import html5lib
import pytest
from icalendar import Calendar
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from tests.browsing import answer_all
from tests.pdfs import as_words, count_pages, page_texts, pictures_of
from tests.people import PARTNER, calm
from tests.sheaf import general, paragraphs, the_guide

Format = Literal["A4", "Letter"]
HANDOUTS = sorted(the_guide().handouts)


@pytest.fixture(scope="module")
def dark(browser: Browser) -> Iterator[Page]:
    """A reader at night, without JavaScript."""
    context = browser.new_context(color_scheme="dark", java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def advised(browser: Browser, base: str) -> Iterator[Page]:
    """A reader with a plan, who looks at their advice."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    answer_all(context, base, PARTNER)
    page.goto(f"{base}/check-in/check")
    yield page
    context.close()


def printed(page: Page, paper: Format = "A4", *, backgrounds: bool = False) -> bytes:
    # Playwright takes its own margins where the page names none; ours are in the style sheet.
    return page.pdf(format=paper, prefer_css_page_size=False, print_background=backgrounds)


@pytest.mark.parametrize("handout", HANDOUTS)
def test_a_printed_sheet_is_whole_and_short_and_no_heading_is_left_alone(dark: Page, base: str, handout: str) -> None:
    dark.goto(f"{base}/handouts/{handout}?paper=yes")
    sheet = general(handout)
    headings = {node.inner_text() for node in dark.locator(".sheet h1, .sheet h2, .sheet h3").all()}
    for paper in ("A4", "Letter"):
        made = printed(dark, paper)
        assert count_pages(made) <= 2, paper
        texts = page_texts(made)
        words = " ".join(as_words(" ".join(texts)))
        missing = [text for text in (sheet.title, *paragraphs(sheet.parts)) if " ".join(as_words(text)) not in words]
        assert missing == [], paper
        for text in texts[:-1]:
            assert text.strip().rpartition("\n")[2].strip() not in headings, paper
        # At its foot: where it is found, when it was checked, and where more is, numbered.
        assert f"handouts {' '.join(as_words(handout))}" in words
        assert "Where to find more" in words


def counted(picture: Image.Image) -> list[tuple[int, tuple[int, int, int]]]:
    """Every colour with how many dots have it."""
    found: Any = picture.getcolors(1 << 20)
    return list(found)


def test_words_to_borrow_begin_on_the_page_of_the_words_that_lead_to_them(browser: Browser, base: str) -> None:
    context = browser.new_context()
    answer_all(context, base, calm(relationship="family", asked="time_with_end", between=["row_let_down"]))
    page = context.new_page()
    page.goto(f"{base}/guide")
    hint, first = the_guide().settings.paper.own.words_hint, page.locator(".words h3").first.inner_text()
    for paper in ("A4", "Letter"):
        pages = [" ".join(text.split()) for text in page_texts(printed(page, paper))]
        assert [first in text for text in pages if hint in text] == [True], paper
    context.close()


def test_who_to_call_stands_on_one_page_with_the_number_and_the_address(dark: Page, base: str) -> None:
    papers: tuple[Format, ...] = ("A4", "Letter")
    for country, paper in product(("GB", "US", "AU"), papers):
        dark.goto(f"{base}/help-now?country={country}")
        pages = page_texts(printed(dark, paper))
        for line in the_guide().country(country).lines:
            (own,) = [" ".join(text.split()) for text in pages if f"\n{line.name}\n" in f"\n{text}\n"]
            told = own.partition(f"{line.name} ")[2]
            assert told.startswith(line.phone or line.text or ""), (country, paper, line.name)
            assert line.web is None or f" ({line.web})" in told, (country, paper, line.name)


def test_dark_mode_prints_black_on_white(dark: Page, advised: Page, base: str) -> None:
    for page, address in (
        (dark, "handouts/what-to-say"),
        (advised, "handouts/space-plan"),
        (advised, "guide"),
    ):
        page.goto(f"{base}/{address}")
        made = printed(page, backgrounds=True)
        for picture in pictures_of(made):
            colours = counted(picture)
            # More than the smoothed edge of a letter.
            assert [colour for count, colour in colours if count > 40 and max(colour) - min(colour) > 8] == [], address
            light = sum(count for count, colour in colours if min(colour) > 240)
            assert light > 0.75 * picture.width * picture.height, address
            assert picture.getpixel((2, 2)) == (255, 255, 255)


def test_ticks_and_rings_do_not_need_the_printing_of_backgrounds(advised: Page, base: str) -> None:
    for address in ("handouts/space-plan", "guide"):
        advised.goto(f"{base}/{address}")
        without, with_ = (pictures_of(printed(advised, backgrounds=wanted)) for wanted in (False, True))
        changed = [ImageChops.difference(*pair).getbbox() for pair in zip(without, with_, strict=True)]
        assert set(changed) == {None}, address


def test_a_sheet_kept_to_the_screen_prints_only_why(browser: Browser, base: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{base}/handouts/keeping-in-touch")
    words = " ".join(" ".join(page_texts(printed(page))).split())
    assert words == page.locator(".kept").text_content()
    page.get_by_role("link", name="I want it on paper").click()
    page.wait_for_url("**paper=yes*")
    assert "Light lines" in " ".join(page_texts(printed(page)))
    context.close()


def test_the_picture_of_closeness_and_the_line_of_the_plan_stand_beside_the_same_in_words(
    advised: Page, base: str
) -> None:
    words = the_guide().settings.paper
    for address in ("guide", "handouts/space-plan"):
        advised.goto(f"{base}/{address}")
        tree = html5lib.parse(advised.content(), namespaceHTMLElements=False)
        near = [node for node in tree.iter("ul") if node.get("class") == "near"]
        names = ["".join(item.itertext()).strip() for item in near[0]]
        for name, text in zip((words.too_far, words.within_reach, words.too_close), names, strict=True):
            assert text.startswith(name) and len(text) > len(name) + 10, "it says more than its name"
        steps = next(node for node in tree.iter("ol") if node.get("class") == "rhythm")
        assert [(item.findtext("b") or "").strip() for item in steps] == [*words.times.values()]
        assert all(len("".join(item.itertext())) > 30 for item in steps)
        # The drawings say nothing themselves, so that nothing is said twice.
        drawn = [node for node in tree.iter() if str(node.tag).endswith("}svg")]
        assert drawn and all(node.get("aria-hidden") == "true" for node in drawn)


def test_the_day_that_was_picked_is_on_the_page_the_sheet_the_paper_and_in_the_calendar(
    advised: Page, base: str
) -> None:
    page = advised
    page.goto(f"{base}/guide")
    page.get_by_role("link", name="Put days to it").click()
    page.wait_for_url(f"{base}/guide/plan")
    first = date.today() + timedelta(days=9)
    page.get_by_label("First day").select_option(first.isoformat())
    page.get_by_role("button", name="Show these dates").click()
    days = [first + timedelta(days=number) for number in (0, 4, 14, 30)]
    said = [f"{day:%a} {day.day} {day:%b}" for day in days]
    page.wait_for_function(
        "days => days.every(day => document.querySelector('main').innerText.includes(day))", arg=said
    )
    page.wait_for_load_state("domcontentloaded")
    assert [one.get_attribute("datetime") for one in page.locator(".rhythm time").all()] == [
        day.isoformat() for day in days
    ]
    marked = page.locator(".weeks b").all_inner_texts()
    assert [int(re.findall(r"\d+", text)[0]) for text in marked] == [day.day for day in days]
    with page.expect_download() as download:
        page.get_by_label("What it is called").fill("Water the plants")
        page.get_by_role("button", name="Save to my calendar").click()
    assert download.value.suggested_filename == "dates.ics"
    calendar: Any = Calendar.from_ical(download.value.path().read_bytes())
    events = calendar.walk("VEVENT")
    assert [event["dtstart"].dt.date() for event in events] == days
    assert {str(event["summary"]) for event in events} == {"Water the plants"}
    page.get_by_role("link", name="Put these dates on a sheet").click()
    page.wait_for_url(f"{base}/guide/sheet-*")
    paper = " ".join(" ".join(page_texts(printed(page))).split())
    made = page.request.get(f"{page.url}.pdf").body()
    for words in (paper, " ".join(" ".join(page_texts(made)).split())):
        assert [day for day in said if day not in words] == []
        # A plan that begins in nine days, or is read in nine, has no "Today".
        called = the_guide().settings.paper
        assert [one for one in called.days.values() if one not in words] == []
        assert [one for one in called.times.values() if one in words] == []
