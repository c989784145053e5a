"""How much a request may send us: more is refused whole and never cut, in any host and under any server."""

from flask import Request, abort

LARGEST_FORM = 16 * 1024
"""Bytes in a request's body at most: the longest form has under 2 KB."""
MOST_PARTS = 200
"""Fields of a multipart form at most; our own forms are not multipart."""


def take_in(request: Request) -> None:
    """Bound what this request's form may be; aborts with 411 where nobody can say how long it is, else with 413."""
    environ = request.environ
    if request.method == "GET" and "CONTENT_LENGTH" not in environ and "HTTP_TRANSFER_ENCODING" not in environ:
        return  # There is no form, and no view of ours would read one.
    given = request.max_content_length
    request.max_content_length = LARGEST_FORM if given is None else min(given, LARGEST_FORM)
    request.max_form_parts = MOST_PARTS
    length = request.content_length
    if length is None:
        # Werkzeug would read a chunked body up to the limit and take the part for the whole (security.md, 7).
        if "Transfer-Encoding" in request.headers:
            abort(411)
    elif length > request.max_content_length:
        abort(413)
