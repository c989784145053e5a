"""A host app with ways of its own, to be asked the same with the guide in it and without."""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import flask.signals
from flask import Flask, Response, abort, g, redirect, render_template, request, session
from flask.json.provider import DefaultJSONProvider
from flask.sessions import SecureCookieSession, SessionInterface
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from flask_babel import Babel, gettext
from flask_wtf import CSRFProtect
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer
from jinja2 import DictLoader
from werkzeug.datastructures import CallbackDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from tests.conftest import SECRET

TEMPLATES = {
    "base.html": "<title>{% block title %}{% endblock %}</title>{% block main %}{% endblock %}{{ motto }}",
    "home.html": """{% extends "base.html" %}{% block title %}{{ "home"|shout }}{% endblock %}
{% block main %}{{ greeting() }} {{ _("Start") }} {{ name }} {{ words is defined }} {{ guide is defined }} {{ site }}{% endblock %}""",
}


class Sessions(SessionInterface):
    """A host's own sessions: their cookie is the same for the same content, whatever the time."""

    def open_session(self, app: Flask, request: Any) -> SecureCookieSession:
        try:
            return SecureCookieSession(self._signer.loads(request.cookies.get("login", "")))
        except BadSignature:
            return SecureCookieSession()

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        if session.accessed:
            response.vary.add("Cookie")
        if session.modified:
            response.set_cookie("login", str(self._signer.dumps(dict(session))), httponly=True, samesite="Strict")

    @property
    def _signer(self) -> URLSafeSerializer:
        return URLSafeSerializer(SECRET, "the host's login")


class Sorted(DefaultJSONProvider):
    """JSON as this host writes it."""

    sort_keys = True
    compact = False

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return super().dumps({"host": obj}, **kwargs)


class Dashed(BaseConverter):
    """`a-b` in an address is the list of a and b."""

    def to_python(self, value: str) -> list[str]:
        return value.split("-")

    def to_url(self, value: list[str]) -> str:
        return "-".join(value)


def build_host() -> Flask:
    """Everything that a plugin could trample on."""
    app = Flask("host", static_folder=None)
    app.config.update(
        SECRET_KEY=SECRET,
        SESSION_COOKIE_NAME="login",
        MAX_CONTENT_LENGTH=5_000,
        BABEL_DEFAULT_LOCALE="fr",
        WTF_CSRF_TIME_LIMIT=None,
        HOST_SETTING=CallbackDict({"kept": True}),
    )
    app.jinja_loader = DictLoader(TEMPLATES)
    app.jinja_options = {"trim_blocks": True}
    app.session_interface = Sessions()
    app.json = Sorted(app)
    app.url_map.converters["dashed"] = Dashed
    app.logger.handlers = [logging.NullHandler()]
    app.logger.propagate = False
    Babel(app)  # type: ignore[no-untyped-call]
    CSRFProtect(app)  # type: ignore[no-untyped-call]

    app.add_template_filter(str.upper, "shout")
    app.add_template_global(lambda: "salut", "greeting")
    app.context_processor(lambda: {"motto": "the host's own", "site": "the host"})

    @app.before_request
    def count() -> None:
        g.visited = request.path

    @app.before_request
    def bounded() -> ResponseReturnValue | None:
        return ("not for you", 403) if request.headers.get("X-Guest") else None

    @app.after_request
    def stamp(response: Response) -> Response:
        response.headers["X-Host"] = f"{g.get('visited')} {request.endpoint} {request.max_content_length}"
        return response

    app.teardown_request(lambda error: g.pop("visited", None))
    app.register_error_handler(404, lambda error: ("the host's own 404", 404))
    app.register_error_handler(413, lambda error: (json.dumps({"too": "large"}), 413))
    app.register_error_handler(Exception, failed)
    _add_pages(app)
    return app


def failed(error: Exception) -> ResponseReturnValue:
    """The host's page for any other fault."""
    if isinstance(error, HTTPException):
        return f"{type(error).__name__} at the host's", error.code or 500
    return f"{error} at the host's", 500


def _add_pages(app: Flask) -> None:
    @app.get("/")
    def home() -> str:
        session["visits"] = session.get("visits", 0) + 1
        return render_template("home.html", name=gettext("Start"))

    @app.route("/form", methods=["GET", "POST"])
    def form() -> ResponseReturnValue:
        session["csrf_token"] = "of the host"
        return {"form": request.form, "user": session.get("user")}

    @app.post("/login")
    def login() -> ResponseReturnValue:
        session["user"] = request.form["user"]
        return redirect("/")

    @app.get("/tags/<dashed:tags>")
    def tags(tags: list[str]) -> ResponseReturnValue:
        return {"zebra": tags, "ape": 1}

    @app.get("/slash/")
    def slash() -> str:
        return "with a slash"

    @app.route("/stream")
    def stream() -> Response:
        def parts() -> Iterator[str]:
            yield "a"
            yield "b"

        return Response(parts(), mimetype="text/plain")

    @app.get("/fail")
    def fail() -> str:
        raise RuntimeError("a fault")

    @app.get("/teapot")
    def teapot() -> str:
        abort(418)


