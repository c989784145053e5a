"""Leaving at once: the neutral pages to go to, and the mark by which a browser says that its reader has left."""

import string
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from supporter.errors import ConfigurationError
from supporter.framing import cookie_manner

_WRITTEN = frozenset(string.ascii_letters + string.digits + string.punctuation) - frozenset("\"'<>\\^`{|}")
"""What an address is written with (RFC 3986); anything else is there by mistake, or to end a header early."""


def leave_urls(setting: Any) -> tuple[str, ...]:
    """The pages that SUPPORTER_LEAVE_URL names: one, several with a space between, or a list.

    Raises ConfigurationError that names every one that cannot be used.
    """
    listed = setting.split(" ") if isinstance(setting, str) else setting
    if not isinstance(listed, list | tuple):
        raise ConfigurationError(f"SUPPORTER_LEAVE_URL is {setting!r}; write an https address, or a list of them")
    addresses = [address for address in listed if address != ""]
    faults = [f"SUPPORTER_LEAVE_URL has {address!r}; {fault}" for address in addresses if (fault := _fault(address))]
    if faults:
        raise ConfigurationError("\n".join(faults))
    if not addresses:
        raise ConfigurationError("SUPPORTER_LEAVE_URL is empty; write the https address of a neutral page")
    return tuple(addresses)


# The same for every reader of a mount.
@lru_cache(maxsize=128)
def mark(name: str, path: str, *, secure: bool, framed: bool = False) -> str:
    """The cookie that a page sets as its reader leaves, whole, as `document.cookie` takes it.

    It ends with the browser's session, as the check-in's own cookie does: while our server cannot be reached, nothing
    else says that the answers in that one are over.
    """
    manner = cookie_manner(framed=framed)
    more = f"{'; Secure' if secure else ''}{'; Partitioned' if 'partitioned' in manner else ''}"
    return f"{name}=1; Path={path}; SameSite={manner['samesite']}{more}"


def _fault(address: object) -> str | None:
    if not isinstance(address, str):
        return "write the address as text"
    if not _WRITTEN.issuperset(address):
        return "write it as a browser's address bar copies it, without spaces, line ends or letters beyond a to z"
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        return f"it is no address ({error})"
    if parts.scheme != "https" or not named:
        return "write the https address of a neutral page"
    if parts.username or parts.password:
        return "leave out the name and password"
    return None
