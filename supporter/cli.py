"""The command `supporter`: serve the guide, advise from a file of answers, check content, map it, compare it."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import BinaryIO, TextIO

import click

from supporter.advice import advise
from supporter.checking import check_content
from supporter.errors import AnswersError, ContentError, SupporterError
from supporter.frontmatter import read_yaml
from supporter.loading import load_guide, load_manuscript
from supporter.proving import solver_needed
from supporter.speaking import speak

content_option = click.option(
    "--content",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False),
    multiple=True,
    help="A folder laid over our content (it holds 'en/'); may be given again, the nearest first.",
)
locale_option = click.option("--locale", default="en", show_default=True, help="The language, a folder of the content.")


class Commands(click.Group):
    """Says what went wrong in the words of the error, without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a mistake that a person can mend ends with exit code 1."""
        try:
            return super().invoke(ctx)
        except ContentError as error:
            click.echo(str(error))
            raise click.ClickException(f"{len(error.problems)} to mend in the content, nothing was loaded") from error
        except SupporterError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="within-reach", message="%(package)s %(version)s")
def main() -> None:
    """Within Reach: a guide for people who care about someone who is pulling away.

    Start with `supporter serve` and open the address it prints.
    """


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@content_option
@click.option("--locale", help="The language, a folder of the content.  [default: SUPPORTER_LOCALE, else en]")
@click.option("--open/--no-open", "open_", default=True, help="Open the guide in your browser.  [default: open]")
@click.option("--desk", is_flag=True, help="For authors: follow the files as you edit, at the author's desk.")
def serve(host: str, port: int, content: Sequence[str], locale: str | None, open_: bool, desk: bool) -> None:
    """Serve the guide on this machine, until you press Ctrl+C.

    Nothing a reader says is kept. Without SUPPORTER_SECRET_KEY a key is made for this run alone, so that check-ins end
    with it.
    """
    from supporter.serving import serve_guide

    serve_guide(host, port, content, locale, desk=desk, open_browser=open_ and sys.stdout.isatty())


@main.command("advise")
@click.argument("answers", metavar="FILE|-", type=click.File("rb"))
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@content_option
@locale_option
def advise_command(answers: BinaryIO, format_: str, content: Sequence[str], locale: str) -> None:
    """Print the advice for the answers in FILE (YAML or JSON; - reads standard input).

    \b
    Example:
      relationship: friend
      asked: space_no_end
      seen: [none]
      signs: {quiet: often, alone: sometimes}
      new_signs: [quiet]
    """
    guide = load_guide(content, locale)
    advice = advise(guide, read_yaml(_text(answers), answers.name))
    if format_ == "json":
        click.echo(json.dumps(advice.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo(speak(guide, advice))


def _text(file: BinaryIO) -> str:
    """What is in a file; raises AnswersError where it is no text."""
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AnswersError(f"{file.name}: this is not UTF-8 text; save it as UTF-8") from error


@main.command()
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--fast", is_flag=True, help="Leave out the proofs.")
@click.option("--unmet", is_flag=True, help="List what no persona meets, too.")
@content_option
@locale_option
def check(format_: str, fast: bool, unmet: bool, content: Sequence[str], locale: str) -> None:
    """Read the content as the app would, hold it to its language rules, dates and numbers, and prove its laws.

    Names every mistake as file:line: problem; what to write. Ends with 1 where there is one; a warning ends with 0.
    """
    report = check_content(content, locale, date.today(), fast=fast)
    if format_ == "json":
        click.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        for line in (*report.lines(), *(report.unmet_lines() if unmet else ())):
            click.echo(line)
    if report.problems:
        what = "the guide loads, but should not go to readers" if report.manuscript else "nothing was loaded"
        raise click.ClickException(f"{len(report.problems)} to mend in the content, {what}")


@main.command("map")
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


@main.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@locale_option
def diff_command(old: str, new: str | None, format_: str, locale: str) -> None:
    """Say who now sees what: every piece that changed from OLD to NEW, and what became of the laws.

    OLD and NEW are folders laid over our content, or git revisions of the repository you are in; without NEW, our
    content as it is now. Ends with 1 where a law is broken that was not before.

    \b
    Examples:
      supporter diff HEAD                 what you changed since the last commit
      supporter diff v1.0 v1.1            from one release to the next
      supporter diff content our-words    what your own words change in a checkout
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
