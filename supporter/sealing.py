"""Small secrets in a reader's own browser: AES-256-GCM with keys derived for one purpose, and rotation."""

import base64
import binascii
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from supporter.errors import ConfigurationError

_VERSION = b"\x01"
_KEY_ID, _NONCE, _TAG = 4, 12, 16
_SHORTEST = 16
"""Characters of a secret at least."""

MAKE_A_KEY = "python -c 'import secrets; print(secrets.token_urlsafe(32))'"
"""The command that makes a good secret."""


def derive(secret: str | bytes, purpose: str, length: int = 32) -> bytes:
    """A key of `length` bytes for one purpose by HKDF-SHA256 (RFC 5869), so that keys of two mounts never meet."""
    known = secret.encode() if isinstance(secret, str) else secret
    return HKDF(SHA256(), length, salt=None, info=purpose.encode()).derive(known)


class Sealer:
    """Seals with the first secret and opens with any; `purpose` is bound to the keys and to what they seal."""

    def __init__(self, secrets: Sequence[str | bytes], purpose: str) -> None:
        if not secrets or len(secrets[0]) < _SHORTEST:
            raise ConfigurationError(f"SUPPORTER_SECRET_KEY is missing or short; make one with: {MAKE_A_KEY}")
        if any(len(secret) < _SHORTEST for secret in secrets[1:]):
            raise ConfigurationError(
                f"SUPPORTER_SECRET_KEY_FALLBACKS has a key of under {_SHORTEST} characters; list whole keys"
            )
        self._bound = purpose.encode()
        self._boxes = {
            derive(secret, f"within-reach key id {purpose}", _KEY_ID): AESGCM(derive(secret, f"within-reach {purpose}"))
            for secret in reversed(secrets)
        }
        self._current = derive(secrets[0], f"within-reach key id {purpose}", _KEY_ID)

        self.fingerprints = tuple(derive(secret, f"within-reach fingerprint {purpose}", 4).hex() for secret in secrets)
        """What tells the secrets apart, the first one first, and nothing else about them."""

    def __repr__(self) -> str:
        return f"<Sealer of {len(self._boxes)} keys>"

    def seal(self, plain: bytes) -> str:
        """A token that only we can read; its length tells the length of `plain` and nothing else."""
        nonce = os.urandom(_NONCE)
        box = self._boxes[self._current].encrypt(nonce, plain, self._bound)
        return _encode(_VERSION + self._current + nonce + box)

    def open(self, token: str) -> bytes | None:
        """What was sealed; None for anything that we did not seal, or that was changed on the way."""
        try:
            raw = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        except (UnicodeEncodeError, binascii.Error):
            return None
        if _encode(raw) != token:  # the decoder leaves out what it does not know
            return None
        head, rest = raw[: 1 + _KEY_ID], raw[1 + _KEY_ID :]
        box = self._boxes.get(head[1:])
        if head[:1] != _VERSION or box is None or len(rest) < _NONCE + _TAG:
            return None
        try:
            return box.decrypt(rest[:_NONCE], rest[_NONCE:], self._bound)
        except InvalidTag:
            return None

    @staticmethod
    def token_length(plain_length: int) -> int:
        """Characters in the token of that many bytes."""
        return -(-(1 + _KEY_ID + _NONCE + plain_length + _TAG) * 4 // 3)


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
