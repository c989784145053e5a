"""Takes the pictures in docs/pictures anew: `make pictures`."""

import subprocess
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, FloatRect, ViewportSize, sync_playwright

from supporter import create_app
from tests.browsing import fill_in, launch, served, walk
from tests.contact_sheets import write_contact_sheets
from tests.people import EX, PARTNER

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "pictures"
SIZES = {"360": (360, 780), "1280": (1280, 900)}


def take(browser: Browser, base: str, width: str, scheme: Literal["light", "dark"]) -> None:
    """All states of the walk at one width, light or dark."""
    size: ViewportSize = {"width": SIZES[width][0], "height": SIZES[width][1]}
    context = browser.new_context(
        viewport=size, color_scheme=scheme, reduced_motion="reduce", java_script_enabled=False
    )
    page = context.new_page()
    suffix = f"{width}{'-dark' if scheme == 'dark' else ''}"

    def picture(name: str) -> None:
        page.screenshot(path=FOLDER / f"{name}-{suffix}.png", full_page=True)

    def beginning(name: str) -> None:
        """As much as a README can show beside another."""
        clip: FloatRect = {"x": 0, "y": 0, "width": size["width"], "height": 1680}
        page.screenshot(path=FOLDER / f"{name}-{suffix}.png", full_page=True, clip=clip)

    page.goto(base)
    picture("start")
    page.goto(f"{base}/check-in/4")
    fill_in(page, {"asked": "space_no_end"})
    picture("question")
    page.goto(f"{base}/check-in/7")
    picture("grid")
    page.goto(f"{base}/check-in/6")
    fill_in(page, {"between": ["row_let_down", "none"]})
    page.get_by_role("button", name="Continue").click()
    picture("error")
    walk(page, base, PARTNER)
    picture("check")
    page.goto(f"{base}/guide")
    picture("advice")
    if suffix == "360":
        beginning("advice-begins")
    page.goto(f"{base}/handouts/space-plan")
    picture("handout")
    if suffix == "1280":
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 720, "height": 1018})
        page.screenshot(path=FOLDER / "handout-print.png", full_page=True)
    context.clear_cookies()
    page.emulate_media(media="screen")
    page.set_viewport_size(size)
    page.goto(f"{base}/help-now")
    picture("help")
    page.goto(f"{base}/read/withdrawn-and-quiet")
    picture("page")
    walk(page, base, EX)
    page.goto(f"{base}/guide")
    picture("stop")
    context.close()


def take_demo(browser: Browser) -> None:
    """The site of `make demo`: its own first page, and the guide in its frame."""
    command = [sys.executable, str(ROOT / "examples/charity"), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            base = process.stdout.readline().split(" at ")[1].split("/ ")[0]
            for name, address, width in (
                ("demo", "/", "1280"),
                ("demo-guide", "/support/", "1280"),
                ("demo-guide", "/support/", "360"),
            ):
                size: ViewportSize = {"width": SIZES[width][0], "height": SIZES[width][1]}
                page = browser.new_page(viewport=size, reduced_motion="reduce")
                page.goto(base + address)
                page.screenshot(path=FOLDER / f"{name}-{width}.png")
                page.close()
        finally:
            process.terminate()


def main() -> None:
    """Sheets on paper; the screen light at both widths, dark on the phone; the demo."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_contact_sheets(FOLDER)
    app = create_app({"SUPPORTER_SECRET_KEY": "a secret for pictures, long enough", "SUPPORTER_COUNTRY": "GB"})
    with sync_playwright() as playwright, served(app) as base:
        browser = launch(playwright.chromium)
        take(browser, base, "360", "light")
        take(browser, base, "1280", "light")
        take(browser, base, "360", "dark")
        take_demo(browser)
        browser.close()


if __name__ == "__main__":
    main()
