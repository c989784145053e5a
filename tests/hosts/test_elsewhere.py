"""The guide where the host is no Flask app: in Django, in FastAPI, and behind nginx below a path. Each is a real server."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path

from tests.conftest import SECRET
from tests.faults.processes import DEPLOY, Process, free_port, process
from tests.faults.proxy import Proxy, exchanged, running
from tests.hosts.walking import Reply, Walker, walk
from tests.test_headers import OF_A_GUEST, PAGE, PAPER

HERE = Path(__file__).parent
PATH = "/help/support"
OWN = b"the host's own page"
DJANGO = "waitress-serve --listen=127.0.0.1:8000 mysite.wsgi:application"
FASTAPI = "uvicorn charity:app --no-access-log"
BELOW_A_PATH = f"SUPPORTER_URL_PREFIX={PATH} SUPPORTER_PROXIES=1 supporter serve --port 8001"
"""As the pages have them."""
SITE = """
server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {made}/fullchain.pem;
    ssl_certificate_key {made}/privkey.pem;
    location / {{ default_type text/plain; return 200 "the host's own page"; }}
    location /nothing {{ return 404; }}
    {included}
}}
"""


@contextmanager
def as_said(command: str, port: int, prefix: str, **more: str) -> Iterator[Process]:
    """A command of a page, with its settings before it, where its hosts can be imported."""
    words = shlex.split(command)
    settings = dict(word.split("=", 1) for word in takewhile(lambda word: "=" in word, words))
    program, *arguments = words[len(settings) :]
    path = {"PYTHONPATH": f"{HERE.parents[1]}:{HERE}"}
    with process(
        [str(Path(sys.executable).parent / program), *arguments], port, path | settings | more, prefix=prefix
    ) as one:
        yield one


@contextmanager
def django() -> Iterator[Process]:
    port = free_port()
    with as_said(DJANGO.replace("8000", str(port)), port, "/support") as started:
        yield started


@contextmanager
def fastapi() -> Iterator[Process]:
    port = free_port()
    with as_said(f"{FASTAPI} --port {port}", port, "/support", SECRET_KEY=SECRET) as started:
        yield started


@contextmanager
def below_a_path() -> Iterator[tuple[Process, Proxy]]:
    port = free_port()

    def site(made: str, plain: int, tls: int) -> str:
        text = (DEPLOY / "below-a-path.nginx.conf").read_text(encoding="utf-8")
        put = {"127.0.0.1:8001": f"127.0.0.1:{port}", "/var/log/nginx/within-reach.log": f"{made}/site.log"}
        return SITE.format(port=tls, made=made, included=exchanged(text, put))

    with as_said(BELOW_A_PATH.replace("8001", str(port)), port, PATH) as started, running(site) as proxy:
        yield started, proxy


def ours(reply: Reply) -> dict[str, str]:
    """The headers that say what a browser may do."""
    return {name: reply.headers[name] for name in (PAGE | OF_A_GUEST) if name in reply.headers}


def the_walk_goes(walker: Walker, prefix: str, cookie: str) -> set[str]:
    """Every claim that holds in each host; gives the addresses that were named."""
    (start, first, second, advice, page, pdf, lost, left), named = walk(walker, prefix)
    for reply in (start, first, second, advice, page, lost):
        assert ours(reply) == PAGE
    assert ours(pdf) == PAPER and ours(left) == OF_A_GUEST
    (name,) = first.cookies
    assert (name, first.cookies[name]["path"], bool(first.cookies[name]["secure"])) == (cookie, prefix, walker.tls)
    assert first.cookies[name]["samesite"] == "Lax" and first.cookies[name]["httponly"]
    # Not an address leads out of the prefix, and every one leads somewhere.
    assert len(named) > 30 and {one for one in named if one != prefix and not one.startswith(f"{prefix}/")} == set()
    for one in sorted(named):
        assert walker.ask(one).status in (200, 303), one
    return named


def the_host_is_left_alone(walker: Walker) -> None:
    walker.ask("/support/check-in/2", {"relationship": "ex"})
    own, lost = walker.ask("/"), walker.ask("/nothing")
    assert OWN in own.body and lost.status == 404 and "Help now" not in lost.page
    for reply in (own, lost):
        assert not {
            "Content-Security-Policy",
            "Permissions-Policy",
            "Clear-Site-Data",
            "X-Robots-Tag",
            "Set-Cookie",
        } & {*reply.headers}


def test_below_django() -> None:
    with django() as host:
        walker = Walker(host.port)
        the_walk_goes(walker, "/support", "visit-supporter")
        the_host_is_left_alone(walker)
        assert walker.ask("/nothing").body == b"the host's own 404"
        assert walker.ask("/support").status == 308
        # Django's guard of forms is not asked about ours, and ours stands: a form of another site changes nothing.
        assert walker.ask("/", {"csrf_token": "x"}).status == 403


def test_below_fastapi() -> None:
    with fastapi() as host:
        walker = Walker(host.port)
        the_walk_goes(walker, "/support", "visit-supporter")
        the_host_is_left_alone(walker)
        assert walker.ask("/nothing").page == '{"detail":"Not Found"}'
        # uvicorn counts a proxy on this machine: what it says of HTTPS is seen.
        told = walker.ask(
            "/support/check-in/2", {"relationship": "ex"}, X_Forwarded_Proto="https", X_Forwarded_For="192.0.2.7"
        )
        (name,) = told.cookies
        assert name == "__Secure-visit-supporter" and told.cookies[name]["secure"]
        assert "GET" not in host.said and "relationship" not in host.said


def test_behind_nginx_below_a_path() -> None:
    with below_a_path() as (guide, proxy):
        walker = Walker(proxy.port, tls=True)
        named = the_walk_goes(walker, PATH, "__Secure-visit-supporter")
        assert any(one.endswith(".pdf") for one in named)
        moved = walker.ask(PATH)
        assert moved.status == 308 and moved.headers["Location"].endswith(f"{PATH}/")
        assert walker.ask(f"{PATH}/handouts").headers["Location"] in (
            f"{PATH}/handouts/", f"https://127.0.0.1:{proxy.port}{PATH}/handouts/")  # fmt: skip
        assert walker.ask("/").body == OWN and walker.ask("/nothing").status == 404
        # What a client claims is not believed.
        claimed = walker.ask(
            f"{PATH}/help-now", X_Forwarded_Prefix="/evil", X_Forwarded_Host="evil.example", X_Forwarded_Proto="http"
        )
        assert "evil" not in claimed.page
        walker.answer(f"{PATH}/check-in/2", "relationship", "partner")
        assert walker.cookies
        guide.end()
        # Leaving works though nothing answers.
        left = walker.ask(f"{PATH}/leave")
        assert (left.status, left.headers["Location"]) == (303, "https://www.wikipedia.org/") and walker.cookies == {}
