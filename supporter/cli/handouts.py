"""`supporter handouts`: every sheet as a PDF, for a print shop."""

from collections.abc import Sequence
from pathlib import Path

import click

from supporter.cli.options import content_option, locale_option
from supporter.errors import SupporterError, did_you_mean
from supporter.footing import Site
from supporter.loading import load_guide
from supporter.packs import content_folder
from supporter.paper import SIZES, chosen_paper
from supporter.press import Press, fonts_in
from supporter.sheets import fill_handout
from supporter.typesetting import typeset

BOOKLET = "booklet.pdf"


@click.command(short_help="Print the handouts as PDF files.")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(file_okay=False, writable=True, path_type=Path),
    required=True,
    help="The folder to write to; it is made.",
)
@click.option("--size", type=click.Choice(SIZES), help="The paper.  [default: that of the country, else a4]")
@click.option("--large", is_flag=True, help="Large print: 18 point.")
@click.option("--pack", is_flag=True, help=f"One booklet with a cover and contents, as {BOOKLET}.")
@click.option("--country", metavar="CODE", help="The country whose numbers stand on the sheets, such as GB.")
@click.option("--address", metavar="URL", help="Where the guide is found; it stands on each sheet, with a square code.")
@content_option
@locale_option
def handouts(
    names: tuple[str, ...],
    out: Path,
    size: str | None,
    large: bool,
    pack: bool,
    country: str | None,
    address: str | None,
    content: Sequence[str],
    locale: str,
) -> None:
    """Print every handout, or those you NAME, as PDF files for a print shop.

    Sheets that readers are told to keep on the screen are among them: hand those out with care.

    \b
    Examples:
      supporter handouts --out sheets --country GB --address https://example.org/support/
      supporter handouts --out sheets --size letter --large --pack
      supporter handouts --out sheets space-plan emergency-card
    """
    guide = load_guide(content, locale)
    for name in names:
        if name not in guide.handouts:
            raise SupporterError(f"there is no handout '{name}'; {did_you_mean(name, guide.handouts)}")
    if country is not None and country.upper() not in guide.countries:
        raise SupporterError(f"there are no numbers for '{country}'; {did_you_mean(country.upper(), guide.countries)}")
    if address is not None and not address.startswith(("https://", "http://")):
        raise SupporterError(f"'{address}' is not an address; write it whole, such as https://example.org/support/")
    here = guide.country(country)
    paper = chosen_paper(size, here.code, large=large)
    site = Site(f"{address.rstrip('/')}/" if address else None)
    press = Press(fonts_in(map(content_folder, content)))
    sheets = {
        handout.id: fill_handout(guide, handout, here)
        for handout in guide.handouts.values()
        if not names or handout.id in names
    }
    jobs = {BOOKLET: [*sheets.values()]} if pack else {f"{name}.pdf": [sheet] for name, sheet in sheets.items()}
    out.mkdir(parents=True, exist_ok=True)
    with click.progressbar(jobs.items(), label="Printing", item_show_func=lambda job: job[0] if job else "") as bar:
        for file, held in bar:
            (out / file).write_bytes(press.print(typeset(guide, held, paper, site, cover=pack)))
    click.echo(f"{len(jobs)} {'file' if len(jobs) == 1 else 'files'} in {out}")
