"""Single helplines of a host: one of ours corrected, one taken away, one of their own added."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from supporter.errors import Problem, did_you_mean
from supporter.frontmatter import Document
from supporter.helplines import Helpline, Placed
from supporter.validating import record_of

_ABOVE = ("country", "name")
"""What stands above a line in the file, not in it."""
_REACH = ("phone", "tel", "text", "web")
_VOUCH = ("checked", "sources")
"""What says that a number is right, which holds for the number it was written for alone."""
_EMPTY = dict.fromkeys((*_REACH, "hours", "languages"), None) | {"confidence": "high"}
_NEW = "a line of your own has 'kind', 'checked', 'sources', and a phone, a text or a web address"


def lay_lines(placed: Sequence[Placed], document: Document, problems: list[Problem]) -> list[Placed]:
    """The lines with those of a file laid over them, by country and name; what is new stands before ours."""
    found = {(one.line.country, one.line.name): one for one in placed}
    new: dict[tuple[str, str], Placed] = {}
    for country, table in document.table.items():
        known = [name for code, name in found if code == country]
        for name, given in _tables(document, country, table, problems):
            place = (country, name)
            old = found.get(place)
            if given is None and old is not None:
                del found[place]
            elif given is None:
                text = f"there is no line '{name}' in {country} to take away; {did_you_mean(name, known)}"
                problems.append(document.problem(place, text))
            else:
                line = _line(document.part(place), place, old.line if old else None, known, problems)
                if line is not None:
                    (found if old else new)[place] = Placed(*document.where(place), line)
    lines = [*new.values(), *found.values()]
    for country in sorted(_with_emergency(placed) - _with_emergency(lines)):
        text = f"this leaves {country} without a number for danger right now; correct the emergency line instead"
        problems.append(document.problem((country,), text))
    return lines


def _tables(document: Document, country: str, table: object, problems: list[Problem]) -> Iterator[tuple[str, object]]:
    """The lines of one country; a line is a table, or nothing where it is taken away."""
    if not isinstance(table, dict):
        text = f"'{country}' is not a table; write the name of a line below it, and below that what you change"
        problems.append(document.problem((country,), text))
        return
    for name, given in table.items():
        if given is None or isinstance(given, dict):
            yield name, given
        else:
            text = f"'{name}' is not a table; write what you change below it, such as 'phone: \"...\"'"
            problems.append(document.problem((country, name), text))


def _with_emergency(lines: Iterable[Placed]) -> set[str]:
    return {one.line.country for one in lines if one.line.kind == "emergency"}


def _line(
    part: Document, place: tuple[str, str], old: Helpline | None, known: list[str], problems: list[Problem]
) -> Helpline | None:
    """What a file says of one line, over what we say of it; None where it has mistakes."""
    country, name = place
    given: dict[str, Any] = dict(part.table)
    before = len(problems)
    for key in _ABOVE:
        if given.pop(key, None) is not None:
            problems.append(part.problem((key,), f"the {key} stands above the line; take this out"))
    if "tel" not in given and given.get("phone", old and old.phone) != (old and old.phone):
        given["tel"] = re.sub(r"[^\d+]", "", given["phone"]) if isinstance(given["phone"], str) else None
    if old is None and not {"kind", *_VOUCH} <= given.keys():
        near = did_you_mean(name, known)
        meant = f" {near}" if near.startswith("did") else ""
        lacks = ", ".join(f"'{key}'" for key in ("kind", *_VOUCH) if key not in given)
        problems.append(
            part.problem((), f"we have no line '{name}' in {country}, and {lacks} is missing;{meant} {_NEW}")
        )
        return None
    if old is not None and any(key in given and given[key] != getattr(old, key) for key in _REACH):
        problems += (
            part.problem((), f"'{key}' is missing: ours is about what stood there before; write your own")
            for key in _VOUCH
            if key not in given
        )
    if given.get("checked", True) is None:
        problems.append(part.problem(("checked",), "'checked' is empty; write the day on which you last tried it"))
    under = asdict(old) if old else _EMPTY
    table = {**under, **given, "country": country, "name": name}
    line = record_of(Helpline, table, part, problems, frozenset(_ABOVE))
    return line if len(problems) == before else None
