"""The command `supporter`: serve the guide, make it yours, check it, advise, compare, print, copy, count."""

import click

from supporter.cli.advise import advise_command
from supporter.cli.build import build
from supporter.cli.check import check
from supporter.cli.copy import copy_command
from supporter.cli.diff import diff_command
from supporter.cli.feedback import feedback
from supporter.cli.handouts import handouts
from supporter.cli.init import init_command
from supporter.cli.map import map_command
from supporter.cli.options import Commands
from supporter.cli.packs import packs
from supporter.cli.serve import serve


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="within-reach", message="%(package)s %(version)s")
def main() -> None:
    """Within Reach: a guide for people who care about someone who is pulling away.

    Start with `supporter serve` and open the address it prints.
    """


for _command in (
    serve, init_command, copy_command, check, advise_command, map_command, diff_command, handouts, build, packs,
    feedback,
):  # fmt: skip
    main.add_command(_command)
