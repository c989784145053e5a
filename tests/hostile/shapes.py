"""Markdown that costs Python-Markdown or bleach more than its length."""

import time
from collections.abc import Iterator

from supporter.limits import excess
from supporter.markup import render_markdown

SHAPES = [
    "[", "![a](", "[a](", "[a](b)", "[a][b]", "[^1]", "*", "*a ", "*a **b ", "**a ", "_a ", "***a ", "`", "`a", "<", "<a",
    "<b>", "<div>\n", "<!--", "<!", "<?", "<a b=c ", '<a title="', "<table>", "<a><p>", "<b>a</i>", "> ", ">", "- ", "1. ",
    "- a\n", "|", "|a|b|\n|-|-|\n", "&", "&#x", "# ", "\\", "[a]: b\n", "<http://a", "<a@", "a\n=\n", "\x02", " ", "\t", "-",
]  # fmt: skip


def texts(shape: str, size: int) -> Iterator[str]:
    """The shape over and over: in one paragraph, a paragraph each, ever deeper, and in two ways just within the limits."""
    yield (shape * size)[:size]
    yield ((shape + "\n\n") * size)[:size]
    yield "\n\n".join([shape * max(1, 60 // len(shape))] * 480)[:size]
    yield "\n\n".join([(shape * 90)[:3_900]] * 480)[:size]
    yield "\n".join("    " * number + shape for number in range(120))


def seconds(text: str) -> float:
    """What a load spends on the text, whether it refuses or renders it."""
    begun = time.monotonic()
    if excess(text) is None:
        render_markdown(text)
    return time.monotonic() - begun
