"""Whether a host's colours can be read: every pair that our pages use, in light and in dark."""

from collections.abc import Iterator
from math import floor
from typing import NamedTuple

from supporter.colours import Colour, nearest, ratio
from supporter.errors import Problem
from supporter.frontmatter import Document
from supporter.palette import AGAINST, EDGE, MODES, ON, STEMS, TEXT, Mode, Palette, lay_colours


class Pair(NamedTuple):
    """Two colours that meet on a page, by the names of their properties, and the least contrast between them."""

    over: str
    under: str
    least: float
    what: str


def pairs(mode: Mode) -> list[Pair]:
    """Every pair, text first."""
    texts = [Pair(over, under, TEXT[mode], "text") for under, overs in ON.items() for over in overs]
    edges = [Pair(over, under, EDGE, "a border or mark") for under, overs in AGAINST.items() for over in overs]
    return texts + [edge for edge in edges if all((edge.over, edge.under) != (one.over, one.under) for one in texts)]


def contrast(palette: Palette, pair: Pair) -> float:
    """Of one pair."""
    return ratio(palette[pair.over], palette[pair.under])


def faint(document: Document, given: dict[Mode, Palette]) -> Iterator[Problem]:
    """Every pair that cannot be read, at the line of the host's colour, with the nearest one that would do."""
    for mode in MODES:
        colours = given[mode]
        palette = lay_colours(mode, colours)
        told = set()
        for pair in pairs(mode):
            found = contrast(palette, pair)
            # A shade that follows from a colour is as strong as that colour can make it.
            stems = (STEMS.get(pair.over, pair.over), STEMS.get(pair.under, pair.under))
            if found >= pair.least or stems in told:
                continue
            told.add(stems)
            yield document.problem((mode, _blamed(stems, colours).replace("-", "_")), _say(mode, pair, stems, colours))


def lowest(mode: Mode, colours: Palette) -> tuple[Pair, float]:
    """The pair that is nearest to its least contrast."""
    palette = lay_colours(mode, colours)
    pair = min(pairs(mode), key=lambda pair: contrast(palette, pair) / pair.least)
    return pair, contrast(palette, pair)


def _blamed(stems: tuple[str, str], colours: Palette) -> str:
    return next((stem for stem in stems if stem in colours), stems[0])


def _say(mode: Mode, pair: Pair, stems: tuple[str, str], colours: Palette) -> str:
    palette = lay_colours(mode, colours)
    # Never more than it is: 6.996 is not 7.
    found = floor(contrast(palette, pair) * 100) / 100
    said = (
        f"'{pair.over}' ({palette[pair.over]}) on '{pair.under}' ({palette[pair.under]}) is {found:.2f}:1 in {mode}; "
        f"{pair.what} needs {pair.least:g}:1"
    )
    for stem in (stem for stem in stems if stem in colours):
        better = _better(mode, pair, stem, colours)
        if better:
            return f'{said}; write {stem.replace("-", "_")}: "{better}"'
    return f"{said}, which no shade of it has there; write other colours for both"


def _better(mode: Mode, pair: Pair, stem: str, colours: Palette) -> Colour | None:
    """The nearest shade with which all pairs of this colour can be read; else one that mends this pair alone."""
    mine = [one for one in pairs(mode) if stem in (STEMS.get(one.over, one.over), STEMS.get(one.under, one.under))]

    def mends(these: list[Pair]) -> Colour | None:
        def does(shade: Colour) -> bool:
            palette = lay_colours(mode, {**colours, stem: shade})
            return all(contrast(palette, one) >= one.least for one in these)

        return nearest(colours[stem], does)

    return mends(mine) or mends([pair])
