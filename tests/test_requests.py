"""Whatever is sent to the shipped server, it answers with a refusal that is kind, and never falls over.

The quick part of `make verify-hostile`, which sends 5,000 requests and measures pages among half-open clients.
"""

import socket
from collections.abc import Iterator
from io import BytesIO
from time import perf_counter

import pytest
from flask import Flask

from supporter import Supporter
from supporter.headers import headers_for
from tests.conftest import SECRET, Reader
from tests.hostile.schemata import send_all
from tests.hostile.wire import exchange, half_open, process, time_pages

HOST = b"Host: 127.0.0.1\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with process() as port:
        yield port


def get(path: bytes, headers: bytes = HOST) -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\n" + headers + b"\r\n"


def post(body: bytes, headers: bytes = FORM, path: bytes = b"/check-in/1") -> bytes:
    length = b"Content-Length: %d\r\n" % len(body)
    return b"POST " + path + b" HTTP/1.1\r\n" + HOST + headers + length + b"\r\n" + body


def chunked(*chunks: bytes, path: bytes = b"/check-in/1") -> bytes:
    sent = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    return b"POST " + path + b" HTTP/1.1\r\n" + HOST + FORM + b"Transfer-Encoding: chunked\r\n\r\n" + sent


MULTIPART = b"Content-Type: multipart/form-data; boundary=b\r\n"
PART = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'

NOBODY_SPEAKS = b"Accept-Language: " + b",".join(b"a%d-b%d" % (n, n) for n in range(1_400)) + b"\r\n"

