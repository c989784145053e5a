"""What every template may say and ask: the words of the interface, the guide and the reader's language."""

import secrets
from collections.abc import Iterable, Mapping
from functools import partial

from flask import current_app, url_for
from markupsafe import Markup, escape

from supporter.advice import Shown
from supporter.checkin import IDLE
from supporter.footing import say_date
from supporter.forms import token_field
from supporter.interface import linked, strong
from supporter.locales import direction, language_name, tongue
from supporter.paper import size_for
from supporter.plates import tick
from supporter.replies import Reply
from supporter.typesetting import day_text, number_lines
from supporter.views.current import country, languages, mount, visit, whereabouts
from supporter.views.own import (
    claim_addresses,
    claim_marks,
    page_address,
    page_addresses,
    sheet_address,
    sheet_addresses,
)
from supporter.views.standing import BLANK, Setting


def words() -> dict[str, object]:
    """Made anew in each request: the language is the reader's, and at the author's desk the guide can change."""
    visiting = visit()
    now, code, served = visiting.guide, visiting.language, visiting.mount
    here, setting = country(), Setting()
    given: dict[str, object] = {
        "_": partial(served.interface.say, code),
        "linked": linked,
        "strong": strong,
        "mount": served,
        "layout": served.layout,
        "theme": served.theme,
        "mark": visiting.mark,
        "away": visiting.away,
        "idle": IDLE if visiting.check_in else None,
        "token": token_field,
        "guide": now,
        "site": now.settings.name,
        "asset": asset,
        "sheet_address": sheet_address,
        "page_address": page_address,
        "claim_marks": claim_marks,
        "claim_addresses": claim_addresses,
        "sheet_addresses": sheet_addresses,
        "page_addresses": page_addresses,
        "blank": BLANK,
        "locale": code,
        "dir": direction(code),
        "direction": direction,
        "tongue": tongue,
        "ours": tongue(now.settings.lang, code),
        "languages": languages,
        "whereabouts": whereabouts,
        "language_name": partial(language_name, within=code),
        "here": here,
        "any_number": partial(secrets.token_hex, 8),
        "size": size_for(here.code),
        "say_date": partial(say_date, guide=now),
        "day_text": partial(day_text, now),
        "number_lines": partial(number_lines, now),
        "plate": setting.plate,
        "plates": setting.plates,
        "why": why,
        "reasons": reasons,
        "tick": tick,
    }
    given["ui"] = Components(given)
    return given


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


class Components:
    """The macros of components.html, made when one is first asked for: most of a page was drawn before (`plates`)."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = given

    def __getattr__(self, name: str) -> object:
        made = current_app.jinja_env.get_template("supporter/components.html").make_module({**self._given})
        self.__dict__ |= {name: value for name, value in vars(made).items() if not name.startswith("_")}
        if name not in self.__dict__:
            raise AttributeError(f"components.html has no macro '{name}'")
        return self.__dict__[name]


def asset(filename: str) -> str:
    """The address of a file of ours, which changes with its content."""
    return url_for(".static", filename=filename, v=mount().version)
