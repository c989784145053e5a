"""`make verify-trial`: every step of docs/install.md, timed; a reader's walk behind nginx as docs/deploy has it; an upgrade."""

import os
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from tests.browsing import launch, walk
from tests.faults.processes import free_port, until
from tests.people import PARTNER
from tests.trial.steps import ROOT, Run, Write, steps

LIMIT = 600
"""Seconds that all of it may take, the reader's walk among them."""
DEPLOY = ROOT / "docs/deploy"
HOST = {
    "app.py": "from flask import Flask\n\n\ndef create_app():\n    return Flask(__name__)\n",
    "templates/home.html": "<!doctype html><html lang=en><title>Harbour House</title><h1>Harbour House</h1>\n",
}
"""The app that is there before."""
OUR_SENTENCE = "Our door is open on Fridays."
NGINX = """
pid {folder}/nginx.pid;
events {{ worker_connections 256; }}
http {{
    access_log {folder}/own-pages.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def main() -> None:
    """Do it once and print how long each step took; ends with 1 where something is not as the page says."""
    began = time.monotonic()
    with TemporaryDirectory() as made:
        folder = Path(made) / "host"
        timed("a fresh environment", lambda: start(folder))
        for step in steps(ROOT / "docs/install.md"):
            timed(str(step), partial(follow, step, folder))
        with served(folder) as port, proxied(folder, port) as secure:
            timed("a reader's walk behind nginx", lambda: read(folder, secure))
            timed("the app is well", lambda: answers(secure, "/support/healthz", '"status": "ok"'))
        with proxied(folder, free_port()) as secure:
            timed("leaving and a page while the app is gone", lambda: rest(secure))
        shutil.copytree(folder / "dist", folder / "old")
        for step in steps(ROOT / "docs/upgrading.md"):
            timed(str(step), partial(follow, step, folder))
        assert (folder / "look/en/blocks/find-your-own-person.md").is_file()
        subprocess.run([folder / ".venv/bin/pip", "uninstall", "--quiet", "--yes", "within-reach"], check=True)
        left = [path for path in (folder / ".venv").rglob("*") if path.name in ("supporter", "within_reach")]
        assert left == [], f"uninstalling left {left}"
    took = time.monotonic() - began
    print(f"{took:7.1f} s  all of it")
    if took > LIMIT:
        sys.exit(f"that is over {LIMIT} s")


def timed(what: str, do: Callable[[], None]) -> None:
    """Do it and print how long it took."""
    began = time.monotonic()
    do()
    print(f"{time.monotonic() - began:7.1f} s  {what}", flush=True)


def start(folder: Path) -> None:
    """An app of a host's, an empty environment, and a copy of what git has."""
    for name, text in HOST.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    subprocess.run([sys.executable, "-m", "venv", folder / ".venv"], check=True)
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()  # fmt: skip
    for name in listed:
        if (ROOT / name).is_file() and not name.startswith(("tests/", "docs/")):
            copy = folder.parent / "within-reach" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy)


