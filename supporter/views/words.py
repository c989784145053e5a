"""What every template may say and ask: the words of the interface, the guide and the reader's language."""

import secrets
from functools import partial

from flask import request, url_for

from supporter.checkin import IDLE
from supporter.footing import say_date
from supporter.forms import token_field
from supporter.interface import linked, strong
from supporter.locales import direction, language_name, tongue
from supporter.paper import size_for
from supporter.plates import BLANK
from supporter.typesetting import day_text, number_lines
from supporter.views.components import Components
from supporter.views.current import country, languages, mount, visit, whereabouts
from supporter.views.own import (
    claim_addresses,
    claim_marks,
    page_address,
    page_addresses,
    sheet_address,
    sheet_addresses,
)
from supporter.views.standing import Setting


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
        "framed": framed() if visiting.framed else None,
        "mark": visiting.mark,
        "away": visiting.away,
        "idle": IDLE if visiting.check_in else None,
        "token": partial(token_field, visiting),
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
        "lang": lambda one: tongue(one.lang, code),
        "back": lambda one: tongue(code, one.lang),
        "ours": tongue(now.settings.lang, code),
        "ours_in": lambda one: tongue(now.settings.lang, one.lang if one else code),
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
    }
    given["ui"] = Components(given)
    return given


def framed() -> dict[str, object]:
    """What a page in a frame needs: the sites that may hold it (`by`), and whether answers have made it (`own`)."""
    check_in = visit().check_in
    answered = check_in is not None and bool(check_in.answers)
    return {"by": " ".join(mount().frame_ancestors), "own": answered and request.endpoint != f"{mount().name}.question"}


def asset(filename: str) -> str:
    """The address of a file of ours, which changes with its content."""
    return url_for(".static", filename=filename, v=mount().version)
