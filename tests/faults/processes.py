"""The guide in processes of its own, as it is shipped, and what can be done to them."""

import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.conftest import SECRET

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
START = 60.0
"""Seconds that a process may take to serve."""

Environment = dict[str, str]


class Process:
    """One server: `log` is the file with all that it said."""

    def __init__(self, run: "subprocess.Popen[bytes]", port: int, log: Path, prefix: str = "") -> None:
        self.run = run
        self.port = port
        self.log = log
        self.prefix = prefix
        self.said_at_end = ""

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def signal(self, number: int) -> None:
        self.run.send_signal(number)

    def children(self) -> list[int]:
        """Its workers, if it has any."""
        return [int(word) for word in Path(f"/proc/{self.run.pid}/task/{self.run.pid}/children").read_text().split()]

    def health(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(get(self.port, f"{self.prefix}/healthz")[1])
        return found

    def wait(self) -> None:
        """Until it serves."""
        until(lambda: self.run.poll() is not None or get(self.port, f"{self.prefix}/healthz")[0] == 200, START)
        assert self.run.poll() is None, self.said

    def end(self) -> None:
        if self.run.poll() is None:
            self.run.terminate()
            try:
                self.run.wait(15)
            except subprocess.TimeoutExpired:
                self.run.kill()
                self.run.wait()

    def memory(self) -> int:
        """KiB that it and its children hold."""
        return sum(status_of(pid, "VmRSS") for pid in (self.run.pid, *self.children()))

    def files(self) -> int:
        """Files that it and its children have open."""
        return sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in (self.run.pid, *self.children()))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def get(port: int, address: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """Status and body; status 0 where no answer came."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", address, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.read().decode(errors="replace")
    except OSError:
        return 0, ""
    finally:
        connection.close()


def until(true: Callable[[], bool], seconds: float) -> bool:
    """Ask again and again until it holds; whether it did in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


@contextmanager
def process(
    command: Sequence[str],
    port: int,
    more: Environment | None = None,
    limit: tuple[int, int] | None = None,
    prefix: str = "",
) -> Iterator[Process]:
    """A command that serves on this port, below a prefix, once it does; `limit` is a resource and its most."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "said"
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SUPPORTER_")},
            "SUPPORTER_SECRET_KEY": SECRET,
            "SUPPORTER_COUNTRY": "GB",
            # One language is read in half the time.
            "SUPPORTER_LOCALES": "en",
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(ROOT),
            **(more or {}),
        }

        def bound() -> None:
            if limit:
                resource.setrlimit(limit[0], (limit[1], limit[1]))
                if limit[0] == resource.RLIMIT_FSIZE:
                    # Else the first byte too many would end the process.
                    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

        with log.open("wb") as said:
            run = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=environment, cwd=ROOT, preexec_fn=bound
            )
        started = Process(run, port, log, prefix)
        try:
            started.wait()
            yield started
        finally:
            started.end()
            started.said_at_end = started.said


def serving(port: int | None = None, more: Environment | None = None, **given: Any) -> Any:
    """`supporter serve`, as a context."""
    port = port or free_port()
    return process([sys.executable, "-m", "supporter", "serve", "--port", str(port), "--no-open"], port, more, **given)


def under_gunicorn(more: Environment | None = None, *arguments: str, workers: int = 3) -> Any:
    """gunicorn with the very settings of docs/deploy, as a context; later arguments win."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--config", str(DEPLOY / "gunicorn.conf.py"),
        "--bind", f"127.0.0.1:{port}", "--workers", str(workers), *arguments,
    ]  # fmt: skip
    return process(command, port, more)


def overlay(folder: Path) -> Path:
    """A folder of content that can be changed: the page about the guide, whose title tells which one is served."""
    write_page(folder, "First words")
    return folder


def write_page(folder: Path, title: str) -> None:
    text = (ROOT / "content/en/pages/about.md").read_text(encoding="utf-8")
    path = folder / "en/pages/about.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(re.sub(r"(?m)^title: .*$", f"title: {title}", text, count=1), encoding="utf-8")
    beside.rename(path)


def status_of(pid: int, name: str) -> int:
    """KiB, as the system says of a process."""
    found = re.search(rf"{name}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1])
