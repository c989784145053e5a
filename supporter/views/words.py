"""What every template may say and ask: the words of the interface, the guide and the reader's language."""

import secrets
from functools import partial

from flask import request, url_for

from supporter.checkin import IDLE
from supporter.footing import say_date
from supporter.interface import linked, strong
from supporter.locales import direction, language_name
from supporter.paper import size_for
from supporter.typesetting import day_text, number_lines
from supporter.views.current import country, guide, language, languages, mount, visit
from supporter.views.own import claim_marks, page_address, sheet_address


def words() -> dict[str, object]:
    """Made anew in each request: the language is the reader's, and at the author's desk the guide can change."""
    now = guide()
    here = country()
    code = language()
    return {
        "_": partial(mount().interface.say, code),
        "linked": linked,
        "strong": strong,
        "mount": mount(),
        "layout": mount().layout,
        "theme": mount().theme,
        "framed": framed() if visit().framed else None,
        "mark": visit().mark,
        "idle": IDLE if visit().check_in else None,
        "guide": now,
        "site": now.settings.name,
        "asset": asset,
        "sheet_address": sheet_address,
        "page_address": page_address,
        "claim_marks": claim_marks,
        "locale": code,
        "dir": direction(code),
        "direction": direction,
        "languages": languages,
        "language_name": partial(language_name, within=code),
        "here": here,
        "any_number": partial(secrets.token_hex, 8),
        "size": size_for(here.code),
        "say_date": partial(say_date, guide=now),
        "day_text": partial(day_text, now),
        "number_lines": partial(number_lines, now),
    }


def framed() -> dict[str, object]:
    """What a page in a frame needs: the sites that may hold it (`by`), and whether answers have made it (`own`)."""
    check_in = visit().check_in
    answered = check_in is not None and bool(check_in.answers)
    return {"by": " ".join(mount().frame_ancestors), "own": answered and request.endpoint != f"{mount().name}.question"}


def asset(filename: str) -> str:
    """The address of a file of ours, which changes with its content."""
    return url_for(".static", filename=filename, v=mount().version)
