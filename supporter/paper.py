"""What a sheet is printed on, and the few words that stand on every sheet."""

from typing import Literal, NamedTuple, get_args

from supporter.pieces import Text
from supporter.plans import When
from supporter.records import Record

Size = Literal["a4", "letter"]
SIZES: tuple[Size, ...] = get_args(Size)

_LETTER = frozenset({"US", "CA", "MX", "CL", "CO", "CR", "DO", "GT", "NI", "PA", "PH", "PR", "SV", "VE"})
"""Countries that print on US Letter (Unicode CLDR, territoryInfo, paperSize US-Letter)."""


class Paper(NamedTuple):
    """A size, and whether the print is large (18 pt in the place of 12.5)."""

    size: Size
    large: bool = False

    @property
    def most_lines(self) -> int:
        """Sections with more lines may go on over the page; a page has about 40 lines, or 22 of large print."""
        return 7 if self.large else 10

    @property
    def signs_a_line(self) -> int:
        """How many characters of running text a line has, about."""
        return 55 if self.large else 88


def chosen_paper(size: str | None, country: str, *, large: bool) -> Paper:
    """Paper of the size that was asked for, or what printers hold in the country."""
    return Paper(next((known for known in SIZES if known == size), size_for(country)), large)


def size_for(country: str) -> Size:
    """What printers are loaded with there; A4 where we do not know."""
    return "letter" if country in _LETTER else "a4"


class OwnWords(Record):
    """The headings of a reader's own guide, on the page and on paper."""

    title: Text
    audience: Text
    told: Text
    others: Text
    maybe: Text
    sooner: Text
    today: Text
    close: Text
    words: Text
    words_hint: Text
    when: Text
    often: Text
    plan: Text
    lighter: Text
    help: Text
    numbers: Text


class PaperWords(Record):
    """guide.yaml, `paper`: words around the texts of a sheet; a name in braces stands for what is put there.

    times: the steps of a plan for whoever begins now. days: the same beside their dates, which may begin later.
    """

    times: dict[When, Text]
    days: dict[When, Text]
    own: OwnWords
    page: Text
    checked: Text
    reviewed: Text
    not_reviewed: Text
    again: Text
    general: Text
    rests: Text
    sources: Text
    links: Text
    code: Text
    cut: Text
    cut_large: Text
    instead_of: Text
    try_instead: Text
    emergency: Text
    crisis_here: Text
    violence_here: Text
    emergency_here: Text
    too_far: Text
    within_reach: Text
    too_close: Text
    closeness: Text
    timeline: Text
    weeks: Text
    weeks_blank: Text
    week_days: Text
    step: Text
    helps: Text
    ease_off: Text
    notes: Text
    booklet: Text
    booklet_summary: Text
    contents: Text
