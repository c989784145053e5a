"""The locked requirements as they stand in `requirements/`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
REQUIREMENTS = ROOT / "requirements"
_LINE = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))? \\")
_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


@dataclass(frozen=True)
class Pin:
    """One locked package. marker: where it is needed; hashes: how many files of it may be taken."""

    name: str
    version: Version
    marker: Marker | None
    hashes: int

    @property
    def needed_here(self) -> bool:
        """Whether this very Python on this very system needs it."""
        return self.marker is None or self.marker.evaluate()


def read_lock(text: str) -> dict[str, Pin]:
    """Pins by their normal name; raises ValueError for a line that is neither a pin nor a hash of one."""
    pins: dict[str, Pin] = {}
    name = ""
    for number, line in enumerate(text.splitlines(), 1):
        if found := _LINE.fullmatch(line):
            name = canonicalize_name(found["name"])
            marker = Marker(found["marker"]) if found["marker"] else None
            pins[name] = Pin(name, Version(found["version"]), marker, 0)
        elif name and _HASH.fullmatch(line):
            pin = pins[name]
            pins[name] = Pin(name, pin.version, pin.marker, pin.hashes + 1)
        else:
            raise ValueError(f"line {number} is neither 'name==version \\' nor a hash: {line!r}")
    return pins


def locks() -> Iterator[tuple[str, dict[str, Pin]]]:
    """Every lock with its file's name."""
    for path in sorted(REQUIREMENTS.glob("*.txt")):
        yield path.name, read_lock(path.read_text(encoding="utf-8"))


def app_lock() -> dict[str, Pin]:
    """What the app itself runs on."""
    return dict(locks())["app.txt"]


def lowest(requirement: str) -> tuple[str, Version] | None:
    """The lowest version that a requirement of ours allows; None where it names none."""
    parsed = Requirement(requirement)
    bounds = [Version(each.version) for each in parsed.specifier if each.operator in (">=", "==", "~=")]
    return (canonicalize_name(parsed.name), max(bounds)) if bounds else None
