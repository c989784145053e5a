"""What a browser is told with every response of ours, whatever went wrong; tests/test_effects.py asks whether it obeys."""

from collections.abc import Callable
from typing import Any, get_args

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from supporter import Supporter, create_app
from supporter.headers import Kind, headers_for
from supporter.responding import Finished
from tests.conftest import SECRET, Reader
from tests.people import PARTNER

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-src 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
OFF = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), clipboard-read=(), display-capture=(), "
    "encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), "
    "idle-detection=(), keyboard-map=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), otp-credentials=(), "
    "payment=(), picture-in-picture=(), publickey-credentials-create=(), publickey-credentials-get=(), "
    "screen-wake-lock=(), serial=(), storage-access=(), sync-xhr=(), usb=(), window-management=(), "
    "xr-spatial-tracking=()"
)
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PAGE = EVERYWHERE | {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": OFF,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Origin-Agent-Cluster": "?1",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-DNS-Prefetch-Control": "off",
    "X-Robots-Tag": "noindex, noarchive",
    "Cache-Control": "no-store",
}
ASSET = EVERYWHERE | {
    "Content-Security-Policy": "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
    "Cache-Control": "public, max-age=31536000, immutable",
}
PAPER = PAGE | {
    "Content-Security-Policy": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
}
LEAVE = PAGE | {"Clear-Site-Data": '"cache", "cookies", "storage"'}
OF_A_GUEST = PAGE | {"Clear-Site-Data": '"cache"'}
HSTS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}

TOLD = {
    "Accept-Ranges", "Allow", "Content-Disposition", "Content-Length", "Content-Range", "Content-Type", "Date", "ETag",
    "Last-Modified", "Location", "Set-Cookie", "Vary",
}  # fmt: skip
"""What a response says of itself; all else in it is a header of ours."""

LONG = {"data": b"x" * 20_000, "content_type": "application/x-www-form-urlencoded"}
CHUNKED = {"headers": {"Transfer-Encoding": "chunked"}, "content_type": "application/x-www-form-urlencoded"}
AHEAD = {"headers": {"Sec-Purpose": "prefetch;prerender"}}
ELSEWHERE = {"headers": {"Sec-Fetch-Site": "cross-site"}}
FONT = "/assets/ahn.woff2"

ROWS: list[tuple[str, str, dict[str, Any], int, dict[str, str]]] = [
    *((method, address, {}, 200, PAGE) for method in ("GET", "HEAD") for address in (
        "/", "/check-in/1", "/check-in/check", "/guide", "/help-now", "/sources", "/read/", "/read/privacy",
        "/handouts/", "/handouts/looking-after-you", "/handouts/pack")),
    ("GET", "/handouts", {}, 308, PAGE),
    *(("GET", address, {}, 303, PAGE) for address in ("/guide/plan", "/guide/sheet-1", "/guide/read-1")),
    ("POST", "/check-in/1", {"data": {"danger": "no"}}, 303, PAGE),
    ("POST", "/check-in/1", {"data": {"danger": "no"}, **ELSEWHERE}, 303, PAGE),
    ("POST", "/again", {}, 303, PAGE),
    *((method, "/nowhere", {}, 404, PAGE) for method in ("GET", "HEAD")),
    ("GET", "/check-in/99", {}, 404, PAGE),
    ("GET", "/desk/version", {}, 404, PAGE),
    ("GET", "/assets/nothing.css", {}, 404, PAGE),
    ("GET", "/assets/../app.py", {}, 404, PAGE),
    *((method, address, {}, 405, PAGE) for method in ("PUT", "PATCH", "DELETE") for address in ("/", "/check-in/1", FONT, "/leave")),
    *((method, "/guide", {}, 405, PAGE) for method in ("PROPFIND", "TRACE")),
    *(("OPTIONS", address, {}, 200, PAGE) for address in ("/", "/guide", "/leave", FONT, "/nowhere")),
    ("POST", "/check-in/1", LONG, 413, PAGE),
    ("POST", "/check-in/1", CHUNKED, 411, PAGE),
    ("GET", FONT, {}, 200, ASSET),
    ("HEAD", FONT, {}, 200, ASSET),
    ("GET", FONT, {"headers": {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}}, 304, ASSET),
    ("GET", FONT, {"headers": {"Range": "bytes=0-9"}}, 206, ASSET),
    ("GET", FONT, {"headers": {"Range": "bytes=9999999-"}}, 416, PAGE),
    ("GET", "/handouts/looking-after-you.pdf", {}, 200, PAPER),
    ("HEAD", "/handouts/looking-after-you.pdf", {}, 200, PAPER),
    ("GET", "/handouts/nothing.pdf", {}, 404, PAGE),
    ("GET", "/guide.pdf", {}, 303, PAGE),
    ("GET", "/leave", {}, 303, LEAVE),
    ("HEAD", "/leave", {}, 204, PAGE),
    ("GET", "/leave", AHEAD, 204, PAGE),
    ("GET", "/leave", ELSEWHERE, 303, PAGE),
]  # fmt: skip


