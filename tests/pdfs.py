"""Reads a PDF back: its tags as a tree, its words, its fonts and pictures, and all that is wrong with them."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import page
import pikepdf
import pypdfium2
from PIL import Image

OURS = "AtkinsonHyperlegibleNext"
LARGEST = 100 * 1024
_HEADINGS = ("H1", "H2", "H3")
_TOLD = {
    "Title", "title", "Author", "creator", "Creator", "CreatorTool", "CreationDate", "CreateDate", "ModDate",
    "ModifyDate", "language", "History", "schemas", "part", "conformance", "NPages", "format", "InstanceID",
    "DocumentID", "RenditionClass", "PDFVersion",
}  # fmt: skip
"""All that a file may tell about itself: nothing that a reader's answers could change."""
_FOOT = 14 * 72 / 25.4
"""A footer of one line ends below this height, in points."""


@dataclass
class Tag:
    """One element of the tag tree; `lang` is its own language, or that of what it stands in."""

    name: str
    lang: str = ""
    alt: str | None = None
    title: str = ""
    scope: str | None = None
    children: list["Tag"] = field(default_factory=list)

    def all(self, *names: str) -> Iterator["Tag"]:
        """Every element below it, itself too, in reading order; of some names where they are given."""
        if not names or self.name in names:
            yield self
        for child in self.children:
            yield from child.all(*names)


def open_pdf(made: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made))


def read_tags(pdf: pikepdf.Pdf) -> Tag:
    """The tag tree, its root without a name."""
    root = Tag("", str(pdf.Root.get("/Lang", "")))
    _grow(root, pdf.Root.StructTreeRoot.get("/K"))
    return root


def _grow(parent: Tag, kids: Any) -> None:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            more = kid.get("/A")
            attributes = more if isinstance(more, pikepdf.Array) else [more] if more is not None else []
            scopes = [str(one["/Scope"])[1:] for one in attributes if "/Scope" in one]
            tag = Tag(
                name=str(kid.S)[1:],
                lang=str(kid.get("/Lang", parent.lang)),
                alt=str(kid.Alt) if "/Alt" in kid else None,
                title=str(kid.T) if "/T" in kid else "",
                scope=next(iter(scopes), None),
            )
            parent.children.append(tag)
            _grow(tag, kid.get("/K"))


def count_pages(made: bytes) -> int:
    return len(pypdfium2.PdfDocument(made))


def page_texts(made: bytes) -> list[str]:
    """What stands on each page, without its footer."""
    pages = (one.get_textpage() for one in pypdfium2.PdfDocument(made))
    texts = (page.get_text_bounded(bottom=_foot(page)) for page in pages)
    return [text.replace("\r\n", "\n") for text in texts]


def _foot(page: pypdfium2.PdfTextPage) -> float:
    """How high the footer reaches: its number is the last of a page, in its first line; a browser's print has none."""
    numbered = re.search(r"\w+ \d+ (?:of|de) \d+\s*\Z", page.get_text_range())
    top: float = page.get_charbox(page.count_chars() - 1)[3] if numbered else _FOOT
    return max(_FOOT, top + 3)


def as_words(text: str) -> list[str]:
    """Words as any reader of text tells them apart, so that a line's end makes no difference."""
    return re.findall(r"\w+", text)


def lost(expected: list[str], made: bytes) -> list[str]:
    """The paragraphs that the PDF does not hold word for word, each after the one before."""
    words = " ".join(as_words(" ".join(page_texts(made))))
    place, missing = 0, []
    for paragraph in expected:
        wanted = " ".join(as_words(paragraph))
        found = f"{words} ".find(f"{wanted} ", place)
        if found < 0:
            missing.append(paragraph)
        else:
            place = found + len(wanted)
    return missing


def pictures_of(made: bytes, scale: float = 1) -> list[Image.Image]:
    """Each page as it is seen, in 72 dots an inch times `scale`."""
    return [one.render(scale=scale).to_pil().convert("RGB") for one in pypdfium2.PdfDocument(made)]


