"""What a whole process costs from its start to its first page, without a guide kept from the last start and with one."""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping

from tests.bench.table import Row, Spread

# Each ends with its page: what Python clears away in the end is no part of a start.
FIRST_PAGE = """
import os
from supporter import create_app
from tests.bench.wsgi import SECRET, Client
assert b"</html>" in Client(create_app({"SUPPORTER_SECRET_KEY": SECRET})).visit("/")
os._exit(0)
"""
HELLO = """
import os
from tests.bench.wsgi import Client, hello
assert Client(hello()).visit("/") == b"hello"
os._exit(0)
"""
ROUNDS = 3


def rows() -> Iterator[Row]:
    """CPU of whole processes, interpreter included, beside that of bare Flask's "hello" doing the same."""
    cold, warm, flask = [], [], []
    spent([sys.executable, "-c", FIRST_PAGE])
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as kept:
            # Where a compiled guide would be kept; the first process of each round finds nothing there.
            place = {"XDG_CACHE_HOME": kept}
            cold.append(spent([sys.executable, "-c", FIRST_PAGE], place))
            warm.append(spent([sys.executable, "-c", FIRST_PAGE], place))
        flask.append(spent([sys.executable, "-c", HELLO]))
    yield _row("a process from its start to the first page, nothing kept", cold, flask, 0.6)
    yield _row("the same the second time", warm, flask, 0.35)


def spent(command: list[str], more: Mapping[str, str] | None = None) -> float:
    """Seconds of CPU of a whole process; raises CalledProcessError where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # What Python has compiled is kept, as it is wherever nobody forbids it: ours is compiled by the first that is asked.
    given = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **(more or {})}
    subprocess.run(command, check=True, env=given, timeout=120)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _row(what: str, seconds: list[float], flask: list[float], budget: float) -> Row:
    cpu = Spread.of(each * 1e6 for each in seconds)
    hello = Spread.of(ours / bare for ours, bare in zip(seconds, flask, strict=True))
    return Row(what, Spread.of(seconds), "s CPU", budget, cpu=cpu, hello=hello)
