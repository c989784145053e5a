"""What a guide of ten times the files costs: its loading, and a request that shows no more than before."""

import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from supporter import create_app, load_guide
from supporter.shipped import shipped
from tests.bench.pages import ADVICE, ANSWER, QUESTION
from tests.bench.readers import PAGE, answering, sent, walked
from tests.bench.rounds import HELLO, Work, once, take_turns
from tests.bench.table import Row, Spread
from tests.bench.wsgi import SECRET, Client, hello
from tests.people import PARTNER

TIMES = 10
COPIED = ("blocks", "messages", "pages", "evidence", "sources", "handouts", "swaps")
"""Kinds of which there can be any number; the other questions, flags and paths would make it another guide."""
CONDITIONAL = ("blocks", "messages", "handouts", "pages")
ROUNDS = 3
"""Loads of the shipped guide before that of the large one, and as many after it."""


def rows() -> Iterator[Row]:
    """Loading by files, and requests, each beside the shipped guide."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        times = grown(folder, TIMES)
        small = [_loading() for _ in range(ROUNDS)]
        loaded, times_hello = once(lambda: _loading(folder), sent(Client(hello()), "/"))
        small += [_loading() for _ in range(ROUNDS)]
        ratio = Spread.of(loaded / each for each in small)
        cpu = Spread.of([loaded * 1e6])
        yield Row(
            f"loading a guide of {times:.0f} times the files",
            ratio,
            "x shipped",
            TIMES * 1.1,
            cpu=cpu,
            hello=Spread.of([times_hello]),
        )
        apps = {
            which: create_app(
                {"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_LOCALES": ["en"], "SUPPORTER_CONTENT": folders}
            )
            for which, folders in (("", []), ("grown ", [folder]))
        }
        works: dict[str, Work] = {HELLO: sent(Client(hello()), "/")}
        for which, app in apps.items():
            reader = walked(app, PARTNER)
            works[which + QUESTION] = sent(reader, PAGE)
            works[which + ANSWER] = answering(reader)
            works[which + ADVICE] = sent(reader, "/guide")
        found = take_turns(works, rounds=21)
        for what in (QUESTION, ANSWER, ADVICE):
            large = f"grown {what}"
            yield Row(
                f"{what}, in that guide",
                found.times(large, what),
                "x shipped",
                1.3,
                cpu=found.cpu(large),
                hello=found.times(large),
            )


def _loading(*folders: Path) -> float:
    """Seconds of CPU."""
    start = time.process_time()
    load_guide(folders)
    return time.process_time() - start


def grown(folder: Path, times: int) -> float:
    """Copies of what is shipped, until there are `times` as many files; gives how many times it came to.

    What is shown to a reader by its condition is copied for readers of another kind than PARTNER, whose pages so stay
    as long as they were while every condition is asked.
    """
    files = [path for path in sorted((shipped("content") / "en").rglob("*")) if path.is_file()]
    wanted = len(files) * (times - 1)
    originals = [path for path in files if path.parent.name in COPIED]
    for made in range(wanted):
        path = originals[made % len(originals)]
        place = folder / "en" / path.parent.name / f"{path.stem}-{made // len(originals) + 1}{path.suffix}"
        place.parent.mkdir(parents=True, exist_ok=True)
        text = re.sub(r"^ref: .*\n", "", path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
        place.write_text(_for_others(text) if path.parent.name in CONDITIONAL else text, encoding="utf-8")
    return (len(files) + wanted) / len(files)


def _for_others(text: str) -> str:
    """The file with `unless: relationship: partner` among its conditions."""
    line = "  - relationship: partner\n"
    if "\nunless:\n" in text:
        return text.replace("\nunless:\n", f"\nunless:\n{line}", 1)
    return re.sub(r"^---\n", f"---\nunless:\n{line}", text, count=1)
