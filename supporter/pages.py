"""Things to read with no form at all, and the cards on when to bring in someone else."""

from typing import Literal

from supporter.pieces import Line, Piece

NEEDED = ("start", "help-now", "leaving", "privacy", "about", "accessibility")
"""Pages that our own templates show or lead to."""

LINKS = {f"page:{slug}": slug for slug in NEEDED} | {"page:start": "../", "page:help-now": "../help-now"}
"""What an author writes for one of our own pages, and its address seen from `/read/`."""


class Page(Piece):
    """One page to read."""

    summary: Line


class Care(Piece):
    """A card that says how soon to bring in someone else."""

    level: Literal["ready", "soon", "now"]
