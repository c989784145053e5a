"""Taps on "Was this helpful?": how many, of which page, in which month; never who, and no time finer than that.

This module needs SQLAlchemy, and is imported only where a host has SUPPORTER_FEEDBACK.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from os import PathLike
from pathlib import Path
from threading import Lock
from typing import Any, Literal, get_args

from sqlalchemy import URL, Column, Engine, Integer, MetaData, String, Table, create_engine, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable

from supporter.errors import ConfigurationError

Said = Literal["yes", "no"]
SAID: tuple[Said, ...] = get_args(Said)

PATIENCE = 3
"""Seconds that a reader waits for a database, for each thing it is asked for."""
_REMEMBERED = 1_000
"""Pages whose tap was just counted, so that a double tap counts once; by a random number of the page alone."""

_TAPS = Table(
    "within_reach_taps",
    MetaData(),
    Column("mount", String(100), primary_key=True),
    Column("page", String(200), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("said", String(3), primary_key=True),
    Column("taps", Integer, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many said so of a page in a month, such as `2026-11`."""

    mount: str
    page: str
    month: str
    said: Said
    taps: int


class TapError(Exception):
    """The database could not be asked."""


class Taps:
    """The counts in one database; its table is made when the first tap comes.

    Taps are rare, so that each has a connection of its own: none grows stale, and none is shared by processes. failing:
    whether the last tap could not be counted.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.failing = False
        self._ready = False
        self._counted: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def __repr__(self) -> str:
        return "<Taps>"

    def add(self, mount: str, page: str, said: Said, day: date, once: str) -> None:
        """Count a tap; `once` is the number of the page that it was on. Raises TapError."""
        if not self._is_new(once):
            return
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        row = {"mount": mount, "page": page, "month": f"{day:%Y-%m}", "said": said, "taps": 1}
        # One statement, so that of two processes at once neither loses the other's.
        counted = insert(_TAPS).values(row)
        counted = counted.on_conflict_do_update(
            index_elements=["mount", "page", "month", "said"], set_={"taps": _TAPS.c.taps + 1}
        )
        try:
            self._prepare()
            with self._engine.begin() as connection:
                connection.execute(counted)
        except SQLAlchemyError as error:
            self.failing = True
            raise TapError from error
        self.failing = False

    def counts(self) -> Sequence[Count]:
        """Every number, by mount, month and page. Raises TapError."""
        order = (_TAPS.c.mount, _TAPS.c.month, _TAPS.c.page, _TAPS.c.said.desc())
        try:
            self._prepare()
            with self._engine.connect() as connection:
                return [Count(*row) for row in connection.execute(select(_TAPS).order_by(*order))]
        except SQLAlchemyError as error:
            raise TapError from error

    def _prepare(self) -> None:
        if self._ready:
            return
        try:
            self._create()
        except (IntegrityError, ProgrammingError):
            # In PostgreSQL another process may have made it at this very moment.
            self._create()
        self._ready = True

    def _create(self) -> None:
        with self._engine.begin() as connection:
            connection.execute(CreateTable(_TAPS, if_not_exists=True))

    def _is_new(self, once: str) -> bool:
        with self._lock:
            if once in self._counted:
                return False
            self._counted[once] = None
            if len(self._counted) > _REMEMBERED:
                self._counted.popitem(last=False)
            return True


def open_taps(setting: str | PathLike[str]) -> Taps:
    """The database of SUPPORTER_FEEDBACK: a file of SQLite, or a URL of SQLite or PostgreSQL.

    Nothing is asked of it yet, so that the guide starts while it is down. Raises ConfigurationError.
    """
    url = _url(str(setting))
    if url.get_backend_name() == "sqlite":
        folder = Path(url.database or "").absolute().parent
        if not folder.is_dir():
            raise ConfigurationError(f"SUPPORTER_FEEDBACK is in the folder {folder}, which is not there; make it first")
        return Taps(create_engine(url, poolclass=NullPool, connect_args={"timeout": PATIENCE}))
    waits: dict[str, Any] = {
        "connect_timeout": PATIENCE,
        "tcp_user_timeout": PATIENCE * 1000,
        "options": f"-c statement_timeout={PATIENCE * 1000} -c application_name=within-reach",
    }
    return Taps(create_engine(url.set(drivername="postgresql+psycopg"), poolclass=NullPool, connect_args=waits))


def _url(setting: str) -> URL:
    if "://" not in setting:
        return URL.create("sqlite", database=setting)
    try:
        url = make_url(setting)
    except ArgumentError as error:
        # It may hold a password, so that it is not repeated.
        raise ConfigurationError("SUPPORTER_FEEDBACK is no address of a database; write a file or a URL") from error
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise ConfigurationError(
            f"SUPPORTER_FEEDBACK is of the kind '{url.get_backend_name()}'; write the path of a file, or postgresql://"
        )
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise ConfigurationError("SUPPORTER_FEEDBACK names no file; write its path, such as /var/lib/guide/taps.db")
    return url
