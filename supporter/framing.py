"""Pages of ours inside another site's: which sites may hold them, and how a browser keeps a reader's cookies there."""

import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from supporter.errors import ConfigurationError

EXAMPLE = "write it as 'https://www.example.org'"
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+|localhost")
_FRAMES = ("iframe", "frame")


def frame_ancestors(setting: Any) -> tuple[str, ...]:
    """The sites that SUPPORTER_FRAME_ANCESTORS names: a list, or text with spaces between.

    Raises ConfigurationError that names every one that is no origin as browsers write it.
    No wildcard: each site is told the height of our pages, and one that nobody named is told nothing.
    """
    listed = setting.split() if isinstance(setting, str) else setting or ()
    faults = [f"SUPPORTER_FRAME_ANCESTORS has {one!r}; {fault}" for one in listed if (fault := _fault(one))]
    if faults:
        raise ConfigurationError("\n".join(faults))
    return tuple(dict.fromkeys(listed))


def is_framed(ancestors: Collection[str], destination: str | None) -> bool:
    """Whether a page is for a frame that may hold it, as a browser says (Fetch Metadata, Sec-Fetch-Dest)."""
    return bool(ancestors) and destination in _FRAMES


def cookie_manner(*, framed: bool) -> dict[str, Any]:
    """How a browser may send a cookie: to our own pages alone; in a frame, another for each site around it (CHIPS)."""
    return {"samesite": "None", "partitioned": True} if framed else {"samesite": "Lax"}


def _fault(origin: str) -> str | None:
    if "*" in origin:
        return f"each site is named by itself: {EXAMPLE}"
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError as error:
        return f"it is no address ({error})"
    if parts.scheme != "https":
        return f"a browser keeps no answers in a frame without HTTPS; {EXAMPLE}"
    if origin != f"https://{parts.netloc}":
        return f"it is a site, without a path or a slash at its end; {EXAMPLE}"
    if not _HOST.fullmatch(parts.hostname or "") or parts.netloc != f"{parts.hostname}{f':{port}' if port else ''}":
        return f"{EXAMPLE}, in small letters from a to z, without a name or password"
    return "leave out :443, as browsers do" if port == 443 else None
