"""Several sites over HTTPS on this machine, told apart by their names: to a browser they have nothing to do with each other."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

from tests.certifying import certify

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HERE = "--host-resolver-rules=MAP *.test 127.0.0.1"
"""For Chromium: every name below `.test` is this machine."""
NO_THIRD_PARTY_COOKIES = "--test-third-party-cookie-phaseout"
"""For Chromium: a frame in another site has no cookies but partitioned ones."""


class Silent(WSGIRequestHandler):
    """Writes no log."""

    def log(self, *given: object) -> None:
        pass


@contextmanager
def over_https(port: int, sites: Mapping[str, "WSGIApplication"], folder: Path) -> Iterator[None]:
    """Each site at `https://NAME:port`, for as long as the context lasts."""
    certify(folder, *sites)

    def one(environ, start_response):  # type: ignore[no-untyped-def]
        return sites[environ["HTTP_HOST"].partition(":")[0]](environ, start_response)

    pair = (str(folder / "fullchain.pem"), str(folder / "privkey.pem"))
    server = make_server("127.0.0.1", port, one, threaded=True, request_handler=Silent, ssl_context=pair)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
