"""The HTTP headers of every kind of response, as one pure function (design: security.md, 4)."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal, NamedTuple

Kind = Literal["page", "asset", "leave", "paper", "sizing"]

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-src 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
_NOT_IN_META = ("frame-ancestors",)
"""What a browser only takes from a header (CSP3, 3.3)."""
_ALONE = "frame-ancestors 'none'"
_NOTHING_SENT = {"connect-src 'self'": "connect-src 'none'", "form-action 'self'": "form-action 'none'"}
META_POLICY = "; ".join(
    _NOTHING_SENT.get(part, part) for part in _POLICY.split("; ") if not part.startswith(_NOT_IN_META)
)
"""The same for a page without a server, which carries its policy itself and sends nothing to anyone."""

_OFF = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "display-capture", "encrypted-media",
    "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection",
    "keyboard-map", "local-fonts", "magnetometer", "microphone", "midi", "otp-credentials", "payment",
    "picture-in-picture", "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock", "serial",
    "storage-access", "sync-xhr", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_PAGE = _EVERYWHERE | {
    "Content-Security-Policy": _POLICY,
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _OFF),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Origin-Agent-Cluster": "?1",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-DNS-Prefetch-Control": "off",
    "X-Robots-Tag": "noindex, noarchive",
    "Cache-Control": "no-store",
}
_ASSET = _EVERYWHERE | {
    "Content-Security-Policy": "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "sandbox",
    "Cache-Control": "public, max-age=31536000, immutable",
}
# A browser's own viewer of PDFs is an embedded object with styles of its own (crbug.com/271452).
_PAPER = _PAGE | {
    "Content-Security-Policy": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
}
# Another site's page runs it, from an address that never changes.
_SIZING = _ASSET | {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, max-age=3600"}


class Fixed(NamedTuple):
    """The headers that all responses of a kind have: by their names, and as the lines that a server sends."""

    named: Mapping[str, str]
    lines: bytes


@cache
def headers_for(kind: Kind, *, standalone: bool, https: bool, ancestors: tuple[str, ...] = ()) -> Fixed:
    """Headers of a page, an asset, a file for paper or a calendar, the answer to Leave, or the sizing script of frames.

    standalone: the whole site is ours, so that clearing its cookies and asking for HTTPS concerns nobody else.
    ancestors: the sites that may show pages and paper in a frame.
    """
    headers = dict({"asset": _ASSET, "paper": _PAPER, "sizing": _SIZING}.get(kind, _PAGE))
    if ancestors and kind not in ("asset", "sizing"):
        # X-Frame-Options can name no site, and a browser that knows `frame-ancestors` goes by that alone (CSP3, 6.4.2).
        del headers["X-Frame-Options"]
        policy = headers["Content-Security-Policy"]
        headers["Content-Security-Policy"] = policy.replace(_ALONE, f"frame-ancestors {' '.join(ancestors)}")
    if kind == "leave":
        headers["Clear-Site-Data"] = '"cache", "cookies", "storage"' if standalone else '"cache"'
    if standalone and https:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return Fixed(MappingProxyType(headers), lines.encode("ascii"))
