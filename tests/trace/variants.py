"""The guide with one defence taken away, for each of them: the search must find what it held back."""

import base64
import re
from collections.abc import Callable
from dataclasses import replace

from flask import Flask, Response, request

from supporter import create_app
from supporter.views.current import current_advice
from supporter.views.own import pages_of, sheets_of
from tests.conftest import SECRET


def whole(neutral: str) -> Flask:
    """The guide as it is; it leaves to a page on this machine, which a host cannot set."""
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_COUNTRY": "GB"})
    mounts = app.extensions["supporter"]
    mounts["supporter"] = replace(mounts["supporter"], leave_urls=(neutral,))
    return app


def rewritten(app: Flask, pattern: str, new: str | Callable[[re.Match[str]], str]) -> None:
    @app.after_request
    def rewrite(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.set_data(re.sub(pattern, new, response.get_data(as_text=True), flags=re.DOTALL))
        return response


def without_no_store(app: Flask) -> None:
    @app.after_request
    def keep(response: Response) -> Response:
        response.headers["Cache-Control"] = "private, max-age=3600"
        return response


def without_autocomplete_off(app: Flask) -> None:
    rewritten(app, ' autocomplete="off"', "")


def without_redirects(app: Flask) -> None:
    @app.after_request
    def answer(response: Response) -> Response:
        if request.method == "POST" and response.status_code == 303:
            cookie = response.headers.get("Set-Cookie", request.headers.get("Cookie", "")).partition(";")[0]
            with app.test_client(use_cookies=False) as client:
                page = client.get(str(response.location), base_url=request.host_url, headers={"Cookie": cookie})
            response.status_code = 200
            del response.headers["Location"]
            response.set_data(page.data)
        return response


def without_neutral_titles(app: Flask) -> None:
    @app.after_request
    def name(response: Response) -> Response:
        if response.mimetype == "text/html":
            head = re.search("<h1[^>]*>(.*?)</h1>", response.get_data(as_text=True), re.DOTALL)
            said = re.sub("<[^>]+>", "", head[1]) if head else ""
            response.set_data(
                re.sub("<title[^>]*>.*?</title>", f"<title>{said}</title>", response.get_data(as_text=True))
            )
        return response


def without_neutral_addresses(app: Flask) -> None:
    @app.after_request
    def name(response: Response) -> Response:
        advice = current_advice() if response.mimetype == "text/html" and request.endpoint else None
        if advice:
            sheets, pages = sheets_of(advice), pages_of(advice)
            text = re.sub(
                r"/guide/sheet-(\d+)",
                lambda m: f"/handouts/{sheets[int(m[1]) - 1].id}",
                response.get_data(as_text=True),
            )
            response.set_data(re.sub(r"/guide/read-(\d+)", lambda m: f"/read/{pages[int(m[1]) - 1].id}", text))
        return response


class _Open:
    """Seals nothing."""

    def seal(self, plain: bytes) -> str:
        return base64.urlsafe_b64encode(plain).decode()

    def open(self, token: str) -> bytes | None:
        return base64.urlsafe_b64decode(token)


def without_encryption(app: Flask) -> None:
    mounts = app.extensions["supporter"]
    mounts["supporter"] = replace(mounts["supporter"], sealer=_Open())


def without_forgetting(app: Flask) -> None:
    rewritten(app, ' data-left="[^"]*"', "")

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "supporter.leave":
            response.headers.remove("Set-Cookie")
            response.headers.remove("Clear-Site-Data")
        return response


WITHOUT: dict[str, Callable[[Flask], None]] = {
    "no-store": without_no_store,
    "autocomplete off": without_autocomplete_off,
    "redirect after post": without_redirects,
    "neutral titles": without_neutral_titles,
    "neutral addresses": without_neutral_addresses,
    "encryption": without_encryption,
    "forgetting": without_forgetting,
}
