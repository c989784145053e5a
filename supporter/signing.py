"""What shows that a page was made by us: tokens that only we can have signed."""

from collections.abc import Sequence
from hashlib import sha256

from itsdangerous import TimestampSigner

from supporter.sealing import derive


def page_signer(secrets: Sequence[str | bytes], purpose: str) -> TimestampSigner:
    """Signs the tokens of one mount's pages by the first secret, and takes those that any of them signed.

    What is signed, the key of a check-in, can stand in a page as it is: nothing has to be serialized.
    """
    # Each key is for this purpose alone (HKDF), so that nothing is left to derive for a token.
    keys = [derive(secret, f"within-reach page {purpose}") for secret in reversed(secrets)]
    return TimestampSigner(keys, digest_method=sha256, key_derivation="none")
