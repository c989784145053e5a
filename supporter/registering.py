"""Our addresses in the host's app: pages, assets, and the language in the address where the host wants it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, abort, g, redirect, request, send_from_directory
from flask.typing import ResponseReturnValue
from jinja2 import BaseLoader, Environment, TemplateNotFound

from supporter.errors import ConfigurationError, did_you_mean
from supporter.mount import BASE, Mount
from supporter.views.counting import show_metrics
from supporter.views.current import language
from supporter.views.health import show_health
from supporter.views.reading import CHANGING

HEALTH, METRICS, SIZING = "health", "metrics", "sizing"
"""The endpoints that a load balancer, Prometheus and a site with our pages in a frame ask; like the assets they have no
language in their address."""
SIZES_FRAMES = "embed.js"
_MAIN = re.compile(r"\bblock\s+main\b")
_EXTENDS = re.compile(r"\bextends\b\s*(?:[\"']([^\"']+)[\"'])?")


def check_place(name: str, prefix: str, taken: Mapping[str, Mount]) -> None:
    """Refuse a place that another mount has, or that is none; raises ConfigurationError."""
    if prefix and not prefix.startswith("/"):
        raise ConfigurationError(f"url_prefix is '{prefix}'; begin it with a slash, as in '/support'")
    if name in taken:
        text = f"a guide is mounted as '{name}' already; give this one a name of its own, as in name=\"schools\""
        raise ConfigurationError(text)
    if prefix in (mount.prefix for mount in taken.values()):
        raise ConfigurationError(f"a guide is mounted at '{prefix}' already; give this one a url_prefix of its own")


def check_layout(app: Flask, layout: str) -> None:
    """Refuse a template that the host does not have, or that no page of ours can stand in; raises ConfigurationError.

    A loader that cannot say what it holds is believed.
    """
    loader = app.create_global_jinja_loader()
    try:
        there = loader.list_templates()
    except TypeError:
        return
    if layout not in there:
        text = f"SUPPORTER_LAYOUT: the app has no template '{layout}'; {did_you_mean(layout, there)}"
        raise ConfigurationError(f"{text} (a blueprint that holds it is registered first)")
    if not _holds_pages(loader, layout):
        text = f"SUPPORTER_LAYOUT: readers would see nothing of the guide in '{layout}', as no page can stand in it"
        raise ConfigurationError(f'{text}; begin it with: {{% extends "supporter/base.html" %}}')


def _holds_pages(loader: BaseLoader, layout: str) -> bool:
    """Whether a template has the block of our pages, or may have it from one that it extends."""
    seen = {BASE}
    # An environment of its own: to ask for the host's would fix what the host may still want to set.
    environment = Environment(autoescape=True)
    while layout not in seen:
        seen.add(layout)
        try:
            source = loader.get_source(environment, layout)[0]
        except TemplateNotFound:  # a blueprint may bring it later
            return True
        if _MAIN.search(source):
            return True
        extended = _EXTENDS.search(source)
        if extended is None:
            return False
        layout = extended[1] or BASE  # the name may be worked out for each page
    return True


def register(app: Flask, blueprint: Blueprint, mount: Mount, assets: Path) -> None:
    """Put the pages under the mount's prefix, or `<language>/` below it, and beside them what has no language."""

    def send_asset(filename: str) -> ResponseReturnValue:
        # As it is now: a theme is read anew with the content.
        theme = app.extensions["supporter"][mount.name].theme
        if theme and filename in theme.files:
            data, kind = theme.files[filename]
            return Response(data, mimetype=kind)
        return send_from_directory(assets, filename)

    app.add_url_rule(f"{mount.prefix}/assets/<path:filename>", f"{mount.name}.static", view_func=send_asset)
    app.add_url_rule(f"{mount.prefix}/healthz", f"{mount.name}.{HEALTH}", view_func=show_health)
    if mount.frame_ancestors:
        app.add_url_rule(
            f"{mount.prefix}/{SIZES_FRAMES}", f"{mount.name}.{SIZING}", view_func=send_asset,
            defaults={"filename": SIZES_FRAMES},
        )  # fmt: skip
    if mount.counting.tally:
        app.add_url_rule(f"{mount.prefix}/metrics", f"{mount.name}.{METRICS}", view_func=show_metrics)
    if not mount.in_address:
        app.register_blueprint(blueprint, url_prefix=mount.prefix or None)
        return
    expects = app.url_map.is_endpoint_expecting

    @blueprint.url_value_preprocessor
    def take(endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.supporter_language = values.pop("language", None) if values else None

    @blueprint.url_defaults
    def put(endpoint: str, values: dict[str, Any]) -> None:
        if "language" not in values and expects(endpoint, "language"):
            values["language"] = language()

    def go(rest: str) -> ResponseReturnValue:
        """From an address without a language to the same page in the reader's."""
        if request.method not in ("GET", "HEAD"):
            abort(405)
        first, slash, _ = rest.partition("/")
        if slash and first in mount.guides:
            # It has its language, and still no page took it ("en//x").
            abort(404)
        path = f"{rest}/" if first in mount.guides else f"{language()}/{rest}"
        query = request.query_string.decode("latin-1")
        # A path comes decoded: "?" or a line break of it would be the address's own, and one line break is no header.
        address = quote(f"{request.script_root}{mount.prefix}/{path}")
        response = redirect(f"{address}{f'?{query}' if query else ''}", 303)
        response.vary.update(("Accept-Language", "Cookie"))
        return response

    methods = ["GET", *CHANGING]
    codes = ", ".join(f"'{code}'" for code in mount.guides)
    app.register_blueprint(blueprint, url_prefix=f"{mount.prefix}/<any({codes}):language>")
    app.add_url_rule(f"{mount.prefix}/", f"{mount.name}.bare", view_func=go, methods=methods, defaults={"rest": ""})
    app.add_url_rule(f"{mount.prefix}/<path:rest>", f"{mount.name}.bare", view_func=go, methods=methods)


def lead_nowhere(app: Flask, mount: Mount) -> None:
    """Give an address that no rule can take the page that every other wrong one gets.

    Werkzeug stops looking at a number of over 4,300 digits, and its paths end at a line break.
    """
    endpoint = f"{mount.name}.nowhere"
    request.url_rule = next(app.url_map.iter_rules(endpoint))
    request.view_args = {"rest": request.path.removeprefix(f"{mount.prefix}/")}
    request.routing_exception = None
