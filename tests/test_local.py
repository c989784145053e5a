"""Only a browser on this machine, with nothing between, keeps answers without HTTPS; a proxy counts when we count it."""

from typing import Any

import pytest
from flask import Flask

from supporter import ConfigurationError, Supporter, create_app
from supporter.local import is_local
from tests.conftest import SECRET

HERE = {"REMOTE_ADDR": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.1"}

LOCAL: list[tuple[dict[str, Any], str, bool]] = [
    ({}, "127.0.0.1:5000", True),
    ({}, "localhost", True),
    ({"REMOTE_ADDR": "::1"}, "[::1]:5000", True),
    ({}, "guide.example.org", False),
    ({}, "192.0.2.7", False),
    # A proxy on this machine that passes on a Host of its own, as nginx does where nothing is said.
    ({"SERVER_PROTOCOL": "HTTP/1.0"}, "127.0.0.1:8001", False),
    ({"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, "127.0.0.1:8001", False),
    ({"HTTP_X_FORWARDED_PROTO": "http"}, "localhost", False),
    ({"HTTP_FORWARDED": "for=192.0.2.7"}, "localhost", False),
    ({"HTTP_X_REAL_IP": "192.0.2.7"}, "localhost", False),
    ({"HTTP_VIA": "1.1 example"}, "localhost", False),
    ({"werkzeug.proxy_fix.orig": {}}, "localhost", False),
    # One elsewhere, or one that speaks to a socket that no browser can.
    ({"REMOTE_ADDR": "192.0.2.9"}, "127.0.0.1:8001", False),
    ({"REMOTE_ADDR": ""}, "127.0.0.1:8001", False),
]


@pytest.mark.parametrize(("more", "host", "local"), LOCAL)
def test_a_host_of_this_machine_is_no_proof_that_the_browser_is_on_it(
    more: dict[str, Any], host: str, local: bool
) -> None:
    assert is_local(HERE | more, host) is local


def cookie(app: Flask, **headers: str) -> tuple[str, dict[str, Any]]:
    """The cookie's name and the health, for a request with these headers to a loopback host."""
    client = app.test_client()
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    response = client.post("/check-in/2", data={"relationship": "ex"}, headers=given, base_url="http://127.0.0.1:8001")
    told = client.get("/healthz", headers=given, base_url="http://127.0.0.1:8001").get_json()
    return response.headers["Set-Cookie"].partition(";")[0].partition("=")[0] + (
        "; Secure" if "; Secure" in response.headers["Set-Cookie"] else ""
    ), told


def test_what_a_proxy_says_is_believed_as_far_as_proxies_are_counted() -> None:
    uncounted, counted = (
        create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_LOCALES": ["en"], "SUPPORTER_PROXIES": count})
        for count in (0, "1")
    )
    assert cookie(uncounted)[0] == "visit-supporter"
    # A reader can say this too: it makes no connection secure, and no cookie less so.
    name, told = cookie(uncounted, X_Forwarded_Proto="https", X_Forwarded_Host="evil.example", X_Forwarded_Prefix="/x")
    assert name == "__Host-visit; Secure" and "set SUPPORTER_PROXIES" in told["reasons"][0]
    page = uncounted.test_client().get("/help-now", headers={"X-Forwarded-Proto": "https"})
    assert "Strict-Transport-Security" not in page.headers
    name, told = cookie(counted, X_Forwarded_Proto="https")
    assert name == "__Host-visit; Secure" and told["reasons"] == []
    assert cookie(counted, X_Forwarded_Proto="http")[0] == cookie(counted)[0] == "__Host-visit; Secure"
    client = counted.test_client()
    response = client.get("/handouts", headers={"X-Forwarded-Proto": "http, https", "X-Forwarded-Host": "evil.example"})
    assert "Strict-Transport-Security" in response.headers and "evil" not in str(response.headers) + response.text
    # One more than we count was said by nobody we know.
    response = client.get("/", headers={"X-Forwarded-Proto": "https, http"})
    assert "Strict-Transport-Security" not in response.headers


@pytest.mark.parametrize("wrong", ["one", "-1", True, "1.5"])
def test_a_count_that_is_none_stops_the_start(wrong: object) -> None:
    with pytest.raises(ConfigurationError, match="write how many proxies stand in front, such as 1"):
        create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_PROXIES": wrong})


def test_a_host_counts_its_own_proxies() -> None:
    app = Flask("host")
    app.config.update(SECRET_KEY=SECRET, SUPPORTER_PROXIES=1)
    with pytest.raises(ConfigurationError, match=r"app\.wsgi_app = ProxyFix"):
        Supporter(app, url_prefix="/support")
