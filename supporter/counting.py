"""What one mount counts: nothing, unless its host asked for it."""

from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any, NamedTuple

from supporter.config import switched
from supporter.errors import ConfigurationError
from supporter.tally import Tally

if TYPE_CHECKING:
    from supporter.taps import Taps


class Counting(NamedTuple):
    """signals: whether listeners are told. tally: the numbers of `/metrics`. taps: what readers found helpful."""

    signals: bool = False
    tally: Tally | None = None
    taps: "Taps | None" = None

    @property
    def events(self) -> bool:
        """Whether anything is done about what happens."""
        return self.signals or self.tally is not None


def make_counting(config: Mapping[str, Any]) -> Counting:
    """As the settings say; raises ConfigurationError."""
    setting = config["SUPPORTER_FEEDBACK"]
    return Counting(
        signals=switched(config, "SUPPORTER_SIGNALS"),
        tally=Tally() if switched(config, "SUPPORTER_METRICS") else None,
        taps=open_feedback(setting) if setting else None,
    )


def open_feedback(setting: str | PathLike[str]) -> "Taps":
    """The database of SUPPORTER_FEEDBACK, with what it needs; a host without it imports nothing of it."""
    try:
        from supporter.taps import open_taps

        return open_taps(setting)
    except ImportError as error:
        text = f"SUPPORTER_FEEDBACK needs '{error.name}'; install it with: pip install 'within-reach[feedback]'"
        raise ConfigurationError(text) from error
