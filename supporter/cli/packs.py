"""`supporter packs`: the guides that installed packages bring."""

import click

from supporter.errors import SupporterError
from supporter.packs import GROUP, PREFIX, installed, lines


@click.command(short_help="List the content packs that are installed.")
def packs() -> None:
    """List the content packs that are installed: guides on other subjects, or in other languages.

    Use one wherever a folder of content can stand: supporter serve --content pack:NAME
    """
    found = installed()
    if not found:
        click.echo(f"No content pack is installed. One is a Python package with an entry point '{GROUP}':")
        click.echo("docs/packs.md has a whole one to copy. Install it with pip, and it stands here.")
        return
    faults: list[str] = []
    for line in lines(found, faults):
        click.echo(line)
    if len(faults) < len(found):
        click.echo(f"Use one: supporter serve --content {PREFIX}NAME")
    if faults:
        raise SupporterError("\n".join(faults))
