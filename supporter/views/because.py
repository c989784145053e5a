"""Why a block is shown and what would take it away, as the advice page writes it into what was drawn for everyone."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from supporter.advice import Shown
from supporter.locales import tongue
from supporter.replies import Reply


def why(because: Iterable[Reply], around: str) -> Markup:
    """Reasons, one after the other, to stand in a text in a language."""
    told = [f"<span{attributes}>{escape(one)}</span>" if (attributes := tongue(one.lang, around)) else escape(one)
            for one in because]  # fmt: skip
    return Markup(" ").join(map(Markup, told))


def reasons(shown: Iterable[Shown]) -> dict[str, Markup]:
    """What closes each block, by its id: what would take it away is folded with its text, why it is shown is not."""
    found = {}
    for one in shown:
        lang, without = one.block.lang, one.without
        last = f'<p class="because"{tongue(without.lang, lang)}>{escape(without)}</p>' if without else ""
        text = f'{last}</div></details><p class="because">{why(one.because, lang)}'
        found[one.block.id] = Markup(text)  # noqa: S704 - escaped
    return found
