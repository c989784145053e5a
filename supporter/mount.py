"""One place where the guide is mounted: its settings, its keys and all that is made once for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from secrets import choice
from typing import TYPE_CHECKING, Any

from itsdangerous import TimestampSigner

from supporter.carrying import Carrier
from supporter.config import check_config, listed, switched
from supporter.counting import Counting
from supporter.desk import Desk
from supporter.edition import Edition
from supporter.errors import ConfigurationError, did_you_mean
from supporter.events import check_paths
from supporter.framing import frame_ancestors
from supporter.guide import Guide
from supporter.interface import Interface
from supporter.leaving import leave_urls
from supporter.locales import remember
from supporter.plates import Plates
from supporter.press import Press
from supporter.reloading import Reloader
from supporter.sealing import Sealer
from supporter.signing import page_signer
from supporter.static_site import StaticSite

if TYPE_CHECKING:
    from supporter.theme import Theme

BASE = "supporter/base.html"
"""The template that all pages stand in, where a host has no layout of its own."""
LARGEST_COOKIE = 3800
"""Characters of name and value; a browser drops a cookie over 4,096 without a word (RFC 6265, 6.1)."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Mount:
    """What every request under one prefix needs.

    guides: by language, that of readers whose language we cannot tell first. in_address: whether addresses have it.
    edition: the name of the content they were made of. version: that of the assets. layout: the template that all pages
    stand in. frame_ancestors: sites that may show pages in a frame. static: set while a copy without a server is made.
    """

    name: str
    prefix: str
    standalone: bool
    guides: Mapping[str, Guide]
    edition: str
    interface: Interface = field(repr=False)
    in_address: bool
    leave_urls: tuple[str, ...]
    country: str | None
    frame_ancestors: tuple[str, ...]
    sealer: Sealer = field(repr=False)
    signer: TimestampSigner = field(repr=False)
    carrier: Carrier = field(repr=False)
    version: str
    press: Press = field(repr=False)
    reloader: Reloader = field(repr=False)
    counting: Counting
    theme: "Theme | None" = field(default=None, repr=False)
    layout: str = BASE
    desk: Desk | None = field(default=None, repr=False)
    static: StaticSite | None = None
    plates: Plates = field(default_factory=Plates, init=False, repr=False)

    @property
    def guide(self) -> Guide:
        """The guide in the first language; what is decided is the same in all of them."""
        return next(iter(self.guides.values()))

    def cookie(self, path: str, *, secure: bool, framed: bool = False) -> str:
        """The cookie's name: it keeps it to HTTPS, and to this host where we are all of it (RFC 6265bis, 4.1.3).

        In a frame it is another, so that neither is ever taken for the other.
        """
        return self._named("frame" if framed else "visit", path, secure)

    def left_cookie(self, path: str, *, secure: bool, framed: bool = False) -> str:
        """The name of the mark that the reader has left, which a page's script sets."""
        return self._named("frame-left" if framed else "left", path, secure)

    def away(self) -> str:
        """One of the neutral pages, so that not every reader goes to the same."""
        one = self.static or len(self.leave_urls) == 1  # By chance takes as long as to sign a token.
        return self.leave_urls[0] if one else choice(self.leave_urls)

    def _named(self, what: str, path: str, secure: bool) -> str:
        if secure and path == "/":
            return f"__Host-{what}"
        return f"{'__Secure-' if secure else ''}{what}-{self.name}"


def make_mount(
    name: str,
    prefix: str,
    edition: Edition,
    config: Mapping[str, Any],
    assets: Path,
    press: Press,
    reloader: Reloader,
    counting: Counting,
    *,
    standalone: bool,
    desk: Desk | None = None,
) -> Mount:
    """Check the settings and make what can be made once; raises ConfigurationError."""
    check_config(config)
    secrets = [config["SUPPORTER_SECRET_KEY"] or "", *listed(config["SUPPORTER_SECRET_KEY_FALLBACKS"])]
    # Apps that share a secret are told apart by the place they give us; machines of one app are not.
    purpose = f"check-in v1 {name} {prefix}"
    sealer = Sealer(secrets, purpose)
    remember(edition.tongues)
    guides = edition.guides
    guide = next(iter(guides.values()))
    if counting.events:
        check_paths(guide)
    carrier = Carrier(guide, guides)
    size = Sealer.token_length(carrier.length) + len(f"__Secure-visit-{name}")
    if size > LARGEST_COOKIE:
        raise ConfigurationError(
            f"a check-in of this form needs a cookie of {size:,} characters, {LARGEST_COOKIE:,} is the most; "
            "give it fewer choices"
        )
    country = config["SUPPORTER_COUNTRY"]
    if country is not None and country not in guide.countries:
        raise ConfigurationError(f"SUPPORTER_COUNTRY is '{country}'; {did_you_mean(country, guide.countries)}")
    return Mount(
        name=name,
        prefix=prefix,
        standalone=standalone,
        guides=guides,
        edition=edition.name,
        interface=Interface(edition.texts),
        in_address=switched(config, "SUPPORTER_LOCALE_IN_ADDRESS"),
        leave_urls=leave_urls(config["SUPPORTER_LEAVE_URL"]),
        country=country,
        frame_ancestors=frame_ancestors(config["SUPPORTER_FRAME_ANCESTORS"]),
        sealer=sealer,
        signer=page_signer(secrets, purpose),
        carrier=carrier,
        version=_version(assets, edition.theme),
        press=press,
        reloader=reloader,
        counting=counting,
        theme=edition.theme,
        layout=config["SUPPORTER_LAYOUT"] or BASE,
        desk=desk,
    )


def _version(assets: Path, theme: "Theme | None") -> str:
    """A short name for the state of all assets, so that they can be cached for ever."""
    digest = sha256(theme.version.encode() if theme else b"")
    for path in sorted(assets.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