def faults(made: bytes, title: str, language: str = "en", sheets: int = 1) -> list[str]:
    """All that is wrong with a sheet as PDF/UA-1, PDF/A-2a and by our own rules."""
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    found = [str(failure) for failure in report.failures]
    with open_pdf(made) as pdf:
        found += [*_faults_of_document(pdf, title, language), *_faults_of_tags(read_tags(pdf), sheets)]
        found += [*_faults_of_fonts(pdf), *_faults_of_pictures(pdf)]
    if len(made) > LARGEST:
        found.append(f"{len(made):,} bytes")
    return found


def _faults_of_document(pdf: pikepdf.Pdf, title: str, language: str) -> Iterator[str]:
    if str(pdf.Root.get("/Lang")) != language:
        yield f"language {pdf.Root.get('/Lang')}"
    if not pdf.Root.ViewerPreferences.get("/DisplayDocTitle"):
        yield "the title is not shown in the place of the file's name"
    with pdf.open_metadata(set_pikepdf_as_editor=False) as about:
        claims = {name: about.get(name) for name in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance", "dc:title")}
        told = {name.partition("}")[2] for name in about} | {name[1:] for name in pdf.docinfo}
    wanted = {"pdfuaid:part": "1", "pdfaid:part": "2", "pdfaid:conformance": "A", "dc:title": title}
    if claims != wanted or str(pdf.docinfo.get("/Title")) != title:
        yield f"claims {claims}, title {pdf.docinfo.get('/Title')}"
    if told - _TOLD:
        yield f"more is told about the file: {told - _TOLD}"


def _faults_of_tags(root: Tag, sheets: int) -> Iterator[str]:
    levels = [int(tag.name[1]) for tag in root.all(*_HEADINGS)]
    yield from (f"H{before} is followed by H{after}" for before, after in pairwise(levels) if after > before + 1)
    if levels.count(1) != sheets or levels[0] != 1:
        yield f"{levels.count(1)} H1 for {sheets} sheets"
    yield from ("a heading without text" for tag in root.all(*_HEADINGS) if not tag.title)
    yield from ("a figure without text" for tag in root.all("Figure") if not tag.alt)
    yield from ("text hidden in a figure" for tag in root.all("Figure") if [*tag.all("P", "Table", "L")])
    yield from (f"{child.name} in P" for tag in root.all("P") for child in tag.children if child.name in ("Div", "H2"))
    for tag in root.all("L"):
        if {child.name for child in tag.children} != {"LI"}:
            yield f"a list of {[child.name for child in tag.children]}"
    if sum(1 for tag in root.all("L") for _ in tag.children) != len([*root.all("LI")]):
        yield "an LI outside of a list"
    for table in root.all("Table"):
        rows = [row for part in table.children for row in part.children]
        if [part.name for part in table.children] != ["THead", "TBody"] or {row.name for row in rows} != {"TR"}:
            yield f"a table of {[part.name for part in table.children]}"
        if {(cell.name, cell.scope) for cell in rows[0].children} != {("TH", "Column")}:
            yield "a table's first row is no header"
        if {cell.name for row in rows[1:] for cell in row.children} != {"TD"}:
            yield "a table's rows are not of TD"
        if len({len(row.children) for row in rows}) != 1:
            yield "a table's rows differ in length"


def _faults_of_fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary):
            continue
        if thing.get("/Subtype") == "/Type3":
            yield "a font of drawings (Type 3)"
        if thing.get("/Type") == "/FontDescriptor":
            name = str(thing.FontName)[1:].partition("+")[2] or str(thing.FontName)
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(thing.keys()):
                yield f"{name} is not embedded"
            if not name.startswith(OURS):
                yield f"{name} is not ours"


def _faults_of_pictures(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
            yield f"a picture of {thing.get('/Width')} x {thing.get('/Height')} dots"
