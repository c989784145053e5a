"""`supporter advise`: the advice for a file of answers."""

import json
from collections.abc import Sequence
from typing import BinaryIO

import click

from supporter.advice import advise
from supporter.cli.options import content_option, locale_option
from supporter.errors import AnswersError
from supporter.frontmatter import read_yaml
from supporter.loading import load_guide
from supporter.speaking import speak


@click.command("advise", short_help="Print the advice for a file of answers.")
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
