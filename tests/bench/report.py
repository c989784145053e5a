"""The tables of docs/performance.md: written by a whole run alone, each signed so that a figure put in by hand is seen."""

import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from tests.bench.table import Row, as_markdown

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
TABLES = {"measured": "make bench-write", "peers": "make bench-peers"}
"""By the name of its marks in the page, the command that writes a table."""


def write(table: str, rows: Sequence[Row], told: str) -> None:
    """Put the table between its marks; all else on the page is written by hand and stays."""
    page = PAGE.read_text(encoding="utf-8")
    found = _between(table, page)
    body = f"\n\n{told}\n\n{as_markdown(rows)}\n\n"
    marked = f"<!-- {table}: `{TABLES[table]}` writes from here -->{body}<!-- to here, {fingerprint(body)} -->"
    PAGE.write_text(page[: found.start()] + marked + page[found.end() :], encoding="utf-8")


def written(table: str, page: str | None = None) -> tuple[str, str]:
    """What stands between the marks of a table, and the fingerprint that its run gave it."""
    found = _between(table, PAGE.read_text(encoding="utf-8") if page is None else page)
    return found[1], found[2] or ""


def fingerprint(body: str) -> str:
    """Eight letters for a table as it is."""
    return sha256(body.encode()).hexdigest()[:8]


def _between(table: str, page: str) -> re.Match[str]:
    marks = rf"<!-- {table}: [^\n]*? writes from here -->(.*?)<!-- to here(?:, (\w+))? -->"
    found = re.search(marks, page, re.DOTALL)
    assert found is not None, f"{PAGE.name} has lost its marks '<!-- {table}: ... -->' and '<!-- to here -->'"
    return found
