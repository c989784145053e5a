"""`make demo`: an invented charity's site with the guide in it, as its own process serves it and a browser shows it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from supporter.cli import main
from tests.browsing import walk
from tests.lint import lint_page
from tests.people import PARTNER

ROOT = Path(__file__).parent.parent
OUR_WORDS = ROOT / "examples/charity/our-words"
OWN_PAGES = ("/", "/about", "/contact")


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address that the command of `make demo` prints, run as the Makefile has it but with the tests' own Python."""
    # `make test` is a make too, and would be heard.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    steps = subprocess.run(
        ["make", "-n", "demo", "PORT=0"], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout
    command = steps.splitlines()[-1].split()
    assert command[0] == ".venv/bin/python"
    with subprocess.Popen([sys.executable, *command[1:]], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            found = re.fullmatch(r"Plum Tree House is at (http://127\.0\.0\.1:\d+)/ and .* \1/support/ .*\n", said)
            assert found, said
            yield found[1]
        finally:
            process.terminate()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 780}, reduced_motion="reduce")
    page = context.new_page()
    page.on("console", lambda message: pytest.fail(f"the console says: {message.text}"))
    yield page
    context.close()


def shade(page: Page, selector: str, what: str) -> str:
    """A colour of the first such element, as the browser came to it."""
    return str(page.locator(selector).first.evaluate(f"node => getComputedStyle(node).{what}"))


@pytest.mark.parametrize("address", OWN_PAGES)
def test_its_own_pages_are_sound_and_fit_a_narrow_phone(site: str, page: Page, address: str) -> None:
    with urlopen(site + address) as response:
        lint_page(response.read().decode(), "Plum Tree House")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(site + address)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert shade(page, "body", "backgroundColor") == "rgb(251, 246, 240)"
    for link in page.locator("a[href^='/']").all():
        assert page.request.get(site + str(link.get_attribute("href")).split("#")[0]).ok


def test_a_reader_walks_through_the_guide_in_the_charity_s_frame_and_its_own_pages_learn_nothing(
    site: str, page: Page
) -> None:
    assert walk(page, f"{site}/support/", PARTNER | {"you": "worried"}) == [
        f"check-in/{number}" for number in range(1, 13)
    ]
    page.get_by_role("link", name="Show my advice").click()
    page.wait_for_url(f"{site}/support/guide")
    lint_page(page.content(), "Side by Side")
    assert page.get_by_role("heading", name="Tea at our kitchen table").is_visible()
    assert page.locator(".house").is_visible() and page.locator(".house-foot").is_visible()
    leave = page.get_by_role("link", name="Leave this page").bounding_box()
    assert leave and leave["y"] + leave["height"] < 128, "the way out is in the first sixth of a phone"
    assert shade(page, ".band", "backgroundColor") == "rgb(74, 26, 64)"
    assert shade(page, "main .btn", "backgroundColor") == "rgb(244, 177, 131)"
    page.emulate_media(color_scheme="dark")
    assert shade(page, ".band", "backgroundColor") == "rgb(47, 19, 41)"
    logo = page.get_by_role("img", name="Plum Tree House")
    assert logo.evaluate("node => node.complete && node.naturalWidth > 0")
    page.emulate_media(media="print")
    assert (
        page.locator(".mark").is_visible()
        and not page.locator(".mark img, .house, .house-foot").filter(visible=True).count()
    )
    assert page.context.cookies(f"{site}/support/") and not page.context.cookies(f"{site}/")
    for address in OWN_PAGES:
        response = page.goto(site + address)
        assert response is not None
        assert "cookie" not in response.request.all_headers()
        assert set(response.all_headers()) == {"content-type", "content-length", "date", "server"}


def test_help_now_has_the_charity_s_own_line_in_the_place_of_one_of_ours(site: str, page: Page) -> None:
    page.goto(f"{site}/support/help-now")
    words = page.locator("main").inner_text()
    assert "Plum Tree House line" in words and "Every day, 8am to 10pm" in words and "Samaritans" in words
    assert page.locator('main a[href="tel:08081570142"]').is_visible()
    assert "Carers UK" not in words


def test_its_colours_can_be_read_wherever_two_of_them_meet() -> None:
    result = CliRunner().invoke(main, ["check", "--theme", str(OUR_WORDS / "theme.yaml")])
    assert result.exit_code == 0, result.output


def test_its_words_pass_the_check() -> None:
    result = CliRunner().invoke(main, ["check", "--fast", str(OUR_WORDS)])
    assert result.exit_code == 0, result.output