def told(response: Any) -> dict[str, str]:
    """The headers that are not about the response itself; one that stands twice is a fault."""
    named = [name for name, _ in response.headers if name not in TOLD]
    assert len(named) == len(set(named)), named
    return {name: response.headers[name] for name in named}


@pytest.mark.parametrize(("method", "address", "given", "status", "wanted"), ROWS)
def test_every_response_carries_exactly_these(
    app: Flask, method: str, address: str, given: dict[str, Any], status: int, wanted: dict[str, str]
) -> None:
    for base, added in (("http://localhost", {}), ("https://guide.example", HSTS)):
        response = FlaskClient(app, app.response_class).open(
            address, method=method, base_url=base, buffered=True, **given
        )
        assert (response.status_code, told(response)) == (status, wanted | added)


SITES = ("https://www.example.org", "https://b.example.com:8443")


def held_by_sites(wanted: dict[str, str]) -> dict[str, str]:
    """The same headers where two sites may show us in a frame: they are named, and nothing else is another."""
    policy = wanted["Content-Security-Policy"].replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(SITES)}")
    assert policy != wanted["Content-Security-Policy"]
    return {name: value for name, value in wanted.items() if name != "X-Frame-Options"} | {
        "Content-Security-Policy": policy
    }


SIZING = ASSET | {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, max-age=3600"}
FRAMED: list[tuple[str, str, int, dict[str, str]]] = [
    *(("GET", address, 200, held_by_sites(PAGE)) for address in ("/", "/check-in/1", "/help-now")),
    ("POST", "/check-in/1", 303, held_by_sites(PAGE)),
    ("GET", "/nowhere", 404, held_by_sites(PAGE)),
    ("GET", "/handouts/looking-after-you.pdf", 200, held_by_sites(PAPER)),
    ("GET", "/leave", 303, held_by_sites(LEAVE)),
    ("POST", "/leave", 204, held_by_sites(PAGE)),
    ("GET", FONT, 200, ASSET),
    ("GET", "/assets/embed.js", 200, ASSET),
    ("GET", "/embed.js", 200, SIZING),
    ("HEAD", "/embed.js", 200, SIZING),
    ("POST", "/embed.js", 405, held_by_sites(PAGE)),
]


@pytest.fixture(scope="module")
def shared() -> Flask:
    """The guide with two sites that may show it."""
    return create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_LOCALES": ["en"], "SUPPORTER_FRAME_ANCESTORS": SITES})


@pytest.mark.parametrize(("method", "address", "status", "wanted"), FRAMED)
def test_where_sites_may_show_us_they_are_named_and_all_else_stays(
    shared: Flask, method: str, address: str, status: int, wanted: dict[str, str]
) -> None:
    for destination in ("iframe", "document", "script"):
        given: dict[str, Any] = {"headers": {"Sec-Fetch-Dest": destination, "Sec-Fetch-Site": "same-origin"}}
        response = FlaskClient(shared, shared.response_class).open(address, method=method, buffered=True, **given)
        assert (response.status_code, told(response)) == (status, wanted)


def test_only_a_page_in_a_frame_has_the_cookie_and_the_script_of_frames(app: Flask, shared: Flask) -> None:
    rows = [
        *((shared, destination, destination == "iframe") for destination in ("document", "iframe", None, "iframe")),
        (app, "iframe", False),
    ]
    for guide, destination, framed in rows:
        headers = {"Sec-Fetch-Site": "same-origin", **({"Sec-Fetch-Dest": destination} if destination else {})}
        given: dict[str, Any] = {"headers": headers, "base_url": "https://guide.example"}
        client = FlaskClient(guide, guide.response_class)
        # In either order, for parts of a page may be drawn once for all.
        for address in ("/", "/read/privacy", "/handouts/looking-after-you", "/help-now", "/nowhere"):
            page = client.get(address, **given).text
            assert (("/framed.js" in page), ("ping=" in page), ("Partitioned" in page)) == (framed,) * 3
        cookie = client.post("/check-in/2", data={"relationship": "ex"}, **given).headers["Set-Cookie"]
        assert cookie.startswith("__Host-frame=" if framed else "__Host-visit=")
        assert cookie.endswith("SameSite=None; Partitioned" if framed else "SameSite=Lax") and "; Secure;" in cookie
        left = client.get("/leave", **given).headers.getlist("Set-Cookie")
        assert ["Partitioned" in one for one in left] == (
            [True] if framed else [False, True] if guide is shared else [False]
        )


def test_a_site_that_nobody_named_finds_no_script_to_size_us(app: Flask) -> None:
    assert FlaskClient(app, app.response_class).get("/embed.js").status_code == 404


def test_an_asset_says_nothing_of_a_reader_however_it_is_asked_for(reader: Reader) -> None:
    reader.answer(PARTNER)
    for headers in ({}, {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, {"Range": "bytes=0-9"}):
        response = reader.get(FONT, headers=headers, buffered=True)
        assert "Set-Cookie" not in response.headers and "Vary" not in response.headers


@pytest.mark.parametrize("given", [{"method": "HEAD"}, {"method": "OPTIONS"}, AHEAD])
def test_who_looks_at_leave_without_going_there_forgets_nothing(reader: Reader, given: dict[str, Any]) -> None:
    reader.answer(PARTNER)
    assert "Set-Cookie" not in FlaskClient.open(reader, "/leave", **given).headers
    assert "You said it built up slowly." in reader.get("/guide").text


def test_leave_by_post_only_forgets_and_for_no_other_site(reader: Reader) -> None:
    reader.answer(PARTNER)
    assert "Set-Cookie" not in reader.post("/leave", headers={"Sec-Fetch-Site": "cross-site"}).headers
    assert "You said it built up slowly." in reader.get("/guide").text
    assert reader.post("/leave", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 204
    assert "nothing to show yet" in reader.get("/guide").text


def test_one_mount_of_two_can_be_shown_in_a_frame() -> None:
    app = Flask("host")
    app.config["SECRET_KEY"] = SECRET
    Supporter(app, url_prefix="/shown", name="shown", locale="en", frame_ancestors=SITES)
    Supporter(app, url_prefix="/support", locale="en")
    with app.test_client() as client:
        assert told(client.get("/shown/")) == told(client.get("/shown")) == held_by_sites(PAGE)
        assert told(client.get("/support/")) == told(client.get("/support")) == PAGE
        headers = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "iframe"}
        for prefix, name in (("/shown", "__Secure-frame-shown"), ("/support", "__Secure-visit-supporter")):
            given: dict[str, Any] = {"headers": headers, "base_url": "https://host.example"}
            cookie = client.post(f"{prefix}/check-in/2", data={"relationship": "ex"}, **given).headers["Set-Cookie"]
            assert cookie.startswith(f"{name}=") and f"; Path={prefix};" in cookie


def test_a_guest_clears_no_cookies_of_its_host_and_does_not_say_how_the_host_is_reached() -> None:
    app = Flask("host")
    app.config["SECRET_KEY"] = SECRET
    Supporter(app, url_prefix="/support")
    with app.test_client() as client:
        assert told(client.get("/support/leave", base_url="https://host.example")) == OF_A_GUEST
        assert told(client.get("/support", base_url="https://host.example")) == PAGE


def test_headers_that_a_host_gives_to_all_of_its_pages_do_not_take_the_place_of_ours() -> None:
    app = Flask("host")
    app.config["SECRET_KEY"] = SECRET
    Supporter(app, url_prefix="/support")
    theirs = {"Cache-Control": "public, max-age=300", "Content-Security-Policy": "default-src *", "X-Host": "here"}

    @app.after_request
    def stamp(response: Response) -> Response:
        response.headers.update(theirs)
        return response

    with app.test_client() as client:
        outside = client.get("/", base_url="https://host.example").headers
        assert {name: outside[name] for name in theirs} == theirs
        for address in ("", "/", "/guide", "/nowhere", "/check-in/x"):
            response = client.get(f"/support{address}", base_url="https://host.example")
            assert told(response) == {**PAGE, "X-Host": "here"}, address


def fail() -> str:
    raise RuntimeError("canary-in-a-traceback")


def test_a_host_s_own_errors_stay_without_them_and_ours_stay_ours() -> None:
    app = Flask("host", template_folder=None)
    app.config["SECRET_KEY"] = b"bytes are what the quickstart shows"
    app.register_error_handler(404, lambda error: ("the host's own 404", 404))
    app.register_error_handler(405, lambda error: ("the host's own 405", 405))
    app.register_error_handler(Exception, lambda error: ("the host's own 500", 500))
    Supporter(app, url_prefix="/support")
    with app.test_client() as client:
        assert client.get("/nowhere").data == b"the host's own 404"
        assert "Content-Security-Policy" not in client.post("/supporters").headers
        for response in (client.get("/support/nowhere"), client.delete("/support/check-in/1")):
            assert "Help now" in response.text and "the host" not in response.text
        app.view_functions["supporter.start"] = fail
        response = client.get("/support/")
        assert response.status_code == 500 and "Help now" in response.text


@pytest.mark.parametrize(
    "setting", [{"WTF_CSRF_ENABLED": False}, {"WTF_CSRF_FIELD_NAME": "other"}, {"WTF_CSRF_TIME_LIMIT": 0}]
)
def test_no_setting_of_a_host_takes_the_token_from_our_forms(setting: dict[str, Any]) -> None:
    app = Flask("host")
    app.config.update(SECRET_KEY=SECRET, **setting)
    Supporter(app, url_prefix="/support")
    app.test_client_class = Reader
    with app.test_client() as client:
        assert isinstance(client, Reader)
        client.answer(PARTNER, "/support")
        assert "You said it built up slowly." in client.get("/support/guide").text


@pytest.mark.parametrize("body", ["[1,2]", "5", '{"csrf_token": 5}', "{"])
def test_a_body_that_is_no_form_is_an_empty_form(reader: Reader, body: str) -> None:
    for address in ("/check-in/4", "/check-in/5", "/check-in/7", "/again", "/guide"):
        assert reader.post(address, data=body, content_type="application/json").status_code == 303


def test_an_error_of_ours_carries_them_too_and_says_nothing_of_what_went_wrong() -> None:
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    app.test_client_class = Reader
    app.view_functions["supporter.start"] = fail
    with app.test_client() as reader:
        response = reader.get("/")
    assert response.status_code == 500 and "canary" not in response.text
    assert told(response) == PAGE


@pytest.mark.parametrize("ancestors", [(), ("https://a.example", "https://b.example")])
@pytest.mark.parametrize("https", [False, True])
@pytest.mark.parametrize("standalone", [False, True])
@pytest.mark.parametrize("kind", get_args(Kind))
def test_the_lines_of_a_kind_are_its_headers(
    kind: Kind, standalone: bool, https: bool, ancestors: tuple[str, ...]
) -> None:
    fixed = headers_for(kind, standalone=standalone, https=https, ancestors=ancestors)
    lines = fixed.lines.decode("ascii").split("\r\n")
    assert lines.pop() == ""
    assert [tuple(line.split(": ", 1)) for line in lines] == [*fixed.named.items()]


SENT: list[tuple[int, bytes, dict[str, str]]] = [
    (200, b"a page", {}),
    (200, b"a page", {"Content-Location": "/päge"}),
    (303, b"on", {"Location": "/check-in/4?then=check"}),
    (303, b"on", {"Location": "/sø?a=b c"}),
    (303, b"on", {"Location": '/a"b<c>'}),
    (303, b"on", {"Location": "https://example.org:8443/ä#ü"}),
    (204, b"", {}),
    (206, b"part", {"Content-Range": "bytes 0-3/9"}),
    (304, b"", {"Content-Type": "text/css", "Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT"}),
    (404, b"none", {}),
]


@pytest.mark.parametrize("shape", [bytes, lambda body: [body], lambda body: iter([body])])
@pytest.mark.parametrize(("status", "body", "headers"), SENT)
def test_headers_that_are_not_copied_are_those_that_a_copy_would_have(
    status: int, body: bytes, headers: dict[str, str], shape: Callable[[bytes], Any]
) -> None:
    def sent(kind: type[Response]) -> list[tuple[str, str]]:
        return kind(shape(body), status, headers).get_wsgi_headers({}).to_wsgi_list()

    assert sent(Finished) == sent(Response)
    assert isinstance(create_app({"SUPPORTER_SECRET_KEY": SECRET}).make_response("a page"), Finished)
