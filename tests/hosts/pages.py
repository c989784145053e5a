"""What stands in docs/hosts, by page: the blocks that a host copies."""

import re
from textwrap import dedent

from tests.supply.locks import ROOT

PAGES = ROOT / "docs" / "hosts"


def blocks(page: str, kind: str) -> list[str]:
    """The blocks of a kind on a page, `python`, `html` or none for a terminal, each without its indentation."""
    text = (PAGES / f"{page}.md").read_text(encoding="utf-8")
    return [
        dedent(block)
        for said, block in re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        if said == kind
    ]
