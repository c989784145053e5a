"""What paper costs: a sheet in a warm process and in a cold one, its size and memory, and what others wait meanwhile."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from http.client import HTTPConnection
from itertools import chain, cycle
from multiprocessing import get_context
from multiprocessing.synchronize import Event as Signal
from pathlib import Path
from threading import Thread

import typst

import supporter
from supporter import Guide, advise, load_guide
from supporter.footing import Site
from supporter.paper import Paper
from supporter.press import Press
from supporter.sheets import fill_handout
from supporter.typesetting import Data, typeset
from tests.bench.readers import sent
from tests.bench.rounds import HELLO, Work, once, take_turns
from tests.bench.serving import answered, served
from tests.bench.starting import spent
from tests.bench.table import Row, Spread
from tests.bench.wsgi import Client, hello
from tests.people import PARTNER

SHEET = "space-plan"
START = date(2026, 11, 23)
FONTS = Path(supporter.__file__).parent / "fonts"
PRINT_ONE = "import json, sys; from supporter.press import Press; Press().print(json.load(open(sys.argv[1])))"
MEMORY = """
import re
from tests.bench.paper import data
from supporter import load_guide
from supporter.press import Press
guide, press = load_guide(), Press()
def kib(key): return int(re.search(key + r":\\s+(\\d+)", open("/proc/self/status").read())[1])
idle = kib("VmRSS")
for number in range(200): press.print(data(guide, number))
print((kib("VmHWM") - idle) / 1024)
"""
PLAIN = """
#set page(paper: "a4", margin: 16mm)
#set text(font: "Atkinson Hyperlegible Next", size: 12.5pt)
#for each in json(bytes(sys.inputs.data)) [#each #parbreak()]
"""
"""A document of the same words that is nothing but paragraphs: what typst alone takes, on the machine as it is now."""


def data(guide: Guide, number: int) -> Data:
    """A two-page sheet of a reader, with days of its own, so that nothing can be remembered from the last one."""
    start = START + timedelta(days=number)
    sheet = fill_handout(guide, guide.handouts[SHEET], guide.country("GB"), advise(guide, PARTNER), start)
    return typeset(guide, [sheet], Paper("a4"), Site(f"https://example.org/{number % 7}/"))


def rows() -> Iterator[Row]:
    """Every figure of paper."""
    guide, press = load_guide(), Press()
    made = [data(guide, number) for number in range(80)]
    sizes = [len(press.print(one)) / 1024 for one in made[:20]]
    with tempfile.TemporaryDirectory() as folder:
        sheets, texts = cycle(made), cycle([json.dumps(list(_words(one["sheets"]))) for one in made])
        plain = _plain(Path(folder))
        works: dict[str, Work] = {
            HELLO: sent(Client(hello()), "/"),
            "pdf": lambda: press.print(next(sheets)),
            "plain": lambda: plain.compile(format="pdf", sys_inputs={"data": next(texts)}),
        }
        found = take_turns(works, rounds=21, share=0.03)
    yield found.row("a two-page PDF, warm, PDF/UA-1 and PDF/A-2a", "pdf", "ms", 15)
    yield found.row("typst alone: its words as plain paragraphs, no standard", "plain", "ms")
    yield found.row("our PDF beside typst alone", "pdf", "x plain")
    yield Row("the size of one", Spread.of(sizes), "KiB", 100)
    yield _cold(made[0])
    peak = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True).stdout
    yield Row("peak of memory over idle, 200 PDFs", Spread.of([float(peak)]), "MiB", 40)
    with served() as port:
        cookie = answered(port)
        for what, path in (("own notes", "/guide.pdf"), (f"own {SHEET}", f"{_own(port, cookie)}.pdf")):
            yield Row(f"p95 of a question beside 20 x {what}, over idle", _held_up(port, cookie, path), "x", 2)


def _plain(folder: Path) -> typst.Compiler:
    (folder / "plain.typ").write_text(PLAIN, encoding="utf-8")
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(str(folder / "plain.typ"), root=str(folder), font_paths=fonts)


def _words(part: object) -> Iterator[str]:
    """Every text of a sheet that has a space in it."""
    if isinstance(part, str):
        yield from [part] if " " in part else []
    elif isinstance(part, dict | list):
        for each in part.values() if isinstance(part, dict) else part:
            yield from _words(each)


def _cold(made: Data) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "data.json")
        file.write_text(json.dumps(made), encoding="utf-8")
        printing = [sys.executable, "-c", PRINT_ONE, str(file)]
        nothing = [sys.executable, "-c", "pass"]
        bare = sent(Client(hello()), "/")
        found = [once(lambda: spent(printing) - spent(nothing), bare) for _ in range(9)]
    figure, cpu = (Spread.of(seconds * size for seconds, _ in found) for size in (1e3, 1e6))
    times_hello = Spread.of(times for _, times in found)
    return Row("the first in a process, over interpreter start", figure, "ms CPU", 60, cpu=cpu, hello=times_hello)


def _own(port: int, cookie: str) -> str:
    """Where this reader finds the sheet."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"/handouts/{SHEET}", headers={"Cookie": cookie})
    return connection.getresponse().headers["Location"]


def _held_up(port: int, cookie: str, path: str) -> Spread:
    """How many times as long one in twenty pages takes while twenty readers fetch a PDF again and again.

    Rounds with and without them take turns, so that whatever else the machine does falls on both; the figure is of all
    rounds together, what is lowest and highest of single ones.
    """
    idle: list[list[float]] = []
    busy: list[list[float]] = []
    context = get_context("spawn")
    for _ in range(5):
        idle.append(_times(port, cookie))
        # In a process of their own: whoever measures must wait for the server alone.
        ready, stop = context.Event(), context.Event()
        readers = context.Process(target=_read, args=(port, cookie, path, ready, stop))
        readers.start()
        ready.wait()
        busy.append(_times(port, cookie))
        stop.set()
        readers.join()
    each = Spread.of(_p95(one) / _p95(other) for one, other in zip(busy, idle, strict=True))
    return Spread(_p95([*chain(*busy)]) / _p95([*chain(*idle)]), each.low, each.high)


def _times(port: int, cookie: str) -> list[float]:
    connection = HTTPConnection("127.0.0.1", port)
    took = []
    for _ in range(60):
        start = time.perf_counter()
        connection.request("GET", "/check-in/3", headers={"Cookie": cookie})
        response = connection.getresponse()
        assert response.status == 200
        response.read()
        took.append(time.perf_counter() - start)
        time.sleep(0.01)
    return took


def _read(port: int, cookie: str, path: str, ready: Signal, stop: Signal) -> None:
    """Twenty readers who fetch the same until they are told to stop; ready once one of them has it."""
    readers = [Thread(target=_fetch, args=(port, cookie, path, ready, stop)) for _ in range(20)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()


def _fetch(port: int, cookie: str, path: str, ready: Signal, stop: Signal) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    while not stop.is_set():
        connection.request("GET", path, headers={"Cookie": cookie})
        response = connection.getresponse()
        assert response.status == 200 and response.headers["Content-Type"] == "application/pdf"
        response.read()
        ready.set()


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
