"""Our templates as Jinja has compiled them, kept for the next start."""

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from supporter.cache import Cache

_KIND = "template"
_MOST = 200
"""Of all apps of a user together; we have some forty."""


class Bytecode(BytecodeCache):
    """Jinja's own files would be read whoever wrote them; ours are sealed."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code that was made of this very source; Jinja compiles it where there is none."""
        kept = self._cache.take(_KIND, self._name(bucket))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja has just compiled."""
        self._cache.keep(_KIND, self._name(bucket), bucket.bytecode_to_string(), _MOST)

    def _name(self, bucket: Bucket) -> str:
        return f"jinja {jinja2.__version__}, {bucket.key} {bucket.checksum}"
