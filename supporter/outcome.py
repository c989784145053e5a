"""What one reader is shown, in the words of the condition language, so that laws and personas can ask about it."""

from collections.abc import Iterable, Mapping

from supporter.advice import Advice
from supporter.guide import Guide
from supporter.vocabulary import Vocabulary

ANY = "any"
NONE = "none"
"""Tokens of every name below: something is shown, nothing is shown."""

NAMES = ("blocks", "messages", "plan", "handouts", "cautions", "care", "pages", "groups", "about", "first")
"""Names a law may ask about beside answers, flags and path.

groups: groups of which a block is shown. about: facets that a shown block, message or plan is about. first: the highest
flag, which is shown in full.
"""


def tokens(guide: Guide) -> dict[str, tuple[str, ...]]:
    """The ids under each name."""
    return {
        "blocks": tuple(guide.blocks),
        "messages": tuple(guide.messages),
        "plan": tuple(guide.plans),
        "handouts": tuple(guide.handouts),
        "cautions": tuple(guide.cautions),
        "care": tuple(guide.care),
        "pages": tuple(page.id for page in guide.pages.values() if page.condition.when),
        "groups": tuple(guide.settings.groups),
        "about": tuple(guide.settings.about),
        "first": tuple(guide.flags),
    }


def with_outcome(guide: Guide) -> Vocabulary:
    """A copy of the guide's vocabulary that knows these names too."""
    old = guide.vocabulary
    vocabulary = Vocabulary(dict(old.names), list(old.tokens), {name: old.counted(name) for name in old.names})
    for name, ids in tokens(guide).items():
        vocabulary.add(name, (*ids, ANY, NONE), ids)
    return vocabulary


def shown_ids(guide: Guide, advice: Advice) -> dict[str, frozenset[str]]:
    """What a piece of advice shows, by name."""
    blocks = [shown.block for shown in advice.blocks]
    plans = [advice.plan.plan] if advice.plan else []
    about = {facet for piece in (*blocks, *advice.messages, *plans) for facet in piece.about}
    found: Mapping[str, Iterable[str]] = {
        "blocks": (block.id for block in blocks),
        "messages": (message.id for message in advice.messages),
        "plan": (plan.id for plan in plans),
        "handouts": (handout.id for handout in advice.handouts),
        "cautions": (caution.id for caution in advice.cautions),
        "care": (card.id for card in advice.care),
        "pages": (page.id for page in advice.pages),
        "groups": (block.group for block in blocks),
        "about": about & guide.settings.about.keys(),
        "first": (flag.id for flag in advice.flags[:1]),
    }
    return {name: frozenset(ids) for name, ids in found.items()}


def outcome_bits(guide: Guide, vocabulary: Vocabulary, advice: Advice) -> int:
    """The bits of what is shown, for a vocabulary made by `with_outcome`."""
    bits = 0
    for name, ids in shown_ids(guide, advice).items():
        bits |= vocabulary.mask(name, ids or (NONE,))
        if ids:
            bits |= vocabulary.names[name][ANY]
    return bits
