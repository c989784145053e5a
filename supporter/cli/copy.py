"""`supporter copy`: pieces of ours to change."""

from pathlib import Path

import click

from supporter.cli.options import locale_option
from supporter.copying import copy_pieces


@click.command("copy", short_help="Put pieces of ours into your folder, to change them.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@locale_option
def copy_command(folder: Path, names: tuple[str, ...], locale: str) -> None:
    """Put pieces of ours into DIR, a folder of your own, as they are. There they take the place of ours.

    NAME is a piece, such as blocks/find-your-own-person: `supporter map` has them all. Copy what you will change and
    nothing else: a copy gets no mends of ours. Nothing that is there is ever written over.

    \b
    Examples:
      supporter copy our-words blocks/find-your-own-person
      supporter copy our-words pages/about pages/privacy
      supporter diff shipped our-words        what your words change, and for whom
    """
    for path in copy_pieces(folder, names, locale):
        click.echo(f"made {path}")
