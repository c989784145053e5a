"""Content read anew while it serves: the last good guide stays until a whole new one has been read and checked."""

from collections.abc import Callable
from logging import Logger
from pathlib import Path
from threading import Lock, Thread

from supporter.edition import Edition
from supporter.errors import ContentError, SupporterError
from supporter.faults import log_fault

KEPT = "the last good guide is served"


class Reloader:
    """Reads the content of one mount anew, one reading at a time.

    read: reads and checks all of it, or raises. serve: puts it in the place of what is served, in one step. file: when
    it is touched, every process that has a reloader reads the content anew. trouble: why the last reading failed, in
    words that name no path; None where it did not. logger: asked for only then, so that a host can still set it up.
    """

    def __init__(
        self,
        read: Callable[[], Edition],
        serve: Callable[[Edition], None],
        logger: Callable[[], Logger],
        file: Path | None = None,
    ) -> None:
        self.trouble: str | None = None
        self._read = read
        self._serve = serve
        self._logger = logger
        self._file = file
        self._turn = Lock()
        self._state = Lock()
        self._wanted = self._running = False
        self._stamp = self._look_at_file()

    def reload(self) -> None:
        """Read the content anew and serve it; raises SupporterError, and then nothing has changed."""
        with self._turn:
            try:
                self._serve(self._read())
            except ContentError as error:
                self.trouble = f"the content has {len(error.problems)} to mend; {KEPT}"
                raise
            except Exception:
                self.trouble = f"the content cannot be read; {KEPT}"
                raise
            self.trouble = None

    def begin(self) -> None:
        """Reload in a thread of its own, so that no reader waits; what goes wrong is told to the log."""
        with self._state:
            self._wanted = True
            if self._running:
                return  # It looks again when it has done: what it read may be older than this.
            self._running = True
        Thread(target=self._run, name="reload", daemon=True).start()

    def look(self) -> None:
        """Begin where the file was touched since it was last looked at."""
        if self._file is None:
            return
        stamp = self._look_at_file()
        if stamp != self._stamp:
            self._stamp = stamp
            self.begin()

    def _run(self) -> None:
        while self._goes_on():
            try:
                self.reload()
            except SupporterError as error:
                self._logger().error("%s:\n%s", self.trouble, error)
            except Exception as error:
                log_fault(self._logger(), error)

    def _goes_on(self) -> bool:
        with self._state:
            self._running, self._wanted = self._wanted, False
            return self._running

    def _look_at_file(self) -> tuple[int, int] | None:
        try:
            state = self._file.stat() if self._file else None
        except OSError:
            return None  # It need not be there before the first reload.
        return state and (state.st_mtime_ns, state.st_ino)
