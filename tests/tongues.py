"""Translations to test with: stamped with the state of the source as it is now, and their interface compiled."""

import re
import shutil
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from supporter.frontmatter import Document, read_document
from supporter.shipped import shipped
from supporter.texts import fingerprint

LOCALES = Path(__file__).parent / "locales"


def stamped(text: str, relative: str) -> str:
    """A translation with the fingerprint of our English file at the same path."""
    source = read_document(shipped("content") / "en" / relative, relative)
    assert isinstance(source, Document)
    return re.sub(r'translates: "\w+"', f'translates: "{fingerprint(source, relative.split("/")[0])}"', text, count=1)


def sample(folder: Path) -> Path:
    """The samples of `tests/locales` in a folder, as an overlay that holds them whole and current."""
    shutil.copytree(LOCALES, folder, dirs_exist_ok=True)
    for file in (folder / "ar").rglob("*.*"):
        if file.name != "language.yaml":
            file.write_text(stamped(file.read_text(encoding="utf-8"), file.relative_to(folder / "ar").as_posix()))
    for file in (folder / "translations").rglob("*.po"):
        with file.open("rb") as given, file.with_suffix(".mo").open("wb") as made:
            write_mo(made, read_po(given))
    return folder
