"""Where a link of an author may lead."""

import re

# Full match, because bleach 6.4.0 (its last release) lets `scheme:digits` pass its own list. A host is plain
# letters, and no name stands before it: `https://a.org@b.net` and look-alike letters lead elsewhere than they say.
HREF = re.compile(
    r"(?:https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#][^\s\"'<>\\]*)?"
    r"|mailto:[^\s\"'<>\\?]+@[^\s\"'<>\\?]+|(?:tel|sms):\+?[0-9]{2,15}"
    r"|#[A-Za-z][\w-]*|(?:\.\./)?(?:[a-z0-9][a-z0-9/-]*)?(?:#[A-Za-z][\w-]*)?)"
)


def is_address(target: str) -> bool:
    """Whether a link may lead there."""
    return HREF.fullmatch(target) is not None
