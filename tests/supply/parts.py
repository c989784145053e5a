"""Whether a list of parts (SBOM, CycloneDX) has every locked package and nothing else; licences are in docs/licences.md."""

from collections.abc import Mapping
from typing import Any

from packaging.utils import canonicalize_name


def faults(parts: Mapping[str, Any], pins: Mapping[str, str]) -> list[str]:
    """What is wrong with a list of parts; pins: version by name."""
    said: dict[str, Any] = {canonicalize_name(part["name"]): part for part in parts.get("components", ())}
    found = [f"{name} is not in the list" for name in pins if name not in said]
    found += [f"{name} is in the list and in no lock" for name in said if name not in pins]
    for name, version in pins.items():
        if name in said and said[name]["version"] != version:
            found.append(f"{name} is {said[name]['version']} in the list and {version} in the lock")
    if parts.get("bomFormat") != "CycloneDX" or not parts.get("dependencies"):
        found.append("it is no list of CycloneDX with who needs whom")
    return found
