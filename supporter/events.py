"""What a host may count: three things that happen, each with one id at most and never with a reader."""

from typing import Literal, NamedTuple, get_args

from supporter.errors import ConfigurationError
from supporter.guide import Guide
from supporter.naming import namings

Name = Literal["guide_shown", "handout_printed", "left"]
NAMES: tuple[Name, ...] = get_args(Name)
SUBJECTS: dict[Name, str | None] = {"guide_shown": "path", "handout_printed": "handout", "left": None}
"""What the id of each is the id of."""


class Event(NamedTuple):
    """id: of the path or the handout; None for a sheet that is not named, and for one who left."""

    name: Name
    id: str | None = None


def check_paths(guide: Guide) -> None:
    """Raise ConfigurationError where the id of a path would tell a flag, since paths are counted and flags never."""
    telling = [
        f"the path '{named.id}' is chosen by the flag '{token.token}', and counting paths would tell it; "
        f"take the flag out of its condition, or leave SUPPORTER_SIGNALS and SUPPORTER_METRICS off"
        for token, named, helps in namings(guide)
        if named.kind == "paths" and token.name == "flags" and helps
    ]
    if telling:
        raise ConfigurationError("\n".join(telling))
