"""What follows from a change for pieces whose own files are the same: a few check-ins that show all of it."""

from collections.abc import Iterator, Sequence

from supporter.audience import Audiences, Place, Seen
from supporter.difference import Case, Change
from supporter.proving.witness import Witness


def cases(changes: Sequence[Change], audiences: Audiences) -> Iterator[Case]:
    """Examples of the changed pieces first, then of those that follow, until each of these has been shown."""
    changed = [change for change in changes if change.state != "follows"]
    bases = sorted((example for change in changed for example in _examples(change)), key=_length)
    left = _Left([change for change in changes if change.state == "follows"], bases)
    # The shortest first, so that what others add to them can be told in a line each.
    for example in bases:
        yield from left.take(example, changed, *audiences.both(example))
    for change in left.following:
        for example in _examples(change):
            if left.has(change.place):
                yield from left.take(example, changed, *audiences.both(example))


class _Left:
    """Pieces that follow and have not been shown yet; `bases` are check-ins that others can be told by."""

    def __init__(self, following: Sequence[Change], bases: Sequence[Witness]) -> None:
        self._bases = list(bases)
        self.following = sorted(following, key=lambda change: min(map(_length, _examples(change))))
        self._now = [change.place for change in following if change.audience.now]
        self._no_longer = [change.place for change in following if change.audience.no_longer]
        self._lines = [change.place for change in following if change.lines]

    def has(self, place: Place) -> bool:
        """Whether something of a piece is left."""
        return place in self._now or place in self._no_longer or place in self._lines

    def take(self, example: Witness, changed: Sequence[Change], then: Seen, now: Seen) -> Iterator[Case]:
        """The case of an example, if it shows something that is left."""
        gained, lost = now.places - then.places, then.places - now.places
        case = Case(
            example,
            base=_base(example, self._bases),
            because=tuple(one.place for one in changed if one.place in gained | lost or _switches(one, now)),
            now=tuple(place for place in self._now if place in gained),
            no_longer=tuple(place for place in self._no_longer if place in lost),
            lines=tuple(place for place in self._lines if _says_other(then, now, place)),
        )
        self._now = [place for place in self._now if place not in case.now]
        self._no_longer = [place for place in self._no_longer if place not in case.no_longer]
        self._lines = [place for place in self._lines if place not in case.lines]
        if case.now or case.no_longer or case.lines:
            self._bases += [] if case.base else [example]
            yield case


def _base(example: Witness, others: Sequence[Witness]) -> Witness | None:
    """The longest of the others to which an example only adds."""
    shorter = [other for other in others if set(other.parts) < set(example.parts)]
    return max(shorter, key=_length, default=None)


def _examples(change: Change) -> Iterator[Witness]:
    for audience in (change.audience, *(line.audience for line in change.lines)):
        yield from (example for example in (audience.now, audience.no_longer) if example)


def _length(example: Witness) -> int:
    return len(example.parts)


def _switches(change: Change, now: Seen) -> bool:
    """Whether a flag was changed that this reader has in both guides, so that it can only do something else."""
    return change.place[0] == "flags" and bool(change.edit.rules) and change.place in now.places


def _says_other(then: Seen, now: Seen, place: Place) -> bool:
    return place in then.said and place in now.said and then.said[place] != now.said[place]
