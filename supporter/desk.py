"""The author's desk: watches content files and keeps the last good guide serving while a file has a mistake."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock

from supporter.errors import ContentError, Problem
from supporter.guide import Guide
from supporter.loading import Folder, load_manuscripts
from supporter.manuscript import Manuscript
from supporter.shipped import shipped

Stamp = tuple[tuple[str, int, int], ...]


class Desk:
    """The content of one mount as it stands on disk.

    manuscripts: the last without a mistake, by language. problems: what is wrong with the files now. version: how often
    either changed, so that a browser can tell. Raises ContentError at start, as there is nothing to serve yet.
    """

    def __init__(
        self, content: Sequence[Folder], locales: Sequence[str], serve: Callable[[Mapping[str, Guide]], object]
    ) -> None:
        self.manuscripts = load_manuscripts(content, locales)
        self.problems: tuple[Problem, ...] = ()
        self.version = 1
        self._content = content
        self._locales = locales
        self._serve = serve
        self._lock = Lock()
        self._stamp = self._read_stamp()

    @property
    def manuscript(self) -> Manuscript:
        """That of the first language."""
        return next(iter(self.manuscripts.values()))

    @property
    def guides(self) -> dict[str, Guide]:
        """The guides, by language."""
        return {locale: one.guide for locale, one in self.manuscripts.items()}

    def look(self) -> None:
        """Read the files anew where one changed: serve the new guide, or keep the old one and say what is wrong."""
        with self._lock:
            stamp = self._read_stamp()
            if stamp == self._stamp:
                return
            self._stamp = stamp
            self.version += 1
            try:
                self.manuscripts = load_manuscripts(self._content, self._locales)
            except ContentError as error:
                self.problems = error.problems
            else:
                self.problems = ()
                self._serve(self.guides)

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
