"""Disks that are full or closed, and memory that is short."""

import os
import random
import resource
import sys
import threading
from collections.abc import Iterator

from tests.faults.processes import Process, free_port, get, process, serving, status_of, until
from tests.faults.readers import Place, Reader, Tally, reading
from tests.faults.rows import Row
from tests.faults.servers import SHEET, row

SCANT = 2 * 1024 * 1024
"""Bytes more than a process has, once it serves: too few for the threads that draw sheets."""
MEMORY = 1024 * 1024 * 1024
"""Bytes of address space, as MemoryMax of docs/deploy allows bytes of memory."""
SHEETS = 20

FULL = "mount -t tmpfs -o size=64k tmpfs /tmp && cat /dev/zero > /tmp/filled; exec >/dev/full 2>&1"
CLOSED = "mount -t tmpfs -o ro tmpfs /tmp && mount -t tmpfs -o ro tmpfs /dev/shm && mount -o remount,ro,bind /"


def rows() -> Iterator[Row]:
    """Each fault."""
    yield within("the disk is full, the log too", FULL)
    yield within("a read-only file system, and no place for temporary files", CLOSED)
    yield no_file_at_all()
    yield little_memory()
    yield no_memory()


def within(fault: str, change: str) -> Row:
    """A process whose view of the file system is changed for it alone."""
    port = free_port()
    own = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
    inner = f"{change}; exec {sys.executable} -m supporter serve --port {port} --no-open"
    with process([*own, "sh", "-c", inner], port) as server:
        return used(fault, server)


def no_file_at_all() -> Row:
    """No byte can be written into any file, the log's among them."""
    with serving(limit=(resource.RLIMIT_FSIZE, 0)) as server:
        return used("no file may grow by a byte", server)


def used(fault: str, server: Process) -> Row:
    """Walks, a sheet, a form of a megabyte, and content read anew."""
    with reading(Place(server.port), readers=2) as tally:
        until(lambda: tally.walks > 0, 4)
        sheet = Reader(Place(server.port), own := Tally())
        status = sheet.once("GET", SHEET)[0]
        refused = sheet.once("POST", "/check-in/1", {"danger": "a" * 900_000})[0]
    tally.requests, tally.failed = tally.requests + own.requests, tally.failed + own.failed
    wrong = [] if status == 200 else [f"the sheet: {status}"]
    wrong += [] if refused == 413 else [f"too large a form: {refused}"]
    return row(fault, tally, wrong=tuple(wrong))


def little_memory() -> Row:
    """So many sheets at once, each another one, within little memory, while readers walk."""
    answers: list[int] = []
    with (
        serving(limit=(resource.RLIMIT_AS, MEMORY), more={"MALLOC_ARENA_MAX": "2"}) as server,
        reading(Place(server.port), readers=2) as tally,
    ):
        addresses = [f"{SHEET}?country={code}&print=large" for code in ("GB", "US", "NZ", "IE", "CA")] * (SHEETS // 5)
        threads = [
            threading.Thread(target=lambda address=address: answers.append(get(server.port, address)[0]))
            for address in addresses
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        alive = server.run.poll() is None
    wrong = [] if alive else ["the process ended"]
    wrong += [] if set(answers) <= {200, 503} else [f"sheets: {answers}"]
    figure = f"{answers.count(200)} of {SHEETS} sheets within 1 GiB"
    return row("20 sheets at once in little memory", tally, figure=figure, wrong=tuple(wrong))


def no_memory() -> Row:
    """Too little memory to draw a sheet: it is refused with a page, health says so, and the form goes on."""
    tally = Tally()
    with serving(more={"MALLOC_ARENA_MAX": "2"}) as server:
        reader = Reader(Place(server.port), tally)
        reader.walk(random.Random(7))
        most = status_of(server.run.pid, "VmSize") * 1024 + SCANT
        resource.prlimit(server.run.pid, resource.RLIMIT_AS, (most, most))
        answers = [get(server.port, f"{SHEET}?country={code}") for code in ("GB", "US", "NZ")]
        reader.walk(random.Random(8))
        health = server.health()
    statuses = [status for status, _ in answers]
    wrong = [] if statuses == [503] * 3 else [f"sheets: {statuses}"]
    wrong += [] if all("Help now" in page for _, page in answers) else ["the refusal is no page of ours"]
    wrong += [] if health["status"] == "degraded" else ["health knows nothing of it"]
    wrong += ["a traceback in the log"] if "Traceback" in server.said_at_end else []
    return Row("too little memory for any sheet", tally.requests + 3, tally.failed, tally.lost, 0,
               "3 sheets refused with a page", (*wrong, *tally.wrong))  # fmt: skip
