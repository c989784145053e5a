"""Every page of every sheet at a glance: `make pictures` writes them into docs/pictures."""

from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageFilter

from supporter.paper import Paper
from supporter.sheets import Sheet
from tests.pdfs import pictures_of
from tests.sheaf import filled, general, notes, printed, the_guide

_DESK = 148
"""The grey that the pages lie on."""
_GAP = 14
NOTED = ("friend-who-was-asked-for-space", "dad-of-a-boy-who-said-goodbye", "dad-who-is-scared-of-his-son")


def pages_of(sheets: Iterable[Sheet], paper: Paper, scale: float) -> list[Image.Image]:
    return [page.convert("L") for sheet in sheets for page in pictures_of(printed(sheet, paper), scale)]


def lay_out(pages: list[Image.Image], columns: int) -> Image.Image:
    """The pages in rows, each sheet's after the one before."""
    width, height = (max(sides) + _GAP for sides in zip(*(page.size for page in pages), strict=True))
    rows = -(-len(pages) // columns)
    desk = Image.new("L", (columns * width + _GAP, rows * height + _GAP), _DESK)
    for place, page in enumerate(pages):
        desk.paste(page, (_GAP + place % columns * width, _GAP + place // columns * height))
    return desk


def copied(page: Image.Image) -> Image.Image:
    """A page as a worn copier gives it back: soft, with grey paper and thin ink."""
    return page.filter(ImageFilter.GaussianBlur(0.6)).point([min(232, 40 + tone * 200 // 255) for tone in range(256)])


def write_contact_sheets(folder: Path) -> None:
    """Five pictures of 16 greys each, which keep text readable at a third of the size."""
    handouts = [*the_guide().handouts]
    plain = [general(handout) for handout in handouts]
    american = [filled(handout, "American") for handout in handouts]
    sheets = {
        "a4": lay_out(pages_of(plain, Paper("a4"), 0.8), 6),
        "letter": lay_out(pages_of(american, Paper("letter"), 0.8), 6),
        "large": lay_out(pages_of(plain, Paper("a4", large=True), 0.6), 9),
        "grey": lay_out([copied(page) for page in pages_of(american, Paper("a4"), 0.8)], 6),
        "notes": lay_out(pages_of((notes(persona) for persona in NOTED), Paper("letter"), 0.8), 6),
    }
    for name, sheet in sheets.items():
        sheet.quantize(16).save(folder / f"sheets-{name}.png", optimize=True)
