"""Markdown's step for what stands within a line: it tries pattern after pattern, and most lines have none of them."""

import re
from typing import Any

from markdown.treeprocessors import InlineProcessor

_SIGN = re.compile(r"[`*_\\\[<&]|  \n")
"""What each of Markdown's patterns has at least one of."""


class Inlining(InlineProcessor):
    """As Markdown's own, but for a text without a sign, which is left as it is."""

    # The step has a private name, which nothing else calls: were it another, all would be tried, as it was before.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> Any:
        if not _SIGN.search(data):
            return data
        return super()._InlineProcessor__handleInline(data, patternIndex)  # type: ignore[misc]