def follow(step: Run | Write, folder: Path) -> None:
    """Run the lines or write the file; the piece that was copied is changed, as the page asks."""
    if isinstance(step, Write):
        (folder / step.file).write_text(step.text, encoding="utf-8")
        return
    done = subprocess.run(["bash", "-ec", step.text], cwd=folder, env=alone(folder), capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{step.text}\n{done.stdout}{done.stderr}")
    copied = folder / "our-words/en/blocks/find-your-own-person.md"
    if "supporter copy" in step.text:
        head, mark, body = copied.read_text(encoding="utf-8").rpartition("\n---\n")
        copied.write_text(f"{head}{mark}{OUR_SENTENCE} {body}", encoding="utf-8")


def alone(folder: Path) -> dict[str, str]:
    """The surroundings of somebody who has activated the environment and knows nothing of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SUPPORTER", "FLASK"))}
    key = {"FLASK_SECRET_KEY": "a secret of the trial, long enough"}
    return kept | key | {"PATH": f"{folder / '.venv/bin'}:{kept['PATH']}", "VIRTUAL_ENV": str(folder / ".venv")}


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """The command of the page, on another port."""
    port = free_port()
    (command,) = (step for step in shown("waitress-serve") if "--call" in step)
    run = subprocess.Popen(command.replace(":8001", f":{port}").split(), cwd=folder, env=alone(folder))
    try:
        assert until(lambda: listens(f"http://127.0.0.1:{port}/support/"), 30), "the app does not answer"
        yield port
    finally:
        run.terminate()
        run.wait(20)


def shown(word: str) -> Sequence[str]:
    """Lines of the page that begin with a word."""
    return [line for line in (ROOT / "docs/install.md").read_text().splitlines() if line.startswith(word)]


def listens(address: str) -> bool:
    """Whether something answers there, whatever it is."""
    try:
        with urlopen(address, timeout=2, context=unproved() if address.startswith("https") else None):
            return True
    except OSError as error:
        return hasattr(error, "code")


@contextmanager
def proxied(folder: Path, app: int) -> Iterator[str]:
    """nginx with the file of docs/deploy, but for ports, paths and the certificate."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin") or sys.exit("nginx is missing")
    secure, plain = free_port(), free_port()
    around = folder.parent / "nginx"
    shutil.rmtree(around, ignore_errors=True)
    shutil.copytree(DEPLOY / "pages", around / "pages")
    around.chmod(0o755)
    folder.parent.chmod(0o755)
    text = (DEPLOY / "in-your-app.nginx.conf").read_text(encoding="utf-8")
    (sed,) = (line.removeprefix("#").strip() for line in text.splitlines() if "sed -i" in line)
    subprocess.run(["bash", "-ec", sed.replace("/etc/within-reach/pages", str(around / "pages"))], check=True)
    certify = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=www.example.org"
    )
    subprocess.run(
        [*certify.split(), "-keyout", around / "privkey.pem", "-out", around / "fullchain.pem"], check=True, capture_output=True
    )  # fmt: skip
    for what, instead in {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{secure} ssl http2;",
        "127.0.0.1:8001": f"127.0.0.1:{app}",
        "/etc/within-reach/tls": str(around),
        "/etc/within-reach/pages": str(around / "pages"),
        "/var/log/nginx/within-reach.log": str(around / "guide.log"),
    }.items():
        assert what in text, what
        text = text.replace(what, instead)
    (around / "site.conf").write_text(text, encoding="utf-8")
    (around / "nginx.conf").write_text(NGINX.format(folder=around), encoding="utf-8")
    command = [found, "-c", str(around / "nginx.conf"), "-g", "daemon off;", "-e", str(around / "error.log")]
    run = subprocess.Popen(command)
    try:
        address = f"https://127.0.0.1:{secure}"
        assert until(lambda: listens(f"{address}/within-reach-pages/"), 10), (around / "error.log").read_text()
        yield address
    finally:
        run.terminate()
        run.wait(10)


def read(folder: Path, base: str) -> None:
    """The advice with the host's words, look and number; a cookie for HTTPS below the prefix; no log of it."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        page = browser.new_context(ignore_https_errors=True).new_page()
        walk(page, f"{base}/support/", PARTNER)
        page.goto(f"{base}/support/guide")
        assert page.get_by_text(OUR_SENTENCE).count() == 1, "the changed block"
        assert page.get_by_role("navigation", name="Harbour House").is_visible(), "the header"
        band = page.locator(".band").evaluate("node => getComputedStyle(node).backgroundColor")
        assert band == "rgb(18, 48, 92)", f"the colour of the band is {band}"
        (cookie,) = page.context.cookies(f"{base}/support/")
        assert cookie["name"] == "__Secure-visit-supporter" and cookie["secure"] and cookie["path"] == "/support", (
            cookie
        )
        page.goto(f"{base}/support/help-now")
        words = page.locator("main").inner_text()
        assert "Harbour House support line" in words and "Carers UK" not in words, "the helpline"
        page.goto(f"{base}/")
        assert page.get_by_role("heading", name="Harbour House").is_visible()
        browser.close()
    log = (folder.parent / "nginx/own-pages.log").read_text()
    assert "GET / HTTP" in log and "/support" not in log, log


def rest(base: str) -> None:
    """While the app is gone a page of nginx's own leads to help, and leaving takes the cookies away."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        requests = browser.new_context(ignore_https_errors=True).request
        page = requests.get(f"{base}/support/guide")
        assert page.status == 502 and 'href="/support/help-now"' in page.text(), page.text()
        left = requests.get(f"{base}/support/leave", max_redirects=0)
        given = [one["value"] for one in left.headers_array if one["name"].lower() == "set-cookie"]
        assert left.status == 303 and all("Max-Age=0; Path=/support;" in one for one in given), given
        names = sorted(one.partition("=")[0].removeprefix("__Secure-") for one in given)
        assert names == ["frame-supporter", "left-supporter", "visit-supporter"], given
        browser.close()


def answers(base: str, path: str, words: str) -> None:
    """A page has these words."""
    with urlopen(base + path, timeout=5, context=unproved()) as response:
        text = response.read().decode()
    assert words in text, text


def unproved() -> ssl.SSLContext:
    """For the certificate that was made a moment ago."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


if __name__ == "__main__":
    main()
