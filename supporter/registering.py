"""Our addresses in the host's app: pages, assets, and the language in the address where the host wants it."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, abort, g, redirect, request, send_from_directory
from flask.typing import ResponseReturnValue

from supporter.errors import ConfigurationError, did_you_mean
from supporter.mount import Mount
from supporter.views.counting import show_metrics
from supporter.views.current import language
from supporter.views.health import show_health
from supporter.views.reading import CHANGING

HEALTH, METRICS, SIZING = "health", "metrics", "sizing"
"""The endpoints that a load balancer, Prometheus and a site with our pages in a frame ask; like the assets they have no
language in their address."""
SIZES_FRAMES = "embed.js"


def check_layout(app: Flask, layout: str) -> None:
    """Refuse a template that the host does not have; raises ConfigurationError.

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
