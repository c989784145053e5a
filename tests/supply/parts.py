"""Whether a list of parts (SBOM, CycloneDX) has every locked package, with its licence, and nothing else."""

from collections.abc import Mapping
from typing import Any

from packaging.utils import canonicalize_name


def faults(parts: Mapping[str, Any], pins: Mapping[str, str]) -> list[str]:
    """What is wrong with a list of parts; pins: version by name."""
    said: dict[str, Any] = {canonicalize_name(part["name"]): part for part in parts.get("components", ())}
    found = [f"{name} is not in the list" for name in pins if name not in said]
    found += [f"{name} is in the list and in no lock" for name in said if name not in pins]
    for name, version in pins.items():
        part = said.get(name, {"version": version, "licenses": [{}]})
        if part["version"] != version:
            found.append(f"{name} is {part['version']} in the list and {version} in the lock")
        if not part.get("licenses"):
            found.append(f"{name} has no licence in the list")
    if parts.get("bomFormat") != "CycloneDX" or not parts.get("dependencies"):
        found.append("it is no list of CycloneDX with who needs whom")
    return found
