"""A real PostgreSQL server with a cluster of its own, in a folder that goes with it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "nobody"
"""As whom it runs where we are root, which PostgreSQL refuses."""


class Cluster:
    """A server that listens on a socket in its own folder alone; `stop` and `start` it as a fault would."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = f"postgresql://reader@/postgres?host={folder}"
        self._run("initdb", "-D", str(folder / "data"), "-U", "reader", "-A", "trust", "-E", "UTF8", "--no-sync")

    def start(self) -> None:
        settings = (
            f"-c listen_addresses='' -c unix_socket_directories={self._folder} -c fsync=off -c max_connections=40"
        )
        self._ctl("start", "-o", settings, "-l", str(self._folder / "log"))

    def stop(self) -> None:
        if (self._folder / "data/postmaster.pid").exists():
            self._ctl("stop", "-m", "immediate")

    def _ctl(self, *words: str) -> None:
        # It waits until the server answers, or has ended.
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", "-t", "60", "-s", *words)

    def _run(self, program: str, *words: str) -> None:
        command = [_program(program), *words]
        if os.getuid() == 0:
            command = ["setpriv", f"--reuid={USER}", "--regid=nogroup", "--clear-groups", *command]
        subprocess.run(command, check=True, cwd=self._folder, stdout=subprocess.DEVNULL, timeout=120)


def _program(name: str) -> str:
    found = shutil.which(name)
    # Debian keeps them out of the path.
    places = [found] if found else sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))
    assert places, f"'{name}' is not here; `make postgresql` installs it"
    return str(places[-1])


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A cluster that is made, started, and gone after."""
    # Not pytest's own folder, whose parents only we may enter.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if os.getuid() == 0:
        shutil.chown(folder, USER)
    made = Cluster(folder)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder)
