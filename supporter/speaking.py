"""The advice as plain text, for a person at a terminal."""

import re
import textwrap
from collections.abc import Iterator

from markupsafe import Markup

from supporter.advice import Advice, Shown
from supporter.guide import Guide

_WIDTH = 88


def speak(guide: Guide, advice: Advice) -> str:
    """What the advice page shows, in its order, without its pictures, lists beside them and the whole of each block."""
    return "\n".join(_lines(guide, advice))


def _lines(guide: Guide, advice: Advice) -> Iterator[str]:
    paper = guide.settings.paper
    if advice.flags:
        highest, *others = advice.flags
        yield from _heading(highest.title)
        yield from (_wrap(order, f"{number}. ") for number, order in enumerate(advice.orders, 1))
        yield from (_wrap(line, "x  ") for line in highest.do_not)
        for flag in others:
            yield _wrap(f"{flag.title}. {flag.line.striptags()}", "!  ")
    for caution in advice.cautions:
        yield "\n" + _wrap(caution.html, "!  ")
    yield from _blocks(advice, "safety", "Safety first")
    if "path" not in advice.switched_off:
        yield from _heading(paper.own.maybe)
        yield _wrap(advice.path.title)
        yield _paragraphs(advice.path.html)
        yield _because(advice.path_because)
        yield from _blocks(advice, "understand")
    if advice.messages:
        yield from _heading(paper.own.words)
        yield from (_wrap(f"“{message.text}”  ({message.title})", "-  ") for message in advice.messages)
    for group in ("space", "talk", "relationship", "situation", *guide.settings.other_groups):
        yield from _blocks(advice, group, guide.settings.groups.get(group, ""))
    if advice.plan:
        yield from _heading(paper.own.plan)
        yield from (_wrap(text, f"{paper.times[when]}: ") for when, text in advice.plan.steps.items())
    yield from _heading(paper.own.help)
    yield from _blocks(advice, "help")
    for card in advice.care:
        yield f"{card.title}\n{_paragraphs(card.html)}"
    yield from _blocks(advice, "you", guide.settings.groups.get("you", ""))
    if advice.handouts:
        yield from _heading("Handouts for you")
        yield from (_wrap(f"{handout.title} ({handout.id})", "-  ") for handout in advice.handouts)


def _blocks(advice: Advice, group: str, heading: str = "") -> Iterator[str]:
    shown = [one for one in advice.blocks if one.block.group == group]
    if shown and heading:
        yield from _heading(heading)
    yield from map(_block, shown)


def _block(shown: Shown) -> str:
    return f"{shown.block.title}\n{_wrap(shown.block.gist, '   ')}\n{_because(shown.because)}"


def _because(because: tuple[str, ...]) -> str:
    return _wrap(" ".join(because), "   > ")


def _heading(text: str) -> Iterator[str]:
    yield f"\n{text}\n{'-' * len(text)}"


def _paragraphs(html: Markup) -> str:
    paragraphs = re.split(r"</p>|</li>", str(html))
    return "\n".join(_wrap(Markup(part)) for part in paragraphs if Markup(part).striptags())  # noqa: S704 - cleaned at load


def _wrap(text: str, first: str = "") -> str:
    plain = text.striptags() if isinstance(text, Markup) else text
    return textwrap.fill(plain, _WIDTH, initial_indent=first, subsequent_indent=" " * len(first))
