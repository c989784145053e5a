"""The chart as a drawing: a box for each thing, and a line from what is named to what names it."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import escape

from supporter.charting import Chart, Groups, Section
from supporter.mentions import LEFT_OPEN, anchor
from supporter.questions import Question
from supporter.vocabulary import SKIPPED

TITLE = "Map of the guide"
LEGEND = "A line leads from what is named to what names it. A full line can bring it, a broken line can keep it away."

_COLUMNS = (("questions",), ("flags",), ("paths", "cautions", "rules"), ("plans", "group"))
"""Kinds by the column in which they stand, as they are decided; all others stand in the last."""
_COLOURS = ("#14524c", "#971d17", "#8a5a00", "#3c5050", "#3c5050")
_WIDTH, _GAP, _ROW, _LETTERS = 320, 190, 24, 44


@dataclass(frozen=True, slots=True)
class Box:
    """One thing that can be named or can name others; `anchor` as on the page."""

    anchor: str
    label: str


Column = Sequence[tuple[str, Sequence[Box]]]
"""Boxes under their headings."""


def boxes(section: Section) -> Iterator[tuple[str, Sequence[Box]]]:
    """The boxes of a section under headings: a question is one with a box for each choice."""
    questions = [entry.piece for entry in section.entries if isinstance(entry.piece, Question)]
    for question in questions:
        choices = [Box(anchor("questions", question.id, choice.id), choice.label) for choice in question.choices]
        yield question.title, [*choices, Box(anchor("questions", question.id, SKIPPED), LEFT_OPEN.capitalize())]
    if not questions:
        yield section.title, [Box(entry.anchor, entry.title) for entry in section.entries]


def lines(chart: Chart) -> Iterator[tuple[str, str, bool]]:
    """Each pair of boxes of which the second names the first, and whether the first can bring it."""
    for effects, brings in ((chart.brings, True), (chart.keeps, False)):
        yield from dict.fromkeys((start, end, brings) for start, end in _pairs(effects))


def _pairs(effects: Mapping[str, Groups]) -> Iterator[tuple[str, str]]:
    for place, groups in effects.items():
        start = ".".join(place.split(".")[:2])  # A cell of a grid has no box of its own.
        yield from ((start, mention.anchor) for mentions in groups.values() for mention in mentions)


def draw_dot(chart: Chart) -> str:
    """The chart for Graphviz: `supporter map --format dot | dot -Tsvg`."""
    found = [
        f"digraph {_string(TITLE)} {{",
        '  graph [rankdir=LR, ranksep=3, nodesep=0.08, fontname="sans-serif"];',
        '  node [shape=box, style=rounded, fontname="sans-serif", fontsize=10, height=0.2];',
    ]
    for number, (heading, inside) in enumerate(group for section in chart.sections for group in boxes(section)):
        found.append(f"  subgraph cluster_{number} {{")
        found.append(f"    label={_string(heading)};")
        found += [f"    {_string(box.anchor)} [label={_string(box.label)}];" for box in inside]
        found.append("  }")
    for start, end, brings in lines(chart):
        found.append(f"  {_string(start)} -> {_string(end)}{'' if brings else ' [style=dashed]'};")
    return "\n".join([*found, "}"]) + "\n"


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def draw_svg(chart: Chart) -> str:
    """The chart in columns: questions, flags, paths, advice, and all that goes with it."""
    columns: list[list[tuple[str, Sequence[Box]]]] = [[] for _ in range(len(_COLUMNS) + 1)]
    for section in chart.sections:
        kind = section.anchor.partition("-")[0]
        columns[next((at for at, kinds in enumerate(_COLUMNS) if kind in kinds), -1)] += boxes(section)
    height = max(sum(len(inside) + 2 for _, inside in column) for column in columns) * _ROW
    drawing = _Drawing(dict(_places(columns, height)), list(lines(chart)))
    width = len(columns) * (_WIDTH + _GAP) - _GAP + 80
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height + 140}" width="{width}" '
            f'height="{height + 140}" role="img" aria-labelledby="title desc">',
            f'<title id="title">{escape(TITLE)}</title>',
            f'<desc id="desc">{escape(LEGEND)}</desc>',
            f"<style>{_STYLE}</style>",
            '<rect width="100%" height="100%" fill="#f5f6f1"/>',
            f'<text class="title" x="40" y="56">{escape(TITLE)}</text>',
            f'<text x="40" y="84">{escape(LEGEND)} Point at a box to see its own.</text>',
            *(line for at, column in enumerate(columns) for line in drawing.column(at, column)),
            "</svg>\n",
        ]
    )


_STYLE = (
    'text{font:14px "Atkinson Hyperlegible Next",Arial,"Liberation Sans",sans-serif;fill:#16282a}'
    ".title{font-size:28px;font-weight:650}.heading{font-weight:650}"
    "rect+text{pointer-events:none}path{fill:none;stroke-opacity:.16;pointer-events:none}.keeps{stroke-dasharray:5 4}"
    "g:hover>path{stroke-opacity:1;stroke-width:2}g:hover>rect{stroke-width:3}"
)


def _places(columns: Sequence[Column], height: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Left edge and middle of every box; each column stands in the middle of the height."""
    for at, column in enumerate(columns):
        y = 120 + (height - sum(len(inside) + 2 for _, inside in column) * _ROW) // 2
        for _, inside in column:
            for row, box in enumerate(inside, 1):
                yield box.anchor, (40 + at * (_WIDTH + _GAP), y + row * _ROW)
            y += (len(inside) + 2) * _ROW


@dataclass(frozen=True, slots=True)
class _Drawing:
    places: Mapping[str, tuple[int, int]]
    lines: Sequence[tuple[str, str, bool]]

    def column(self, at: int, column: Column) -> Iterator[str]:
        """Headings and boxes, each box after its own lines, so that boxes to the right of it cover them."""
        for heading, inside in column:
            if inside:
                x, y = self.places[inside[0].anchor]
                yield f'<text class="heading" x="{x}" y="{y - _ROW + 5}">{_shortened(heading)}</text>'
            for box in inside:
                x, y = self.places[box.anchor]
                paths = "".join(
                    self._path(start, end, brings) for start, end, brings in self.lines if start == box.anchor
                )
                yield (
                    f'<g id="{escape(box.anchor)}" stroke="{_COLOURS[at]}"><title>{escape(box.label)}</title>{paths}'
                    f'<rect x="{x}" y="{y - 10}" width="{_WIDTH}" height="20" rx="6" fill="#fff"/>'
                    f'<text x="{x + 8}" y="{y + 5}" stroke="none">{_shortened(box.label)}</text></g>'
                )

    def _path(self, start: str, end: str, brings: bool) -> str:
        (x, y), (to, down) = self.places[start], self.places[end]
        x += _WIDTH
        # Back to its own column, or to one before it, a line ends on the right.
        to, bend = (to + _WIDTH, _GAP // 2) if to < x else (to, -_GAP // 2)
        keeps = "" if brings else ' class="keeps"'
        return f'<path{keeps} d="M{x} {y}C{x + _GAP // 2} {y} {to + bend} {down} {to} {down}"/>'


def _shortened(text: str) -> str:
    return str(escape(textwrap.shorten(text, _LETTERS, placeholder=" …")))
