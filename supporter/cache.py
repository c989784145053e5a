"""What one start has made, kept in files for the next: sealed by a key of the app's secret, and read by nobody else."""

import hmac
import logging
import os
import stat
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from supporter.config import switch_or_path
from supporter.sealing import derive

_SEAL = 32
"""Bytes of the HMAC-SHA256 that a file begins with."""
_LOG = logging.getLogger("supporter")


class Refused(Exception):
    """Somebody else could have written what lies there."""


class Cache:
    """Named bytes in a folder that is this user's alone; whatever is wrong with it is told once, and nothing is taken.

    A file is taken only with its seal, so that who can write into the folder, but has not the app's secret, can put
    nothing there that we would run. level: how loudly it is said that the folder cannot be used.
    """

    def __init__(self, folder: Path, secret: str | bytes, level: int = logging.INFO) -> None:
        self._folder = folder
        self._key = derive(secret, "within-reach kept files v1")
        self._level = level
        self._told = False

    def take(self, kind: str, name: str) -> bytes | None:
        """What was kept under this name; None where nothing was, or where it cannot be trusted."""
        path = self._path(kind, name)
        try:
            self._check_folder()
            # No link is followed and no pipe waited for.
            with open(os.open(path, os.O_RDONLY | _PLAINLY), "rb") as file:
                _check(os.fstat(file.fileno()), stat.S_ISREG, path)
                seal, data = file.read(_SEAL), file.read()
        except FileNotFoundError:
            return None
        except Refused as refused:
            self._tell(logging.WARNING, f"{refused}; what was kept is not read")
            return None
        except OSError as error:
            self._tell(self._level, f"{path} cannot be read ({error.strerror})")
            return None
        if not hmac.compare_digest(seal, self._seal(kind, name, data)):
            self._tell(logging.WARNING, f"{path} is not as it was kept; it is not read")
            return None
        return data

    def keep(self, kind: str, name: str, data: bytes, most: int) -> None:
        """Put it in its place in one step; of its kind the newest `most` stay."""
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._check_folder()
            handle, making = tempfile.mkstemp(prefix=f"{kind}-", dir=self._folder)
            try:
                with open(handle, "wb") as file:
                    file.write(self._seal(kind, name, data) + data)
                os.replace(making, self._path(kind, name))
            except BaseException:
                with suppress(OSError):
                    os.unlink(making)
                raise
            self._prune(kind, most)
        except Refused as refused:
            self._tell(logging.WARNING, f"{refused}; nothing is kept")
        except OSError as error:
            self._tell(self._level, f"nothing can be kept in {self._folder} ({error.strerror})")

    def _path(self, kind: str, name: str) -> Path:
        # Named by the key too: apps of other secrets share the folder, and a seal that does not fit is then a fault.
        return self._folder / f"{kind}-{self._seal(kind, name, b'').hex()[:40]}"

    def _seal(self, kind: str, name: str, data: bytes) -> bytes:
        return hmac.digest(self._key, f"{kind} {name}\n".encode() + data, "sha256")

    def _check_folder(self) -> None:
        _check(os.stat(self._folder), stat.S_ISDIR, self._folder)

    def _prune(self, kind: str, most: int) -> None:
        ages = []
        for path in self._folder.glob(f"{kind}-*"):
            with suppress(FileNotFoundError):  # Another process may prune too.
                ages.append((path.stat().st_mtime_ns, path))
        for _, path in sorted(ages)[:-most]:
            path.unlink(missing_ok=True)

    def _tell(self, level: int, text: str) -> None:
        if not self._told:
            self._told = True
            advice = "every start takes longer; SUPPORTER_CACHE names another folder, or is false for none"
            _LOG.log(level, "%s: %s", text, advice)


_PLAINLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def _check(state: os.stat_result, kind: Any, path: Path) -> None:
    """Raise Refused unless it is of this kind, ours, and for nobody else to write; Windows has no such modes."""
    if not kind(state.st_mode):
        raise Refused(f"{path} is no plain file or folder")
    if sys.platform != "win32" and (state.st_uid != os.geteuid() or state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
        raise Refused(f"others than this user can write {path}")


def cache_for(config: Mapping[str, Any]) -> Cache | None:
    """The cache of an app's settings; None where it is switched off, or where there is no secret or no place for it."""
    wanted, secret = switch_or_path(config["SUPPORTER_CACHE"]), config["SUPPORTER_SECRET_KEY"]
    if not wanted or not secret:
        return None
    if isinstance(wanted, str | os.PathLike):
        return Cache(Path(wanted), secret, logging.WARNING)
    try:
        return Cache(_own_folder(), secret)
    except RuntimeError:  # what Path.home() says of a user without a home
        _LOG.info("this user has no home to keep a compiled guide in; SUPPORTER_CACHE names a folder for it")
        return None


def _own_folder() -> Path:
    """Where the platform keeps what can be made again (on Linux by the XDG Base Directory Specification)."""
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    usual = "Library/Caches" if sys.platform == "darwin" else ".cache"
    return (Path(named) if os.path.isabs(named) else Path.home() / usual) / "within-reach"
