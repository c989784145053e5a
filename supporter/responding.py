"""What is done to every response of a mount: the check-in is kept, and a browser told what it may do."""

import re
from typing import TYPE_CHECKING

from flask import Request, Response, current_app
from werkzeug.datastructures import Headers

from supporter.faults import log_fault
from supporter.headers import Kind, headers_for
from supporter.mount import Mount
from supporter.origins import sent_from_elsewhere
from supporter.registering import HEALTH, METRICS, SIZING
from supporter.views.current import asked_for, visit

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

WRITTEN = "supporter.written"
"""In the environment of a request, where our own server serves it: a list for lines of headers, sent as they are.

What stands around the app there can neither see nor change them.
"""
PAPER = ("application/pdf", "text/calendar")
"""Types of the files that a reader takes away."""
_WRITTEN = re.compile(r"[\w./?=&-]*", re.ASCII)
"""An address with nothing in it that werkzeug would write otherwise."""


class Finished(Response):
    """A response of the guide as an app on its own, whose headers are sent as they are.

    Werkzeug copies and checks all of them once more to mend a length or an address that a view may have got wrong; for
    an answer that takes as long as to open the check-in.
    """

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> Headers:
        """Those of a page or a redirect with nothing to mend; all others as werkzeug has them."""
        # Of a list: to be made a dictionary as they are, headers are looked for one by one.
        named = dict(self.headers.to_wsgi_list())
        sound = (
            self.status_code in (200, 303)
            and "Content-Length" in named
            and "Content-Location" not in named
            and _WRITTEN.fullmatch(named.get("Location", ""))
        )
        return self.headers if sound else super().get_wsgi_headers(environ)


def finish(response: Response, mount: Mount) -> None:
    """Keep the check-in where the response is for a reader, and put all headers on it."""
    asked = asked_for()
    endpoint = _endpoint(asked, mount)
    kind = _kind(response, asked, endpoint)
    _put_headers(response, asked, kind, mount)
    if kind not in ("asset", "sizing") and endpoint not in (HEALTH, METRICS):
        _close(response)
        if len(mount.guides) > 1 and not mount.in_address:
            # The reader's language decides on the page.
            response.headers.add("Vary", "Accept-Language, Cookie")


def hold(response: Response, mount: Mount, *, under: bool) -> None:
    """Put our headers on whatever a host's own hooks have made of a response of ours, or of one `under` our prefix."""
    asked = asked_for()
    if asked.blueprint == mount.name:
        if not mount.standalone:
            _put_headers(response, asked, _kind(response, asked, _endpoint(asked, mount)), mount)
    elif under and asked.routing_exception and asked.blueprint is None:
        # What Flask answers before it has found a view of ours: a redirect to a slash, a method nobody takes.
        _put_headers(response, asked, "page", mount)


def _put_headers(response: Response, asked: Request, kind: Kind, mount: Mount) -> None:
    """Those that a browser needs for what this is to it (see `headers`)."""
    ours = headers_for(kind, standalone=mount.standalone, https=asked.is_secure, ancestors=mount.frame_ancestors)
    others = [(name, value) for name, value in response.headers if name not in ours.named]
    written = asked.environ.get(WRITTEN)
    if written is not None:
        # In the place of those of an answer that ended with an error, if there was one.
        written[:] = [ours.lines]
        response.headers[:] = others
    else:
        # In one step, as one header after another costs as much as the view.
        response.headers[:] = [*others, *ours.named.items()]


def _endpoint(asked: Request, mount: Mount) -> str:
    """What has answered, without the name of the mount."""
    return (asked.endpoint or "").removeprefix(f"{mount.name}.")


def _kind(response: Response, asked: Request, endpoint: str) -> Kind:
    """What the response is to the browser; anything that went another way than it should is a page."""
    if endpoint == "static":
        whole_or_part = response.status_code in (200, 206, 304) and asked.method in ("GET", "HEAD")
        return "asset" if whole_or_part else "page"
    if endpoint == SIZING and response.status_code in (200, 206, 304):
        return "sizing"
    if endpoint == "leave":
        # A browser that looks ahead clears nothing, and no other site can have our reader's answers cleared.
        return "leave" if response.status_code == 303 and not sent_from_elsewhere(asked) else "page"
    return "paper" if response.mimetype in PAPER and response.status_code == 200 else "page"


def _close(response: Response) -> None:
    """Keep the check-in; where it cannot be, the page that says so is still sent, with all its headers."""
    try:
        visit().write(response)
    except Exception as error:
        if current_app.testing or current_app.debug:
            raise
        log_fault(current_app.logger, error)
