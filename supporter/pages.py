"""Things to read with no form at all, and the cards on when to bring in someone else."""

from typing import Literal

from supporter.pieces import Line, Piece, Text

SITE = "site"
"""The shelf of pages about the guide itself, whose addresses say nothing of a reader."""
NEEDED = ("start", "help-now", "leaving", "privacy", "about", "accessibility")
"""Pages that our own templates show or lead to."""


class Page(Piece):
    """One page to read; the `overview` of a shelf lists the other pages of that shelf.

    A page without a shelf is shown in a room of its own. careful: being found with it could bring harm.
    """

    summary: Line
    shelf: Text | None = None
    overview: bool = False
    careful: bool = False

    @property
    def has_subject(self) -> bool:
        """Whether it tells of something that a reader may have answered."""
        return self.shelf not in (None, SITE)


class Care(Piece):
    """A card that says how soon to bring in someone else."""

    level: Literal["ready", "soon", "now"]
