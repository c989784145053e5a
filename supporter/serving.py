"""The guide under waitress, for one machine and one command."""

import gc
import logging
import os
import secrets
import sys
import threading
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import click
from waitress.server import BaseWSGIServer, MultiSocketServer, TcpWSGIServer, create_server

from supporter.app import create_app
from supporter.ending import listeners_of, serve_until_told
from supporter.errors import SupporterError
from supporter.lanes import Lanes, behind
from supporter.local import loopback
from supporter.mount import Mount
from supporter.sending import Channel

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

SWITCH = 0.0005
"""Seconds after which a thread that computes lets another have the interpreter: a page waits less for a sheet."""
CONNECTIONS = 1000
"""Open connections at most: waitress reads slow clients without a thread each."""
LARGEST_HEADER = 32 * 1024
"""Bytes of a request's line and headers at most; those of a browser have 2 to 8 KB."""
LARGEST_BODY = 1024 * 1024
"""Bytes that are read before the app is asked, so that what is a little too much is told by a page of ours."""
LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes of an answer that wait in memory for a slow client; more would be put into a file."""
PATIENCE = 60
"""Seconds after which a connection that sends nothing is closed."""


def serve_guide(
    host: str, port: int, content: Sequence[str], locale: str | None, *, desk: bool, open_browser: bool
) -> None:
    """Serve until told to end; raises SupporterError when the address cannot be used.

    SIGHUP reads the content anew, unless a terminal is there, which sends it as it closes. SIGTERM ends kindly.
    """
    known = os.environ.get("SUPPORTER_SECRET_KEY")
    config = {
        **({"SUPPORTER_CONTENT": list(content)} if content else {}),
        **({"SUPPORTER_LOCALE": locale, "SUPPORTER_LOCALES": [locale]} if locale else {}),
        **({"SUPPORTER_DESK": True} if desk else {}),
        "SUPPORTER_SECRET_KEY": known or secrets.token_urlsafe(32),
        # What is sealed by a key of this start alone is of no use to the next.
        **({} if known else {"SUPPORTER_CACHE": False}),
    }
    app = create_app(config)
    server = make_server(app, host, port)
    mount: Mount = app.extensions["supporter"]["supporter"]
    address = f"http://{host}:{_port(server)}{mount.prefix}/{'desk/try' if desk else ''}"
    # Where the disk is full nobody can be told, and readers are served all the same.
    with suppress(OSError):
        click.echo(f"Within Reach is at {address}  (Ctrl+C ends it)")
        if not loopback(host):
            click.echo("Over plain HTTP only this machine keeps answers: for others put HTTPS in front of it.")
    if open_browser:
        threading.Timer(0.2, webbrowser.open, [address]).start()
    serve_until_told(server, None if sys.stdin.isatty() else mount.reloader.begin)


def make_server(app: "WSGIApplication", host: str, port: int) -> BaseWSGIServer | MultiSocketServer:
    """A waitress server as the guide is served, which listens already and is run by `serve_until_told`.

    Sets this process up for it too. Raises SupporterError when the address cannot be used.
    """
    # What was loaded stays: the collector would look through all of it again and again, while readers wait.
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH)
    # It warns whenever two requests meet, which is no fault.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    try:
        server = create_server(
            behind(app),
            host=host,
            port=port,
            _dispatcher=Lanes(),
            connection_limit=CONNECTIONS,
            # With select() the server would end at its 1,024th file.
            asyncore_use_poll=True,
            max_request_header_size=LARGEST_HEADER,
            max_request_body_size=LARGEST_BODY,
            # Nothing that a reader sends or gets is ever put into a temporary file.
            inbuf_overflow=2 * LARGEST_BODY,
            outbuf_overflow=LARGEST_ANSWER,
            # What a proxy says is taken or left by SUPPORTER_PROXIES, and a proxy that nobody counts is noticed.
            clear_untrusted_proxy_headers=False,
            channel_timeout=PATIENCE,
            ident=None,
        )
    except ValueError as error:  # so waitress says it, whatever else it might have refused
        raise SupporterError(f"--host is '{host}', and no address here has that name; write 127.0.0.1") from error
    except OSError as error:
        raise SupporterError(
            f"{host}:{port} cannot be used ({error.strerror}); choose another with --port, or 0 for any free one"
        ) from error
    for listener in listeners_of(server):
        listener.channel_class = Channel
    return server


def _port(server: object) -> int:
    """The port that was taken, which is not the one asked for when that was 0."""
    if isinstance(server, MultiSocketServer):
        return int(server.effective_listen[0][1])
    assert isinstance(server, TcpWSGIServer)
    return int(server.effective_port)  # type: ignore[attr-defined]  # the stubs lack it
