"""The steps of a page of documentation: lines to run, and files to write."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"(?P<before>[^\n]*)\n\n```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL)
_FILE = re.compile(r"`([\w./-]+\.\w+)`(?: \([^)]*\))?:$")


@dataclass(frozen=True)
class Run:
    """Lines for a shell."""

    text: str

    def __str__(self) -> str:
        return "; ".join(self.text.strip().splitlines())


@dataclass(frozen=True)
class Write:
    """A whole file, in the place of the one that is there."""

    file: str
    text: str

    def __str__(self) -> str:
        return f"write {self.file}"


def steps(page: Path) -> Iterator[Run | Write]:
    """Each block in its order; `text` is only shown, and a file is named at the end of the line before."""
    for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        kind, text = block["kind"], block["text"]
        if kind == "sh":
            yield Run(text)
        elif kind != "text":
            found = _FILE.search(block["before"])
            assert found, f"{page.name}: the line before this says no file to write it to:\n{text}"
            yield Write(found[1], text)
