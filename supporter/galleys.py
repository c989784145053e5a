"""Galleys: every text is set and printed once before readers can, so that no letter is missing on their paper."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import unescape

from markupsafe import Markup

from supporter.errors import Problem
from supporter.folders import LANGUAGE, LAWS, Folder
from supporter.footing import Site
from supporter.frontmatter import Document
from supporter.manuscript import Manuscript
from supporter.packs import content_folder
from supporter.paper import Paper
from supporter.parts import Prose
from supporter.press import MEND, Press, PressError, fonts_in
from supporter.sheets import Sheet, fill_handout
from supporter.typesetting import typeset

_ON_SCREEN = ("pages", "personas", LANGUAGE, LAWS)
"""What no sheet holds."""


def misprinted(manuscript: Manuscript, content: Sequence[Folder]) -> Iterator[Problem]:
    """Every letter of a text for paper that no font has, and every handout of which no PDF can be made."""
    guide = manuscript.guide
    press = Press(fonts_in(map(content_folder, content)))
    texts = [document for (kind, _), document in manuscript.documents.items() if kind not in _ON_SCREEN]
    lines = [line for document in texts for line in _lines(document)]
    lines += [(one.file, one.number, text) for one in manuscript.helplines for text in one.line.said]
    handouts = list(guide.handouts.values())
    letters = sorted({letter for _, _, text in lines for letter in text if not letter.isascii()})
    if letters and handouts:
        sample = Prose(Markup("<p>{}</p>").format(" ".join(letters)))
        sheet = replace(fill_handout(guide, handouts[0], guide.country(None)), parts=(sample,))
        refusal = _refused(manuscript, press, sheet)
        yield from _missing_from(lines, refusal.missing if refusal else ())
    for handout in handouts:
        refusal = _refused(manuscript, press, fill_handout(guide, handout, guide.country(None)))
        # Its letters are reported above, each at its line; here is what stands at no line of theirs.
        if refusal and not any(letter in text for letter in refusal.missing for _, _, text in lines):
            yield manuscript.documents["handouts", handout.id].problem((), str(refusal))


def _refused(manuscript: Manuscript, press: Press, sheet: Sheet) -> PressError | None:
    """Why a sheet cannot be printed; None where it can."""
    try:
        press.print(typeset(manuscript.guide, [sheet], Paper("a4"), Site(None)))
    except PressError as error:
        return error
    return None


def _missing_from(lines: Iterable[tuple[str, int, str]], missing: Sequence[str]) -> Iterator[Problem]:
    for file, number, text in lines:
        for letter in missing:
            if letter in text:
                yield Problem(file, number, f"no font has “{letter}”, so that no PDF can be made; {MEND}")


def _lines(document: Document) -> Iterator[tuple[str, int, str]]:
    """Every line of the body and every text of the table, with the file and the line where it stands."""
    for number, line in enumerate(document.body.splitlines(), document.below):
        yield document.file, number, unescape(line)
    places: list[tuple[tuple[object, ...], object]] = [((), document.table)]
    while places:
        place, value = places.pop()
        if isinstance(value, str):
            yield *document.where(place), unescape(value)
        elif isinstance(value, dict):
            places += [((*place, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            places += [((*place, index), inner) for index, inner in enumerate(value)]
