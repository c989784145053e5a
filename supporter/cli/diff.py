"""`supporter diff`: who now sees what."""

import json

import click

from supporter.cli.options import locale_option
from supporter.proving import solver_needed


@click.command("diff", short_help="Say who now sees what between two editions.")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@locale_option
def diff_command(old: str, new: str | None, format_: str, locale: str) -> None:
    """Say who now sees what: every piece that changed from OLD to NEW, and what became of the laws.

    OLD and NEW are folders laid over our content, or git revisions of the repository you are in; `shipped` is our
    content as it is, and so is NEW where it is left out. Ends with 1 where a law is broken that was not before.

    \b
    Examples:
      supporter diff HEAD                 what you changed since the last commit
      supporter diff v1.0 v1.1            from one release to the next
      supporter diff shipped our-words    what your own words change
    """
    with solver_needed():
        from supporter.diffing import compare
        from supporter.retelling import retell
    from supporter.revisions import read_edition

    difference = compare(read_edition(old, locale), read_edition(new, locale))
    if format_ == "json":
        click.echo(json.dumps(difference.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo(retell(difference))
    if difference.standing.broken:
        raise click.ClickException(f"{len(difference.standing.broken)} to mend: a law is broken that was not before")
