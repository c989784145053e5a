"""The map of a guide for a file: one page with all it needs inside, or a drawing."""

from base64 import b64encode
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from supporter.charting import Chart, make_chart
from supporter.drawing import draw_dot, draw_svg
from supporter.manuscript import Manuscript
from supporter.shipped import shipped

_ASSETS = Path(__file__).parent / "assets"
_FONT = "ahn.woff2"


def map_text(manuscript: Manuscript, format_: str) -> str:
    """The map as `html`, `svg` or `dot`."""
    chart = make_chart(manuscript.guide, manuscript.documents)
    return {"html": _page, "svg": draw_svg, "dot": draw_dot}[format_](chart)


def _page(chart: Chart) -> str:
    """The page at `/desk/` as a file that loads nothing."""
    environment = Environment(loader=FileSystemLoader(shipped("templates")), autoescape=True)
    font = b64encode((_ASSETS / _FONT).read_bytes()).decode()
    style = "".join((_ASSETS / name).read_text(encoding="utf-8") for name in ("within-reach.css", "map.css"))
    # The typeface is at hand at once, so nothing speaks against waiting for it.
    style = style.replace(f"url({_FONT})", f"url(data:font/woff2;base64,{font})").replace(
        "display:optional", "display:block"
    )
    return environment.get_template("supporter/map.html").render(
        chart=chart,
        # Both are files of our own: nothing of an author is in them.
        style=Markup(style),  # noqa: S704 - a file of ours
        script=Markup((_ASSETS / "map.js").read_text(encoding="utf-8")),  # noqa: S704 - a file of ours
    )
