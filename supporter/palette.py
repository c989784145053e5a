"""The colours of the pages: ours, as the style sheet has them, with those of a host over them."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from supporter.colours import Colour, mix, ratio

Mode = Literal["light", "dark"]
Palette = Mapping[str, Colour]
"""By the name of the CSS custom property, without `--`."""

MODES: tuple[Mode, ...] = ("light", "dark")
TEXT: Mapping[Mode, float] = {"light": 7.0, "dark": 4.5}
"""The least contrast of text: WCAG's AAA in light, AA in dark (design/visual.md)."""
EDGE = 3.0
"""The least contrast of what shows where a control or the focus is (WCAG 1.4.11)."""

PROPERTIES = (
    "page", "surface", "ink", "control", "brand", "on-brand", "link", "visited", "lamp", "on-lamp", "dusk", "dusk-ink",
)  # fmt: skip
"""What a host can set; all else follows from them, or is ours for safety's sake, as red is."""

STEMS = {
    "tint": "surface",
    "lamp-soft": "surface",
    "ink-2": "ink",
    "brand-hover": "brand",
    "dusk-2": "dusk-ink",
    "line": "page",
    "ring": "dusk",
}
"""Colours that follow from a host's: what each is a shade of."""
_TOWARD = {
    "tint": ("brand", (0.12, 0.09, 0.06, 0.03)),
    "lamp-soft": ("lamp", (0.25, 0.18, 0.12, 0.06)),
    "ink-2": ("page", (0.25, 0.2, 0.15, 0.1, 0.05)),
    "brand-hover": ("ink", (0.3, 0.2, 0.1)),
    "dusk-2": ("dusk", (0.25, 0.15, 0.05)),
    "line": ("ink", (0.2,)),
    "ring": ("dusk-ink", (0.2,)),
}
"""What is mixed into it, and how much of that at most: the first share with which every pair can be read."""

ON: Mapping[str, tuple[str, ...]] = {
    "page": ("ink", "ink-2", "link", "visited", "brand", "danger"),
    "surface": ("ink", "ink-2", "link", "visited", "brand", "danger"),
    "tint": ("ink", "ink-2", "link", "visited", "brand"),
    "lamp-soft": ("ink", "ink-2", "link", "visited"),
    "danger-soft": ("ink", "ink-2", "link", "visited"),
    "dusk": ("dusk-ink", "dusk-2"),
    "dusk-ink": ("dusk",),
    "lamp": ("on-lamp",),
    "brand": ("on-brand",),
    "brand-hover": ("on-brand",),
    "ink": ("page",),
}
"""Which text stands on which ground, somewhere on a page; tests/test_theme.py asks a browser."""
AGAINST: Mapping[str, tuple[str, ...]] = {
    "page": ("control", "focus", "brand", "danger", "ok"),
    "surface": ("control", "focus", "brand", "danger", "ok"),
    "tint": ("focus", "brand"),
    "lamp-soft": ("focus", "control"),
    "danger-soft": ("focus", "control"),
    "dusk": ("dusk-2",),
}
"""Which borders, marks and rings of focus must be seen against which ground; within the band the focus is dusk-ink."""


@cache
def ours(mode: Mode) -> Palette:
    """What the style sheet says where a host says nothing."""
    css = (Path(__file__).parent / "assets" / "within-reach.css").read_text(encoding="utf-8")
    rule = {"light": r":root,\.sheet\{([^}]*)\}", "dark": r"prefers-color-scheme:dark\)\{:root\{([^}]*)\}"}[mode]
    found = re.search(rule, css)
    assert found is not None
    light = dict(ours("light")) if mode == "dark" else {}
    return light | {name: whole(colour) for name, colour in re.findall(r"--([\w-]+):(#\w+)", found[1])}


def whole(colour: str) -> Colour:
    """A colour of three or six digits with six, in small letters."""
    digits = colour[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def lay_colours(mode: Mode, given: Palette) -> Palette:
    """Our colours with a host's over them, and those that follow from them made anew where they must be."""
    found = {**ours(mode), **given}
    for name, (other, shares) in _TOWARD.items():
        stem = STEMS[name]
        if {stem, other} & given.keys():
            found[name] = _first(found[stem], found[other], shares, _fits(name, found, mode))
    return found


def _first(stem: Colour, other: Colour, shares: Iterable[float], fits: Callable[[Colour], bool]) -> Colour:
    return next((shade for share in shares if fits(shade := mix(stem, other, share))), stem)


def _fits(name: str, palette: Palette, mode: Mode) -> Callable[[Colour], bool]:
    """Whether a shade can be read on all that it stands on, and all that stands on it.

    What is a shade itself and is made later fits itself to this one.
    """
    made = [*_TOWARD][: [*_TOWARD].index(name)]
    others = [
        palette[text if ground == name else ground]
        for ground, texts in ON.items()
        for text in texts
        if name in (text, ground) and all(one in (*made, name) or one not in STEMS for one in (text, ground))
    ]
    return lambda shade: all(ratio(shade, other) >= TEXT[mode] for other in others)
