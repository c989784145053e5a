"""The whole guide as one chart: every piece in words, and what each choice, flag and path changes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from supporter.entries import Entry, piece_entry, rule_entries, switches
from supporter.errors import SupporterError
from supporter.flags import Flag
from supporter.guide import Guide
from supporter.mentions import Mention, anchor, token_anchor
from supporter.naming import namings
from supporter.proofreading import grade
from supporter.references import PARTS, Documents

KINDS = {
    "questions": "Questions",
    "flags": "Red flags",
    "cautions": "Cautions",
    "paths": "Paths",
    "plans": "Plans over time",
    "blocks": "Advice",
    "messages": "Words to borrow",
    "swaps": "Words to swap",
    "handouts": "Handouts",
    "care": "When to bring in someone else",
    "pages": "Things to read",
    "rules": "Rules of the guide",
}
"""What each kind is called on the chart, in its order."""

Groups = Mapping[str, Sequence[Mention]]
"""Mentions of pieces by what their kind is called."""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under one heading: a kind, or one group of blocks."""

    anchor: str
    title: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Chart:
    """All of it.

    brings, keeps: by anchor of a choice, row, `row.column`, skip, flag or path, the pieces that can be shown because of
    it, and those it can keep away. grades: reading grades, by anchor. switches: what each flag switches off, in words.
    takes: the pieces that go with it. rests: by claim, the pieces that rest on it.
    """

    guide: Guide = field(repr=False)
    sections: Sequence[Section]
    grades: Mapping[str, float]
    brings: Mapping[str, Groups]
    keeps: Mapping[str, Groups]
    switches: Mapping[str, Mapping[str, Sequence[str]]]
    takes: Mapping[str, Groups]
    rests: Mapping[str, Groups]

    @property
    def entries(self) -> Iterator[Entry]:
        """Every entry, in order."""
        return (entry for section in self.sections for entry in section.entries)


def make_chart(guide: Guide, documents: Documents) -> Chart:
    """The chart of a guide, with a reading grade for each piece whose file is among `documents`."""
    kinds = guide.kinds()
    pieces = [piece_entry(guide, kind, piece) for kind in KINDS for piece in kinds.get(kind, {}).values()]
    entries = [*pieces, *rule_entries(guide)]
    return Chart(
        guide=guide,
        sections=tuple(_sections(guide, entries)),
        brings=_effects(guide, entries, helping=True),
        keeps=_effects(guide, entries, helping=False),
        grades=dict(_grades(guide, pieces, documents)),
        switches={flag.id: _in_words(guide, flag) for flag in guide.flags.values()},
        takes={flag.id: _listed(_taken(flag, pieces)) for flag in guide.flags.values()},
        rests={
            claim: _listed(one for one in pieces if one.piece and claim in one.piece.evidence)
            for claim in guide.evidence
        },
    )


def _sections(guide: Guide, entries: Sequence[Entry]) -> Iterator[Section]:
    for kind, title in KINDS.items():
        own = [entry for entry in entries if entry.kind == kind]
        if kind != "blocks":
            yield Section(kind, title, own)
            continue
        for group, words in guide.settings.groups.items():
            yield Section(
                f"group-{group}", f"{title}: {words}", [one for one in own if getattr(one.piece, "group", "") == group]
            )


def _effects(guide: Guide, entries: Iterable[Entry], *, helping: bool) -> Mapping[str, Groups]:
    """By anchor of what is named, the pieces that name it; a line of a piece is told from the piece."""
    titles = {entry.anchor: entry.title for entry in entries}
    found: defaultdict[str, dict[tuple[str, Mention], None]] = defaultdict(dict)
    for token, named, helps in namings(guide):
        if helps is helping:
            place = anchor(named.kind, named.id)
            words = titles[place] + ("" if named.line is None else " (a line of it)")
            found[token_anchor(token)][named.kind, Mention(words, place)] = None
    return {place: _grouped(mentions) for place, mentions in found.items()}


def _taken(flag: Flag, pieces: Iterable[Entry]) -> Iterator[Entry]:
    for entry in pieces:
        if entry.piece and not switches(entry.kind, entry.piece).isdisjoint(flag.switches_off):
            yield entry


def _listed(entries: Iterable[Entry]) -> Groups:
    return _grouped((entry.kind, Mention(entry.title, entry.anchor)) for entry in entries)


def _grouped(mentions: Iterable[tuple[str, Mention]]) -> Groups:
    groups: defaultdict[str, list[Mention]] = defaultdict(list)
    for kind, mention in mentions:
        groups[KINDS[kind]].append(mention)
    return {title: tuple(groups[title]) for title in KINDS.values() if title in groups}


def _in_words(guide: Guide, flag: Flag) -> Mapping[str, Sequence[str]]:
    """What a flag switches off, with the words of guide.yaml for facets and groups."""
    settings = guide.settings
    kinds = {"Parts of the advice": PARTS, "Advice under": settings.groups, "All that is about": settings.about}
    return {
        what: [words[switch] for switch in flag.switches_off if switch in words]
        for what, words in kinds.items()
        if not words.keys().isdisjoint(flag.switches_off)
    }


def _grades(guide: Guide, entries: Iterable[Entry], documents: Documents) -> Iterator[tuple[str, float]]:
    """By anchor; none where there are no files to read, or where the checker is not installed."""
    with suppress(SupporterError):
        for entry in entries:
            document = documents.get((entry.kind, entry.id))
            found = grade(guide, document) if document else None
            if found is not None:
                yield entry.anchor, found
