"""Twenty states as pictures, compared with those kept; a change leaves a picture of the difference in build/verify/."""

import io
import shutil
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops
from playwright.sync_api import Page

from tests.verify.row import Row, counted
from tests.verify.states import State
from tests.verify.tools import BUILD
from tests.verify.visitor import DESKTOP, PHONE, Visitor

FOLDER = Path(__file__).parent / "pictures"
DIFFERENCES = BUILD / "differences"
BROWSER = FOLDER / "browser.txt"
"""The browser that took the pictures: another draws letters a little differently."""
KEPT = (
    "start", "start-again", "question-02-relationship", "question-05-seen", "question-07-signs", "error-alone", "check",
    "advice-slow", "advice-unclear", "flag-suicide_talk", "flag-told_to_stop", "flag-own_suicidal_thoughts", "help",
    "reading", "page-leaving", "handouts-yours", "handout-space-plan", "plan-with-days", "pack", "refused-404",
    "expired-guide", "plain-question", "arabic-question", "error-arabic", "arabic-advice", "arabic-flag", "arabic-plan",
    "arabic-handout", "arabic-help",
)  # fmt: skip
PAPER = {"width": 720, "height": 1018}
WAYS: dict[str, tuple[dict[str, int], dict[str, Any], str]] = {
    "phone": (PHONE, {}, "ltr"),
    "phone-dark": (PHONE, {"color_scheme": "dark"}, "ltr"),
    "phone-rtl": (PHONE, {}, "rtl"),
    "desktop": (DESKTOP, {}, "ltr"),
    "desktop-rtl": (DESKTOP, {}, "rtl"),
    "print": (PAPER, {"media": "print"}, "ltr"),
}
"""Size, what the device says of itself, and the direction that the page is turned to; an Arabic page stays as it is."""
COLOURS = 16
"""Of a kept picture, and the most of its height in pixels, so that all of them stay small."""
HEIGHT = 2800
SHADES = 60
"""By how much of 255 a pixel may differ from the kept one: fewer colours move none of ours so far."""
PIXELS = 12
"""How many pixels of a picture may be nearer to another of the kept colours, or differ by more shades."""


def take(page: Page) -> Image.Image:
    """The page as it is now, from its top."""
    shot = page.screenshot(full_page=True, animations="disabled", caret="hide")
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    return picture.crop((0, 0, picture.width, min(picture.height, HEIGHT)))


def keep(picture: Image.Image, path: Path) -> None:
    """Save it small: each pixel as the nearest of a few colours, so that a comparison can take the same ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    few = nearest_in(
        picture, picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).convert("RGB")
    )
    # Once more with the colours that are left, since the file has no others.
    nearest_in(picture, few.convert("RGB")).save(path, optimize=True)


def nearest_in(picture: Image.Image, kept: Image.Image) -> Image.Image:
    """A picture in the colours of another, each pixel the nearest of them."""
    colours = sorted(colour for _, colour in kept.getcolors() or () if isinstance(colour, tuple))
    palette = Image.new("P", (1, 1))
    palette.putpalette([shade for colour in (*colours, *colours[:1] * (256 - len(colours))) for shade in colour])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def differing(kept: Image.Image, now: Image.Image) -> tuple[int, Image.Image | None]:
    """How many pixels differ, and a picture of both with what differs in red; sizes that differ count in full."""
    before = kept.convert("RGB")
    if before.size != now.size:
        return max(before.width * before.height, now.width * now.height), _beside(before, now)
    nearest = nearest_in(now, before).convert("RGB")
    other = _strongest(ImageChops.difference(before, nearest)).point([0] + [255] * 255)
    # A colour that the kept picture has nothing like may be nearest to the one that was there.
    far = _strongest(ImageChops.difference(before, now)).point([0] * SHADES + [255] * (256 - SHADES))
    mask = ImageChops.lighter(other, far)
    count = mask.histogram()[255]
    if count <= PIXELS:
        return count, None
    red = Image.composite(
        Image.new("RGB", now.size, (220, 0, 0)), Image.blend(now, Image.new("RGB", now.size, "white"), 0.7), mask
    )
    return count, _beside(before, now, red)


def _strongest(picture: Image.Image) -> Image.Image:
    """The highest of each pixel's three shades."""
    red, green, blue = picture.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _beside(*pictures: Image.Image) -> Image.Image:
    sheet = Image.new("RGB", (sum(each.width + 8 for each in pictures), max(each.height for each in pictures)), "grey")
    left = 0
    for each in pictures:
        sheet.paste(each, (left, 0))
        left += each.width + 8
    return sheet


def ways(state: State) -> dict[str, tuple[dict[str, int], dict[str, Any], str]]:
    """How a state is looked at: one of ours is also turned round."""
    if not state.arabic:
        return WAYS
    return {way: (size, device, "rtl") for way, (size, device, direction) in WAYS.items() if direction == "ltr"}


def views(visitor: Visitor, state: State) -> dict[str, Image.Image]:
    """A state in every way."""
    taken = {}
    page = visitor.look(state)
    for way, (size, device, direction) in ways(state).items():
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(**({"media": "screen", "color_scheme": "light"} | device))
        page.evaluate("direction => { document.documentElement.dir = direction; scrollTo(0, 0); }", direction)
        taken[way] = take(page)
    return taken


def measure(visitor: Visitor, *, update: bool = False) -> list[Row]:
    """Compare; `update` keeps what differs, and leaves the other pictures as they are."""
    shutil.rmtree(DIFFERENCES, ignore_errors=True)
    DIFFERENCES.mkdir(parents=True)
    states = {state.name: state for state in visitor.states}
    faults = []
    wanted = {f"{name}.{way}.png" for name in KEPT for way in ways(states[name])}
    for name in KEPT:
        for way, now in views(visitor, states[name]).items():
            path = FOLDER / f"{name}.{way}.png"
            if not path.exists():
                count, sheet = now.width * now.height, now
            else:
                count, sheet = differing(Image.open(path), now)  # type: ignore[assignment]
            if count > PIXELS:
                assert sheet is not None
                sheet.save(DIFFERENCES / path.name)
                faults.append(f"{path.stem}: {count} pixels; look at build/verify/differences/{path.name}")
                if update:
                    keep(now, path)
    stray = [path for path in sorted(FOLDER.glob("*.png")) if path.name not in wanted]
    faults += [f"{path.name} is of no state any more" for path in stray]
    version = f"Chromium {visitor.browser.version}\n"
    if update:
        for path in stray:
            path.unlink()
        BROWSER.write_text(version, encoding="utf-8")
        faults = []
    elif faults and (not BROWSER.exists() or BROWSER.read_text(encoding="utf-8") != version):
        kept_by = BROWSER.read_text(encoding="utf-8").strip() if BROWSER.exists() else "no browser"
        faults.append(
            f"the pictures were taken by {kept_by}, and this is {version.strip()}: letters may differ for that alone"
        )
    faults += ["if all this is as it should be: make verify-update"] if faults else []
    return [
        counted(f"pictures of {len(KEPT)} states, light, dark, turned round and on paper, as kept", len(wanted), faults)
    ]
