"""A guest changes nothing of its host: not one byte of its answers, nothing of its app, nothing of its process."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, g, session
from flask_babel import Babel

from supporter import Supporter
from tests.conftest import SECRET, Reader
from tests.hosting import ASKED, ask_all, build_host, state


def guided(**given: str) -> Flask:
    """The host with the guide in it."""
    app = build_host()
    Supporter(app, url_prefix="/support", **given)  # type: ignore[arg-type]
    return app


def differences(plant: Callable[[Flask], object] | None = None) -> set[str]:
    """What the guide changed of a host: parts of its app by name, and requests that are answered otherwise."""
    alone, mounted = build_host(), build_host()
    before = state(mounted)
    Supporter(mounted, url_prefix="/support")
    Supporter(mounted, url_prefix="/two", name="second")
    if plant:
        plant(mounted)
    after = state(mounted)
    found = {part for part in before if before[part] != after[part]}
    answers = zip(ASKED, ask_all(alone), ask_all(mounted, between="/support/check-in/2"), strict=True)
    found |= {f"{method} {address}" for (method, address, _), one, other in answers if one != other}
    return found | {part for part, value in state(mounted).items() if before[part] != value}


def test_a_host_answers_byte_for_byte_as_without_us_and_its_app_is_as_it_was() -> None:
    assert differences() == set()
    statuses = {answer.status.split()[0] for answer in ask_all(build_host())}
    assert statuses == {"200", "302", "308", "400", "403", "404", "405", "413", "418", "500"}


def log_in(app: Flask) -> None:
    @app.before_request
    def touch() -> None:
        session["seen"] = True


def stamp(app: Flask) -> None:
    app.after_request(lambda response: response.headers.setdefault("X-Frame-Options", "DENY") and response)


def translated(app: Flask) -> None:
    Babel(app, default_locale="es")  # type: ignore[no-untyped-call]


def bound(app: Flask) -> None:
    @app.before_request
    def limit() -> None:
        g.visited = "ours"


PLANTED: dict[str, tuple[Callable[[Flask], object], str]] = {
    "a handler of errors for all": (lambda app: app.register_error_handler(418, lambda error: ("ours", 418)), "GET /teapot"),
    "headers for all": (stamp, "GET /stream"),
    "a setting that is not ours": (lambda app: app.config.setdefault("TALISMAN", True), "config"),
    "a setting by default": (lambda app: app.config.update(MAX_CONTENT_LENGTH=16_384), "POST /form"),
    "the host's session": (log_in, "GET /stream"),
    "what the host keeps of a request": (bound, "GET /"),
    "a filter": (lambda app: app.jinja_env.filters.update(shout=str.lower), "GET /"),
    "a name in every template": (lambda app: app.context_processor(lambda: {"guide": 1}), "GET /"),
    "Babel for all": (translated, "jinja extensions"),
    "an address outside": (lambda app: app.add_url_rule("/supporter", "x", lambda: "ours"), "GET /supporter"),
    "lax slashes": (lambda app: setattr(app.url_map, "strict_slashes", False), "map"),
}  # fmt: skip


@pytest.mark.parametrize("plant", PLANTED)
def test_a_guest_that_changes_the_host_is_found(plant: str) -> None:
    change, where = PLANTED[plant]
    assert where in differences(change)


def test_mounting_makes_nothing_early_that_a_host_may_still_set_up() -> None:
    app = Flask("host")
    app.config.update(SECRET_KEY=SECRET)
    Supporter(app, url_prefix="/support")
    assert not {"jinja_env", "logger", "jinja_loader"} & set(vars(app))
    app.jinja_options = {"trim_blocks": True}
    app.add_url_rule("/late", "late", lambda: "late")
    app.before_request(lambda: None)
    assert app.test_client().get("/late").data == b"late"


def test_our_pages_leave_the_host_s_login_alone() -> None:
    app = guided()
    app.test_client_class = Reader
    client = app.test_client()
    assert isinstance(client, Reader)
    client.set_cookie("login", "kept")
    for _ in range(2):
        for address in ("/support/", "/support/check-in/2", "/support/nowhere", "/support/leave"):
            named = [header.partition("=")[0] for header in client.get(address).headers.getlist("Set-Cookie")]
            assert "login" not in named
        client.send("/support/check-in/2", {"relationship": "ex"})
    login = client.get_cookie("login")
    assert login is not None and login.value == "kept"


def carried(sender: Flask, path: str, receiver: Flask, to: str) -> str:
    """What the receiver's advice page says to somebody who brings the sender's cookie to it."""
    sender.test_client_class = receiver.test_client_class = Reader
    client, other = sender.test_client(), receiver.test_client()
    assert isinstance(client, Reader)
    client.send(f"{path}/check-in/4", {"asked": "space_no_end"})
    sent = client.get_cookie(f"visit-{'second' if path == '/two' else 'supporter'}", path=path)
    assert sent is not None
    for name in ("visit-supporter", "visit-second", "visit-other"):
        other.set_cookie(name, sent.value, path=to)
    return other.get(f"{to}/guide").text


def test_no_mount_reads_the_check_in_of_another_also_in_apps_that_share_a_key() -> None:
    both = guided()
    Supporter(both, url_prefix="/two", name="second")
    named, moved, twin = guided(name="other"), build_host(), guided()
    Supporter(moved, url_prefix="/two")
    for sender, path, receiver, to in (
        (both, "/support", both, "/two"),
        (both, "/two", both, "/support"),
        (both, "/support", named, "/support"),
        (both, "/support", moved, "/two"),
    ):
        page = carried(sender, path, receiver, to)
        assert "Your earlier answers are gone" in page and "asked for space" not in page
    # Two machines of one app are one app.
    assert "They asked for space" in carried(both, "/support", twin, "/support")


PROCESS = """
import decimal, faulthandler, flask, gc, json, locale, logging, os, random, resource, signal, socket, sys, threading, time, warnings
import flask_babel, flask_wtf, typst

