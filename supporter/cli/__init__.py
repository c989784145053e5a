"""The command `supporter`: serve the guide, advise, check and compare content, print, copy, count."""

import click

from supporter.cli.advise import advise_command
from supporter.cli.build import build
from supporter.cli.check import check
from supporter.cli.diff import diff_command
from supporter.cli.feedback import feedback
from supporter.cli.handouts import handouts
from supporter.cli.map import map_command
from supporter.cli.options import Commands
from supporter.cli.serve import serve


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="within-reach", message="%(package)s %(version)s")
def main() -> None:
    """Within Reach: a guide for people who care about someone who is pulling away.

    Start with `supporter serve` and open the address it prints.
    """


for _command in (serve, advise_command, check, map_command, diff_command, handouts, build, feedback):
    main.add_command(_command)
