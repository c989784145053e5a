"""What is done to every response of a mount: the check-in is kept, and a browser told what it may do."""

from flask import Response, current_app, request

from supporter.faults import log_fault
from supporter.headers import Kind, headers_for
from supporter.mount import Mount
from supporter.origins import sent_from_elsewhere
from supporter.registering import HEALTH, METRICS, SIZING
from supporter.views.current import visit

PAPER = ("application/pdf", "text/calendar")
"""Types of the files that a reader takes away."""


def finish(response: Response, mount: Mount) -> None:
    """Keep the check-in where the response is for a reader, and put all headers on it."""
    kind = _kind(response, mount)
    if kind not in ("asset", "sizing") and request.endpoint not in (
        f"{mount.name}.{HEALTH}",
        f"{mount.name}.{METRICS}",
    ):
        _close(response)
        if len(mount.guides) > 1 and not mount.in_address:
            _vary(response)
    put_headers(response, kind, mount)


def _vary(response: Response) -> None:
    """The reader's language decides on the page."""
    if "Vary" in response.headers:
        response.vary.update(("Accept-Language", "Cookie"))
    else:
        response.headers["Vary"] = "Accept-Language, Cookie"


def put_headers(response: Response, kind: Kind, mount: Mount) -> None:
    """Those that a browser needs for what this is to it (see `headers`)."""
    ours = headers_for(kind, standalone=mount.standalone, https=request.is_secure, ancestors=mount.frame_ancestors)
    for name in [name for name, _ in response.headers if name in ours]:
        del response.headers[name]
    response.headers.extend(ours)


def _kind(response: Response, mount: Mount) -> Kind:
    """What the response is to the browser; anything that went another way than it should is a page."""
    if request.endpoint == f"{mount.name}.static":
        whole_or_part = response.status_code in (200, 206, 304) and request.method in ("GET", "HEAD")
        return "asset" if whole_or_part else "page"
    if request.endpoint == f"{mount.name}.{SIZING}" and response.status_code in (200, 206, 304):
        return "sizing"
    if request.endpoint == f"{mount.name}.leave":
        # A browser that looks ahead clears nothing, and no other site can have our reader's answers cleared.
        return "leave" if response.status_code == 303 and not sent_from_elsewhere() else "page"
    return "paper" if response.mimetype in PAPER and response.status_code == 200 else "page"


def _close(response: Response) -> None:
    """Keep the check-in; where it cannot be, the page that says so is still sent, with all its headers."""
    try:
        visit().write(response)
    except Exception as error:
        if current_app.testing or current_app.debug:
            raise
        log_fault(current_app.logger, error)
