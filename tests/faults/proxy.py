"""nginx as docs/deploy has it: only ports and paths are put into the file, and a log that names who answered."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.certifying import certify
from tests.faults.processes import DEPLOY, free_port, until

HOST = "guide.example.org"
FILE = DEPLOY / "within-reach.nginx.conf"
STORES = ("client_body", "proxy")
"""Where nginx would put what does not fit into memory; here there is a plain file, so that it cannot."""

AROUND = """
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
    log_format who '$request_method $uri $status $upstream_addr';
    client_body_temp_path {folder}/client_body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


class Proxy:
    """`plain` and `port` are those of HTTP and HTTPS."""

    def __init__(self, folder: Path, plain: int, port: int) -> None:
        self.folder = folder
        self.plain = plain
        self.port = port

    def answered(self) -> list[tuple[str, str, int, list[str]]]:
        """Each request so far: method, address, status, and the processes that were asked, the last of which answered."""
        lines = [line.split(maxsplit=3) for line in (self.folder / "who.log").read_text().splitlines()]
        return [(line[0], line[1], int(line[2]), line[3].replace(",", "").split()) for line in lines]

    def errors(self) -> str:
        return (self.folder / "error.log").read_text()


@contextmanager
def nginx(ports: Sequence[int], change: Callable[[str], str] = str) -> Iterator[Proxy]:
    """nginx in the foreground before three processes; `change` plants a fault in its file."""

    def site(made: str, plain: int, port: int) -> str:
        put = {
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
            "/etc/within-reach/tls": made,
            "/etc/within-reach/pages": str(DEPLOY / "pages"),
            "/var/log/nginx/within-reach.log": f"{made}/site.log",
            **{f"127.0.0.1:{8001 + number}": f"127.0.0.1:{ports[number % len(ports)]}" for number in range(3)},
        }
        head, _, tail = exchanged(FILE.read_text(encoding="utf-8"), put).rpartition("access_log off;")
        return change(f"{head}access_log {made}/who.log who;{tail}")

    with running(site) as proxy:
        yield proxy


def exchanged(text: str, put: Mapping[str, str]) -> str:
    """The text with other words in the place of some, each of which has to be there."""
    for what, instead in put.items():
        assert what in text, what
        text = text.replace(what, instead)
    return text


@contextmanager
def running(site: Callable[[str, int, int], str]) -> Iterator[Proxy]:
    """nginx with what `site` says for its folder and its ports of HTTP and HTTPS."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        sys.exit("these tests need nginx: install nginx-light and try again")
    with TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        plain, port = free_port(), free_port()
        (folder / "site.conf").write_text(site(made, plain, port), encoding="utf-8")
        (folder / "nginx.conf").write_text(AROUND.format(folder=made), encoding="utf-8")
        certify(folder, HOST)
        command = [found, "-c", f"{made}/nginx.conf", "-g", "daemon off;", "-e", f"{made}/error.log"]
        with (folder / "said").open("wb") as said:
            run = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            if not until(lambda: run.poll() is not None or _listens(port), 10) or run.poll() is not None:
                raise AssertionError((folder / "error.log").read_text() + (folder / "said").read_text())
            for store in STORES:
                shutil.rmtree(folder / store)
                (folder / store).write_text("closed")
            yield Proxy(folder, plain, port)
        finally:
            run.terminate()
            run.wait(10)


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
