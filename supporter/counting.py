"""What one mount counts: nothing, unless its host asked for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from supporter.events import check_paths
from supporter.guide import Guide
from supporter.switches import switched
from supporter.tally import Tally


@dataclass(frozen=True, slots=True)
class Counting:
    """signals: whether listeners are told. tally: the numbers of `/metrics`."""

    signals: bool = False
    tally: Tally | None = None

    def __bool__(self) -> bool:
        return self.signals or self.tally is not None


def make_counting(config: Mapping[str, Any], guide: Guide) -> Counting:
    """As the settings say; raises ConfigurationError, also where the guide has a path that would tell a flag."""
    counting = Counting(
        signals=switched(config, "SUPPORTER_SIGNALS"),
        tally=Tally() if switched(config, "SUPPORTER_METRICS") else None,
    )
    if counting:
        check_paths(guide)
    return counting
