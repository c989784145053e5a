"""The programs that the gates use; what is missing is named all at once, with how to get it."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build" / "verify"
MODULES = BUILD / "tools" / "node_modules"
PROGRAMS = {
    "chromium": "chromium",
    "node": "nodejs",
    "npm": "npm",
    "java": "default-jre-headless",
    "w3m": "w3m",
}
"""Each program with the Debian package that holds it."""
PACKAGES = ("acorn", "axe-core", "govuk-frontend", "lighthouse", "nhsuk-frontend", "vnu-jar")


def missing() -> list[str]:
    """What is not there, each with what to do."""
    wanted = [
        f"{program} is not installed; on Debian: apt-get install {package}"
        for program, package in PROGRAMS.items()
        if shutil.which(program) is None
    ]
    return wanted + [
        f"{name} is not in {MODULES.relative_to(ROOT)}; `make verify` puts it there by npm"
        for name in PACKAGES
        if not (MODULES / name / "package.json").exists()
    ]


def axe() -> str:
    """The source of axe-core."""
    return (MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def program(name: str) -> str:
    """The path of a program that `missing` did not miss."""
    found = shutil.which(name)
    assert found is not None, name
    return found
