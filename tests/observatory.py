"""The published scoring of the HTTP Observatory, for our own responses.

Rules: github.com/mdn/mdn-http-observatory, `src/analyzer/tests/*.js` (each test), `src/grader/charts.js` (the points),
`src/scanner/index.js` (extra points count only where the score without them is 90 or more), as of 2025-10; and its pull
request 498 of 2026, which added points for COOP and COEP. Not looked at, since no response of ours can tell: what is
answered over plain HTTP (redirection) and whether the name is in the browsers' own list for HTTPS (preload).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

BASE = 100
EXTRA_FROM = 90
GRADES = {100: "A+", 90: "A", 85: "A-", 80: "B+", 70: "B", 65: "B-", 60: "C+", 50: "C", 45: "C-", 40: "D+", 30: "D", 25: "D-", 0: "F"}  # fmt: skip
SIX_MONTHS = 15_552_000

BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
GOOD_REFERRER = ("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin")
BAD_REFERRER = ("origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade")


@dataclass(frozen=True)
class Seen:
    """A page over HTTPS: `headers` by their names in lower case; each cookie as its `Set-Cookie` header has it."""

    headers: Mapping[str, str]
    cookies: Sequence[str] = ()
    html: str = ""


def score(seen: Seen) -> int:
    """The points of a page."""
    points = marks(seen).values()
    without_extra = BASE + sum(each for each in points if each < 0)
    return max(BASE + sum(points) if without_extra >= EXTRA_FROM else without_extra, 0)


def grade(points: int) -> str:
    """The letter of a score."""
    return GRADES[max(least for least in GRADES if least <= points)]


def marks(seen: Seen) -> dict[str, int]:
    """What each test adds or takes away."""
    policy = parse_policy(seen.headers.get("content-security-policy", ""))
    return {
        "content-security-policy": of_policy(policy),
        "cookies": of_cookies(seen.cookies, secured=of_hsts(seen.headers.get("strict-transport-security")) == 0),
        "cross-origin-embedder-policy": of_isolation(
            seen.headers.get("cross-origin-embedder-policy"), ("require-corp", "credentialless")
        ),
        "cross-origin-opener-policy": of_isolation(
            seen.headers.get("cross-origin-opener-policy"),
            ("same-origin", "same-origin-allow-popups", "noopener-allow-popups"),
        ),
        "cross-origin-resource-policy": of_resources(seen.headers.get("cross-origin-resource-policy")),
        "cross-origin-resource-sharing": of_sharing(seen.headers),
        "referrer-policy": of_referrer(seen.headers.get("referrer-policy")),
        "strict-transport-security": of_hsts(seen.headers.get("strict-transport-security")),
        "subresource-integrity": of_scripts(seen.html),
        "x-content-type-options": 0
        if seen.headers.get("x-content-type-options", "").strip().lower() == "nosniff"
        else -5,
        "x-frame-options": of_framing(policy, seen.headers.get("x-frame-options")),
    }


def parse_policy(header: str) -> dict[str, set[str]]:
    """Directives and their sources, the first of each name."""
    found: dict[str, set[str]] = {}
    for directive in header.split(";"):
        name, *sources = directive.split() or [""]
        if name:
            found.setdefault(name.lower(), {source.lower() for source in sources} or {"'none'"})
    return found


def of_policy(policy: Mapping[str, set[str]]) -> int:
    if not policy:
        return -25
    otherwise = policy.get("default-src", {"*"})
    scripts, styles = policy.get("script-src", otherwise), policy.get("style-src", otherwise)
    objects = policy.get("object-src", otherwise)
    passive = policy.get("img-src", otherwise) | policy.get("media-src", otherwise)
    active = set().union(*(sources for name, sources in policy.items() if name not in ("img-src", "media-src")))
    if scripts & (BROAD | INLINE) or objects & BROAD:
        return -20
    if any(source.startswith(("http:", "ftp:")) for source in active):
        return -20
    if "'unsafe-eval'" in scripts | styles:
        return -10
    if any(source.startswith(("http:", "ftp:")) for source in passive):
        return -10
    if styles & (BROAD | INLINE):
        return 0
    return 10 if policy.get("default-src") == {"'none'"} else 5


def of_cookies(cookies: Sequence[str], *, secured: bool) -> int:
    """The worst of all cookies; 5 where every one has all that it can have."""
    worst = 5 if cookies else 0
    for cookie in cookies:
        name, *parts = (part.strip() for part in cookie.split(";"))
        flags = {key.lower(): value for key, _, value in (part.partition("=") for part in parts)}
        name = name.partition("=")[0].lower()
        session, token = any(word in name for word in ("login", "sess")), "csrf" in name
        site = flags.get("samesite", "").lower()
        found = [worst]
        if ("samesite" in flags and site not in ("lax", "strict", "none")) or (
            site == "none" and "secure" not in flags
        ):
            found.append(-20)
        if "secure" not in flags:
            found.append((-10 if secured else -40) if session else (-5 if secured else -20))
        if token and not site:
            found.append(-20)
        if session and "httponly" not in flags:
            found.append(-30)
        if not site:
            found.append(0)
        worst = min(found)
    return worst


def of_isolation(header: str | None, good: Sequence[str]) -> int:
    """A token of a structured field (RFC 9651): its letters are small ones, parameters may follow; else it says nothing."""
    token = (header or "").strip().partition(";")[0].strip()
    return 10 if token in good else 0


def of_resources(header: str | None) -> int:
    if header is None:
        return 0
    return {"same-origin": 10, "same-site": 10, "cross-origin": 0}.get(header.strip().lower(), -5)


def of_sharing(headers: Mapping[str, str]) -> int:
    allowed = headers.get("access-control-allow-origin")
    return -50 if allowed not in (None, "*") and headers.get("access-control-allow-credentials") == "true" else 0


def of_referrer(header: str | None) -> int:
    if header is None:
        return 0
    known = [one.strip().lower() for one in header.split(",") if one.strip().lower() in GOOD_REFERRER + BAD_REFERRER]
    return 5 if known and known[-1] in GOOD_REFERRER else -5


def of_hsts(header: str | None) -> int:
    age = re.search(r"(?:^|;)\s*max-age=(\d+)", header or "", re.IGNORECASE)
    if age is None or "," in (header or ""):
        return -20
    return 0 if int(age[1]) >= SIX_MONTHS else -10


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and given.get("src"):
            self.found.append((given["src"] or "", bool(given.get("integrity"))))


def of_scripts(html: str) -> int:
    """Scripts of our own need no hash, and a hash on one of them is worth 5; those of others need HTTPS and a hash."""
    parser = _Scripts()
    parser.feed(html)
    worst = 0
    for address, hashed in parser.found:
        foreign = re.match(r"(https?:)?//", address)
        if not foreign:
            continue
        secure = address.startswith("https:")
        worst = min(worst, 0 if hashed and secure else -20 if hashed else -5 if secure else -50)
    own = [hashed for address, hashed in parser.found if not re.match(r"(https?:)?//", address)]
    return 5 if worst == 0 and any(own) else worst


def of_framing(policy: Mapping[str, set[str]], header: str | None) -> int:
    if "frame-ancestors" in policy:
        return 5
    said = (header or "").strip().lower()
    return 0 if said in ("deny", "sameorigin") or said.startswith("allow-from") else -20
