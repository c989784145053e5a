"""The guide as a process of its own in which every view fails when it is told to: `python -m tests.faulty`."""

import functools
import sys
from collections.abc import Callable
from typing import Any

from flask import request
from waitress.server import create_server

from supporter import create_app
from supporter.views import current
from supporter.visit import Visit
from tests.conftest import SECRET

FAIL = "X-Fail"
"""Of a request: the view fails, or `visit` does, which every page needs; or `press`, which paper needs."""


class Refused(Exception):
    """Says all that a careless library would say."""


def failing(view: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(view)
    def wrapper(**values: Any) -> Any:
        if request.headers.get(FAIL) == "view":
            check_in = current.visit().check_in
            answers = dict(check_in.answers) if check_in else {}
            said = f"{request.form} {request.args} {answers}"
            try:
                raise KeyError(said)
            except KeyError as error:
                raise Refused(said, values) from error
        return view(**values)

    return wrapper


def main() -> None:
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_COUNTRY": "GB"})
    for endpoint, view in app.view_functions.items():
        app.view_functions[endpoint] = failing(view)
    mount = app.extensions["supporter"]["supporter"]
    write, compiled = Visit.write, mount.press._sheet

    def writing(visit: Any, response: Any) -> None:
        if request.headers.get(FAIL) == "visit":
            raise Refused(str(dict(visit.check_in.answers) if visit.check_in else request.form))
        write(visit, response)

    class Press:
        def compile(self, **given: Any) -> Any:
            if request.headers.get(FAIL) == "press":
                import typst

                raise typst.TypstError(str(given), str(given))
            return compiled.compile(**given)

    Visit.write = writing  # type: ignore[method-assign, assignment]
    mount.press._sheet = Press()
    if "--template" in sys.argv:
        app.jinja_env.globals["url_for"] = functools.partial(refuse)
    server = create_server(app, host="127.0.0.1", port=0)
    print(server.effective_port, flush=True)  # type: ignore[union-attr]  # the stubs lack it
    server.run()


def refuse(*said: Any, **values: Any) -> str:
    raise Refused(str(request.form), str(dict(request.cookies)), said, values)


if __name__ == "__main__":
    main()
