"""What several commands ask for, and how a mistake is told."""

import errno
from typing import Any

import click

from supporter.errors import ContentError, SupporterError
from supporter.packs import PREFIX


class ContentFolder(click.Path):
    """A folder that is there, or `pack:` and the name of a content pack."""

    name = "folder"

    def __init__(self) -> None:
        super().__init__(exists=True, file_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The folder as it was given; a pack is looked for when its content is read."""
        return value if str(value).startswith(PREFIX) else super().convert(value, param, ctx)


content_option = click.option(
    "--content",
    metavar="DIR",
    type=ContentFolder(),
    multiple=True,
    help="A folder laid over our content (it holds 'en/'), or pack:NAME; may be given again, the nearest first.",
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
        except OSError as error:
            if error.errno == errno.EPIPE:  # who read us has heard enough, which click takes for no mistake
                raise
            where = error.filename if error.filename is not None else "what was to be written"
            text = f"{where}: {error.strerror or error}; see what room is there and who may write there"
            raise click.ClickException(text) from error
        except SupporterError as error:
            raise click.ClickException(str(error)) from error
