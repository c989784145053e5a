"""Records: classes whose annotations say what a table of an author's file may hold.

`schemas` reads them for pydantic, which is not imported here: a start that finds a compiled guide checks nothing.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from typing import Any, ClassVar, dataclass_transform


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Record:
    """A table of an author's file: unknown keys are refused, nothing changes after the load.

    A dataclass, so that `dataclasses.fields` and `replace` do with it what they do with any.
    """

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __init_subclass__(cls) -> None:
        # With the methods below: dataclasses would compile new ones for each class, a millisecond of every start.
        dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=True)(cls)

    def __init__(self, **given: Any) -> None:
        """Take the values as they are; TypeError for names that are missing or no field's."""
        wanted = set()
        for one in fields(self):
            wanted.add(one.name)
            if one.name not in given and one.default is not MISSING:
                given[one.name] = one.default
            elif one.name not in given and one.default_factory is not MISSING:
                given[one.name] = one.default_factory()
        if given.keys() != wanted:
            raise TypeError(f"{type(self).__name__}: missing or unknown: {', '.join(sorted(given.keys() ^ wanted))}")
        self.__dict__.update(given)

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field '{name}'")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field '{name}'")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash((type(self), *_values(self)))

    def __repr__(self) -> str:
        shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
        return f"{type(self).__name__}({', '.join(shown)})"


class Within:
    """In `Annotated`: limits of a value, by the names that pydantic's core has for them, such as `min_length`."""

    def __init__(self, **limits: object) -> None:
        self.limits = limits


class Before:
    """In `Annotated`: what makes a value of what an author wrote; its ValueError is the problem."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self.make = make


class After:
    """In `Annotated`: what gives a value of the right type back, or raises ValueError with the problem."""

    def __init__(self, check: Callable[[Any], Any]) -> None:
        self.check = check


def keys(kind: type[Record]) -> list[str]:
    """The names of its fields, in their order."""
    return [one.name for one in fields(kind)]


def _values(record: Record) -> list[object]:
    return [getattr(record, name) for name in keys(type(record))]
