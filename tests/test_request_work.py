"""What a load can do is not done in a request: no file is read there, no Markdown made, no expression compiled.

The first page of each kind is another matter: Jinja reads and compiles a template when it is first asked for.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any, NoReturn
from unittest import mock

import bleach
import markdown
import pytest
from flask import Flask

from supporter import create_app
from tests.bench.readers import ANSWER, HANDOUT, PAGE, READING, walked
from tests.bench.wsgi import SECRET, Client
from tests.people import PARTNER

COMPILE = re._compiler.compile  # type: ignore[attr-defined]
REFUSED = {"open": "reads", "os.listdir": "lists", "os.scandir": "lists", "import": "imports", "compile": "compiles"}
"""What Python tells of before it does it (PEP 578), whoever asked for it."""
KINDS = (
    "/", PAGE, "/check-in/check", "/guide", "/guide/plan", READING, HANDOUT, "/help-now", "/handouts/", "/read/",
    "/sources", "/nowhere",
)  # fmt: skip
PAGES = [f"{path}?language={language}" for path in KINDS for language in ("en", "es")]


class TooLateError(BaseException):
    """Work of a load in a request; no `except Exception` on the way hides it."""


class Watch:
    """Refuses such work of one thread while it is on; Python never gives a hook back, so there is one for all tests."""

    on = False
    thread = 0

    def hear(self, event: str, told: tuple[Any, ...]) -> None:
        """Called by Python."""
        if (
            self.on
            and event in REFUSED
            and get_ident() == self.thread
            and not (event == "import" and told[0] in sys.modules)
        ):
            self.on = False
            raise TooLateError(f"{REFUSED[event]} {told[0]!s:.200}")


watch = Watch()
sys.addaudithook(watch.hear)


def refuse(*told: object, **_: object) -> NoReturn:
    raise TooLateError(f"renders {told!s:.200}")


def refuse_expression(pattern: Any, flags: Any) -> Any:
    """Werkzeug compiles its routes at each match and leaves it to `re` to remember them, which is its own affair."""
    frame: Any = sys._getframe(1)
    while frame.f_globals["__name__"] == "re":
        frame = frame.f_back
    if frame.f_globals["__name__"] == "werkzeug.routing.matcher":
        return COMPILE(pattern, flags)
    raise TooLateError(f"compiles the expression {pattern!s:.200}")


@contextmanager
def nothing_late() -> Iterator[None]:
    """Let such work fail, also where an earlier test has left an expression in the cache of `re`."""
    re.purge()
    with (
        mock.patch("re._compiler.compile", refuse_expression),
        mock.patch.object(markdown.Markdown, "convert", refuse),
        mock.patch.object(bleach.Cleaner, "clean", refuse),
    ):
        watch.thread, watch.on = get_ident(), True
        try:
            yield
        finally:
            watch.on = False


def visited(reader: Client, path: str) -> int:
    """The status of a page, and of the reader's own where it leads there."""
    status, headers, _ = reader.send(reader.environ(path))
    return visited(reader, dict(headers)["Location"]) if status == 303 else status


def fresh() -> Flask:
    return create_app({"SUPPORTER_SECRET_KEY": SECRET, "TESTING": True})


@pytest.fixture(scope="module")
def warm() -> Flask:
    """An app that has served each kind of page before, in each language."""
    app = fresh()
    reader = walked(app, PARTNER)
    for path in PAGES:
        visited(reader, path)
    return app


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_made_of_what_was_loaded(warm: Flask, path: str) -> None:
    reader = walked(warm, PARTNER)
    with nothing_late():
        status = visited(reader, path)
    assert status == (404 if "nowhere" in path else 200)


def test_an_answer_is_taken_by_what_was_loaded(warm: Flask) -> None:
    reader = walked(warm, PARTNER)
    environ = reader.environ(PAGE, {"csrf_token": reader.token(PAGE), **ANSWER})
    with nothing_late():
        status, _, _ = reader.send(environ)
    assert status == 303


@pytest.mark.parametrize(
    "late",
    [
        lambda: Path(__file__).read_text(),
        lambda: re.compile("late [a-z]"),
        lambda: re.sub("late [0-9]", "", ""),
        lambda: markdown.markdown("late"),
        lambda: bleach.clean("late"),
        lambda: __import__("this_module_is_late"),
    ],
)
def test_the_watch_sees_each_kind_of_late_work(late: Any) -> None:
    with pytest.raises(TooLateError), nothing_late():
        late()
    assert re.match("late", "late")
