"""Our app with one of its walls taken down at a time, so that a test of what a wall holds back can be seen to fail."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = dict[str, str]
Weakness = Callable[[Headers], Headers]
Edit = Callable[[str], str]


def without(*names: str) -> Weakness:
    """Headers that are not sent."""
    return lambda headers: {name: value for name, value in headers.items() if name not in names}


def policy(old: str, new: str = "") -> Weakness:
    """Another text in the place of a part of the content security policy."""

    def change(headers: Headers) -> Headers:
        kept = headers.get("Content-Security-Policy", "")
        return headers | {"Content-Security-Policy": kept.replace(old, new)} if kept else headers

    return change


def both(*weaknesses: Weakness) -> Weakness:
    """Several at once, where one wall stands behind another."""

    def change(headers: Headers) -> Headers:
        for weakness in weaknesses:
            headers = weakness(headers)
        return headers

    return change


def slip_in(html: str) -> Edit:
    """A page with something at the end of it that nobody should have been able to put there."""
    return lambda page: page.replace("</main>", f"{html}</main>")


def cut(html: str) -> Edit:
    """A page that lacks something."""
    return lambda page: page.replace(html, "")


class Weakened:
    """A WSGI app whose headers and pages are changed on the way."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app
        self._weakness: Weakness = dict
        self._edit: Edit = str

    @contextmanager
    def by(self, weakness: Weakness, edit: Edit) -> Iterator[None]:
        """For a while."""
        self._weakness, self._edit = weakness, edit
        try:
            yield
        finally:
            self._weakness, self._edit = dict, str

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """The app's answer, weakened."""
        started: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Callable[[bytes], object]:
            started[:] = [status, headers, *rest]
            return lambda data: None

        body = self._app(environ, start)
        try:
            page = b"".join(body)
        finally:
            getattr(body, "close", lambda: None)()
        status, given, *rest = started
        cookies = [(name, value) for name, value in given if name == "Set-Cookie"]
        kept = self._weakness({name: value for name, value in given if name != "Set-Cookie"})
        if kept.get("Content-Type", "").startswith("text/html"):
            page = self._edit(page.decode()).encode()
            kept["Content-Length"] = str(len(page))
        start_response(status, [*kept.items(), *cookies], *rest)
        return [page]
