"""The example pack of `tests/pack`, completed, built as a wheel and installed beside the tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from supporter.frontmatter import Document, read_document
from supporter.shipped import shipped

SOURCE = Path(__file__).parent / "pack"


def completed(folder: Path) -> Path:
    """A copy of the pack with what every guide has: the words on paper, replies, language rules, numbers."""
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    content, ours = folder / "wilting", shipped("content")
    whole, own = (read_document(path / "en/guide.yaml", "guide.yaml") for path in (ours, content))
    assert isinstance(whole, Document) and isinstance(own, Document)
    (content / "en/guide.yaml").write_text(yaml.safe_dump({**whole.table, **own.table}, allow_unicode=True))
    for name in ("en/replies.yaml", "en/language.yaml", "helplines.json"):
        shutil.copy(ours / name, content / name)
    return content


def installed(folder: Path, into: Path) -> dict[str, str]:
    """Build a project and install its wheel; gives the environment of a process that finds it."""
    build: list[str | Path] = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        folder / "dist",
        folder,
    ]
    subprocess.run(build, check=True, capture_output=True, timeout=120)
    (wheel,) = (folder / "dist").glob("*.whl")
    pip: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--target",
        into,
        wheel,
    ]
    subprocess.run(pip, check=True, capture_output=True, timeout=120)
    path = os.pathsep.join(filter(None, [str(into), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path}
