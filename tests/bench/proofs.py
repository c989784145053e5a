"""How long proofs take: the shipped guide, and one with ten times as many blocks."""

import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from supporter.errors import Problem
from supporter.loading import load_manuscript
from supporter.manuscript import Manuscript
from supporter.proving import prove
from supporter.shipped import shipped
from tests.bench.readers import sent
from tests.bench.rounds import once
from tests.bench.table import Row, Spread
from tests.bench.wsgi import Client, hello

BUDGET = {1: 10.0, 10: 60.0}
"""CPU seconds that a proof may take, by how many times as many blocks there are."""


def grown(folder: Path, times: int) -> Path:
    """An overlay with copies of every block, so that there are `times` as many, and room for them on the page."""
    (folder / "en/blocks").mkdir(parents=True)
    limits = re.compile(r"^(  (?:blocks|words_at_most): )(\d+)$", re.MULTILINE)
    settings = (shipped("content") / "en/guide.yaml").read_text(encoding="utf-8")
    roomy = limits.sub(lambda found: f"{found[1]}{int(found[2]) * times}", settings)
    (folder / "en/guide.yaml").write_text(roomy, encoding="utf-8")
    for path in sorted((shipped("content") / "en/blocks").glob("*.md")):
        text = re.sub(r"^ref: .*\n", "", path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
        for number in range(1, times):
            copy = re.sub(r"^order: (\d+)", rf"order: \g<1>{number}", text, count=1, flags=re.MULTILINE)
            (folder / f"en/blocks/{path.stem}-{number}.md").write_text(copy, encoding="utf-8")
    return folder


def rows() -> Iterator[Row]:
    """CPU of a proof of the shipped guide, and of one ten times its size."""
    for times, budget in BUDGET.items():
        with tempfile.TemporaryDirectory() as folder:
            manuscript = load_manuscript(grown(Path(folder), times) if times > 1 else ())
            findings, took, times_hello = _proved(manuscript)
        what = "all claims proved, shipped guide" if times == 1 else f"the same, {times} times the blocks"
        figure, cpu, hello = (Spread.of([each]) for each in (took, took * 1e6, times_hello))
        yield Row(f"{what} ({findings} findings)", figure, "s CPU", budget, cpu=cpu, hello=hello)


def _proved(manuscript: Manuscript) -> tuple[int, float, float]:
    """Findings, seconds of CPU, and these as times of "hello"."""
    found: list[Problem] = []

    def work() -> float:
        start = time.process_time()
        found.extend(prove(manuscript))
        return time.process_time() - start

    took, times_hello = once(work, sent(Client(hello()), "/"))
    return len(found), took, times_hello
