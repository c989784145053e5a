"""The gate for authors: everything that can be found wrong with a content folder, in one report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from supporter import progress
from supporter.errors import ContentError, Problem, SupporterError
from supporter.folders import Folder
from supporter.galleys import misprinted
from supporter.loading import load_manuscript
from supporter.manuscript import Manuscript
from supporter.outcome import with_outcome
from supporter.packs import content_roots
from supporter.personas import Place, branches, chosen_by, met_by
from supporter.proofreading import not_yet, overdue, proofread, soon_due, unconfirmed
from supporter.proving import count_check_ins, prove
from supporter.shipped import called
from supporter.theme import Theme, find_theme, read_theme


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. manuscript: None where nothing could be loaded. unmet: what no persona meets.

    theme: that of the host, where there is one. alone: it is all that was looked at. beneath: what errors call the
    folder that a host's own lies over; its warnings are ours to heed, so a person is told only how many there are.
    """

    problems: Sequence[Problem]
    warnings: Sequence[Problem] = ()
    manuscript: Manuscript | None = None
    unmet: Sequence[Place] = ()
    proved: bool = False
    theme: Theme | None = None
    alone: bool = False
    beneath: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The format of `supporter check --format json`."""
        return {
            "problems": [problem._asdict() for problem in self.problems],
            "warnings": [warning._asdict() for warning in self.warnings],
            "unmet": ["/".join(filter(None, place)) for place in self.unmet],
            "proved": self.proved,
            "translation": progress.as_dict(self.manuscript.translation)
            if self.manuscript and self.manuscript.translation
            else None,
        }

    def lines(self) -> Iterator[str]:
        """The report as a person reads it: warnings, mistakes, then what was read and what was proved."""
        ours = [one for one in self.warnings if self.beneath and one.file.startswith(f"{self.beneath}/")]
        if ours:
            yield f"{len(ours)} warnings about what you did not write: supporter check, without a folder, lists them."
        yield from (f"{one.file}:{one.line}: warning: {one.text}" for one in self.warnings if one not in ours)
        yield from map(str, self.problems)
        if self.theme:
            yield from self.theme.lines()
        if self.manuscript is None:
            return
        guide = self.manuscript.guide
        translation = self.manuscript.translation
        if translation:
            yield from progress.table(self.manuscript, translation)
            yield f"What is not translated is shown in {translation.source} (--untranslated lists the files)."
            yield f"The rules are those of {translation.source}; its check proves them for every language."
            return
        pieces = [piece for kind in guide.kinds().values() for piece in kind.values()]
        yield "Read " + ", ".join(f"{len(kind)} {name}" for name, kind in guide.kinds().items()) + "."
        waiting = sum(not piece.reviewers for piece in pieces)
        yield f"Not yet reviewed by a clinician: {waiting} of {len(pieces)} files."
        yield f"{len(self.manuscript.personas)} personas, as they should be shown. {self._unmet()}"
        if self.proved:
            laws = len(self.manuscript.laws.laws)
            yield f"Proved for all {count_check_ins(guide):.1e} check-ins that the form can send: {laws} laws."

    def _unmet(self) -> str:
        pieces = sorted(f"{kind}/{piece}" for kind, piece, branch in self.unmet if not branch)
        branches = len(self.unmet) - len(pieces)
        if not self.unmet:
            return "They meet every piece and every branch of every condition."
        named = f"nobody among them meets {', '.join(pieces)}" if pieces else "they meet every piece"
        return f"{named[0].upper()}{named[1:]}; {branches} branches of conditions are met by none (--unmet lists them)."

    def untranslated_lines(self) -> Iterator[str]:
        """What readers see in the language of the source, a line each."""
        if self.manuscript and self.manuscript.translation:
            yield from progress.missing_lines(self.manuscript.translation)

    def unmet_lines(self) -> Iterator[str]:
        """What no persona meets, a line each."""
        for kind, piece, branch in self.unmet:
            yield f"{kind}/{piece}: {branch or 'the whole piece'}: no persona meets this; write one who does"


def check_theme(file: Path) -> Report:
    """A theme alone, which takes no time; raises SupporterError where there is no such file."""
    if not file.is_file():
        raise SupporterError(f"{file}: there is no such file; name a theme, such as our-words/theme.yaml")
    try:
        theme = read_theme(file, str(file))
    except ContentError as error:
        return Report(error.problems, alone=True)
    return Report(sorted(theme.faults()), theme=theme, alone=True)


def check_content(
    content: Sequence[Folder], locale: str, today: date, *, fast: bool = False, theme: Path | None = None
) -> Report:
    """Load, proofread and (unless `fast`) prove and print; raises SupporterError where the extra `check` is missing.

    Of a translation the texts alone are checked: its rules are those of the source, and proved there. theme: looked at
    in the place of that of the content.
    """
    found: list[Problem] = []
    brand = manuscript = None
    try:
        brand = find_theme(theme, content_roots(content))
    except ContentError as error:
        found += error.problems
    try:
        manuscript = load_manuscript(content, locale)
    except ContentError as error:
        found += error.problems
    found += brand.faults() if brand else ()
    if manuscript is None:
        return Report(sorted(found), theme=brand)
    report = _check_manuscript(manuscript, content, today, fast=fast)
    *own, last = (called(root, "") for root in content_roots(content))
    # A translation of ours that is behind may be so because of what the host wrote.
    beneath = last if own and last not in own and not manuscript.translation else None
    return replace(report, problems=sorted({*found, *report.problems}), theme=brand, beneath=beneath)


def _check_manuscript(manuscript: Manuscript, content: Sequence[Folder], today: date, *, fast: bool) -> Report:
    translation = manuscript.translation
    found = {*proofread(manuscript), *overdue(manuscript, today), *not_yet(manuscript, today)}
    if not fast:
        found |= {*misprinted(manuscript, content)}
    if translation:
        waiting = {*progress.findings(translation), *soon_due(manuscript, today)}
        return Report(sorted(found), sorted(waiting), manuscript)
    found |= {*misled(manuscript)}
    if not fast:
        found |= {*prove(manuscript)}
    warnings = {*soon_due(manuscript, today), *unconfirmed(manuscript, today)}
    return Report(sorted(found), sorted(warnings), manuscript, tuple(unmet(manuscript)), proved=not fast and not found)


def misled(manuscript: Manuscript) -> Iterator[Problem]:
    """Every persona who is not shown what they must be, or is shown what they must not."""
    guide = manuscript.guide
    vocabulary = with_outcome(guide)
    for persona in manuscript.personas.values():
        document = manuscript.documents["personas", persona.id]
        chosen = chosen_by(guide, vocabulary, persona)
        for index, table in enumerate(persona.always.when):
            if not table.holds(chosen):
                yield document.problem(
                    ("always", index), f"{persona.title} is not shown this; mend the rules or the line"
                )
        for index, table in enumerate(persona.never.when if persona.never else ()):
            if table.holds(chosen):
                yield document.problem(("never", index), f"{persona.title} is shown this; mend the rules or the line")


def unmet(manuscript: Manuscript) -> Iterator[Place]:
    """Every piece that can be shown or not, and every branch, that no persona meets."""
    guide = manuscript.guide
    met = {place for persona in manuscript.personas.values() for place in met_by(guide, persona)}
    for kind, pieces in guide.kinds().items():
        for piece in pieces.values():
            places = [(kind, piece.id, branch) for branch, _, _ in branches(guide, piece.condition)]
            yield from (place for place in [(kind, piece.id, ""), *places] if place not in met and places)
