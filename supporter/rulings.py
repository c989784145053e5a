"""Who a file is for, in two editions of it: what its author changed, a sentence each."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from supporter.conditions import Condition, Table
from supporter.frontmatter import Document
from supporter.guide import Guide
from supporter.mentions import Sentence, plain, quoted
from supporter.mentions import name as token_name
from supporter.references import PARTS
from supporter.vocabulary import Token
from supporter.wording import alternatives

_SHORT = 240
"""Letters of a long condition that are told where its change is told too."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One file in one of two guides."""

    guide: Guide
    document: Document
    condition: Condition

    def reasons(self, key: str) -> Iterator[tuple[object, Sentence]]:
        """Each table under `when` or `unless` as it is written, and in words."""
        written = self.document.table.get(key)
        tables: Sequence[Table] = getattr(self.condition, key)
        yield from zip(written if isinstance(written, list) else (), alternatives(self.guide, tables), strict=True)

    def listed(self, key: str) -> list[str]:
        """The words of a list."""
        value = self.document.table.get(key)
        return [str(one) for one in value] if isinstance(value, list) else []


def switch_words(guide: Guide, switch: str) -> str:
    """What a flag can switch off, as guide.yaml or the page calls it."""
    known: Mapping[str, str] = {**guide.settings.about, **guide.settings.groups, **PARTS}
    return quoted(known.get(switch, switch))


def rulings(then: Edition, now: Edition) -> Iterator[str]:
    """What changed in who sees a piece, and where: a sentence each."""
    old, new = then.document.table, now.document.table
    yield from _reasons(then, now, "when", "Reason", "when")
    yield from _reasons(then, now, "unless", "Exception", "not when")
    if "when" in old and "when" not in new:
        yield "It is now for everyone, where it was for some."
    elif "when" in new and "when" not in old:
        yield "It is now for some, where it was for everyone."
    for key, gained, lost in (
        ("switches_off", "It now also switches off", "It no longer switches off"),
        ("about", "It now counts as being about", "It no longer counts as being about"),
    ):
        before, after = then.listed(key), now.listed(key)
        for says, switches, guide in (
            (gained, [*_without(after, before)], now),
            (lost, [*_without(before, after)], then),
        ):
            if switches:
                yield f"{says}: {', '.join(switch_words(guide.guide, switch) for switch in switches)}."
    if old.get("group") != new.get("group"):
        group, other = (switch_words(one.guide, str(one.document.table.get("group"))) for one in (then, now))
        yield f"It moved from {group} to {other}."
    if old.get("order") != new.get("order"):
        yield f"Its place in the order is now {new.get('order')}; it was {old.get('order')}."
    yield from (f"New choice: {quoted(label)}." for one, label in choices(new).items() if one not in choices(old))
    yield from (f"Choice taken out: {quoted(label)}." for one, label in choices(old).items() if one not in choices(new))


def _without(words: Iterable[str], others: Sequence[str]) -> Iterator[str]:
    return (word for word in words if word not in others)


def _reasons(then: Edition, now: Edition, key: str, name: str, when: str) -> Iterator[str]:
    old, new = list(then.reasons(key)), list(now.reasons(key))
    gone = [(table, words) for table, words in old if table not in [other for other, _ in new]]
    fresh = [(table, words) for table, words in new if table not in [other for other, _ in old]]
    if len(gone) == len(fresh) == 1:
        (before, was), (after, words) = gone[0], fresh[0]
        inside = " ".join(_inside(then, now, before, after))
        told = textwrap.shorten(f"{plain(words)}.", _SHORT, placeholder=" …") if inside else f"{plain(words)}."
        yield f"{name} changed. {inside or f'Before: {when} {plain(was)}.'} Now: {when} {told}"
        return
    yield from (f"{name} taken out: {when} {plain(words)}." for _, words in gone)
    yield from (f"New {name.lower()}: {when} {plain(words)}." for _, words in fresh)


def _inside(then: Edition, now: Edition, before: object, after: object) -> Iterator[str]:
    """What one line of a table gained and lost, where the rest is the same and the line is a list."""
    if not isinstance(before, dict) or not isinstance(after, dict) or before.keys() != after.keys():
        return
    changed = [name for name in after if before[name] != after[name]]
    lists = [[one] if isinstance(one, str) else one for name in changed for one in (before[name], after[name])]
    if len(changed) == 1 and all(isinstance(one, list) for one in lists):
        old, new = lists
        for says, tokens, guide in (
            ("Added", _without(new, old), now.guide),
            ("Taken out", _without(old, new), then.guide),
        ):
            names = [token_name(guide, Token(changed[0], token)).text for token in tokens]
            yield from [f"{says}: {', '.join(names)}."] if names else []


def choices(table: Mapping[str, object]) -> dict[str, str]:
    """The labels of a question's choices, by id."""
    listed = table.get("choices")
    rows = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return {str(one.get("id")): str(one.get("label")) for one in rows}
