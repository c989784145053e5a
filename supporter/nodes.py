"""Cleaned HTML as a tree of plain data, so that paper is drawn from the very text of the screen."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import NotRequired, TypeAlias, TypedDict


class Element(TypedDict):
    """`{"tag": "p", "of": [nodes]}`; a link has its address under `to`, a numbered list its first number, and words of
    another language than those around them have theirs.
    """

    tag: str
    of: list["Node"]
    to: NotRequired[str | None]
    start: NotRequired[int]
    lang: NotRequired[str]


Node: TypeAlias = str | Element

Resolve = Callable[[str], str | None]
"""The whole address that a link of our own text stands for; None where there is none to give."""

_VOID = frozenset({"br", "hr"})


def nodes_of(html: str, resolve: Resolve) -> list[Node]:
    """The elements of a text that `markup` has cleaned; white space is one space, as a browser has it.

    A `div`, which no author can write, gives its language to all that is in it, and is gone.
    """
    if "<" not in html and "&" not in html:
        return [*filter(None, [_spaced(str(html))])]
    reader = _Reader(resolve)
    reader.feed(str(html))  # Markup would make each of its many slices a Markup.
    reader.close()
    return [*_spread(reader.root)]


def _spread(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, str) or node["tag"] != "div":
            yield node
        else:
            for one in node["of"]:
                yield one if isinstance(one, str) else {**one, "lang": node["lang"]}


class _Reader(HTMLParser):
    def __init__(self, resolve: Resolve) -> None:
        super().__init__(convert_charrefs=True)
        self.root: list[Node] = []
        self._open = [self.root]
        self._resolve = resolve

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        children: list[Node] = []
        node: Element = {"tag": tag, "of": children}
        for name, value in attrs:
            if name == "href" and value:
                node["to"] = self._resolve(value)
            elif name == "start" and value:
                node["start"] = int(value)
            elif name == "lang" and value:
                node["lang"] = value
        self._open[-1].append(node)
        if tag not in _VOID:
            self._open.append(children)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        text = _spaced(data)
        if text:
            self._open[-1].append(text)
        elif self._open[-1] and data:
            self._open[-1].append(" ")


def _spaced(data: str) -> str:
    """A text with one space for each white space; nothing, where there is nothing else."""
    text = " ".join(data.split())
    return f"{' ' * data[:1].isspace()}{text}{' ' * data[-1:].isspace()}" if text else ""
