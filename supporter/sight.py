"""What a tired reader can take in: which blocks are in sight, and which wait under "More that may help"."""

from collections.abc import Sequence

from supporter.blocks import SAFETY, Block
from supporter.guide import Guide, Settings

HEADINGS = 120
"""Words of the page's own headings and labels, which take up room on every advice page."""
REASON = 9
"""Words of why a block or the path is shown, as they are on average (8 to 11, by language and reader).

To count those of one reader would be to find every reason before it is known which blocks stand open; that no page gets
too long by it is proved (`proving.room`).
"""


def arranged(blocks: Sequence[Block], guide: Guide, beside: int) -> list[tuple[Block, bool]]:
    """The blocks in the order of reading, each with whether it is folded away; those in sight stand first.

    blocks: in the guide's order. beside: words on the page that are not in blocks, which take up room too.
    """
    seen, places = in_sight(blocks, guide.settings, beside), guide.places["groups"]
    ordered = sorted(blocks, key=lambda block: places[block.group])
    shown = [(block, False) for block in ordered if block.id in seen]
    return shown + [(block, True) for block in ordered if block.id not in seen]


def in_sight(blocks: Sequence[Block], settings: Settings, beside: int) -> frozenset[str]:
    """Ids of the blocks in sight: all of safety, one of each other group, then in their order while there is room."""
    most, words, seen = settings.in_sight, HEADINGS + beside, set[str]()
    firsts: dict[str, Block] = {}
    others: list[Block] = []
    for block in blocks:
        if block.group == SAFETY:
            seen.add(block.id)
            words += block.words + REASON
        elif block.group in firsts:
            others.append(block)
        else:
            firsts[block.group] = block
    for block in firsts.values():
        if len(seen) < most.blocks:
            seen.add(block.id)
            words += block.words + REASON
    for block in others:
        if len(seen) < most.blocks and words + block.words + REASON <= most.words:
            seen.add(block.id)
            words += block.words + REASON
    return frozenset(seen)
