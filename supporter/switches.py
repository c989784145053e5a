"""Settings that are on or off."""

from collections.abc import Mapping
from typing import Any

from supporter.errors import ConfigurationError

_SWITCH = {"true": True, "1": True, "false": False, "0": False, "": False}


def switched(config: Mapping[str, Any], key: str) -> bool:
    """Whether a switch is on; the environment can only say so in words. Raises ConfigurationError."""
    said = str(config[key]).lower()
    if said not in _SWITCH:
        raise ConfigurationError(f"{key} is '{config[key]}'; write true or false")
    return _SWITCH[said]
