"""What paper costs: a sheet in a warm process and in a cold one, its size and memory, and what others wait meanwhile."""

import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from supporter import Guide, advise, load_guide
from supporter.footing import Site
from supporter.paper import Paper
from supporter.press import Press
from supporter.sheets import fill_handout
from supporter.typesetting import Data, typeset
from tests.bench.table import Row
from tests.people import PARTNER

SHEET = "space-plan"
START = date(2026, 11, 23)
PRINT_ONE = "import json, sys; from supporter.press import Press; Press().print(json.load(open(sys.argv[1])))"
MEMORY = """
import re
from tests.bench.paper import SHEET, data
from supporter import load_guide
from supporter.press import Press
guide, press = load_guide(), Press()
def kib(key): return int(re.search(key + r":\\s+(\\d+)", open("/proc/self/status").read())[1])
idle = kib("VmRSS")
for number in range(200): press.print(data(guide, number))
print((kib("VmHWM") - idle) / 1024)
"""


def data(guide: Guide, number: int) -> Data:
    """A two-page sheet of a reader, with days of its own, so that nothing can be remembered from the last one."""
    start = START + timedelta(days=number)
    sheet = fill_handout(guide, guide.handouts[SHEET], guide.country("GB"), advise(guide, PARTNER), start)
    return typeset(guide, [sheet], Paper("a4"), Site(f"https://example.org/{number % 7}/"))


def rows() -> Iterator[Row]:
    """Every figure of paper."""
    guide, press = load_guide(), Press()
    sizes = []
    costs = []
    for number in range(60):
        made = data(guide, number)
        start = time.process_time()
        sizes.append(len(press.print(made)) / 1024)
        costs.append((time.process_time() - start) * 1000)
    yield Row("a two-page PDF, warm, median of 60", statistics.median(costs), 15, "ms CPU")
    yield Row("the largest of them", max(sizes), 100, "KiB")
    yield Row("a two-page PDF, cold process over interpreter start", _cold(data(guide, 0)), 60, "ms CPU")
    peak = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True).stdout
    yield Row("peak of memory over idle, 200 PDFs", float(peak), 40, "MiB")
    with _served() as port:
        cookie = _walked(port)
        for what, path in (("own notes", "/guide.pdf"), (f"own {SHEET}", f"{_own(port, cookie)}.pdf")):
            yield Row(f"p95 of a question beside 20 x {what}, over idle", _held_up(port, cookie, path), 2, "x")


def _cold(made: Data) -> float:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "data.json")
        file.write_text(json.dumps(made), encoding="utf-8")
        printing = [_cpu([sys.executable, "-c", PRINT_ONE, str(file)]) for _ in range(9)]
        nothing = [_cpu([sys.executable, "-c", "pass"]) for _ in range(9)]
    return statistics.median(printing) - statistics.median(nothing)


def _cpu(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


@contextmanager
def _served() -> Iterator[int]:
    environment = {**os.environ, "SUPPORTER_SECRET_KEY": "a secret for measuring, long enough"}
    command = [sys.executable, "-m", "supporter", "serve", "--port", "0", "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        found = re.search(r":(\d+)/", process.stdout.readline())
        assert found is not None
        try:
            yield int(found[1])
        finally:
            process.terminate()


def _walked(port: int) -> str:
    """The cookie of a reader who told enough for a plan."""
    connection = HTTPConnection("127.0.0.1", port)
    cookie = ""
    for number, answers in enumerate(({"danger": "no"}, {"relationship": "partner", "facts": "live_together"}), 1):
        connection.request("GET", f"/check-in/{number}", headers={"Cookie": cookie})
        page = connection.getresponse().read().decode()
        token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookie,
            "Sec-Fetch-Site": "same-origin",
        }
        connection.request("POST", f"/check-in/{number}", urlencode({"csrf_token": token, **answers}), headers)
        response = connection.getresponse()
        response.read()
        cookie = (response.headers["Set-Cookie"] or cookie).partition(";")[0]
    return cookie


def _own(port: int, cookie: str) -> str:
    """Where this reader finds the sheet."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"/handouts/{SHEET}", headers={"Cookie": cookie})
    return connection.getresponse().headers["Location"]


def _held_up(port: int, cookie: str, path: str) -> float:
    """How many times as long one in twenty pages takes while twenty readers fetch a PDF again and again.

    Rounds with and without them take turns, so that whatever else the machine does falls on both.
    """
    idle: list[float] = []
    busy: list[float] = []
    for _ in range(5):
        idle += _times(port, cookie)
        stop = threading.Event()
        readers = [threading.Thread(target=_fetch, args=(port, cookie, path, stop)) for _ in range(20)]
        for reader in readers:
            reader.start()
        busy += _times(port, cookie)
        stop.set()
        for reader in readers:
            reader.join()
    return _p95(busy) / _p95(idle)


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


def _fetch(port: int, cookie: str, path: str, stop: threading.Event) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    while not stop.is_set():
        connection.request("GET", path, headers={"Cookie": cookie})
        response = connection.getresponse()
        assert response.status == 200 and response.headers["Content-Type"] == "application/pdf"
        response.read()


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
