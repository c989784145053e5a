"""What a tired reader can take in: which blocks are in sight, and which wait under "More that may help"."""

from collections.abc import Iterable, Mapping, Sequence

from supporter.blocks import SAFETY, Block
from supporter.guide import Settings
from supporter.markup import word_count

HEADINGS = 120
"""Words of the page's own headings and labels, which take up room on every advice page."""


def in_sight(
    blocks: Sequence[Block], reasons: Mapping[str, Sequence[str]], settings: Settings, beside: int
) -> frozenset[str]:
    """Ids of the blocks in sight: all of safety, one of each other group, then by `order` while there is room.

    beside: words on the page that are not in blocks, which take up room too.
    """
    ranked = sorted(blocks, key=lambda block: (block.order, block.id))
    seen = {block.id for block in ranked if block.group == SAFETY}
    words = HEADINGS + beside + sum(_words(block, reasons) for block in ranked if block.id in seen)
    firsts = [next(block for block in ranked if block.group == group) for group in _groups(ranked, settings)]
    first = {block.id for block in firsts}
    for block in [*firsts, *ranked]:
        fits = words + _words(block, reasons) <= settings.in_sight.words or block.id in first
        if block.id not in seen and fits and len(seen) < settings.in_sight.blocks:
            seen.add(block.id)
            words += _words(block, reasons)
    return frozenset(seen)


def in_reading_order(blocks: Iterable[Block], seen: frozenset[str], settings: Settings) -> list[Block]:
    """Those in sight first, group by group as the page has them."""
    groups = list(settings.groups)
    return sorted(blocks, key=lambda block: (block.id not in seen, groups.index(block.group), block.order, block.id))


def _groups(ranked: Sequence[Block], settings: Settings) -> list[str]:
    """The groups that have a block, those with the most telling block first."""
    present = {block.group: block.order for block in reversed(ranked)}
    return sorted((group for group in settings.groups if group in present), key=lambda group: present[group])


def _words(block: Block, reasons: Mapping[str, Sequence[str]]) -> int:
    return block.words + sum(word_count(sentence) for sentence in reasons[block.id])
