"""A guide and the files it was made of, for those who check or write them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from supporter.errors import Problem
from supporter.folders import Files
from supporter.frontmatter import Document
from supporter.guide import Guide
from supporter.helplines import Placed
from supporter.laws import Laws
from supporter.personas import Persona

File = tuple[str, str]
"""A content file by its kind and its id; a table of its own, such as guide.yaml, has no id."""


@dataclass(frozen=True, slots=True)
class Translation:
    """How far one language has come.

    source: the language it is of. documents: the translations as they are written. good: those that readers see.
    missing: files of the source that have none. incomplete: the keys that a file lacks. stale: what to write as
    `translates` once it has been read again. outdated: what the change of the source made wrong in them.
    """

    source: str
    documents: Mapping[File, Document] = field(default_factory=dict)
    good: tuple[File, ...] = ()
    missing: tuple[File, ...] = ()
    incomplete: Mapping[File, tuple[str, ...]] = field(default_factory=dict)
    stale: Mapping[File, str] = field(default_factory=dict)
    outdated: tuple[Problem, ...] = ()


class Manuscript(NamedTuple):
    """A guide and its files; `documents` has the file that each piece is shown from.

    files: every content file of the source. helplines: all lines, with the place of each. translation: None where the
    language is the source itself. laws, personas: those of the source.
    """

    guide: Guide
    laws: Laws
    personas: dict[str, Persona]
    documents: Mapping[File, Document]
    files: Files
    helplines: tuple[Placed, ...]
    translation: Translation | None = None
