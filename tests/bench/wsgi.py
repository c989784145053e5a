"""Requests as a server would hand them over, without a server: the app and nothing else is timed."""

import io
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.http import parse_cookie

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

SECRET = "a secret for measuring, long enough"


def hello() -> Flask:
    """Bare Flask with one view: what nobody who writes in Flask can be faster than."""
    app = Flask(__name__)
    app.add_url_rule("/", "hello", lambda: "hello")
    return app


class Client:
    """One reader of one app; keeps the cookies it is given."""

    def __init__(self, app: "WSGIApplication") -> None:
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
            "REMOTE_ADDR": "127.0.0.1",
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

    def send(self, environ: Mapping[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
        """Status, headers and body of the answer."""
        began: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
            began.append((status, headers))

        answer: Iterable[bytes] = self.app({**environ, "wsgi.input": io.BytesIO(environ["body"])}, start)
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        ((status, headers),) = began
        return int(status[:3]), headers, body

    def visit(self, path: str, form: Mapping[str, Any] | None = None) -> bytes:
        """Go there and keep the cookies; a redirect is not followed."""
        status, headers, body = self.send(self.environ(path, form))
        assert status in (200, 302, 303), (path, status)
        for name, value in headers:
            if name == "Set-Cookie":
                self.cookies |= parse_cookie(value.partition(";")[0])
        return body

    def token(self, path: str, field: str = "csrf_token") -> str:
        """The token of the form on a page."""
        found = re.search(rf'name="{field}"[^>]* value="([^"]+)"'.encode(), self.visit(path))
        assert found is not None
        return found[1].decode()
