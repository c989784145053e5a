"""What stays set from one reader to the next: parts of pages, and whole pages that are the same for everyone."""

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol

from flask import current_app, request
from jinja2 import Environment
from markupsafe import Markup, escape

from supporter.mount import BASE
from supporter.shipped import shipped
from supporter.views.current import country, visit


class Named(Protocol):
    """A thing of the guide."""

    id: str


def plate(*key: object, caller: Callable[[], Markup]) -> Markup:
    """A part of a page that depends on its key, the language and where we are mounted, and on no answer.

    A template asks with `{% call plate("name", what, it, depends, on) %}...{% endcall %}`.
    """
    if current_app.debug:
        return caller()
    visiting = visit()
    return visiting.mount.plates.plate((request.script_root, visiting.language, *key), caller)


BLANK = "#where-this-reader-finds-it"
"""What a plate has in the place of an address that is not the same for everyone."""
NO_ADDRESSES: Mapping[str, str] = {}


def plates(
    name: str,
    things: Collection[Named],
    *key: object,
    addresses: Mapping[str, str] = NO_ADDRESSES,
    caller: Callable[[Named], Markup],
) -> Markup:
    """Such a part for each of some things with ids, one after the other: `{% call(one) plates("name", things) %}`.

    addresses: by id, what is written into the BLANK of each.
    """
    visiting = visit()
    where = (request.script_root, visiting.language, name, *key)
    draw = (lambda _, anew: anew()) if current_app.debug else visiting.mount.plates.plate
    drawn = [str(draw((*where, one.id), partial(caller, one))) for one in things]
    if addresses:
        filled = zip(drawn, things, strict=True)
        drawn = [text.replace(BLANK, str(escape(addresses[one.id])), 1) for text, one in filled]
    return Markup("".join(drawn))  # noqa: S704 - drawn by templates


def standing(template: str, *key: object, draw: Callable[[], str]) -> str:
    """The page with that key, where nothing on it is one reader's or the host's own; else it is drawn anew."""
    visiting = visit()
    here = visiting.mount
    asked = visiting.check_in or visiting.lost or request.query_string
    if asked or here.desk or here.counting.taps or current_app.debug or here.layout != BASE:
        return draw()
    if not _are_ours(current_app.jinja_env, template, BASE):
        return draw()
    where = (request.script_root, visiting.language, country().code, visiting.mark, visiting.away)
    return here.plates.plate((template, *where, *key), draw)


@lru_cache(maxsize=64)
def _are_ours(environment: Environment, *templates: str) -> bool:
    """Whether no host has put templates of its own in the place of these, which may say who is logged in."""
    files = [environment.get_template(name).filename or "" for name in templates]
    return all(Path(file).is_relative_to(shipped("templates")) for file in files)
