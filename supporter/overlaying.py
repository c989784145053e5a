"""Tables laid over each other key by key, so that a host writes only what it changes."""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from typing import Any

from supporter.errors import Problem, did_you_mean
from supporter.frontmatter import Document, Place


def lay_all(documents: Iterable[Document]) -> Document:
    """One document of several, the farthest first."""
    return reduce(lay, documents)


def lay(under: Document, over: Document) -> Document:
    """The table of `under` with the keys of `over`: a table within it key by key, a text or a list as a whole.

    A key without a value is taken away. Keys keep the order of `under`, unless `over` has them all.
    """
    replaced: set[Place] = set()
    table = _laid(under.table, over.table, (), replaced)
    kept = {
        place: line
        for place, line in under.lines.items()
        if place not in over.lines and not any(place[:depth] in replaced for depth in range(1, len(place) + 1))
    }
    origins = {place: under.where(place)[0] for place in kept}
    return Document(over.file, table, over.body, {**kept, **over.lines}, over.below, {**origins, **over.origins})


def _laid(under: Mapping[str, Any], over: Mapping[str, Any], at: Place, replaced: set[Place]) -> dict[str, Any]:
    found = {}
    for key in (*over, *(key for key in under if key not in over)) if over.keys() >= under.keys() else (*under, *over):
        if key in found:
            continue
        before, now = under.get(key), over.get(key, under.get(key))
        if key in over:
            if isinstance(before, dict) and isinstance(now, dict):
                now = _laid(before, now, (*at, key), replaced)
            else:
                replaced.add((*at, key))
        if now is not None:
            found[key] = now
    return found


def narrowed(whole: Document, given: Iterable[Document]) -> Document:
    """The document with those of its keys alone that one of the others has too."""
    table = _narrowed(whole.table, [document.table for document in given])
    return Document(whole.file, table, "", whole.lines, whole.below, whole.origins)


def _narrowed(whole: Mapping[str, Any], given: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    found = {}
    for key, value in whole.items():
        inner = [table[key] for table in given if key in table]
        if inner and isinstance(value, dict):
            found[key] = _narrowed(value, [one for one in inner if isinstance(one, dict)])
        elif inner:
            found[key] = value
    return found


def strangers(given: Document, whole: Document, own: Iterable[str]) -> Iterator[Problem]:
    """Every key of `given` that `whole` does not have; `own` are keys that only `given` has."""
    for place, known in _strange(given.table, whole.table, ()):
        if str(place[0]) not in own:
            key = str(place[-1])
            yield given.problem(place, f"the source has no '{key}'; {did_you_mean(key, known)}")


def _strange(given: Mapping[str, Any], whole: Mapping[str, Any], at: Place) -> Iterator[tuple[Place, list[str]]]:
    for key, value in given.items():
        if key not in whole:
            yield (*at, key), list(whole)
        elif isinstance(value, dict) and isinstance(whole[key], dict):
            yield from _strange(value, whole[key], (*at, key))
