"""What a load balancer or an administrator asks: is it well, which version, which content, which key."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version

from flask import Response, request
from flask.typing import ResponseReturnValue

from supporter.local import forwarded
from supporter.mount import Mount
from supporter.views.current import asked_for, serving


def show_health() -> ResponseReturnValue:
    """Always 200 while it can answer: a degraded process still serves its readers the last good guide."""
    mount = serving(asked_for())
    reasons = [*_reasons(mount)]
    key, *older = mount.sealer.fingerprints
    said = {
        "status": "degraded" if reasons else "ok",
        "version": _version(),
        "content": mount.edition,
        "key": key,
        "older_keys": older,
        "reasons": reasons,
    }
    return Response(f"{json.dumps(said, indent=1)}\n", mimetype="application/json")


@cache
def _version() -> str:
    # Not at the start, of which it would take a hundredth: what is installed has to be searched for it.
    return version("within-reach")


def _reasons(mount: Mount) -> Iterator[str]:
    """In words that name no file, address or key."""
    if mount.reloader.trouble:
        yield mount.reloader.trouble
    if mount.press.stuck:
        yield "the last sheet could not be printed; restart this process, and see what memory it has"
    if mount.desk and mount.desk.problems:
        yield f"the content has {len(mount.desk.problems)} to mend; the last good guide is served"
    if mount.counting.taps and mount.counting.taps.failing:
        yield "the last tap on what helped could not be counted; see whether the database is up and may be written"
    if forwarded(request.environ) and not request.is_secure:
        yield "a proxy passed this on that nobody counts, so that HTTPS is not seen; set SUPPORTER_PROXIES"
