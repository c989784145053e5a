"""Whether a request comes from this very machine with nothing between, where a try needs no HTTPS."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PROXIED = "werkzeug.proxy_fix.orig"
"""In the environment of a request that ProxyFix has seen: somebody counts on a proxy."""
_FORWARDED = (" HTTP_FORWARDED", " HTTP_X_FORWARDED_", " HTTP_X_REAL_IP", " HTTP_VIA")
"""How the headers begin that proxies put in and browsers do not."""


@lru_cache(maxsize=64)
def loopback(host: str) -> bool:
    """Whether a host, with or without a port, is this very machine."""
    return host in _LOOPBACK or urlsplit(f"//{host}").hostname in _LOOPBACK


def forwarded(environ: Mapping[str, Any]) -> bool:
    """Whether a proxy that nobody counts on has passed a request on."""
    if _PROXIED in environ:
        return False
    # All names as one text, as to look at each of some forty by itself takes ten times as long.
    names = f" {' '.join(environ)}"
    return any(begun in names for begun in _FORWARDED)


def is_local(environ: Mapping[str, Any], host: str) -> bool:
    """Whether a WSGI request for this host can only be a browser's on this machine.

    A proxy may pass on a Host of its own, such as 127.0.0.1:8000, so the host alone says nothing. Where ProxyFix is set
    up, the scheme after it decides and nothing is local; else no sign of a proxy may be there: its headers, a peer
    elsewhere, or HTTP/1.0, which nginx speaks unless it is told otherwise and no browser does.
    """
    return (
        loopback(host)
        and loopback(environ.get("REMOTE_ADDR", ""))
        and environ.get("SERVER_PROTOCOL") != "HTTP/1.0"
        and _PROXIED not in environ
        and not forwarded(environ)
    )
