"""A reader's own guide as one sheet, with a title that tells nobody what it is about."""

from collections.abc import Iterable, Iterator
from datetime import date

from markupsafe import Markup

from supporter.advice import MESSAGES_IN_SIGHT, Advice
from supporter.flags import Flag
from supporter.guide import Guide
from supporter.helplines import Country
from supporter.pages import Care
from supporter.parts import Bubbles, Closeness, Columns, Part, Prose, Urgent
from supporter.pieces import Piece
from supporter.sheets import Sheet, marked, numbers_part, other, plan_part, weeks_part
from supporter.telling import Told


def fill_notes(
    guide: Guide, advice: Advice, country: Country, start: date | None = None, told: Iterable[Told] = ()
) -> Sheet:
    """All that is in sight on the reader's page, in its order; `told` only where the reader asked for it.

    Its address is that of the guide itself, since the notes are at no address without the reader's check-in.
    """
    words = guide.settings.paper.own
    return Sheet(
        lang=guide.settings.lang,
        title=words.title,
        audience=words.audience,
        path="",
        parts=tuple(_parts(guide, advice, country, start, tuple(told))),
        pieces=advice.pieces,
        careful=advice.careful,
    )


def _parts(
    guide: Guide, advice: Advice, country: Country, start: date | None, told: tuple[Told, ...]
) -> Iterator[Part]:
    words = guide.settings.paper.own
    off = advice.switched_off

    def amid(piece: Piece, text: Markup, tag: str = "span") -> Markup:
        return marked(text, other(piece, guide.settings.lang), tag)

    if advice.flags:
        first = advice.flags[0]
        yield _urgent(guide, first, _list(advice.orders) + _list(first.do_not) + first.html)
        others = [
            amid(flag, Markup("<strong>{}.</strong> {}").format(flag.title, flag.line)) for flag in advice.flags[1:]
        ]
        if others:
            yield Prose(_head(words.others) + _list(others))
    for caution in advice.cautions:
        yield Prose(amid(caution, caution.html, "div"))
    if told:
        line = Markup("<strong>{}:</strong> {}")
        said = [amid(one.question, line.format(one.question.short, "; ".join(one.said))) for one in told]
        yield Prose(_head(words.told) + _list(said))
    yield from _blocks(guide, advice, ("safety",))
    if "path" not in off:
        path = advice.path
        title = Markup("<p><strong>{}</strong></p>").format(path.title)
        sooner = Markup("<p><strong>{}</strong> {}</p>").format(words.sooner, amid(path, path.sooner_if))
        yield Prose(_head(words.maybe) + amid(path, title + path.html, "div") + sooner)
        yield from _blocks(guide, advice, ("understand",), headed=False)
    if not advice.flags and advice.plan:
        today = Markup("<p>{}</p>").format(advice.plan.steps["today"])
        yield Prose(_head(words.today) + amid(advice.plan.plan, today, "div"))
    if "closeness" not in off:
        yield Prose(_head(words.close))
        yield Closeness(advice.path.near, other(advice.path, guide.settings.lang))
    yield from _words(guide, advice)
    if "closeness" not in off:
        yield Columns(
            tuple(amid(advice.path, item) for item in advice.path.helps),
            tuple(amid(advice.path, item) for item in advice.path.ease_off),
        )
    yield from _blocks(guide, advice, ("space", "talk", "relationship", "situation", *guide.settings.other_groups))
    if advice.plan:
        yield Prose(_head(words.plan))
        yield plan_part(advice, start, guide.settings.lang)
        lighter = Markup("<p>{}</p>").format(words.lighter) if advice.plan.lighter else Markup("")
        yield Prose(amid(advice.plan.plan, advice.plan.plan.html, "div") + lighter)
        if start:
            yield weeks_part(start)
    yield Prose(_head(words.help))
    yield from _blocks(guide, advice, ("help",), headed=False)
    for card in advice.care:
        if card.level == "now":
            yield _urgent(guide, card, card.html)
        else:
            yield Prose(amid(card, Markup("<h3>{}</h3>").format(card.title) + card.html, "div"))
    yield from _blocks(guide, advice, ("you",))
    yield Prose(_head(words.numbers))
    yield numbers_part(country)


def _words(guide: Guide, advice: Advice) -> Iterator[Part]:
    """The messages in sight, each with when it fits and how often at most."""
    words = guide.settings.paper.own
    if advice.messages:
        yield Prose(_head(words.words) + Markup("<p>{}</p>").format(words.words_hint))
    for message in advice.messages[:MESSAGES_IN_SIGHT]:
        lang = other(message, guide.settings.lang)
        yield Bubbles((message.text,), lang)
        when = marked(Markup("{} {}").format(message.use_with, message.not_when), lang)
        often = marked(Markup("{}").format(message.at_most), lang)
        line = Markup("<p><strong>{}</strong> {} <strong>{}</strong> {}</p>")
        yield Prose(line.format(words.when, when, words.often, often))


def _blocks(guide: Guide, advice: Advice, groups: tuple[str, ...], *, headed: bool = True) -> Iterator[Part]:
    """The blocks in sight of some groups, each group under its title."""
    titles = dict(guide.settings.groups)
    if "closeness" in advice.switched_off:  # A flag holds, and room is not what this reader is told to give.
        titles["space"] = guide.settings.paper.helps
    for group in groups:
        blocks = [shown.block for shown in advice.blocks if shown.block.group == group and not shown.folded]
        head = _head(titles[group]) if headed and blocks else Markup("")
        for block in blocks:
            # The gist is part of the advice: the text below goes on from it.
            text = Markup("<h3>{}</h3><p>{}</p>").format(block.title, block.gist) + block.html
            yield Prose(head + marked(text, other(block, guide.settings.lang), "div"))
            head = Markup("")


def _urgent(guide: Guide, piece: Flag | Care, html: Markup) -> Urgent:
    return Urgent(piece.title, html, other(piece, guide.settings.lang))


def _head(text: str) -> Markup:
    return Markup("<h2>{}</h2>").format(text)


def _list(items: Iterable[Markup]) -> Markup:
    made = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
    return Markup("<ul>{}</ul>").format(made) if made else made
