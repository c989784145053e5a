"""`docs/licences.md`, from what each installed package says of itself, and from what stands beside fonts and payloads."""

import re
from collections.abc import Sequence
from importlib.metadata import distribution

from tests.supply.locks import ROOT, app_lock

PAGE = ROOT / "docs/licences.md"

SAID = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "ZPL 2.1": "ZPL-2.1",
}
"""What packages wrote before there were short names (SPDX) for it."""

CHOSEN = {
    "itsdangerous": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "segno": "BSD-3-Clause",
    "webencodings": "BSD-3-Clause",
    "wtforms": "BSD-3-Clause",
    "flask-wtf": "BSD-3-Clause",
}
"""Where a package only says "BSD", or puts the whole text into one field: read in its licence file."""

ALLOWED = {
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT", "MIT-0", "MPL-1.1", "PSF-2.0", "ZPL-2.1",
}  # fmt: skip
"""Licences under which we take a package; of several that it offers, one has to be among these."""

HEAD = """# Licences

Within Reach is under the MIT licence (`LICENSE`). `make licences` writes this page from what the locked packages say of
themselves; a test holds that it is true and that we may use each of them.

## Packages that the app and its extra `check` run on

| package | licence |
| --- | --- |
"""
FONTS = """
## Fonts

| file | licence |
| --- | --- |
"""
CORPORA = """
## Payloads that the cleaner is tested with

None of them is in the wheel. Each stands in `tests/corpora` beside the licence it came with.

| corpus | licence |
| --- | --- |
"""


def licence_of(name: str) -> str:
    """A package's licence by its short name; raises ValueError where it cannot be told."""
    metadata = distribution(name).metadata.json
    if name in CHOSEN:
        return CHOSEN[name]
    if expression := metadata.get("license_expression"):
        return str(expression)
    classifiers = [one.rpartition(" :: ")[2] for one in metadata.get("classifier", ()) if one.startswith("License")]
    for said in (str(metadata.get("license", "")), *classifiers):
        if said in SAID or said in ALLOWED:
            return SAID.get(said, said)
    raise ValueError(f"{name} does not say its licence in short; read its licence file and write it in CHOSEN")


def may_use(licence: str) -> bool:
    """Whether one of the licences that are offered is one of ours."""
    offers = re.split(r" OR ", licence)
    return any(set(re.split(r" AND ", offer.strip("()"))) <= ALLOWED for offer in offers)


def packages() -> dict[str, str]:
    """The licence of each package that the app runs on here."""
    return {name: licence_of(name) for name, pin in sorted(app_lock().items()) if pin.needed_here}


def fonts() -> dict[str, str]:
    """Every font that we ship; the licence has to stand beside it."""
    found = sorted(path for path in (ROOT / "supporter").rglob("*") if path.suffix in (".ttf", ".woff2", ".otf"))
    for path in found:
        texts = [other.read_text(encoding="utf-8") for other in path.parent.glob("*.txt")]
        if not any("SIL OPEN FONT LICENSE" in text.upper() for text in texts):
            raise ValueError(f"{path.relative_to(ROOT)} has no licence beside it")
    return {str(path.relative_to(ROOT)): "OFL-1.1" for path in found}


def corpora() -> dict[str, str]:
    """Every corpus, as its own list has it; the licence has to stand beside it."""
    folder = ROOT / "tests/corpora"
    listed = dict(
        re.findall(
            r"^\| `([^`]+)` \|.*\| ([^|]+) \|$", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    there = {path.stem for path in folder.glob("*.json")}
    if set(listed) != there or {path.stem for path in folder.glob("*.LICENSE")} != there:
        raise ValueError("tests/corpora: each .json needs a line in README.md and a .LICENSE")
    return dict(sorted(listed.items()))


def render() -> str:
    """The whole page."""

    def rows(table: dict[str, str]) -> Sequence[str]:
        return [f"| {name} | {licence} |\n" for name, licence in table.items()]

    return "".join((HEAD, *rows(packages()), FONTS, *rows(fonts()), CORPORA, *rows(corpora())))