def shape():
    return {
        "locale": locale.setlocale(locale.LC_ALL),
        "warnings": list(warnings.filters),
        "showwarning": warnings.showwarning,
        "switch": sys.getswitchinterval(),
        "recursion": sys.getrecursionlimit(),
        "hooks": (sys.excepthook, sys.displayhook, sys.unraisablehook, threading.excepthook),
        "streams": (sys.stdin, sys.stdout, sys.stderr),
        "sockets": (socket.getdefaulttimeout(), socket.socket, socket.create_connection, socket.getaddrinfo),
        "signals": [(number, signal.getsignal(number)) for number in sorted(signal.valid_signals())],
        "threads": threading.active_count(),
        "garbage": (gc.isenabled(), gc.get_threshold(), len(gc.callbacks)),
        "random": random.getstate(),
        "decimal": str(decimal.getcontext()),
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "mask": (os.umask(0o022), os.umask(0o022))[1],
        "path": list(sys.path),
        "meta path": list(sys.meta_path),
        "zone": time.tzname,
        "limits": [resource.getrlimit(one) for one in (resource.RLIMIT_NOFILE, resource.RLIMIT_AS, resource.RLIMIT_CORE)],
        "files": sorted(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else [],
        "loggers": (logging.root.handlers[:], logging.root.level, logging.getLoggerClass(), logging.raiseExceptions),
        "waitress": logging.getLogger("waitress.queue").level,
        "json": (json.JSONEncoder.default, json.dumps.__defaults__),
        "faults": faulthandler.is_enabled(),
    }

warnings.simplefilter("error")
# A host's own choices, none of which is the default.
sys.setswitchinterval(0.004); socket.setdefaulttimeout(7); random.seed(7); sys.setrecursionlimit(2000)
signal.signal(signal.SIGTERM, lambda *given: None); locale.setlocale(locale.LC_ALL, "C.UTF-8")
from tests.hosting import build_host
host = build_host()
before = shape()
opened = []
sys.addaudithook(lambda event, given: opened.append(event) if event.startswith(("socket.", "subprocess.", "os.system")) else None)
import supporter
mounted = supporter.Supporter(host, url_prefix="/support")
if {plant!r}:
    exec({plant!r})
said = before.keys() and [name for name, value in shape().items() if value != before[name]]
client = host.test_client()
for address in ("/", "/check-in/1", "/check-in/2?language=es", "/guide", "/nowhere", "/handouts/looking-after-you.pdf"):
    client.get("/support" + address)
said += [name + " after requests" for name, value in shape().items() if value != before[name]]
print(sorted(set(said)), sorted(set(opened)))
"""


def process(plant: str = "") -> str:
    """What mounting and serving changed of a process, and what it opened."""
    command = [sys.executable, "-c", PROCESS.replace("{plant!r}", repr(plant))]
    run = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[1], timeout=120)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_the_process_is_as_it_was_and_no_socket_is_opened() -> None:
    assert process() == "[] []"


def test_a_guest_that_changes_the_process_is_found() -> None:
    plant = (
        "import locale, socket; sys.setswitchinterval(0.001); warnings.simplefilter('ignore'); socket.socket().close()"
    )
    found = process(plant)
    assert "'switch'" in found and "'warnings'" in found and "socket." in found
