"""Requests as a server would hand them over, without a server: the app and nothing else is timed."""

import io
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.http import parse_cookie

Start = list[tuple[str, list[tuple[str, str]]]]

SECRET = "a secret for measuring, long enough"


def hello() -> Flask:
    """Bare Flask with one view: what nobody who writes in Flask can be faster than."""
    app = Flask(__name__)
    app.add_url_rule("/", "hello", lambda: "hello")
    return app


class Client:
    """One reader of one app; keeps the cookies it is given."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.cookies: dict[str, str] = {}

    def environ(self, path: str, form: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """A request, made once: what is timed is the app, not the making of it."""
        body = urlencode(form, doseq=True).encode() if form is not None else b""
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET" if form is None else "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": path.partition("?")[0],
            "QUERY_STRING": path.partition("?")[2],
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "5000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1:5000",
            "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.5",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "body": body,
        }
        if self.cookies:
            environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is not None:
            environ |= {
                "CONTENT_TYPE": "application/x-www-form-urlencoded",
                "CONTENT_LENGTH": str(len(body)),
                "HTTP_SEC_FETCH_SITE": "same-origin",
            }
        return environ

    def send(self, environ: Mapping[str, Any]) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of the answer."""
        began: Start = []
        given = {**environ, "wsgi.input": io.BytesIO(environ["body"])}
        answer = self.app.wsgi_app(given, lambda status, headers, *_: began.append((status, headers)))  # type: ignore
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        ((status, headers),) = began
        return int(status[:3]), dict(headers), body

    def visit(self, path: str, form: Mapping[str, Any] | None = None) -> bytes:
        """Go there and keep the cookie; a redirect is not followed."""
        status, headers, body = self.send(self.environ(path, form))
        assert status in (200, 303), (path, status)
        if "Set-Cookie" in headers:
            self.cookies |= parse_cookie(headers["Set-Cookie"].partition(";")[0])
        return body

    def token(self, path: str) -> str:
        """The token of the form on a page."""
        found = re.search(rb'name="csrf_token"[^>]* value="([^"]+)"', self.visit(path))
        assert found is not None
        return found[1].decode()
