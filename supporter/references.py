"""What one file says of another: ids that must exist, refs that must be unique, rules that span a kind."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from supporter.codes import MOST, QUESTIONS, codes_at_most, twins
from supporter.errors import Problem, did_you_mean
from supporter.frontmatter import Document, Place
from supporter.guide import Guide
from supporter.handouts import Handout
from supporter.pages import NEEDED
from supporter.pieces import Piece
from supporter.plans import WHENS
from supporter.questions import Choice, Column
from supporter.vocabulary import SKIPPED

PARTS = {
    "messages": "All words to borrow",
    "plan": "Any plan over time",
    "path": "What this may be",
    "closeness": "The picture of closeness, with what helps and what to ease off",
    "pages": "Pages to read on",
}
"""Parts of the advice that a flag can switch off beside groups and facets, with what they are called."""

_WRITTEN = frozenset({"blocks", "pages", "handouts"})
"""Kinds whose text is what they are for."""
_ID = re.compile(r"[a-z][a-z0-9_]*")
_TAKEN = frozenset({"flags", "path", "skip", "then", "meta", "data", "errors", "validate", "process", "csrf_token"})
"""Names that conditions, the page or the form's library use for something else."""
_ONE = ("danger", "relationship", "asked")
"""Questions whose answer the pages name by itself."""

Documents = Mapping[tuple[str, str], Document]


def check_references(guide: Guide, documents: Documents) -> Iterator[Problem]:
    """Every mistake that a single file cannot show."""
    check = _Check(guide, documents)
    for kind, pieces in guide.kinds().items():
        yield from check.pieces(kind, pieces.values())
    yield from check.flags()
    yield from check.questions()
    yield from check.codes()
    yield from check.paths()
    for slug in NEEDED:
        if slug not in guide.pages:
            yield Problem(f"pages/{slug}.md", 1, "the page is missing, and other pages lead to it; write it")
    for page in filter(lambda page: page.shelf, guide.pages.values()):
        yield from check.known("pages", page.id, ("shelf",), [page.shelf or ""], guide.settings.shelves, "a shelf")
    for plan in guide.plans.values():
        for when in WHENS:
            if getattr(plan.steps, when) is None:
                text = f"'{when}' is missing from 'steps'; write what to do then"
                yield documents["plans", plan.id].problem(("steps",), text)
    if guide.settings.enough not in guide.questions:
        yield documents["guide.yaml", ""].problem(
            ("enough",),
            f"'{guide.settings.enough}' is not a question; {did_you_mean(guide.settings.enough, guide.questions)}",
        )
    for handout in guide.handouts.values():
        yield from check.slots(handout)
    for block in guide.blocks.values():
        yield from check.known("blocks", block.id, ("group",), [block.group], guide.settings.groups, "a group")
    for claim in guide.evidence.values():
        yield from check.known("evidence", claim.id, ("sources",), claim.sources, guide.sources, "a source")
        for key, word, words, what in (
            ("strength", claim.strength, guide.settings.strengths, "a strength"),
            ("fit", claim.fit, guide.settings.fits, "a fit"),
        ):
            yield from check.known("evidence", claim.id, (key,), [word], words, what)


