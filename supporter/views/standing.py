"""What stays set from one reader to the next: parts of pages, and whole pages that are the same for everyone."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from flask import current_app
from jinja2 import Environment
from markupsafe import Markup

from supporter.mount import BASE
from supporter.plates import Key, Plates, Rack, S
from supporter.shipped import shipped
from supporter.views.current import country_of, visit
from supporter.visit import Visit


class Setting:
    """How parts of one page are set; `where` is what all of them depend on: where we are mounted, and the language."""

    def __init__(self) -> None:
        visiting = visit()
        self._where = (visiting.request.script_root, visiting.language)
        self._plate = _anew if current_app.debug else visiting.mount.plates.plate

    def plate(self, *key: object, caller: Callable[[], Markup]) -> Markup:
        """A part of a page that depends on its key and on no answer.

        A template asks with `{% call plate("name", what, it, depends, on) %}...{% endcall %}`.
        """
        return self._plate((*self._where, *key), caller)


def parts(visiting: Visit, draw: Callable[[Key], str]) -> Rack:
    """Parts of pages in the reader's language."""
    plates = Plates() if current_app.debug else visiting.mount.plates
    return plates.rack((draw.__qualname__, visiting.request.script_root, visiting.language), draw)


def _anew(key: object, draw: Callable[[], S]) -> S:
    """For those who change templates while they look."""
    return draw()


def standing(template: str, *key: object, draw: Callable[[], str], answered: bool = False) -> bytes:
    """The page with that key as it is sent, where nothing on it is one reader's or the host's own; else drawn anew.

    answered: a reader with answers gets the same, as what is theirs is put into what was drawn.
    """
    visiting = visit()
    here, asked, has_begun = visiting.mount, visiting.request, visiting.check_in is not None
    is_theirs = (has_begun and not answered) or visiting.lost or asked.query_string
    is_hosts = here.desk or here.counting.taps or here.layout != BASE or current_app.debug
    if is_theirs or is_hosts or not _are_ours(current_app.jinja_env, template, BASE):
        return draw().encode()
    where = (asked.script_root, visiting.language, country_of(visiting).code, visiting.mark, visiting.away, has_begun)
    return here.plates.plate((template, *where, *key), lambda: draw().encode())


@lru_cache(maxsize=64)
def _are_ours(environment: Environment, *templates: str) -> bool:
    """Whether no host has put templates of its own in the place of these, which may say who is logged in."""
    files = [environment.get_template(name).filename or "" for name in templates]
    return all(Path(file).is_relative_to(shipped("templates")) for file in files)