@dataclass(frozen=True)
class Answer:
    """A response as it goes over the wire."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


TOKEN = str(URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps("of the host"))
ASKED: list[tuple[str, str, Mapping[str, Any]]] = [
    *(("GET", address, {}) for address in ("/", "/tags/a-b", "/slash", "/slash/", "/stream", "/fail", "/teapot")),
    *(("GET", address, {}) for address in ("/nowhere", "/supporter", "/supportive/", "/support.", "/guide", "/assets/x")),
    *((method, "/tags/a-b", {}) for method in ("HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PROPFIND", "TRACE")),
    *((method, "/nowhere", {}) for method in ("POST", "OPTIONS", "DELETE")),
    ("GET", "/form", {}),
    ("POST", "/form", {"data": {"csrf_token": TOKEN, "said": "é"}}),
    ("POST", "/form", {"data": {"said": "without a token"}}),
    ("POST", "/login", {"data": {"csrf_token": TOKEN, "user": "ada"}}),
    ("GET", "/form", {}),
    ("POST", "/form", {"data": {"csrf_token": TOKEN, "long": "x" * 6_000}}),
    ("POST", "/form", {"data": b"{", "content_type": "application/json", "headers": {"X-CSRFToken": TOKEN}}),
    ("GET", "/", {"headers": {"X-Guest": "yes"}}),
    ("GET", "/?language=es&first=1", {"headers": {"Accept-Language": "es"}}),
    ("GET", "/", {"headers": {"Cookie": "visit-supporter=x; left-supporter=1; login=nonsense"}}),
    ("GET", "/", {"base_url": "https://host.example"}),
]  # fmt: skip


def ask_all(app: Flask, between: str | None = None) -> list[Answer]:
    """Each answer to ASKED in one browser's visit, which also looks at `between` before each."""
    client = FlaskClient(app, app.response_class)
    answers = []
    for method, address, given in ASKED:
        if between:
            client.get(between)
            client.post(between, data={"relationship": "ex"}, headers={"Sec-Fetch-Site": "same-origin"})
        response = client.open(address, method=method, **given)
        answers.append(Answer(response.status, tuple(response.headers.items()), response.data))
    return answers


def state(app: Flask) -> dict[str, Any]:
    """All of an app that a plugin could change and that is not there for plugins to add to, each by what it is."""
    env = app.jinja_env
    return {
        "config": dict(app.config),
        **{f"jinja {name}": dict(getattr(env, name)) for name in ("filters", "tests", "globals", "policies", "extensions")},
        "jinja options": (env.trim_blocks, env.lstrip_blocks, env.undefined, env.finalize, env.cache is not None),
        "autoescape": env.autoescape,
        "error handlers": {code: dict(of) for code, of in app.error_handler_spec[None].items() if of},
        "context processors": list(app.template_context_processors[None]),
        "teardown": (list(app.teardown_request_funcs[None]), list(app.teardown_appcontext_funcs)),
        "url values": (list(app.url_value_preprocessors[None]), list(app.url_default_functions[None])),
        "build errors": list(app.url_build_error_handlers),
        "shell": list(app.shell_context_processors),
        "sessions": app.session_interface,
        "json": app.json,
        "classes": (app.request_class, app.response_class, app.test_client_class, app.url_rule_class, app.wsgi_app),
        "converters": dict(app.url_map.converters),
        "map": (app.url_map.strict_slashes, app.url_map.merge_slashes, app.url_map.host_matching, app.url_map.default_subdomain),
        "rules": [str(rule) for rule in app.url_map.iter_rules() if not _ours(str(rule))],
        "aborter": dict(app.aborter.mapping),
        "logger": (list(app.logger.handlers), app.logger.level, app.logger.propagate, list(app.logger.filters)),
        "commands": sorted(app.cli.commands),
        "signals": {name: sorted(map(str, signal.receivers)) for name, signal in vars(flask.signals).items() if hasattr(signal, "receivers")},
        "extensions": {name: one for name, one in app.extensions.items() if name != "supporter"},
        "views": {name for name in app.view_functions if not name.startswith(("supporter.", "second."))},
        "blueprints": set(app.blueprints) - {"supporter", "second"},
        "debug": (app.debug, app.testing, app.secret_key),
    }  # fmt: skip


def _ours(rule: str) -> bool:
    return rule.startswith(("/support/", "/two/"))
