"""`supporter feedback`: what readers said to "Was this helpful?"."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supporter.errors import SupporterError
from supporter.tally import LEAST, STEP, rounded

if TYPE_CHECKING:
    from supporter.taps import Count


@click.command(short_help="Print how many readers found a page helpful.")
@click.option(
    "--database",
    metavar="PATH|URL",
    envvar="SUPPORTER_FEEDBACK",
    help="A file of SQLite, or postgresql://...  [default: SUPPORTER_FEEDBACK of the environment]",
)
@click.option("--format", "format_", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def feedback(database: str | None, format_: str) -> None:
    """Print how many readers tapped "Yes" and "Not really", for each page and month.

    Numbers below 10 are left out, others are rounded down to fives, so that no one reader is seen.
    """
    if database is None:
        raise SupporterError("no database is named; write --database PATH, or set SUPPORTER_FEEDBACK")
    if "://" not in database and not Path(database).exists():
        # To open it would make it, and an empty table would then tell of no reader at all.
        text = f"there is no file {database}; write the path that SUPPORTER_FEEDBACK has where the guide runs"
        raise SupporterError(text)
    from supporter.counting import open_feedback

    # It says what to install where `supporter.taps` cannot be imported.
    taps = open_feedback(database)
    from supporter.taps import TapError

    try:
        rows = [*_rows(taps.counts())]
    except TapError as error:
        kind = type(error.__cause__).__name__
        raise SupporterError(f"the database could not be asked ({kind}); is it there, and may you read it?") from error
    if format_ == "json":
        click.echo(json.dumps(rows, indent=2))
    elif format_ == "csv":
        writer = csv.DictWriter(sys.stdout, ["mount", "page", "month", "yes", "no"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        for line in _table(rows):
            click.echo(line)


def _rows(counts: Iterable["Count"]) -> Iterator[dict[str, str | int | None]]:
    """One row a page and month; a number that is too small to show is None, and a row of such is left out."""
    for (mount, page, month), each in groupby(counts, key=lambda one: (one.mount, one.page, one.month)):
        said = {one.said: rounded(one.taps) or None for one in each}
        if any(said.values()):
            yield {"mount": mount, "page": page, "month": month, "yes": said.get("yes"), "no": said.get("no")}


def _table(rows: Sequence[dict[str, str | int | None]]) -> Iterator[str]:
    yield f"{'month':8} {'yes':>8} {'no':>8}  page"
    for row in rows:
        yes, no = (row[said] or f"under {LEAST}" for said in ("yes", "no"))
        yield f"{row['month']:8} {yes:>8} {no:>8}  {row['page']} ({row['mount']})"
    yield f"Numbers below {LEAST} are not shown, others are rounded down to {STEP}s."
