"""`supporter check`: content held to its rules, and its laws proved."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import chain
from pathlib import Path

import click

from supporter.checking import check_content, check_theme
from supporter.cli.options import ContentFolder, content_option, locale_option


@click.command(short_help="Check the content, and prove its laws.")
@click.argument("folders", metavar="[DIR]...", type=ContentFolder(), nargs=-1)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--fast", is_flag=True, help="Leave out the proofs.")
@click.option("--unmet", is_flag=True, help="List what no persona meets, too.")
@click.option("--untranslated", is_flag=True, help="List the files that have no translation, too.")
@click.option("--theme", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Look at a theme alone.")
@content_option
@locale_option
def check(
    folders: tuple[str, ...],
    format_: str,
    fast: bool,
    unmet: bool,
    untranslated: bool,
    theme: Path | None,
    content: Sequence[str],
    locale: str,
) -> None:
    """Read the content as the app would, hold it to its language rules, dates and numbers, and prove its laws.

    DIR is laid over ours, as with --content. Where it has a theme.yaml, every pair of its colours is held to its
    contrast, in light and in dark. Of a translation it says how far it has come, and holds its texts to the rules of
    their own language. Names every mistake as file:line: problem; what to write. Ends with 1 where there is one; a
    warning ends with 0.

    \b
    Examples:
      supporter check our-words
      supporter check our-words --fast --locale es
      supporter check --theme our-words/theme.yaml
    """
    if theme and not folders and not content:
        report = check_theme(theme)
    else:
        report = check_content([*folders, *content], locale, date.today(), fast=fast, theme=theme)
    if format_ == "json":
        click.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        more = (report.unmet_lines() if unmet else (), report.untranslated_lines() if untranslated else ())
        for line in chain(report.lines(), *more):
            click.echo(line)
    if report.problems:
        what = "the guide loads, but should not go to readers" if report.manuscript else "nothing was loaded"
        said = "in the theme" if report.alone else f"in the content, {what}"
        raise click.ClickException(f"{len(report.problems)} to mend {said}")
