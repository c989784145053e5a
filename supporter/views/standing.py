"""What stays set from one reader to the next: parts of pages, and whole pages that are the same for everyone."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from flask import current_app, request
from jinja2 import Environment
from markupsafe import Markup

from supporter.mount import BASE
from supporter.shipped import shipped
from supporter.views.current import country, visit


def plate(*key: object, caller: Callable[[], Markup]) -> Markup:
    """A part of a page that depends on its key, the language and where we are mounted, and on no answer.

    A template asks with `{% call plate("name", what, it, depends, on) %}...{% endcall %}`.
    """
    if current_app.debug:
        return caller()
    visiting = visit()
    return visiting.mount.plates.plate((request.script_root, visiting.language, *key), caller)


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
