"""Every sheet on paper: sound for those who listen, whole for those who look, and the same for the same words."""

import ctypes
import hashlib
import io
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from markupsafe import Markup

from supporter.advice import advise
from supporter.footing import in_words
from supporter.locales import say_day
from supporter.notes import fill_notes
from supporter.paper import Paper, size_for
from supporter.parts import Card, Numbers, Prose
from supporter.sheets import Sheet
from supporter.typesetting import number_lines, typeset
from tests.pdfs import Tag, as_words, count_pages, faults, lost, open_pdf, page_texts, pictures_of, read_tags
from tests.people import PARTNER
from tests.sheaf import PAPERS, READERS, SITE, filled, general, manuscript, notes, paragraphs, press, printed, the_guide

HANDOUTS = sorted(the_guide().handouts)
NOTED = [
    "friend-who-was-asked-for-space", "dad-of-a-boy-who-said-goodbye", "dad-who-is-scared-of-his-son",
    "ex-who-was-told-to-stop", "boy-whose-mum-will-not-wake", "reader-who-skips-everything",
    "sister-of-an-overloaded-brother", "neighbour-at-a-shut-door",
]  # fmt: skip
STANDARD, LARGE, A_GUIDE = 2, 5, 8
"""Pages at most: of a general sheet, of one in large print, of a reader's own notes in standard print."""


def check(sheet: Sheet, paper: Paper) -> bytes:
    """Print a sheet and hold it to everything that holds for all sheets."""
    made = printed(sheet, paper)
    assert faults(made, sheet.title) == []
    assert lost([sheet.title, sheet.audience, *paragraphs(sheet.parts)], made) == []
    return made


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: f"{paper.size}{'-large' * paper.large}")
@pytest.mark.parametrize("handout", HANDOUTS)
def test_a_general_sheet_is_sound_and_whole_and_short(handout: str, paper: Paper) -> None:
    assert count_pages(check(general(handout), paper)) <= (LARGE if paper.large else STANDARD)


@pytest.mark.parametrize("handout", HANDOUTS)
def test_a_sheet_in_another_language_is_as_sound_and_whole_and_short(handout: str) -> None:
    for paper in (PAPERS[0], PAPERS[3]):
        sheet = general(handout, "ES", "es")
        made = printed(sheet, paper, "es")
        assert faults(made, sheet.title, "es") == []
        assert lost([sheet.title, sheet.audience, *paragraphs(sheet.parts, "es")], made) == []
        assert count_pages(made) <= (LARGE if paper.large else STANDARD)


@pytest.mark.parametrize("handout", HANDOUTS)
def test_a_filled_sheet_is_sound_and_whole_and_short(handout: str) -> None:
    for number, reader in enumerate(READERS, HANDOUTS.index(handout)):
        paper = PAPERS[number % len(PAPERS)]
        assert count_pages(check(filled(handout, reader), paper)) <= (LARGE if paper.large else STANDARD)


@pytest.mark.parametrize("persona", NOTED)
def test_a_reader_s_own_notes_are_sound_and_whole(persona: str) -> None:
    for paper in PAPERS[NOTED.index(persona) % 2 :: 2]:
        made = check(notes(persona), paper)
        assert paper.large or count_pages(made) <= A_GUIDE


@pytest.mark.parametrize("persona", NOTED)
def test_notes_on_paper_say_of_each_block_what_the_screen_says_first(persona: str) -> None:
    seen = [
        shown.block for shown in advise(the_guide(), manuscript().personas[persona].answers).blocks if not shown.folded
    ]
    said = " ".join(paragraphs(notes(persona).parts))
    assert [block.id for block in seen if block.gist.striptags() not in said] == []


@pytest.mark.parametrize("seen", ["self_harm", "none"])
def test_notes_on_paper_put_nothing_under_giving_room_where_room_is_not_the_advice(seen: str) -> None:
    guide = the_guide()
    advice = advise(guide, PARTNER | {"seen": [seen], "tried": ["asked_others"]})
    said = list(paragraphs(fill_notes(guide, advice, guide.country("GB")).parts))
    assert ("Giving room" in said) is (seen == "none") and "Let the checking go" in said


def test_a_booklet_has_a_cover_with_contents_and_each_sheet_can_be_taken_out() -> None:
    guide = the_guide()
    sheets = [general(handout) for handout in ("space-plan", "what-to-say", "for-the-doctor")]
    made = press().print(typeset(guide, sheets, PAPERS[0], SITE, cover=True))
    title = guide.settings.paper.booklet
    assert faults(made, title, sheets=1 + len(sheets)) == []
    cover, *texts = page_texts(made)
    assert [text for text in (title, *(sheet.title for sheet in sheets)) if text not in cover] == []
    # On a right-hand page, so that no two share a leaf.
    assert [texts.index(text) + 2 for text in texts for sheet in sheets if f"\n{sheet.title}\n" in text] == [3, 5, 7]


