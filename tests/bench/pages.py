"""What each kind of request costs, as times of bare Flask's "hello" in the same rounds."""

import re
import secrets
from collections.abc import Iterator

from flask import Flask, render_template
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from jinja2 import DictLoader
from markupsafe import Markup

from supporter import create_app
from supporter.mount import Mount
from tests.bench.readers import HANDOUT, PAGE, READING, answering, guide_of, longest, sent, walked
from tests.bench.rounds import HELLO, Work, take_turns
from tests.bench.table import Row
from tests.bench.wsgi import SECRET, Client, hello
from tests.people import PARTNER

QUESTION, ANSWER, ADVICE, PLAIN = "question page", "an answer, to its redirect", "advice page", "plain"
OPEN, SIGNED = "open and seal the check-in", "Flask's session"

_TEXT = re.compile(r">([^<]*[^<\s][^<]*)<")
_BASE = "{{ head }}{% block main %}{% endblock %}</body>\n</html>\n"
_PAGE = '{% extends "base.html" %}{% block main %}{% for markup, text in pieces %}{{ markup }}{{ text }}{% endfor %}{% endblock %}'


def rows() -> Iterator[Row]:
    """Every figure of a request, and of the cookie that it opens."""
    works, size = _works()
    found = take_turns(works)
    yield found.row("bare Flask “hello”, in the same rounds as all below", HELLO, "us")
    yield found.row("question page, GET, with answers in the cookie", QUESTION, "x hello", 8)
    yield found.row("answer, POST to 303: validated, token checked, cookie sealed", ANSWER, "x hello", 6)
    yield found.row(f"advice page, the longest of 303 readers, {size / 1024:.0f} KiB", ADVICE, "x hello", 5)
    yield found.row("the same beside plain Flask + Jinja making the same bytes", ADVICE, f"x {PLAIN}", 0.6)
    yield found.row("plain Flask + Jinja, the same bytes", PLAIN, "x hello")
    yield found.row("reading page", "reading", "x hello", 3)
    yield found.row("handout page", "handout", "x hello", 3)
    yield found.row("check-in opened, read, written and sealed, beside Flask's session", OPEN, f"x {SIGNED}", 1)
    yield found.row("Flask's own signed session with the same answers, read and written", SIGNED, "us")


def hottest() -> dict[str, Work]:
    """The three requests that readers send most."""
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    reader = walked(app, PARTNER)
    most = walked(app, longest(guide_of(app)))
    return {QUESTION: sent(reader, PAGE), ANSWER: answering(reader), ADVICE: sent(most, "/guide")}


def _works() -> tuple[dict[str, Work], int]:
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    reader, stranger, most = walked(app, PARTNER), Client(app), walked(app, longest(guide_of(app)))
    status, _, page = most.send(most.environ("/guide"))
    assert status == 200 and len(page) > 20_000, (status, len(page))
    ours, theirs = _cookies(app, most)
    return {
        HELLO: sent(Client(hello()), "/"),
        QUESTION: sent(reader, PAGE),
        ANSWER: answering(reader),
        ADVICE: sent(most, "/guide"),
        PLAIN: _plain(page),
        "reading": sent(stranger, READING),
        "handout": sent(stranger, HANDOUT),
        OPEN: ours,
        SIGNED: theirs,
    }, len(page)


def _plain(page: bytes) -> Work:
    """Flask and Jinja as one would write them, making the very bytes of our page.

    A template that extends another and loops over pieces, each some markup (safe) and a text that Jinja escapes; the
    session cookie of a reader is sent and so opened by Flask, and nothing is decided. What is not paid there: choosing.
    """
    whole = page.decode()
    place = whole.index("<body")
    main = whole[place : whole.rindex("</body>")]
    pieces, end = [], 0
    for found in _TEXT.finditer(main):
        pieces.append((Markup(main[end : found.start(1)]), str(Markup(found[1]).unescape())))
        end = found.end(1)
    pieces.append((Markup(main[end:]), ""))
    app = Flask(__name__)
    app.secret_key = SECRET
    app.jinja_loader = DictLoader({"base.html": _BASE, "page.html": _PAGE})
    given = {"head": Markup(whole[:place]), "pieces": pieces}
    app.add_url_rule("/", "page", lambda: render_template("page.html", **given))
    client = Client(app)
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    client.cookies["session"] = str(serializer.dumps({"answers": PARTNER}))
    assert client.visit("/") == page
    return sent(client, "/")


def _cookies(app: Flask, client: Client) -> tuple[Work, Work]:
    """Our cookie from bytes to a check-in and back, and Flask's session with the same answers, there and back."""
    mount: Mount = app.extensions["supporter"]["supporter"]
    ((_, token),) = client.cookies.items()

    def ours() -> None:
        plain = mount.sealer.open(token)
        assert plain is not None
        check_in = mount.carrier.read(plain)
        assert check_in is not None
        mount.sealer.seal(mount.carrier.write(check_in))

    plain = mount.sealer.open(token)
    check_in = mount.carrier.read(plain) if plain else None
    assert check_in is not None
    answers = {question: list(tokens) for question, tokens in check_in.answers.items()}
    bare = Flask(__name__)
    bare.secret_key = SECRET
    interface = SecureCookieSessionInterface()

    def signer() -> URLSafeTimedSerializer:
        # Flask makes a new one for each opening and each saving.
        made = interface.get_signing_serializer(bare)
        assert made is not None
        return made

    session = signer().dumps({"key": secrets.token_urlsafe(16), "seen": check_in.seen, "answers": answers})

    def theirs() -> None:
        signer().dumps(dict(signer().loads(session, max_age=2_678_400)))

    return ours, theirs
