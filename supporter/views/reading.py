"""Pages to read, and the answer to an address that is none of ours."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError

from supporter.views.current import guide


def add_views(blueprint: Blueprint) -> None:
    """The pages to read and the error pages."""
    blueprint.add_url_rule("/read/<slug>", "page", show_page)
    blueprint.add_url_rule("/<path:rest>", "nowhere", nowhere, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    blueprint.register_error_handler(HTTPException, show_error)
    blueprint.register_error_handler(500, show_error)


def show_page(slug: str) -> ResponseReturnValue:
    """One page to read."""
    page = guide().pages.get(slug)
    if page is None or page.shelf is None:
        abort(404)
    return render_template("supporter/page.html", page=page)


def nowhere(rest: str) -> ResponseReturnValue:
    """An address under our prefix that leads nowhere gets our own kind page, and the host's stays the host's."""
    abort(404 if request.method in ("GET", "HEAD") else 405)


def show_error(error: Exception) -> ResponseReturnValue:
    """What went wrong in plain words, with help now and a way on."""
    code = error.code if isinstance(error, HTTPException) and error.code else InternalServerError.code
    return render_template("supporter/error.html", code=code), code