class _Check:
    def __init__(self, guide: Guide, documents: Documents) -> None:
        self.guide = guide
        self.documents = documents

    def known(
        self, kind: str, piece_id: str, place: Place, words: Iterable[str], among: Collection[str], what: str
    ) -> Iterator[Problem]:
        document = self.documents[kind, piece_id]
        for index, word in enumerate(words):
            if word not in among:
                yield document.problem((*place, index), f"'{word}' is not {what}; {did_you_mean(word, among)}")

    def slots(self, handout: Handout) -> Iterator[Problem]:
        document = self.documents["handouts", handout.id]
        for number, line in enumerate(document.body.splitlines(), document.below):
            named = next((one.plan for one in handout.parts if one.plan and line.strip() == f"[plan {one.plan}]"), None)
            if named is not None and named not in self.guide.plans:
                text = f"'{named}' is not a plan; {did_you_mean(named, self.guide.plans)}"
                yield Problem(document.file, number, text)

    def pieces(self, kind: str, pieces: Collection[Piece]) -> Iterator[Problem]:
        facets = {*self.guide.settings.about, *PARTS}
        known = {f"{other}/{one}" for other, found in self.guide.kinds().items() for one in found}
        refs = defaultdict(list)
        for piece in pieces:
            refs[piece.ref].append(piece.id)
        for piece in pieces:
            document = self.documents[kind, piece.id]
            yield from self.known(
                kind, piece.id, ("evidence",), piece.evidence, self.guide.evidence, "evidence we hold"
            )
            yield from self.known(kind, piece.id, ("about",), piece.about, facets, "a facet")
            named = [one if "/" in one else f"{kind}/{one}" for one in piece.conflicts]
            yield from self.known(kind, piece.id, ("conflicts",), named, known, "a piece")
            if kind in _WRITTEN and not document.body:
                text = "there is no text below the second '---', and a reader opens it; write it there"
                yield Problem(document.file, document.below, text)
            if piece.review_by <= piece.reviewed:
                yield document.problem(("review_by",), "'review_by' is not after 'reviewed'; write a later date")
            twins = [other for other in refs[piece.ref] if other != piece.id] if piece.ref is not None else []
            if twins and kind != "questions":
                yield document.problem(("ref",), f"'{piece.ref}' is the ref of '{twins[0]}' too; give each its own")

    def flags(self) -> Iterator[Problem]:
        switches = {*self.guide.settings.about, *self.guide.settings.groups, *PARTS}
        ranks: dict[int, str] = {}
        for flag in self.guide.flags.values():
            yield from self.known(
                "flags", flag.id, ("switches_off",), flag.switches_off, switches, "something to switch off"
            )
            if ranks.setdefault(flag.order, flag.id) != flag.id:
                text = f"'{ranks[flag.order]}' has the rank {flag.order} too; each flag needs a rank of its own"
                yield self.documents["flags", flag.id].problem(("order",), text)

    def questions(self) -> Iterator[Problem]:
        beside = [question.beside for question in self.guide.questions.values() if question.beside]
        grids = {question.id: question for question in self.guide.questions.values() if question.kind == "grid"}
        for question in self.guide.questions.values():
            document = self.documents["questions", question.id]
            if not _ID.fullmatch(question.id) or question.id in _TAKEN:
                text = f"'{question.id}' cannot be the id of a question; name the file otherwise, such as 'sleep.md'"
                yield document.problem((), text)
            if question.id in _ONE and question.kind != "one":
                yield document.problem(("kind",), f"'{question.id}' takes one choice; write 'kind: one'")
            if question.beside and beside.count(question.beside) > 1:
                yield document.problem(
                    ("beside",), f"'{question.beside}' has another question beside it; one is the most"
                )
            if (question.kind == "grid") != bool(question.columns):
                yield document.problem(("kind",), "a grid, and only a grid, has 'columns'; add them or change the kind")
            yield from self._told_apart(document, "choices", question.choices)
            yield from self._told_apart(document, "columns", question.columns)
            ids = [choice.id for choice in question.choices]
            if question.beside is not None:
                yield from self.known("questions", question.id, ("beside",), [question.beside], grids, "a grid")
                rows = [choice.id for choice in grids[question.beside].choices] if question.beside in grids else ids
                if ids != rows:
                    yield document.problem(
                        ("choices",), f"the choices are not those of '{question.beside}'; list the same ids"
                    )

    def _told_apart(self, document: Document, key: str, offered: Sequence[Choice | Column]) -> Iterator[Problem]:
        for index, one in enumerate(offered):
            earlier = offered[:index]
            if not _ID.fullmatch(one.id):
                text = f"'{one.id}' cannot be the id of a choice; write small letters, digits and '_'"
                yield document.problem((key, index, "id"), text)
            if one.id == SKIPPED or one.id in [other.id for other in earlier]:
                yield document.problem((key, index, "id"), f"the id '{one.id}' is taken; write another")
            if one.label in [other.label for other in earlier]:
                text = f"'{one.label}' stands at an earlier choice too; say how the two differ"
                yield document.problem((key, index, "label"), text)

    def codes(self) -> Iterator[Problem]:
        for name, token, other in twins(self.guide):
            text = f"'{token}' has the code of '{other}' in a cookie, by chance; give one of the two another id"
            if question := self.guide.questions.get(name):
                row = [choice.id for choice in question.choices].index(token.partition(".")[0])
                yield self.documents["questions", name].problem(("choices", row, "id"), text)
            else:
                yield self.documents["questions" if name == QUESTIONS else "flags", token].problem((), text)
        over = codes_at_most(self.guide) - MOST
        if over > 0:
            longest = max(self.guide.questions.values(), key=lambda one: (one.kind != "one", len(one.choices)))
            text = f"all that a reader can tick fits no cookie by {over}; take choices out, here or in other questions"
            yield self.documents["questions", longest.id].problem(("choices",), text)

    def paths(self) -> Iterator[Problem]:
        *others, last = self.guide.paths.values() or [None]
        if last is None or last.condition.when or last.condition.unless:
            document = self.documents["guide.yaml", ""] if last is None else self.documents["paths", last.id]
            yield document.problem((), "the last path must have no 'when' or 'unless', so that every reader has one")
        for path in filter(None, others):
            if not path.condition.when:
                yield self.documents["paths", path.id].problem((), "only the last path may go without 'when'; add one")
