"""The table of all gates, for a terminal and for docs/accessibility.md."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256

from tests.verify.row import Row
from tests.verify.tools import MODULES, ROOT
from tests.verify.weight_gate import KB, SCRIPTS, anchors, zipped

PAGE = ROOT / "docs" / "accessibility.md"
BEGIN = "<!-- measured: `make verify` writes from here -->"
END = re.compile(r"<!-- to here(?:, (\w+))? -->")
"""The end of what is written, with its own fingerprint, so that a figure put in by hand is seen in `make test`."""
SHOWN = 12
"""Faults of one gate that are printed at most."""

ANCHORS = (
    ("axe 4.14, violations a page", "0", "1 moderate (`region`)", "1 moderate (`region`)"),
    ("places under 7:1 in light, question / error / check / advice", "0 / 0 / 0 / 0", "4 / 4 / 8 / 3", "5 / 7 / 7 / 6"),
    ("vnu errors / warnings", "0 / 0", "0 / 0", "3 / 10"),
    ("smallest target that is not in a sentence", "44 px", "20 px", "17 px"),
    ("right to left by `dir` alone", "mirrors", "circles over words", "circles over words"),
    ("dark pages", "yes", "no", "no"),
    ("font files from another host", "0", "0", "2"),
)
"""What was measured once of pages built from the two anchors' own parts with our words (govuk-frontend 6.6.0 and
nhsuk-frontend 10.6.1): ours, GOV.UK, NHS. Ours are the limits of the gates above, so they hold whenever those do."""


def as_text(rows: Sequence[Row]) -> str:
    """The table as lines for a terminal, the faults below it."""
    wide = max(len(row.gate) for row in rows)
    far = max(len(_short(row.worst)) for row in rows)
    lines = [f"{'gate':{wide}}  pages  {'worst':{far}}  {'limit':10}  "]
    lines += [
        f"{row.gate:{wide}}  {row.pages:5}  {_short(row.worst):{far}}  {row.limit:10}  {'pass' if row.passed else 'FAIL'}"
        for row in rows
    ]
    for row in rows:
        if not row.passed:
            more = len(row.faults) - SHOWN
            lines += ["", f"{row.gate}:", *(f"  {fault}" for fault in row.faults[:SHOWN])]
            lines += [f"  and {more} more"] if more > 0 else []
    return "\n".join(lines)


def times(took: Mapping[str, float], alone: Collection[str], whole: float) -> str:
    """What the run and each gate took, in seconds of the clock."""
    each = ", ".join(f"{gate} {seconds:.0f}" for gate, seconds in sorted(took.items(), key=lambda one: -one[1]))
    return f"{whole:.0f} s in all, two gates at a time but for {', '.join(alone)}. Seconds a gate: {each}."


def write(rows: Sequence[Row], times: str) -> None:
    """Put the tables between the marks of the page; all else there is written by hand and stays."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    end = END.search(rest)
    assert end is not None, f"{PAGE.name} has lost its mark '<!-- to here -->'"
    measured = f"\n\n{_measured(rows, times)}\n\n"
    mark = f"<!-- to here, {fingerprint(measured)} -->"
    PAGE.write_text(f"{before}{BEGIN}{measured}{mark}{rest[end.end() :]}", encoding="utf-8")


def written() -> tuple[str, str]:
    """What stands between the marks of the page, and the fingerprint that the run gave it."""
    rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2]
    end = END.search(rest)
    return rest[: end.start()] if end else rest, end[1] or "" if end else ""


def fingerprint(measured: str) -> str:
    """Eight letters for the tables as they are."""
    return sha256(measured.encode()).hexdigest()[:8]


def _measured(rows: Sequence[Row], times: str) -> str:
    tools = ", ".join(f"{name} {_version(name)}" for name in ("axe-core", "lighthouse", "vnu-jar"))
    lines = [f"With {tools}. {times}", "", "| gate | pages | worst | limit | |", "| --- | ---: | --- | --- | --- |"]
    lines += [
        f"| {row.gate} | {row.pages} | {_short(row.worst)} | {row.limit} | {'pass' if row.passed else '**fail**'} |"
        for row in rows
    ]
    sizes = anchors()
    ours = [zipped("within-reach.css"), sum(map(zipped, SCRIPTS))]
    lines += [
        "",
        "## Beside others",
        "",
        "| | Within Reach | govuk-frontend | nhsuk-frontend |",
        "| --- | --- | --- | --- |",
    ]
    for number, kind in enumerate(("CSS", "JavaScript")):
        figures = (ours[number], sizes["govuk-frontend"][number], sizes["nhsuk-frontend"][number])
        lines.append(f"| {kind}, zipped | {' | '.join(f'{figure / KB:.1f} KB' for figure in figures)} |")
    first = {row.gate: row.worst for row in rows}
    whole = _short(first["the first page, all of it, zipped"])
    lines.append(f"| first page whole, with the font | {whole} | 112 KB | 45 KB and two fonts elsewhere |")
    lines += [f"| {' | '.join(each)} |" for each in ANCHORS]
    return "\n".join(lines)


def _version(name: str) -> str:
    return str(json.loads((MODULES / name / "package.json").read_text(encoding="utf-8"))["version"])


def _short(worst: str) -> str:
    """A figure without the markup of the element it was measured at."""
    return worst.partition(" (")[0]