@pytest.mark.parametrize("country", [None, *the_guide().countries])
def test_a_card_can_be_printed_for_every_country(country: str | None) -> None:
    sheet = general("emergency-card", country or "ZZ")
    made = check(sheet, Paper(size_for(country or "")))
    assert count_pages(made) <= STANDARD


@pytest.mark.parametrize("locale", ["en", "es"])
def test_weeks_to_fill_in_do_not_speak_of_rings_that_are_not_there(locale: str) -> None:
    words = the_guide(locale).settings.paper
    (text,) = [
        one
        for one in page_texts(printed(general("space-plan", "GB", locale), PAPERS[0], locale))
        if words.weeks_blank in one
    ]
    steps = words.weeks.partition(", ")[2]
    assert steps and steps not in text


@pytest.mark.parametrize("country", the_guide().countries)
def test_a_line_on_a_sheet_says_its_number_once(country: str) -> None:
    (numbers,) = [part for part in general("emergency-card", country).parts if isinstance(part, Numbers)]
    told = number_lines(the_guide(), numbers)
    assert [name for number, name in told if re.match(rf"{re.escape(number)}\b", name)] == []


def test_the_printed_code_opens_the_address_beside_it() -> None:
    for sheet in (general("space-plan"), filled("when-someone-says-stop", "ex"), notes(NOTED[0])):
        for paper in PAPERS:
            made = printed(sheet, paper)
            # As a phone sees a sheet that came out of a poor copier: 150 dots an inch, grey.
            codes = zxingcpp.read_barcodes(pictures_of(made, 150 / 72)[-1].convert("L"))
            assert [code.text for code in codes] == [SITE.address_of(sheet.path)]
            beside = " ".join(as_words(page_texts(made)[-1]))
            assert " ".join(as_words(in_words(codes[0].text))) in beside


def digests() -> str:
    sheets = [(general("emergency-card"), PAPERS[0]), (filled("space-plan", "friend"), PAPERS[3])]
    return " ".join(hashlib.sha256(printed(*one)).hexdigest() for one in [*sheets, (notes(NOTED[1]), PAPERS[1])])


def test_the_same_words_make_the_same_bytes_here_and_in_another_process() -> None:
    here = digests()
    assert digests() == here
    code = "from tests.test_paper import digests; print(digests())"
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == here


# Faults that were planted -----------------------------------------------------------------------------------------------


def spoilt(change: Callable[[pikepdf.Pdf, dict[str, Any]], object]) -> list[str]:
    """What is found wrong with a sheet after a change to it; gives the change the first element of each tag."""
    sheet = filled("space-plan", "American")
    out = io.BytesIO()
    with open_pdf(printed(sheet, PAPERS[0])) as pdf:
        tags: dict[str, Any] = {}
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/S" in thing and "/P" in thing:
                tags.setdefault(str(thing.S), thing)
        change(pdf, tags)
        pdf.save(out)
    return faults(out.getvalue(), sheet.title)


def descriptor(pdf: pikepdf.Pdf) -> Any:
    return next(one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one)


def put_on_page(pdf: pikepdf.Pdf, kind: str, thing: pikepdf.Object) -> None:
    pdf.pages[0].Resources[kind] = pikepdf.Dictionary(Planted=pdf.make_indirect(thing))


