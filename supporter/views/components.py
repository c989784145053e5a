"""The design's small parts, for those pages that need one in a request."""

from collections.abc import Mapping

from flask import current_app


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
