"""The payloads of tests/corpora, and mutants of them that a seed gives again."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

CORPORA = Path(__file__).parent.parent / "corpora"
SMALL = ("ours", "bleach", "bluemonday", "ammonia", "lxml-html-clean")
"""Corpora that `make test` takes whole; of the others it takes one payload in twenty."""

_SPLICE = [
    "<", ">", "</", "/>", '"', "'", "`", "=", " ", "\n", "\n\n", "\t", "\x00", "\x02", "\x03", "\x0c", "&", ";", "&#", "&#x",
    "&colon;", "&Tab;", "&lt;", "(", ")", "[", "]", "](", "](javascript:alert(1))", "![", "{: onclick=alert(1)}", "*", "**",
    "_", "`", "```", "|", "> ", "- ", "1. ", "<!--", "-->", "<![CDATA[", "]]>", "<?", "javascript:", "data:", "//", "\\",
    "<script>", "</script>", "<style>", "</style>", "<svg>", "</svg>", "<math>", "<mtext>", "<mglyph>", "<table>", "<tr>",
    "<p>", "</p>", "<a href=", "<a>", "</a>", "<ol start=", "<abbr title=", "<noscript>", "<template>", "<textarea>",
    "<title>", "<select>", "<img src=x onerror=alert(1)>", "<form>", "</main>", "</body>", " onclick=alert(1) ", " style=x ",
    " xlink:href=", "\u2028", "\u202e", "\ufeff", "İ", "ſ", "<a/href=", "<xmp>", "<plaintext>",
]  # fmt: skip


def corpora() -> dict[str, list[str]]:
    """Every corpus by its name."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(CORPORA.glob("*.json"))}


def some() -> list[str]:
    """What a quick run looks at."""
    found: list[str] = []
    for name, payloads in corpora().items():
        found += payloads if name in SMALL else payloads[::20]
    return found


def mutants(seed: int) -> Iterator[str]:
    """Payloads cut, joined, repeated and spliced, without an end; the same ones for the same seed."""
    random = Random(seed)
    pool = [payload for payloads in corpora().values() for payload in payloads if len(payload) < 600]
    while True:
        text = random.choice(pool)
        for _ in range(random.randint(1, 5)):
            at = random.randint(0, len(text))
            match random.randrange(6):
                case 0:
                    text = text[:at] + random.choice(_SPLICE) + text[at:]
                case 1:
                    other = random.choice(pool)
                    text = text[:at] + other[random.randint(0, len(other)) :]
                case 2:
                    text = text[:at] + random.choice(pool) + text[at:]
                case 3:
                    text = text[:at] + text[at + random.randint(1, 8) :]
                case 4:
                    text = text[:at] + text[at : at + random.randint(1, 20)] * random.randint(2, 4) + text[at:]
                case _:
                    text = "".join(one.swapcase() if random.random() < 0.2 else one for one in text)
        yield text[:3000]
