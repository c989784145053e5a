"""What can go wrong with paper: unknown sheets, letters without a font, hostile words, and what must not be kept."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from flask import Flask
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from supporter import create_app, load_guide
from supporter.cli import main
from supporter.galleys import misprinted
from supporter.loading import load_manuscript
from supporter.paper import Paper
from supporter.press import Press, PressError, fonts_in
from supporter.sheets import fill_handout
from supporter.typesetting import typeset
from tests.conftest import SECRET, Reader
from tests.lint import lint_page
from tests.pdfs import as_words, count_pages, faults, open_pdf, page_texts
from tests.people import EX, FRIEND, PARTNER
from tests.sheaf import SITE

SHIPPED = Path(__file__).parent.parent / "content"
Writer = Callable[[str, str], Path]


@pytest.fixture
def with_letters(write: Writer) -> Path:
    """Our content with letters in one sheet that our fonts have not."""
    name = "handouts/looking-after-you.md"
    text = (SHIPPED / "en" / name).read_text(encoding="utf-8")
    return write(f"en/{name}", text.replace("You matter as much", "Ω漢 You matter as much"))


def add_font(overlay: Path) -> None:
    """A font with two letters, each a square, beside the languages of an overlay."""
    pen = TTGlyphPen(None)
    for point in ((0, 0), (0, 700), (700, 700), (700, 0)):
        (pen.lineTo if pen.points else pen.moveTo)(point)
    pen.closePath()
    square = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    names = [".notdef", "uni03A9", "uni6F22"]
    font.setupGlyphOrder(names)
    font.setupCharacterMap({0x3A9: names[1], 0x6F22: names[2]})
    font.setupGlyf(dict.fromkeys(names, square))
    font.setupHorizontalMetrics(dict.fromkeys(names, (800, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Two Letters", "styleName": "Regular", "psName": "TwoLetters-Regular"})
    font.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    font.setupPost()
    (overlay / "fonts").mkdir()
    font.save(overlay / "fonts" / "two-letters.ttf")


def looking_after_you(content: Path) -> bytes:
    guide = load_guide(content)
    sheet = fill_handout(guide, guide.handouts["looking-after-you"], guide.country("GB"))
    return Press(fonts_in([content])).print(typeset(guide, [sheet], Paper("a4"), SITE))


def app_with(content: Path) -> Flask:
    return create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_CONTENT": [content], "SUPPORTER_COUNTRY": "GB"})


# Letters that no font has -----------------------------------------------------------------------------------------------


def test_a_letter_without_a_font_is_refused_and_named_with_its_sheet(with_letters: Path) -> None:
    with pytest.raises(PressError, match=r"Looking after you.*no font has “Ω”, “漢”.*'fonts'") as refused:
        looking_after_you(with_letters)
    assert refused.value.missing == ("Ω", "漢")


@pytest.fixture
def unproved(monkeypatch: pytest.MonkeyPatch) -> None:
    """`supporter check` without its proofs, which take long and have tests of their own."""
    monkeypatch.setattr("supporter.checking.prove", lambda manuscript: ())


@pytest.mark.usefixtures("unproved")
def test_supporter_check_names_the_line_of_a_letter_without_a_font(with_letters: Path) -> None:
    done = CliRunner().invoke(main, ["check", "--content", str(with_letters)])
    lines = (with_letters / "en/handouts/looking-after-you.md").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "Ω" in text)
    for letter in "Ω漢":
        assert f"ours/en/handouts/looking-after-you.md:{line}: no font has “{letter}”" in done.output
    assert done.exit_code == 1
    assert "2 to mend" in done.output


def test_a_letter_is_found_in_a_title_a_message_and_behind_an_entity(write: Writer) -> None:
    for name, old, new in (
        ("messages/book-the-doctor.md", "\ntext: ", "\ntext: Ω "),
        ("blocks/grief.md", "\ntitle: ", "\ntitle: 漢 "),
        ("care/soon.md", "\n---\n", "\n---\n&#937; "),
    ):
        text = (SHIPPED / "en" / name).read_text(encoding="utf-8")
        assert old in text
        content = write(f"en/{name}", text.replace(old, new, 1))
    found = [*misprinted(load_manuscript(content), [content])]
    assert {problem.file for problem in found} == {
        "ours/en/messages/book-the-doctor.md",
        "ours/en/blocks/grief.md",
        "ours/en/care/soon.md",
    }


def test_a_reader_is_offered_the_page_to_print_when_no_pdf_can_be_made(
    with_letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_with(with_letters)
    monkeypatch.setattr(app.logger, "disabled", True)
    with app.test_client() as client:
        refused = client.get("/handouts/looking-after-you.pdf")
        assert refused.status_code == 503
        lint_page(refused.text)
        assert "The file could not be made" in refused.text
        assert 'href="/handouts/looking-after-you"' in refused.text
        assert "Ω" in client.get("/handouts/looking-after-you").text
        assert client.get("/handouts/space-plan.pdf").mimetype == "application/pdf"


@pytest.mark.usefixtures("unproved")
def test_a_font_beside_the_languages_mends_it(with_letters: Path) -> None:
    add_font(with_letters)
    made = looking_after_you(with_letters)
    assert {*"Ω漢"} < {*page_texts(made)[0]}
    assert [fault for fault in faults(made, "Looking after you") if fault != "TwoLetters-Regular is not ours"] == []
    done = CliRunner().invoke(main, ["check", "--content", str(with_letters)])
    assert done.exit_code == 0, done.output
    with app_with(with_letters).test_client() as client:
        assert client.get("/handouts/looking-after-you.pdf").status_code == 200


# Hostile words ----------------------------------------------------------------------------------------------------------

HOSTILE = r'#read("/etc/passwd") $x$ #import "@preview/a:1.0.0" // gone /* gone */ <label> @ref ~ `code` \\'


def test_words_of_another_language_come_out_as_they_are(write: Writer) -> None:
    name = "handouts/looking-after-you.md"
    text = (SHIPPED / "en" / name).read_text(encoding="utf-8")
    hostile = HOSTILE.replace("<", "&lt;").replace("`", "\\`")
    text = text.replace("You matter as much", f"So {hostile} \\*b\\* &amp;lt; &quot; \n\nYou matter as much")
    text = text.replace("title: Looking after you", "title: 'Looking after #you $x$ *b*'")
    made = looking_after_you(write(f"en/{name}", text))
    seen = " ".join("".join(page_texts(made)).split())
    for words in (
        '#read("/etc/passwd") $x$',
        '#import "@preview/a:1.0.0"',
        "// gone /* gone */",
        "<label> @ref ~ `code`",
    ):
        assert words in seen
    assert '*b* &lt; "' in seen
    assert "Looking after #you $x$ *b*" in seen
    assert "root:" not in seen
    assert faults(made, "Looking after #you $x$ *b*") == []


# Unknown and empty ------------------------------------------------------------------------------------------------------


def paper_of(made: bytes) -> tuple[int, int]:
    """Width and height of the first page in millimetres."""
    width, height = next(iter(pypdfium2.PdfDocument(made))).get_size()
    return round(width * 25.4 / 72), round(height * 25.4 / 72)


@pytest.mark.parametrize("address", ["/handouts/unknown.pdf", "/handouts/.pdf", "/handouts/space-plan.pdf.pdf"])
def test_an_unknown_handout_is_a_kind_404(reader: Reader, address: str) -> None:
    refused = reader.get(address)
    assert refused.status_code == 404
    assert refused.mimetype == "text/html"
    assert "/help-now" in refused.text


def test_paper_is_that_of_the_country_until_the_reader_chooses(reader: Reader) -> None:
    sheet = "/handouts/space-plan.pdf"
    assert paper_of(reader.get(sheet).data) == (210, 297)
    assert paper_of(reader.get(f"{sheet}?country=US").data) == (216, 279)
    assert paper_of(reader.get(f"{sheet}?country=US&size=a4").data) == (210, 297)
    assert paper_of(reader.get(f"{sheet}?size=letter").data) == (216, 279)
    for unknown in ("size=a3", "size=", "size=a4&size=letter", "print=huge", "print="):
        assert reader.get(f"{sheet}?{unknown}").data == reader.get(sheet).data
    assert count_pages(reader.get(f"{sheet}?print=large").data) > count_pages(reader.get(sheet).data)


def test_a_pack_with_nothing_ticked_asks_for_a_sheet(reader: Reader) -> None:
    for ticked in ([], ["unknown"], ["keeping-in-touch"]):
        again = reader.post("/handouts/pack.pdf", data={"sheet": ticked}, follow_redirects=True)
        assert "<title>Error: " in again.text
        assert "Tick at least one sheet." in again.text


def test_a_sheet_to_be_careful_with_is_never_in_a_pack(app: Flask, reader: Reader) -> None:
    guide = app.extensions["supporter"]["supporter"].guide
    careful = [handout for handout in guide.handouts.values() if handout.careful]
    assert careful
    page = reader.get("/handouts/pack").text
    assert not [handout for handout in careful if f'value="{handout.id}"' in page]
    ids = [handout.id for handout in careful]
    assert reader.post("/handouts/pack.pdf", data={"sheet": ids}).status_code == 303
    made = reader.post("/handouts/pack.pdf", data={"sheet": [*ids, "what-to-say"]}).data
    assert [handout for handout in careful if handout.title in "".join(page_texts(made))] == []
    assert guide.handouts["what-to-say"].title in page_texts(made)[0]


# What must not be kept --------------------------------------------------------------------------------------------------


def test_a_general_sheet_is_the_same_for_a_reader_who_answered(app: Flask, reader: Reader) -> None:
    stranger = {slug: reader.get(f"/handouts/{slug}.pdf?paper=yes").data for slug in ("space-plan", "emergency-card")}
    reader.answer(FRIEND)
    for slug, made in stranger.items():
        assert reader.get(f"/handouts/{slug}.pdf?paper=yes").data == made
        assert reader.get(f"{reader.own(slug)}.pdf?paper=yes").mimetype == "application/pdf"


def press_of(app: Flask) -> Press:
    found = app.extensions["supporter"]["supporter"].press
    assert isinstance(found, Press)
    return found


SHEETS = ["space-plan", "what-to-say", "looking-after-you"]


@pytest.mark.parametrize("answers", [PARTNER, FRIEND, EX], ids=["partner", "friend", "ex"])
def test_only_what_a_stranger_gets_too_is_kept(answers: dict[str, object]) -> None:
    config = {"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_COUNTRY": "GB", "TESTING": True}
    app, other = create_app(config), create_app(config)
    with other.test_client() as stranger:
        for slug in SHEETS:
            stranger.get(f"/handouts/{slug}.pdf")
            stranger.post("/handouts/pack.pdf", data={"sheet": [slug]})
    app.test_client_class = Reader
    with app.test_client() as reader:
        assert isinstance(reader, Reader)
        reader.answer(answers)
        for address in (
            *(f"{reader.own(slug)}.pdf?paper=yes" for slug in SHEETS),
            "/guide.pdf?paper=yes&answers=yes",
        ):
            made = reader.get(address)
            assert made.mimetype == "application/pdf"
            # Neither is it kept by a browser or on the way.
            assert "no-store" in made.headers["Cache-Control"]
            assert made.headers["Content-Disposition"] == 'inline; filename="information.pdf"'
        for slug in SHEETS:
            reader.post("/handouts/pack.pdf", data={"sheet": slug, "from": "guide"})
        kept = press_of(app)._kept
        assert kept.keys() <= press_of(other)._kept.keys()
        reader.get("/handouts/what-to-say.pdf")
        assert kept, "and a sheet for everyone is"


def test_the_answers_stand_in_the_notes_only_when_they_were_asked_for(reader: Reader) -> None:
    reader.answer(PARTNER)
    said = "What I told the guide"
    without, told = (reader.get(address).data for address in ("/guide.pdf", "/guide.pdf?answers=yes"))
    assert said not in "".join(page_texts(without)).replace(f"What fits {said[0].lower()}{said[1:]}", "")
    assert said in "".join(page_texts(told))
    assert "Your partner" in " ".join(as_words("".join(page_texts(told)))) or "partner" in "".join(page_texts(told))
    for made in (without, told):
        with open_pdf(made) as pdf:
            about = pdf.Root.Metadata.read_bytes().decode() + str(pdf.docinfo)
        assert "partner" not in about.lower()
