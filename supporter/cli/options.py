"""What several commands ask for, and how a mistake is told."""

import click

from supporter.errors import ContentError, SupporterError

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
