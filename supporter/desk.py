"""The author's desk: watches content files and keeps the last good guide serving while a file has a mistake."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from supporter.edition import Edition
from supporter.errors import ContentError, Problem
from supporter.folders import Folder
from supporter.shipped import shipped

if TYPE_CHECKING:
    from supporter.manuscript import Manuscript

Stamp = tuple[tuple[str, int, int], ...]


class Desk:
    """The content of one mount as it stands on disk.

    edition: the last without a mistake. problems: what is wrong with the files now. version: how often
    either changed, so that a browser can tell. Raises ContentError at start, as there is nothing to serve yet.
    """

    def __init__(
        self, content: Sequence[Folder], read: Callable[[], Edition], serve: Callable[[Edition], object]
    ) -> None:
        self.edition = read()
        self.problems: tuple[Problem, ...] = ()
        self.version = 1
        self._content = content
        self._read = read
        self._serve = serve
        self._lock = Lock()
        self._stamp = self._read_stamp()

    @property
    def manuscript(self) -> "Manuscript":
        """That of the first language."""
        return next(iter(self.edition.manuscripts.values()))

    def look(self) -> None:
        """Read the files anew where one changed: serve the new guide, or keep the old one and say what is wrong."""
        with self._lock:
            stamp = self._read_stamp()
            if stamp == self._stamp:
                return
            self._stamp = stamp
            self.version += 1
            try:
                self.edition = self._read()
            except ContentError as error:
                self.problems = error.problems
            else:
                self.problems = ()
                self._serve(self.edition)

    def _read_stamp(self) -> Stamp:
        roots = [*map(Path, self._content), shipped("content")]
        files = (Path(folder, name) for root in roots for folder, _, names in os.walk(root) for name in names)
        found = []
        for file in files:
            try:
                state = file.stat()
            except FileNotFoundError:
                continue  # An editor puts a file aside for a moment while it saves it.
            found.append((str(file), state.st_mtime_ns, state.st_size))
        return tuple(sorted(found))
