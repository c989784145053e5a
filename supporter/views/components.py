"""The design's small parts, for those pages that need one in a request."""

from collections.abc import Mapping

from flask import current_app

_ROOMS = ("components", "printing", "lists", "counts")
"""Templates with macros, those that most pages need first."""


class Components:
    """All macros of these templates, made when one is first asked for: most of a page was drawn before (`plates`)."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = given

    def __getattr__(self, name: str) -> object:
        for room in _ROOMS:
            made = current_app.jinja_env.get_template(f"supporter/{room}.html").make_module({**self._given})
            self.__dict__ |= {name: value for name, value in vars(made).items() if not name.startswith("_")}
            if name in self.__dict__:
                return self.__dict__[name]
        raise AttributeError(f"no macro is called '{name}' in {', '.join(_ROOMS)}")
