"""Within Reach as an app on its own."""

import os
import secrets
from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from supporter.config import DEFAULTS, own_prefix, proxies_in_front
from supporter.errors import ConfigurationError
from supporter.extension import Supporter
from supporter.responding import Finished
from supporter.sealing import MAKE_A_KEY


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The guide as an app of its own, set up from the environment (`SUPPORTER_...`) and then from `config`.

    Raises ConfigurationError without SUPPORTER_SECRET_KEY, unless Flask's debug mode is on.
    """
    app = Flask("supporter", static_folder=None, template_folder=None)
    app.config.from_mapping(_environment())
    app.config.from_mapping(config or {})
    if not (app.config.get("SUPPORTER_SECRET_KEY") or app.config.get("SECRET_KEY")):
        if not app.debug and not app.config.get("DEBUG"):
            raise ConfigurationError(f"SUPPORTER_SECRET_KEY is not set; make one with: {MAKE_A_KEY}")
        app.config["SUPPORTER_SECRET_KEY"] = secrets.token_urlsafe(32)
        # What is sealed by a key of this start alone is of no use to the next.
        app.config["SUPPORTER_CACHE"] = False
    app.response_class = Finished
    Supporter(app, url_prefix=own_prefix(app.config.get("SUPPORTER_URL_PREFIX")), standalone=True)
    proxies = proxies_in_front(app.config.get("SUPPORTER_PROXIES", 0))
    if proxies:
        # Only whether the reader came by HTTPS: their address is nothing we need, and Host a proxy passes on as it is.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=proxies, x_host=0)  # type: ignore[method-assign]
    return app


def _environment() -> dict[str, Any]:
    """Settings of the environment; a list is written with the separator of paths, as in PATH."""
    given: dict[str, Any] = {key: os.environ[key] for key in DEFAULTS if key in os.environ}
    lists = {key: value.split(os.pathsep) for key, value in given.items() if isinstance(DEFAULTS[key], tuple)}
    return given | lists
