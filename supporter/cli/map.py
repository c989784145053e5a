"""`supporter map`: the whole guide on one page."""

from collections.abc import Sequence
from typing import TextIO

import click

from supporter.cli.options import content_option, locale_option
from supporter.loading import load_manuscript


@click.command("map", short_help="Show the whole guide on one page.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["html", "svg", "dot"]),
    default="html",
    show_default=True,
    help="A page to read, search and print; a picture; or a graph for Graphviz.",
)
@click.option(
    "--out",
    type=click.File("w", encoding="utf-8", lazy=True),
    default="-",
    help="The file to write.  [default: standard output]",
)
@content_option
@locale_option
def map_command(format_: str, out: TextIO, content: Sequence[str], locale: str) -> None:
    """Show the whole guide on one page: who sees each piece, and what each answer changes.

    \b
    Examples:
      supporter map --out map.html
      supporter map --format dot | dot -Tpdf -o map.pdf
    """
    from supporter.mapping import map_text

    out.write(map_text(load_manuscript(content, locale), format_))
