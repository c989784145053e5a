"""`supporter build`: what can be read and printed, as a site that needs no server."""

from collections.abc import Sequence
from pathlib import Path

import click

from supporter.cli.options import content_option


@click.command(short_help="Write the pages and sheets as a static site.")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@content_option
@click.option("--locale", help="One language alone, a folder of the content.  [default: all]")
@click.option("--address", metavar="URL", help="Where the site will be found; it stands on each sheet.")
@click.option("--guide", metavar="URL", help="Where the questions run; without it a page says that there are none.")
@click.option("--country", metavar="CODE", help="The country whose numbers are shown first, such as GB.")
def build(
    out: Path,
    content: Sequence[str],
    locale: str | None,
    address: str | None,
    guide: str | None,
    country: str | None,
) -> None:
    """Write the pages to read, the handouts (pages and PDF files) and help now into the folder OUT.

    The site works at any address, from a folder of any server, and without a server. OUT must be empty, or hold a site
    that this command made before. Settings of the environment hold, such as SUPPORTER_LEAVE_URL.

    \b
    Examples:
      supporter build site --country GB
      supporter build site --address https://example.org/read/ --guide https://example.org/support/
    """
    from supporter.building import Building, check_address
    from supporter.builds import check_folder, write_site
    from supporter.static_site import StaticSite

    check_folder(out)
    static = StaticSite(check_address(address, "--address"), check_address(guide, "--guide"))
    config = {
        **({"SUPPORTER_CONTENT": list(content)} if content else {}),
        **({"SUPPORTER_LOCALE": locale, "SUPPORTER_LOCALES": [locale]} if locale else {}),
        **({"SUPPORTER_COUNTRY": country.upper()} if country else {}),
    }
    building = Building(config, static)
    files = {}
    with click.progressbar(building.jobs, label="Building", item_show_func=lambda job: job.file if job else "") as bar:
        for job in bar:
            files[job.file] = building.make(job)
    write_site(out, files)
    click.echo(f"{len(files)} files in {out}; open {out / 'index.html'}")
