"""Known faults of packages, as `requirements/advisories.toml` keeps them."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.supply.locks import REQUIREMENTS

FILE = REQUIREMENTS / "advisories.toml"


@dataclass(frozen=True)
class Advisory:
    """A fault of a package; bad: the versions that have it."""

    package: str
    id: str
    bad: SpecifierSet
    what: str
    source: str


def advisories() -> list[Advisory]:
    """All that are kept; raises KeyError or TypeError for one that lacks a part or has one too many."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [Advisory(**{**each, "bad": SpecifierSet(each["bad"])}) for each in table["advisory"]]


def known_faults(versions: Iterable[tuple[str, Version]], known: Iterable[Advisory]) -> Iterator[str]:
    """Each version that has a known fault, as `name version: what (id)`."""
    listed = list(known)
    for name, version in versions:
        for one in listed:
            if canonicalize_name(one.package) == canonicalize_name(name) and one.bad.contains(
                version, prereleases=True
            ):
                yield f"{name} {version}: {one.what} ({one.id})"
