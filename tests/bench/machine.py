"""On what was measured: versions, and what the machine is and was doing."""

import os
import platform
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGES = (
    "within-reach",
    "flask",
    "werkzeug",
    "jinja2",
    "markupsafe",
    "pydantic",
    "cryptography",
    "waitress",
    "typst",
)


def facts(packages: Sequence[str] = PACKAGES) -> dict[str, Any]:
    """What the figures of a run depend on."""
    cpuinfo = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*: (.+)$", cpuinfo.read_text(), re.MULTILINE) if cpuinfo.exists() else None
    return {
        "python": platform.python_version(),
        "versions": {name: version(name) for name in packages},
        "machine": {
            "cpu": found[1] if found else platform.processor(),
            "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
            "system": f"{platform.system()} {platform.machine()}",
            "load": [round(load, 2) for load in os.getloadavg()],
        },
    }


def told(known: dict[str, Any]) -> str:
    """The facts in two sentences."""
    machine = known["machine"]
    load = " ".join(str(one) for one in machine["load"])
    versions = ", ".join(f"{name} {number}" for name, number in known["versions"].items())
    return f"{machine['cpu']}, {machine['cores']} cores, load {load} at the end. Python {known['python']}, {versions}."
