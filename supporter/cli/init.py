"""`supporter init`: a folder of a host's own to begin with."""

from datetime import date
from pathlib import Path
from shlex import quote

import click

from supporter.beginning import begin


@click.command("init", short_help="Make a small folder of your own, laid over ours.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init_command(folder: Path) -> None:
    """Make a small folder of your own in DIR: the guide's name, your helplines, one block of advice, your colours.

    Every file is short, says what can be written in it, and may be taken away. What a file does not say stays as we
    ship it, so that new versions reach you. Nothing that is there is ever written over.

    \b
    Examples:
      supporter init our-words
      supporter check our-words               is anything wrong?
      supporter serve --content our-words     look at it
    """
    for path in begin(folder, date.today()):
        click.echo(f"made {path}")
    named = quote(str(folder))
    click.echo(f"Now edit them. Is anything wrong?  supporter check {named}")
    click.echo(f"Look at it:  supporter serve --content {named}")
