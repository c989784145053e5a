"""theme.yaml: a host's colours and logo, laid over ours."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import Annotated

from supporter.contrast import faint, lowest, pairs
from supporter.errors import ConfigurationError, ContentError, Problem
from supporter.folders import THEME, nearest
from supporter.frontmatter import Document, read_document
from supporter.logo import Logo, read_logo
from supporter.palette import MODES, Mode, Palette, lay_colours, ours, whole
from supporter.pieces import Text
from supporter.records import Before, Record
from supporter.validating import record_of

SHEET = "theme.css"
"""What the colours are served as."""


def _colour(value: object) -> str:
    if value is None:
        raise ValueError('has no value: a colour stands in quotes, as "#14524c", since # begins a comment')
    if not isinstance(value, str) or not re.fullmatch(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", value):
        raise ValueError(f"is '{value}', which is no colour here; write it with its digits, as \"#14524c\"")
    return whole(value)


_Colour = Annotated[str | None, Before(_colour)]


class Colours(Record):
    """What a host can set, for one mode; see `palette.PROPERTIES`."""

    page: _Colour = None
    surface: _Colour = None
    ink: _Colour = None
    control: _Colour = None
    brand: _Colour = None
    on_brand: _Colour = None
    link: _Colour = None
    visited: _Colour = None
    lamp: _Colour = None
    on_lamp: _Colour = None
    dusk: _Colour = None
    dusk_ink: _Colour = None


class Sign(Record):
    """The logo's file, beside the theme, and the words for those who do not see it."""

    file: Text
    alt: Text


class Brand(Record):
    """The whole file."""

    light: Colours = Colours()
    dark: Colours = Colours()
    logo: Sign | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """given: the host's colours by mode and the name of the property. band: the colour of the bar at the top."""

    document: Document = field(repr=False)
    given: Mapping[Mode, Palette]
    logo: Logo | None

    @property
    def band(self) -> str:
        """What a phone may colour its own bar with."""
        return lay_colours("light", self.given["light"])["dusk"]

    @property
    def css(self) -> str:
        """The style sheet that comes after ours; colours are for the screen, as paper has ink and nothing else."""
        names = [name for name in ours("light") if any(name in self._changed(mode) for mode in MODES)]
        light, dark = (_rules(names, lay_colours(mode, self.given[mode])) for mode in MODES)
        return (
            f"@media screen{{:root,.sheet{{{light}}}"
            ".band :focus,.hero :focus{--focus:var(--dusk-ink)}.mark circle:first-child{fill:var(--lamp)}"
            # On a phone the logo leaves the first line to the way out.
            ".mark img{max-width:3.5rem;height:auto;margin-inline-end:.5rem}}"
            "@media (min-width:40em){.mark img{max-width:10rem}}"
            f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
            # Drawn for the band, it may have no edge on white paper; the name beside it says whose it is.
            "@media print{.mark img{display:none}}"
            # As ours says it, since what comes last wins.
            "@media (prefers-contrast:more){:root{--ink-2:var(--ink);--line:var(--ink);--control:var(--ink)}}\n"
        )

    @property
    def files(self) -> dict[str, tuple[bytes, str]]:
        """What is served under our prefix, and the type of each."""
        logo = {self.logo.name: (self.logo.data, self.logo.type)} if self.logo else {}
        return {SHEET: (self.css.encode(), "text/css"), **logo}

    @property
    def version(self) -> str:
        """Changes with what is served."""
        return sha256(b"".join(data for data, _ in self.files.values())).hexdigest()

    def faults(self) -> Iterator[Problem]:
        """Every pair of colours that cannot be read."""
        return faint(self.document, dict(self.given))

    def lines(self) -> Iterator[str]:
        """What was looked at, as a person reads it."""
        for mode in MODES:
            pair, least = lowest(mode, self.given[mode])
            yield (
                f"{len(pairs(mode))} pairs of colours in {mode}; nearest to its limit of {pair.least:g}:1 is "
                f"'{pair.over}' on '{pair.under}' with {least:.2f}:1."
            )

    def _changed(self, mode: Mode) -> set[str]:
        laid, plain = lay_colours(mode, self.given[mode]), ours(mode)
        return {name for name, colour in laid.items() if colour != plain[name]}


def find_theme(named: str | PathLike[str] | None, roots: Sequence[Path]) -> Theme | None:
    """The theme that a host names, else that of the nearest folder of content; raises as `read_theme` does.

    Raises ConfigurationError where the named file is not there.
    """
    if named is None:
        found = nearest(roots, THEME)
        return read_theme(*found) if found else None
    if not Path(named).is_file():
        raise ConfigurationError(f"SUPPORTER_THEME is '{named}', and no such file is there; write the path of a theme")
    return read_theme(Path(named), str(named))


def read_theme(path: Path, name: str) -> Theme:
    """The theme in a file; raises ContentError with every mistake, but not where colours are faint."""
    document = read_document(path, name)
    if isinstance(document, Problem):
        raise ContentError([document])
    problems: list[Problem] = []
    brand = record_of(Brand, document.table, document, problems)
    if brand is None:
        raise ContentError(problems)
    logo = None
    if brand.logo:
        at = path.parent / brand.logo.file
        if not at.resolve().is_relative_to(path.parent.resolve()):
            text = "the logo lies outside of the folder of the theme; put it beside the theme"
            raise ContentError([document.problem(("logo", "file"), text)])
        found = read_logo(at, brand.logo.alt, f"{path.parent.name}/{brand.logo.file}")
        if isinstance(found, Problem):
            raise ContentError([found if at.is_file() else document.problem(("logo", "file"), found.text)])
        logo = found
    given: dict[Mode, Palette] = {
        "light": _as_properties(brand.light),
        "dark": _as_properties(brand.dark),
    }
    return Theme(document, given, logo)


def _as_properties(colours: Colours) -> dict[str, str]:
    return {name.replace("_", "-"): colour for name, colour in asdict(colours).items() if colour is not None}


def _rules(names: list[str], palette: Palette) -> str:
    return ";".join(f"--{name}:{palette[name]}" for name in names)
