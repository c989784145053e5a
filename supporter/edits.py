"""What an author wrote differently in one file: its words, its rules, and what no reader sees."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from supporter.frontmatter import Document
from supporter.passages import UNSEEN, passages
from supporter.rulings import Edition, choices, rulings

_TOLD = frozenset({"id", "when", "unless", "switches_off", "about", "group", "order"})
"""Keys that decide who sees a piece and where, which are told one by one."""

_BESIDE = {
    "conflicts": "what it must not meet",
    "evidence": "the evidence it rests on",
    "review_by": "when it is due for review",
    "reviewed": "when it was last read with care",
    "reviewers": "who reviewed it",
    "ref": "its number in the brief",
    "kept": "whether it holds until the reader starts again",
    "level": "how soon it says to act",
    "call_now": "whether it says to call at once",
    "shelf": "the shelf it stands on",
    "careful": "whether it warns that being found with it could bring harm",
    "yours": "whether it is about the reader",
    "instead_of": "the words to leave",
    "choices": "how its choices work",
    "says": "who sees some of its lines",
    "instead": "who sees some of its steps",
}
"""Keys whose change is only named; those of lists where no word in them changed."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One file then and now.

    out, new: sentences that readers saw before, and that they see now. rules: what changed in who sees it, a sentence
    each. beside: what else was changed, in a few words each.
    """

    out: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def words(self) -> bool:
        """Whether readers see other words."""
        return bool(self.out or self.new)

    def __bool__(self) -> bool:
        return bool(self.words or self.rules or self.beside)


NOTHING = Edit()


def edit(then: Edition, now: Edition) -> Edit:
    """What changed from one edition of a file to the other; false where nothing did."""
    old, new = then.document, now.document
    if old.table == new.table and old.body == new.body:
        return NOTHING
    out, fresh = _words(old, new)
    changed = {key for key in old.table.keys() | new.table.keys() if old.table.get(key) != new.table.get(key)}
    rules = tuple(rulings(then, now))
    named = changed & (UNSEEN - _TOLD if out or fresh or rules else _BESIDE.keys() | UNSEEN - _TOLD)
    beside = [_BESIDE.get(key, f"‘{key}’") for key in sorted(named)]
    if not (out or fresh or rules or beside):
        beside = ["how it is laid out"]
    return Edit(out, fresh, rules, tuple(beside))


def _words(old: Document, new: Document) -> tuple[tuple[str, ...], tuple[str, ...]]:
    both = choices(old.table).keys() & choices(new.table).keys()
    before, after = ([passage.sentences() for passage in passages(_of(each, both))] for each in (old, new))
    return tuple(_runs(before, after)), tuple(_runs(after, before))


def _of(document: Document, both: Collection[str]) -> Document:
    """A file without the choices that one edition alone has, which are told as such."""
    listed = document.table.get("choices")
    if not isinstance(listed, list):
        return document
    known = [one for one in listed if isinstance(one, dict) and one.get("id") in both]
    return replace(document, table=document.table | {"choices": known})


def _runs(passages: Iterable[Sequence[str]], others: Iterable[Sequence[str]]) -> Iterator[str]:
    """Sentences that do not stand among the others as often; those that follow each other as one text."""
    left = Counter(sentence for passage in others for sentence in passage)
    for passage in passages:
        run: list[str] = []
        for sentence in passage:
            if left[sentence]:
                left[sentence] -= 1
                yield from [" ".join(run)] if run else []
                run = []
            else:
                run.append(sentence)
        yield from [" ".join(run)] if run else []
