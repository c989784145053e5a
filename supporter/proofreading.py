"""The words of a guide held to its language rules, its dates to the calendar, its numbers to each other."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from supporter.errors import Problem
from supporter.folders import TABLES
from supporter.frontmatter import Document
from supporter.grading import GRADED, reading_grade
from supporter.guide import Guide
from supporter.language import EVERY, Language, Length, plain
from supporter.manuscript import Manuscript
from supporter.passages import Passage, passages
from supporter.pieces import Piece

AHEAD = timedelta(days=60)
"""How long before a review is due it is said."""
YEAR = timedelta(days=366)
"""How long a review holds at most."""
CONFIRMED = timedelta(days=90)
"""How long a number counts as confirmed (helplines.md)."""

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_SHORT = 4
"""Words below which a text has no reading grade worth the name."""
_NOT_PROSE = ("sources", "personas", *TABLES)


def proofread(manuscript: Manuscript) -> Iterator[Problem]:
    """Every text that breaks a rule of language.yaml; raises SupporterError where the checker is not installed.

    Of a translation every file is read, whether readers see it yet or not.
    """
    guide = manuscript.guide
    documents = manuscript.translation.documents if manuscript.translation else manuscript.documents
    for (kind, _), document in sorted(documents.items()):
        if kind in _NOT_PROSE:
            continue
        found = list(passages(document))
        for passage in found:
            yield from _words(guide.language, kind, document.file, passage)
            yield from _lengths(guide.language.length, kind, document.file, passage)
        yield from _grade(guide, kind, document)


def grade(guide: Guide, document: Document) -> float | None:
    """The reading grade of a file; None for too few words or a language without formula. Raises as `reading_grade`."""
    language = guide.locale.partition("-")[0]
    texts = [passage.text for passage in passages(document)]
    if language not in GRADED or sum(len(text.split()) for text in texts) < _SHORT:
        return None
    return reading_grade(texts, [line.name for country in guide.countries.values() for line in country.lines], language)


def overdue(manuscript: Manuscript, today: date) -> Iterator[Problem]:
    """Every piece whose review date has come, or was put too far ahead to be one."""
    for document, piece in _dated(manuscript):
        if piece.review_by > piece.reviewed + YEAR:
            text = f"the review is more than a year after 'reviewed'; write {piece.reviewed + YEAR}, or an earlier day"
            yield document.problem(("review_by",), text)
        if piece.review_by <= today:
            text = f"the review was due on {piece.review_by}; check the text, then write new dates"
            yield document.problem(("review_by",), text)


def not_yet(manuscript: Manuscript, today: date) -> Iterator[Problem]:
    """Every review and every call whose day has not come, so that nobody can have made it; the reader sees the day."""
    # Somewhere on earth it is tomorrow already.
    tomorrow = today + timedelta(days=1)
    for document, piece in _dated(manuscript):
        if piece.reviewed > tomorrow:
            text = f"'reviewed' is {piece.reviewed}, which has not come; write the day on which it was done"
            yield document.problem(("reviewed",), text)
    for one in manuscript.helplines:
        if one.line.checked is not None and one.line.checked > tomorrow:
            text = f"{one.line.name}: 'checked' is {one.line.checked}, which has not come; write the day of the call"
            yield Problem(one.file, one.number, text)


def soon_due(manuscript: Manuscript, today: date) -> Iterator[Problem]:
    """Every piece whose review is due within 60 days: a warning."""
    for document, piece in _dated(manuscript):
        if today < piece.review_by <= today + AHEAD:
            yield document.problem(("review_by",), f"the review is due on {piece.review_by}; plan it now")


def unconfirmed(manuscript: Manuscript, today: date) -> Iterator[Problem]:
    """Every helpline whose number nobody confirmed in the last 90 days: a warning, since the reader sees the date."""
    for one in manuscript.helplines:
        line = one.line
        if line.checked is None:
            text = f"{line.name}: nobody has confirmed it yet; call it, then write 'checked'"
            yield Problem(one.file, one.number, text)
        elif line.checked < today - CONFIRMED:
            text = f"{line.name}: last confirmed on {line.checked}; call it, then write the new date"
            yield Problem(one.file, one.number, text)


def _words(language: Language, kind: str, file: str, passage: Passage) -> Iterator[Problem]:
    text = plain(passage.text)
    unquoted = plain(_QUOTED.sub(" ", passage.text)) if kind != "messages" or passage.key != "text" else text
    for rule in language.rules:
        word = rule.find(text if rule.quoted else unquoted) if rule.applies(kind) else None
        if word is not None:
            yield Problem(file, passage.line, f"'{word}' is not for our readers; write: {rule.write}")


def _lengths(length: Length, kind: str, file: str, passage: Passage) -> Iterator[Problem]:
    for sentence in passage.sentences():
        words = sum(any(map(str.isalnum, word)) for word in sentence.split())
        if words > length.sentence:
            start = " ".join(sentence.split()[:4])
            text = f"the sentence '{start} ...' has {words} words; part it, {length.sentence} is the most"
            yield Problem(file, passage.line, text)
    if kind == "messages" and passage.key == "text" and len(passage.text) > length.message:
        text = f"the message has {len(passage.text)} characters; shorten it, {length.message} is the most"
        yield Problem(file, passage.line, text)


def _grade(guide: Guide, kind: str, document: Document) -> Iterator[Problem]:
    most = guide.language.grade.get(kind, guide.language.grade.get(EVERY))
    found = None if most is None else grade(guide, document)
    if found is not None and most is not None and found > most:
        text = f"the reading grade is {found:.1f}; use shorter sentences and words, {most:g} is the most"
        yield Problem(document.file, document.below, text)


def _dated(manuscript: Manuscript) -> Iterator[tuple[Document, Piece]]:
    for kind, pieces in manuscript.guide.kinds().items():
        for piece in pieces.values():
            if piece.lang == manuscript.guide.locale:
                yield manuscript.documents[kind, piece.id], piece
