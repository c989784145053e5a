"""Within Reach inside a Flask app: a blueprint under one prefix, and nothing of the host changed outside it."""

from collections.abc import Sequence
from functools import partial
from os import PathLike
from pathlib import Path

from flask import Blueprint, Flask, Response, request, url_for

from supporter.desk import Desk
from supporter.footing import say_date
from supporter.guide import Guide
from supporter.headers import Kind, headers_for
from supporter.loading import load_guide
from supporter.mount import DEFAULTS, Mount, check_config, make_mount, wants_desk
from supporter.paper import size_for
from supporter.press import Press, fonts_in
from supporter.shipped import shipped
from supporter.typesetting import day_text, number_lines
from supporter.views import add_views
from supporter.views.current import country, visit
from supporter.views.current import mount as current_mount

ASSETS = Path(__file__).parent / "assets"
PAPER = ("application/pdf", "text/calendar")
"""Types of the files that a reader takes away."""

Folders = str | PathLike[str] | Sequence[str | PathLike[str]]


class Supporter:
    """Mounts the guide: `Supporter(app, url_prefix="/support")`, or `init_app` in a factory.

    content: folders laid over the shipped content, the nearest first. name: tells mounts of one app apart, and keeps
    their check-ins apart. Raises ContentError and ConfigurationError at start, never in a request.
    """

    def __init__(
        self,
        app: Flask | None = None,
        *,
        url_prefix: str = "/supporter",
        content: Folders = (),
        locale: str | None = None,
        name: str = "supporter",
        standalone: bool = False,
    ) -> None:
        self.url_prefix = url_prefix.rstrip("/")
        self.content = [content] if isinstance(content, str | PathLike) else list(content)
        self.locale = locale
        self.name = name
        self.standalone = standalone
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Mount the guide in one app; one Supporter can be mounted in several."""
        config = dict(DEFAULTS) | {key: app.config[key] for key in app.config if key.startswith("SUPPORTER_")}
        # A host has a secret already; ours is derived from it for one purpose, so neither can be told from the other.
        config["SUPPORTER_SECRET_KEY"] = config["SUPPORTER_SECRET_KEY"] or app.config.get("SECRET_KEY")
        folders = [*_listed(config["SUPPORTER_CONTENT"]), *self.content]
        locale = self.locale or config["SUPPORTER_LOCALE"]
        mounts = app.extensions.setdefault("supporter", {})
        press = Press(fonts_in(folders))

        def serve(guide: Guide) -> Mount:
            mount = make_mount(
                self.name, self.url_prefix, guide, config, ASSETS, press, standalone=self.standalone, desk=desk
            )
            mounts[self.name] = mount
            return mount

        check_config(config)
        desk = Desk(folders, locale, serve) if wants_desk(config) else None
        mount = serve(desk.manuscript.guide if desk else load_guide(folders, locale))
        blueprint = _blueprint(mount)
        app.register_blueprint(blueprint, url_prefix=self.url_prefix or None)
        _stand_aside(app, blueprint)

        @app.after_request
        def protect(response: Response) -> Response:
            # What Flask answers before it has found a view of ours: a redirect to a slash, a method nobody takes.
            if request.blueprint is None and request.routing_exception and _is_under(self.url_prefix, request.path):
                _put_headers(response, "page", mount)
            return response

        @app.before_request
        def begin() -> None:
            if request.blueprint == mount.name:
                _stand_aside(app, blueprint)
                if desk:
                    desk.look()
                visit()


def _is_under(prefix: str, path: str) -> bool:
    return path == prefix or path.startswith(f"{prefix}/")


def _stand_aside(app: Flask, blueprint: Blueprint) -> None:
    """Keep a host's CSRFProtect, begun before or after us, from asking our forms for its token: they carry ours."""
    protect = app.extensions.get("csrf")
    if protect is not None:
        protect.exempt(blueprint)


def _put_headers(response: Response, kind: Kind, mount: Mount) -> None:
    for name, value in headers_for(kind, standalone=mount.standalone, https=request.is_secure).items():
        response.headers[name] = value


def _listed(folders: Folders) -> Sequence[str | PathLike[str]]:
    return [folders] if isinstance(folders, str | PathLike) else folders


def _blueprint(mount: Mount) -> Blueprint:
    blueprint = Blueprint(
        mount.name,
        "supporter",
        static_folder=str(ASSETS),
        static_url_path="/assets",
        template_folder=str(shipped("templates")),
    )

    @blueprint.after_request
    def close_visit(response: Response) -> Response:
        kind: Kind = "page"
        if request.endpoint == f"{mount.name}.static" and response.status_code == 200:
            kind = "asset"
        elif request.endpoint == f"{mount.name}.leave":
            kind = "leave"
        elif response.mimetype in PAPER and response.status_code == 200:
            kind = "paper"
        if kind != "asset":
            visit().write(response)
        _put_headers(response, kind, mount)
        return response

    @blueprint.context_processor
    def words() -> dict[str, object]:
        # Asked for in each request: at the author's desk the guide can change.
        now = current_mount()
        return {
            "mount": now,
            "site": now.guide.settings.name,
            "asset": asset,
            "locale": now.guide.locale,
            "here": country(),
            "size": size_for(country().code),
            "say_date": partial(say_date, guide=now.guide),
            "day_text": partial(day_text, now.guide),
            "number_lines": partial(number_lines, now.guide),
        }

    def asset(filename: str) -> str:
        return url_for(".static", filename=filename, v=mount.version)

    add_views(blueprint)
    return blueprint
