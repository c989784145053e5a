"""Servers that are killed, told to read anew, restarted and ended while readers walk."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.processes import Process, free_port, get, overlay, serving, under_gunicorn, until, write_page
from tests.faults.readers import Place, Tally, reading
from tests.faults.rows import Row

LONG = 8.0
"""Seconds for which readers walk through a fault."""
SOON = 60.0
"""Seconds in which something has to have happened, on a machine that others use too."""
PAGE = "/read/about"
SHEET = "/handouts/space-plan.pdf"


def rows() -> Iterator[Row]:
    """Each fault."""
    yield workers_killed()
    yield workers_restarted()
    yield server_killed()
    yield content_anew()
    yield content_anew_everywhere()
    yield server_ended()


def row(fault: str, tally: Tally, *, may_fail: int = 0, figure: str = "", wrong: tuple[str, ...] = ()) -> Row:
    """The row of what happened to readers."""
    missed = (f"only {tally.walks} check-ins",) if tally.walks < 2 else ()
    told = tuple(tally.failures[:5]) if tally.failed > may_fail else ()
    figure = "; ".join(filter(None, (figure, f"{tally.walks} check-ins, slowest answer {tally.slowest:.1f} s")))
    wrong = (*wrong, *missed, *told, *tally.wrong[:3])
    return Row(fault, tally.requests, tally.failed, tally.lost, may_fail, figure, wrong)


def workers_killed() -> Row:
    """One worker of three is killed each second; what is under way in it may fail, as many as it has threads."""
    killed = 0
    with under_gunicorn() as server, reading(Place(server.port)) as tally:
        until(lambda: len(server.children()) >= 3, 10)
        end = time.monotonic() + LONG
        while time.monotonic() < end:
            os.kill(server.children()[killed % 2], signal.SIGKILL)
            killed += 1
            time.sleep(1)
        # typst's threads are begun in each worker, since none of them would live through a fork.
        sheets = {get(server.port, SHEET)[0] for _ in range(6)}
    wrong = () if sheets == {200} else (f"sheets: {sheets}",)
    fault = "a worker killed each second (gunicorn, 3 workers)"
    return row(fault, tally, may_fail=4 * killed, figure=f"{killed} killed", wrong=wrong)


def workers_restarted() -> Row:
    """gunicorn ends its workers and begins new ones, twice."""
    wrong: tuple[str, ...] = ()
    with under_gunicorn() as server, reading(Place(server.port)) as tally:
        for _ in range(2):
            time.sleep(1)
            before = set(server.children())
            server.signal(signal.SIGHUP)
            if not until(partial(_all_new, server, before), SOON):
                wrong = ("the workers are the same",)
        time.sleep(1)
    return row("all workers restarted twice (gunicorn, SIGHUP)", tally, wrong=wrong)


def _all_new(server: Process, before: set[int]) -> bool:
    return len(server.children()) == 3 and before.isdisjoint(server.children())


def server_killed() -> Row:
    """The shipped server is killed and begun again, as systemd would; meanwhile a reader presses again."""
    port = free_port()
    with reading(Place(port)) as tally:
        for _ in range(2):
            with serving(port) as server:
                time.sleep(2)
                server.signal(signal.SIGKILL)
                server.run.wait()
        with serving(port):
            time.sleep(3)
            tally.halt()
    return row("the shipped server killed twice and begun again", tally, may_fail=10**6)


def content_anew() -> Row:
    """The content is changed, broken and mended while it serves; a good one is served, a broken one is not."""
    wrong = []
    with TemporaryDirectory() as folder:
        content = overlay(Path(folder) / "ours")
        environment = {"SUPPORTER_CONTENT": str(content)}
        with serving(more=environment) as server, reading(Place(server.port)) as tally:
            first = server.health()["content"]
            write_page(content, "Second words")
            server.signal(signal.SIGHUP)
            if not until(lambda: "Second words" in get(server.port, PAGE)[1], SOON):
                wrong.append("new content was not served")
            (content / "en/pages/about.md").write_bytes(b"---\ntitle: Third words\ntitel: \xff")
            server.signal(signal.SIGHUP)
            if not until(lambda: server.health()["status"] == "degraded", SOON):
                wrong.append("broken content was not told")
            if "Second words" not in get(server.port, PAGE)[1]:
                wrong.append("broken content was served")
            if str(folder) in str(server.health()):
                wrong.append("health tells a path")
            write_page(content, "Fourth words")
            server.signal(signal.SIGHUP)
            if not until(lambda: "Fourth words" in get(server.port, PAGE)[1], SOON):
                wrong.append("mended content was not served")
            if server.health()["status"] != "ok" or server.health()["content"] == first:
                wrong.append(f"after it: {server.health()}")
        if "ours/en/pages/about.md" not in server.said_at_end:
            wrong.append("the log does not name the mistake")
    return row("content changed, broken and mended while serving (SIGHUP)", tally, wrong=tuple(wrong))


def content_anew_everywhere() -> Row:
    """Each of three workers reads anew by itself when the file is touched, and a broken content kills none."""
    wrong = []
    with TemporaryDirectory() as folder:
        content, file = overlay(Path(folder) / "ours"), Path(folder) / "reload"
        environment = {
            "SUPPORTER_CONTENT": str(content), "SUPPORTER_RELOAD_FILE": str(file)
        }  # fmt: skip
        with under_gunicorn(environment) as server, reading(Place(server.port)) as tally:
            write_page(content, "Second words")
            file.touch()
            if not until(lambda: all("Second words" in get(server.port, PAGE)[1] for _ in range(20)), SOON):
                wrong.append("new content was not served by all")
            (content / "en/pages/about.md").write_bytes(b"nothing")
            os.utime(file, (1, 1))
            if not until(lambda: all(server.health()["status"] == "degraded" for _ in range(20)), SOON):
                wrong.append("broken content was not told by all")
            # One that begins now has the guide of the start in memory, and no files to read another from.
            os.kill(server.children()[0], signal.SIGKILL)
            if not until(lambda: all(get(server.port, PAGE)[0] == 200 for _ in range(20)), SOON):
                wrong.append("a worker that began among broken files does not serve")
    may_fail = 4
    return row(
        "content changed and broken for 3 workers (a file touched)", tally, may_fail=may_fail, wrong=tuple(wrong)
    )


def server_ended(by: int = signal.SIGTERM) -> Row:
    """The end while sheets are being made: each is finished, within 10 seconds, and no file is left."""
    answers: list[tuple[int, int]] = []

    def fetch(port: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", f"{SHEET}?print=large")
            response = connection.getresponse()
            answers.append((response.status, len(response.read())))
        except (OSError, HTTPException):
            answers.append((0, 0))
        finally:
            connection.close()

    with TemporaryDirectory() as folder, serving(more={"TMPDIR": folder}) as server:
        threads = [threading.Thread(target=fetch, args=(server.port,)) for _ in range(12)]
        for thread in threads:
            thread.start()
        time.sleep(0.05)
        begun = time.monotonic()
        server.signal(by)
        code = server.run.wait(20)
        took = time.monotonic() - begun
        for thread in threads:
            thread.join()
        left = [*Path(folder).iterdir()]
    failed = sum(status not in (200, 503) or size < 500 for status, size in answers)
    wrong = [f"{left} left"] if left else []
    wrong += [f"it took {took:.1f} s"] if took > 10 else []
    wrong += [f"it ended with {code}"] if code else []
    done = f"ended after {took:.1f} s"
    return Row("SIGTERM while 12 sheets are being made", len(answers), failed, 0, 0, done, tuple(wrong))