def lower_all(pdf: pikepdf.Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/H2":
            one["/S"] = pikepdf.Name.H3


def unpack(font: Any) -> None:
    for name in ("/FontFile", "/FontFile2", "/FontFile3"):
        if name in font:
            del font[name]


FAULTS: dict[str, Callable[[pikepdf.Pdf, dict[str, Any]], object]] = {
    "a figure without text": lambda pdf, tags: tags["/Figure"].__delitem__("/Alt"),
    "H1 is followed by H3": lambda pdf, tags: lower_all(pdf),
    "0 H1 for 1 sheets": lambda pdf, tags: tags["/H1"].__setitem__("/S", pikepdf.Name.P),
    "language": lambda pdf, tags: pdf.Root.__setitem__("/Lang", pikepdf.String("de")),
    "the title is not shown": lambda pdf, tags: pdf.Root.ViewerPreferences.__delitem__("/DisplayDocTitle"),
    "first row is no header": lambda pdf, tags: tags["/TH"].__setitem__("/S", pikepdf.Name.TD),
    "a list of": lambda pdf, tags: tags["/LI"].__setitem__("/S", pikepdf.Name.P),
    "is not embedded": lambda pdf, tags: unpack(descriptor(pdf)),
    "is not ours": lambda pdf, tags: descriptor(pdf).__setitem__("/FontName", pikepdf.Name("/ABCDEF+Arial")),
    "Type 3": lambda pdf, tags: put_on_page(pdf, "/Font", pikepdf.Dictionary(Subtype=pikepdf.Name.Type3)),
    "a picture of": lambda pdf, tags: put_on_page(pdf, "/XObject", pdf.make_stream(b"", Subtype=pikepdf.Name.Image)),
    "more is told": lambda pdf, tags: pdf.docinfo.__setitem__("/Keywords", "partner, worn out"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str) -> None:
    assert [found for found in spoilt(FAULTS[fault]) if fault in found]


def test_a_lost_word_is_found() -> None:
    sheet = general("space-plan")
    made = printed(sheet, PAPERS[0])
    assert lost(["“Space” means time on their own", "A month on Mars"], made) == ["A month on Mars"]
    assert lost(["In plain facts", "Four steps"], made) == ["Four steps"], "out of order"


# What the tags say ------------------------------------------------------------------------------------------------------


def tags_of(sheet: Sheet, paper: Paper = PAPERS[0]) -> Tag:
    with open_pdf(printed(sheet, paper)) as pdf:
        return read_tags(pdf)


@pytest.mark.parametrize("paper", PAPERS[:2])
def test_a_drawn_table_is_one_table_with_its_days_and_lines(paper: Paper) -> None:
    (weeks,) = tags_of(filled("space-plan", "American"), paper).all("Table")
    assert len([*weeks.all("TH")]) == 7
    assert len([*weeks.all("TD")]) == 6 * 7
    (swaps,) = tags_of(general("what-to-say"), paper).all("Table")
    assert [len([*swaps.all(name)]) for name in ("TH", "TD")] == [2, 2 * len(the_guide().swaps)]
    assert [*tags_of(general("keeping-in-touch"), paper).all("Table")] == []


@pytest.mark.parametrize("paper", PAPERS[:2])
def test_a_drawing_says_in_words_what_it_shows(paper: Paper) -> None:
    words = the_guide().settings.paper
    code = words.code.format(address="example.org/support/handouts/space-plan")
    shown = [tag.alt for tag in tags_of(filled("space-plan", "American"), paper).all("Figure")]
    assert shown == [words.timeline, words.closeness, code]
    for name in (words.too_far, words.within_reach, words.too_close):
        assert name in words.closeness


def test_headings_are_those_of_the_text_and_words_to_borrow_are_quotations() -> None:
    root = tags_of(general("worried-about-suicide"))
    found = [(tag.name, tag.title) for tag in root.all("H1", "H2", "H3")]
    assert found[0] == ("H1", "If you are worried about suicide or self-harm")
    body = Path("content/en/handouts/worried-about-suicide.md").read_text(encoding="utf-8")
    assert [title for _, title in found[1:]] == [line[3:] for line in body.splitlines() if line.startswith("## ")]
    assert len([*root.all("BlockQuote")]) == sum(line.startswith("> ") for line in body.splitlines())
    assert len([*tags_of(filled("space-plan", "American")).all("BlockQuote")]) == 1


# What is seen -----------------------------------------------------------------------------------------------------------


def paths_on(page: pypdfium2.PdfPage) -> list[tuple[float, ...]]:
    """Left, bottom, right and top of every drawn path, in millimetres, with half of its stroke taken off each side."""
    found = []
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=5):
        stroke = ctypes.c_float()
        assert pdfium.FPDFPageObj_GetStrokeWidth(one, stroke)
        left, bottom, right, top = one.get_bounds()
        # Its bounds leave room for corners: a whole stroke on each side.
        pad = stroke.value
        found.append(tuple(side * 25.4 / 72 for side in (left + pad, bottom + pad, right - pad, top - pad)))
    return found


@pytest.mark.parametrize("handout", ["emergency-card", "a-card-for-them"])
@pytest.mark.parametrize("paper", [PAPERS[0], PAPERS[2]], ids=["a4", "letter"])
def test_a_folded_card_has_the_size_of_a_bank_card(handout: str, paper: Paper) -> None:
    page = [*pypdfium2.PdfDocument(printed(general(handout), paper))][-1]
    tall = [path for path in paths_on(page) if path[3] - path[1] > 50]
    (card,) = [path for path in tall if path[2] - path[0] > 100]
    (fold,) = [path for path in tall if path[2] - path[0] < 1]
    assert (card[2] - card[0], card[3] - card[1]) == pytest.approx((2 * 85.6, 54), abs=0.1)
    assert fold[0] - card[0] == pytest.approx(85.6, abs=0.1)


def test_nothing_on_a_card_stands_over_its_edge() -> None:
    for handout in ("emergency-card", "a-card-for-them"):
        page = [*pypdfium2.PdfDocument(printed(general(handout), PAPERS[0]))][-1]
        card = max(paths_on(page), key=lambda path: (path[3] - path[1]) * (path[2] - path[0]))
        left, bottom, right, top = (side * 72 / 25.4 for side in card)
        inside = page.get_textpage().get_text_bounded(left, bottom, right, top)
        texts = [
            paragraph for part in general(handout).parts if isinstance(part, Card) for paragraph in paragraphs((part,))
        ]
        assert [text for text in texts if " ".join(as_words(text)) not in " ".join(as_words(inside))] == []


# Where pages end --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: f"{paper.size}{'-large' * paper.large}")
def test_no_page_ends_with_a_heading_or_with_words_that_lead_to_the_next(paper: Paper) -> None:
    for sheet in [*map(general, HANDOUTS), *map(notes, NOTED[:3])]:
        made = printed(sheet, paper)
        with open_pdf(made) as pdf:
            headings = {tag.title for tag in read_tags(pdf).all("H1", "H2", "H3")}
        for number, text in enumerate(page_texts(made)[:-1]):
            last = text.rstrip().rpartition("\n")[2].strip()
            assert last not in headings, (sheet.title, last)
            assert not last.endswith(":") or has_lines_below(made, number, last), (sheet.title, last)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: f"{paper.size}{'-large' * paper.large}")
