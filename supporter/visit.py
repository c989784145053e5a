"""The check-in of the request at hand: opened from the cookie before a view, sealed into it after."""

import time
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Literal

from flask import Request, Response
from itsdangerous import TimestampSigner
from werkzeug.http import dump_cookie
from werkzeug.sansio.http import parse_cookie

from supporter.browsers import preferred
from supporter.checkin import CheckIn
from supporter.framing import cookie_manner, is_framed
from supporter.guide import Guide
from supporter.leaving import mark
from supporter.local import is_local
from supporter.mount import Mount
from supporter.origins import sent_from_elsewhere

Lost = Literal["over", "unreadable", "changed"]

FIRST = "first"
"""In the address after the first answer: it goes as soon as the browser shows that it keeps cookies."""
_REFRESH = 60
"""Seconds after which a page that changes nothing still tells the browser that the reader is here."""


class Visit:
    """One request's hold on the check-in.

    lost: there was one which is over or cannot be read, or answers in it were left out as the guide has changed.
    kept_from: why the browser will keep no answer: the connection is not encrypted, or it has just brought back none
    (FIRST). framed: the page is for a frame in another site, where the check-in is one of its own.
    """

    def __init__(
        self, mount: Mount, request: Request, now: int | None = None, language_in_address: str | None = None
    ) -> None:
        self.mount = mount
        self.request = request
        wanted = language_in_address or self.query.get("language")
        self._language = wanted if wanted in mount.guides else None
        self.now = int(time.time()) if now is None else now
        self.framed = is_framed(mount.frame_ancestors, request.environ.get("HTTP_SEC_FETCH_DEST"))
        # Over plain HTTP a browser drops a Secure cookie, except on the machine itself, where we serve for a try.
        self.secure = self.framed or request.is_secure or not is_local(request.environ, request.host)
        self._path = (request.script_root + mount.prefix) or "/"
        self._name = mount.cookie(self._path, secure=self.secure, framed=self.framed)
        self._left_name = mount.left_cookie(self._path, secure=self.secure, framed=self.framed)
        self.lost: Lost | None = None
        # The page said so itself, where our answer to "Leave this page" has not come yet or never will.
        # As `request.cookies`, which looks through all headers for it and takes twice as long.
        cookies = parse_cookie(request.environ.get("HTTP_COOKIE"))
        self.marked = self._left_name in cookies
        self.left = self.marked
        self._given: CheckIn | None = None
        tokens = [token for token in cookies.getlist(self._name) if token]
        self._sent = bool(tokens)
        self._check_in = self._opened = None if self.marked else self._open(tokens)
        self.kept_from: Literal["plain", "blocked"] | None = None
        if self.secure and not request.is_secure:
            self.kept_from = "plain"
        elif not self._sent and FIRST in self.query:
            self.kept_from = "blocked"

    def __repr__(self) -> str:
        return "<Visit>"

    @property
    def check_in(self) -> CheckIn | None:
        """The check-in, if there is one."""
        return self._check_in

    @property
    def language(self) -> str:
        """The reader's: as the address has it, as they chose, as their browser asks, or the mount's first."""
        if self._language:
            return self._language
        chosen = self._check_in.language if self._check_in else None
        return chosen if chosen and chosen in self.mount.guides else self._browsers[0]

    @property
    def regions(self) -> tuple[str, ...]:
        """Countries that the browser's languages name, such as GB in en-GB, the one it likes best first."""
        return self._browsers[1]

    @cached_property
    def _browsers(self) -> tuple[str, tuple[str, ...]]:
        return preferred(self.request.environ.get("HTTP_ACCEPT_LANGUAGE", ""), tuple(self.mount.guides))

    @property
    def guide(self) -> Guide:
        """The guide in the reader's language."""
        return self.mount.guides[self.language]

    @property
    def is_first(self) -> bool:
        """Whether this request begins a check-in, so that nobody knows yet whether the browser will keep it."""
        return self._check_in is not None and not self._sent

    @property
    def query(self) -> Mapping[str, str]:
        """What the address asks for after its path: mostly nothing, and then nothing is read."""
        return self.request.args if self.request.query_string else {}

    @cached_property
    def away(self) -> str:
        """The neutral page to which this one leads away."""
        return self.mount.away()

    @property
    def mark(self) -> str:
        """The cookie by which a page says that its reader has left."""
        return mark(self._left_name, self._path, secure=self.secure, framed=self.framed)

    @property
    def key(self) -> str:
        """What a page's token is tied to; empty before the first answer."""
        return self._check_in.key if self._check_in else ""

    @property
    def signer(self) -> TimestampSigner:
        """Signs the tokens of this mount's pages."""
        return self.mount.signer

    def begun(self) -> CheckIn:
        """The check-in, or a fresh one."""
        return self._check_in or CheckIn.fresh(self.now)

    def keep(self, check_in: CheckIn) -> None:
        """Let this be the check-in from now on."""
        self._check_in = check_in
        self.left = False

    def tell_lost(self) -> Lost | None:
        """What became of earlier answers, for a page that says so; that some were left out is said once."""
        if self._check_in and self._check_in.dropped:
            self.keep(self._check_in._replace(dropped=False))
        return self.lost

    def forget(self) -> None:
        """Let there be none, and take the cookie away."""
        self._check_in = None
        self.left = True

    def begin_again(self) -> None:
        """Forget all but the language, which is no answer."""
        language = self._check_in.language if self._check_in else None
        self.forget()
        if language:
            self.keep(CheckIn.fresh(self.now, language))

    def write(self, response: Response) -> None:
        """Put the check-in into the response's cookie, where anything changed or a minute went by."""
        if self.marked:
            self._delete(response, self._left_name)
        if self.lost and response.location and self._check_in is self._opened and not self.left:
            return  # The page that this leads to says what became of the answers, and ends it.
        if self._check_in is None:
            if self.left or self._sent:
                self._delete(response, self._name)
            if self.left and self.mount.frame_ancestors and not self.framed and not sent_from_elsewhere(self.request):
                # A page in a frame asks by its script to be forgotten, and such a request does not say where from.
                name = self.mount.cookie(self._path, secure=True, framed=True)
                self._delete(response, name, framed=True)
            return
        if self._check_in is self._given and self.now - self._check_in.seen < _REFRESH:
            return
        token = self.mount.sealer.seal(self.mount.carrier.write(self._check_in._replace(seen=self.now)))
        response.headers.add("Set-Cookie", f"{self._name}={token}{_manner(self._path, self.secure, self.framed)}")

    def _delete(self, response: Response, name: str, *, framed: bool | None = None) -> None:
        framed = self.framed if framed is None else framed
        manner = cookie_manner(framed=framed)
        response.delete_cookie(name, path=self._path, secure=framed or self.secure, httponly=True, **manner)

    def _open(self, tokens: list[str]) -> CheckIn | None:
        """The one check-in among what was sent: of two, nobody can say which is the reader's own."""
        if not tokens:
            return None
        opened = {plain for token in tokens if (plain := self.mount.sealer.open(token)) is not None}
        check_in = self.mount.carrier.read(opened.pop()) if len(opened) == 1 else None
        if check_in is None:
            self.lost = "unreadable"
            return None
        if not check_in.is_over(self.now):
            self._given, self.lost = check_in, "changed" if check_in.dropped else None
            return check_in
        if check_in.answers:
            self.lost = "over"
        return CheckIn.fresh(self.now, check_in.language) if check_in.language else None


@lru_cache(maxsize=128)
def _manner(path: str, secure: bool, framed: bool) -> str:
    """All that stands after the token in its cookie, as werkzeug writes it: the same for every reader of a mount."""
    written = dump_cookie("", path=path, secure=secure, httponly=True, **cookie_manner(framed=framed))
    return written.removeprefix("=")