WIRE: dict[str, tuple[bytes, set[int]]] = {
    # 0 is a connection closed without a word; the answer to what is far too much can be lost on its way.
    "an address of 60 KB": (get(b"/" + b"a" * 60_000), {0, 400, 414, 431}),
    "an address of 8 KB": (get(b"/read/" + b"a" * 8_000), {404}),
    "a header of 60 KB": (get(b"/", HOST + b"X: " + b"a" * 60_000 + b"\r\n"), {0, 400, 431}),
    "5,000 headers": (get(b"/", HOST + b"".join(b"X-%d: a\r\n" % n for n in range(5_000))), {0, 400, 431}),
    "a language list of 25 KB": (get(b"/", HOST + b"Accept-Language: " + b"en," * 8_000 + b"\r\n"), {200}),
    "a language list of 15 KB that nobody speaks": (get(b"/help-now", HOST + NOBODY_SPEAKS), {200}),
    "500 cookies": (get(b"/", HOST + b"Cookie: " + b"; ".join(b"c%d=1" % n for n in range(500)) + b"\r\n"), {200}),
    "a cookie in no encoding": (get(b"/guide", HOST + b"Cookie: visit-supporter=\xff\xfe\x80\r\n"), {200, 303, 400}),
    "a null in the address": (get(b"/read/%00"), {404}),
    "a line break in the address": (get(b"/check-in/1%0d%0aSet-Cookie:a=b"), {404}),
    "a raw null": (get(b"/read/\x00"), {400, 404}),
    "an address in no encoding": (get(b"/read/\xff\xfe"), {400, 404}),
    "an address that decodes to no text": (get(b"/read/%ff%fe%c0%ae"), {404}),
    "a broken escape": (get(b"/read/%zz%"), {404}),
    "a query in no encoding": (get(b"/help-now?country=%ff%fe&country=%00"), {200}),
    "a query of 4,000 names": (get(b"/help-now?" + b"&".join(b"a%d" % n for n in range(4_000))), {200, 400, 431}),
    "out of the folder": (get(b"/assets/../app.py"), {400, 404}),
    "out of the folder, escaped": (get(b"/assets/%2e%2e/app.py"), {404}),
    "out of the folder, twice": (get(b"/assets/%252e%252e%252fapp.py"), {404}),
    "out of the folder, the other way": (get(b"/assets/..%5capp.py"), {404}),
    "an absolute file": (get(b"/assets//etc/passwd"), {404, 308}),
    "two slashes": (get(b"//example.org/%2f.."), {404, 308}),
    "a number of 5,000 digits": (get(b"/check-in/" + b"9" * 5_000), {404}),
    "a number in other digits": (get("/check-in/١".encode()), {400, 404}),
    "a number below nothing": (get(b"/check-in/-1"), {404}),
    "another host": (get(b"/guide/plan", b"Host: example.org\r\n"), {200, 303}),
    "no host": (get(b"/", b""), {200, 400}),
    "a host that is none": (get(b"/", b"Host: [\r\n"), {200, 400}),
    "a host that is markup": (get(b"/", b'Host: "><script>\r\n'), {200, 400}),
    "two hosts": (get(b"/", HOST + b"Host: example.org\r\n"), {200, 400}),
    "an origin that is none": (post(b"danger=no", FORM + b"Origin: http://[\r\n"), {303}),
    "a port that is none": (post(b"danger=no", FORM + b"Origin: http://a:b\r\n"), {303}),
    "another's address": (get(b"http://example.org/"), {200, 400, 404}),
    "no address": (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", {200, 400, 404, 405}),
    "a tunnel": (b"CONNECT example.org:443 HTTP/1.1\r\n" + HOST + b"\r\n", {400, 404, 405}),
    "a method nobody knows": (b"BREW / HTTP/1.1\r\n" + HOST + b"\r\n", {400, 405}),
    "a method of 9,000 letters": (b"A" * 9_000 + b" / HTTP/1.1\r\n" + HOST + b"\r\n", {400, 405, 431}),
    "HTTP 0.9": (b"GET /\r\n\r\n", {0, 200, 400}),
    "HTTP 2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {0, 400, 404, 405, 505}),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 60 + b"\r\n\r\n", {0, 400}),
    "a header without a name": (get(b"/", HOST + b": a\r\n"), {200, 400}),
    "a header over two lines": (get(b"/", HOST + b"X: a\r\n b\r\n"), {200, 400}),
    "two lengths": (post(b"danger=no", FORM + b"Content-Length: 3\r\n"), {400}),
    "a length below nothing": (b"POST /again HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n", {400}),
    "a length that is none": (b"POST /again HTTP/1.1\r\n" + HOST + b"Content-Length: x\r\n\r\n", {400}),
    "a length and chunks": (chunked(b"danger=no").replace(FORM, FORM + b"Content-Length: 9\r\n"), {303, 400}),
    "a gigabyte announced": (b"POST /again HTTP/1.1\r\n" + HOST + b"Content-Length: 1000000000\r\n\r\n", {413}),
    "17 KiB": (post(b"a" * 17 * 1024), {413}),
    "17 KiB in chunks": (chunked(*[b"a" * 1024] * 17), {413}),
    "2 MiB in chunks": (chunked(*[b"a" * 65_536] * 32), {0, 413}),
    "a form in chunks": (chunked(b"dan", b"ger=no"), {303}),
    "chunks of no size": (chunked(b"a").replace(b"1\r\na", b"zz\r\na"), {400}),
    "chunks below nothing": (chunked(b"a").replace(b"1\r\na", b"-1\r\na"), {400}),
    "coded chunks": (chunked(b"a").replace(b"chunked", b"gzip, chunked"), {400, 411, 501}),
    "10,000 fields": (post(b"&".join(b"a%d=" % n for n in range(10_000))), {413}),
    "8,000 fields in 16 KiB": (post(b"a&" * 8_000), {303}),
    "one field 3,000 times": (post(b"signs=a&" * 2_000, path=b"/check-in/5"), {303}),
    "10,000 parts": (post(PART * 10_000 + b"--b--\r\n", MULTIPART), {413}),
    "250 parts": (post(PART * 250 + b"--b--\r\n", MULTIPART), {413}),
    "parts without a border": (post(PART, b"Content-Type: multipart/form-data\r\n"), {303, 400}),
    "parts that do not end": (post(PART, MULTIPART), {303, 400}),
    "a file": (post(PART.replace(b'"a"', b'"danger"; filename="x"') + b"--b--\r\n", MULTIPART), {303}),
    "nulls": (post(b"danger=%00&\x00=\x00&=&danger=\x00"), {303}),
    "a form in no encoding": (post(b"danger=\xff\xfe&\x80=%ff"), {303}),
    "a charset that is none": (post(b"danger=no", FORM.strip() + b"; charset=utf-99\r\n"), {303, 400}),
    "a form of UTF-16": (post("danger=no".encode("utf-16"), FORM.strip() + b"; charset=utf-16\r\n"), {303, 400}),
    "a zip": (post(b"\x1f\x8b\x08\x00", FORM + b"Content-Encoding: gzip\r\n"), {303, 400, 415}),
    "JSON": (post(b"[" * 9_000, b"Content-Type: application/json\r\n"), {303}),
    "a type that is none": (post(b"danger=no", b'Content-Type: ;;=";\r\n'), {303}),
    "a form on a page": (post(b"a=1", path=b"/"), {405}),
    "a form nowhere": (post(b"a=1", path=b"/nowhere"), {405}),
    "a form with its end missing": (post(b"danger=no").replace(b"Length: 9", b"Length: 900"), {0, 400}),
}


@pytest.mark.parametrize("name", WIRE)
def test_a_bad_request_is_refused_or_harmless_and_the_next_one_is_answered(port: int, name: str) -> None:
    data, allowed = WIRE[name]
    answer = exchange(port, data)
    assert answer.status in allowed, answer
    assert b"Traceback" not in answer.body and b"root:" not in answer.body and b"Flask" not in answer.body
    assert exchange(port, get(b"/help-now")).status == 200


KIND = [
    "17 KiB", "17 KiB in chunks", "250 parts", "a form nowhere", "a null in the address", "a line break in the address",
    "a number of 5,000 digits",
]  # fmt: skip


@pytest.mark.parametrize("name", KIND)
def test_a_refusal_is_a_page_of_ours_with_help_and_every_header(port: int, name: str) -> None:
    answer = exchange(port, WIRE[name][0])
    assert b"Help now" in answer.body
    for header, value in headers_for("page", standalone=True, https=False).named.items():
        assert answer.headers[header.lower()] == value


def test_a_long_list_of_languages_is_gone_through_once_a_request_and_not_for_each_text(port: int) -> None:
    began = perf_counter()
    assert exchange(port, WIRE["a language list of 15 KB that nobody speaks"][0]).status == 200
    assert perf_counter() - began < 3


@pytest.mark.parametrize("in_address", [False, True])
def test_an_address_that_no_rule_can_take_is_answered_by_the_mount_it_is_under(in_address: bool) -> None:
    host = Flask("host")
    host.config |= {"SECRET_KEY": SECRET, "SUPPORTER_LOCALE_IN_ADDRESS": in_address}
    Supporter(host, url_prefix="/support")
    Supporter(host, url_prefix="/other", name="other")
    client = host.test_client()
    for address in ("/read/%0a", "/check-in/" + "9" * 5_000):
        for prefix in ("/support", "/other"):
            answer = client.get(prefix + address, follow_redirects=True)
            assert answer.status_code == 404 and f'href="{prefix}/' in answer.text and "Leave this page" in answer.text
            assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Leave" not in client.get(address).text


def test_the_limits_hold_in_a_host_that_has_none_and_one_that_has_its_own() -> None:
    host = Flask("host")
    host.config["SECRET_KEY"] = SECRET
    Supporter(host, url_prefix="/support")
    host.test_client_class = Reader
    for limit, sent in ((None, 20_000), (10**9, 20_000), (100, 200)):
        host.config["MAX_CONTENT_LENGTH"] = limit
        response = host.test_client().post("/support/check-in/1", data={"danger": "a" * sent})
        assert response.status_code == 413 and "Your earlier answers are safe" in response.text


def test_a_body_of_no_known_length_is_refused_where_the_server_leaves_the_chunks_to_us(reader: Reader) -> None:
    response = reader.post(
        "/check-in/1",
        input_stream=BytesIO(b"danger=no&" * 4_000),
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 411 and "Help now" in response.text


def test_no_request_that_fits_the_routes_or_nearly_ends_in_an_error_of_ours(port: int, app: Flask) -> None:
    statuses, faults = send_all(port, app, each=5, seed=7)
    assert faults == [] and statuses.total() >= 150 and statuses[200] and statuses[303] and statuses[404]


def test_a_client_that_asks_for_hundreds_of_pages_and_reads_none_keeps_nobody_from_one(port: int) -> None:
    asked = b"GET /sources HTTP/1.1\r\n\r\n"
    many = 8_192 // len(asked)
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        client.sendall(asked * many)
        # So many that the server has had a turn for each that was asked of it.
        assert len(time_pages(port, many)) == many
        # All of it is there as soon as it is read.
        whole = 0
        with client.makefile("rb") as answers:
            for _ in range(many):
                assert answers.readline() == b"HTTP/1.1 200 OK\r\n"
                length = 0
                while (line := answers.readline()) != b"\r\n":
                    name, _, value = line.partition(b":")
                    length = int(value) if name.lower() == b"content-length" else length
                whole += len(answers.read(length))
    # More than a server may hold for one that does not read.
    assert whole > 20_000_000


def test_a_hundred_and_fifty_clients_that_never_end_keep_nobody_from_a_page(port: int) -> None:
    with half_open(port, 150):
        assert len(time_pages(port, 10)) == 10
