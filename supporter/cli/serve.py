"""`supporter serve`: the guide on this machine."""

import sys
from collections.abc import Sequence

import click

from supporter.cli.options import content_option


@click.command(short_help="Serve the guide on this machine.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@content_option
@click.option("--locale", help="One language alone, a folder of the content.  [default: all]")
@click.option("--open/--no-open", "open_", default=True, help="Open the guide in your browser.  [default: open]")
@click.option("--desk", is_flag=True, help="For authors: follow the files as you edit, at the author's desk.")
def serve(host: str, port: int, content: Sequence[str], locale: str | None, open_: bool, desk: bool) -> None:
    """Serve the guide on this machine, until you press Ctrl+C.

    Nothing a reader says is kept. Without SUPPORTER_SECRET_KEY a key is made for this run alone, so that check-ins end
    with it.
    """
    from supporter.serving import serve_guide

    serve_guide(host, port, content, locale, desk=desk, open_browser=open_ and sys.stdout.isatty())