def test_no_page_holds_the_foot_alone(paper: Paper) -> None:
    for sheet in [*map(general, HANDOUTS), *map(notes, NOTED)]:
        *_, last = page_texts(printed(sheet, paper))
        first = last.strip().partition("\n")[0]
        address = SITE.address_of(sheet.path)
        assert address and not in_words(address).startswith(first), (sheet.title, first)
        assert first != the_guide().settings.paper.links, sheet.title


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: f"{paper.size}{'-large' * paper.large}")
@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize("name", ["Within Reach", "Riverside College Student Counselling and Wellbeing Service"])
def test_no_word_stands_at_the_edge_of_the_paper_where_printers_do_not_print(
    name: str, locale: str, paper: Paper
) -> None:
    sheet = general("worried-about-suicide", "GB", locale)
    made = press().print(typeset(the_guide(locale), [sheet], paper, SITE) | {"site": name})
    for one in pypdfium2.PdfDocument(made):
        edge, foot = (one.get_textpage().get_text_bounded(top=mm * 72 / 25.4) for mm in (5, 14))
        assert edge == "", edge
        assert say_day(sheet.reviewed, the_guide(locale).settings.lang) in foot, foot


@pytest.mark.parametrize(
    "section",
    [
        "<h2>The heading</h2><p>A short text.</p><ul><li>One.</li><li>Two.</li></ul><p>The end.</p>",
        "<h2>The heading</h2><p>This leads on:</p><ul>" + "<li>A step.</li>" * 20 + "</ul><p>The end.</p>",
        "<h2>The heading</h2><h3>And another</h3><p>Say this.</p><blockquote><p>Hello.</p></blockquote>"
        + "<p>More.</p>" * 20,
    ],
    ids=["short", "list", "words"],
)
def test_wherever_a_section_begins_its_heading_has_text_below_it(section: str) -> None:
    parted = 0
    for before, paper in product(range(24, 36), (PAPERS[0], PAPERS[2])):
        parts = (Prose(Markup("<p>A line.</p>" * before)), Prose(Markup(section)))
        texts = page_texts(printed(replace(general("space-plan"), parts=parts), paper))
        (page,) = [text for text in texts if "The heading" in text]
        rest = page.partition("The heading\n")[2].split("\n")
        assert any(text in rest for text in ("A short text.", "• A step.", "“Hello.”", "Hello."))
        if "A short text." in page:
            assert "The end." in page, "a short section is not parted"
        parted += texts.index(page) + 1 < len(texts) and "The end." not in page
    assert parted or "short" in section, "a long one goes on over the page"


def has_lines_below(made: bytes, number: int, text: str) -> bool:
    """Whether there is a line to write on between a text and the foot of its page."""
    page = [*pypdfium2.PdfDocument(made)][number]
    words = page.get_textpage()
    found = words.search(text).get_next()
    assert found
    below = words.get_charbox(found[0])[1] * 25.4 / 72
    return any(top < below and right - left > 100 for left, _, right, top in paths_on(page))
