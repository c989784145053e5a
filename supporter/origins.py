"""Where a form was sent from."""

from flask import Request


def sent_from_elsewhere(request: Request) -> bool:
    """Whether another site sent the form; a browser says so by one header or the other (Fetch Metadata, Origin)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    # Our pages send no referrer, and then a browser calls itself "null" to our own forms too (Fetch, "append a request
    # `Origin` header"): that tells nothing, and the token decides.
    # Split by hand: urlsplit raises for some that are none, such as "http://[".
    return origin not in (None, "null") and origin.partition("://")[2] != request.host
