"""Within Reach inside a Flask app: a blueprint under one prefix, and nothing of the host changed outside it."""

from collections.abc import Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path

from flask import Blueprint, Flask, Response
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from supporter.bytecode import Bytecode
from supporter.cache import cache_for
from supporter.compiled import edition_of
from supporter.config import DEFAULTS, check_config, languages, listed, proxies_in_front, switched
from supporter.counting import make_counting
from supporter.desk import Desk
from supporter.edition import Edition, read_edition
from supporter.errors import ConfigurationError
from supporter.folders import found_locales
from supporter.intake import take_in
from supporter.libraries import check_libraries
from supporter.mount import Mount, make_mount
from supporter.packs import content_folder, content_roots
from supporter.press import Press, fonts_in
from supporter.registering import HEALTH, check_layout, check_place, lead_nowhere, register
from supporter.reloading import Reloader
from supporter.responding import finish, hold
from supporter.shipped import shipped
from supporter.views import add_views
from supporter.views.current import asked_for, found_again, keep_language, visit
from supporter.views.words import words

ASSETS = Path(__file__).parent / "assets"
PROXIES_OF_A_HOST = (
    "SUPPORTER_PROXIES is for the guide on its own; in an app of yours count its proxies yourself: "
    "app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1)"
)
PREFIX_OF_A_HOST = (
    "SUPPORTER_URL_PREFIX is for the guide on its own; in an app of yours write Supporter(app, url_prefix=...)"
)

Folders = str | PathLike[str] | Sequence[str | PathLike[str]]


class Supporter:
    """Mounts the guide: `Supporter(app, url_prefix="/support")`, or `init_app` in a factory.

    content: folders laid over the shipped content, the nearest first. locale, locales, theme, layout: as the settings
    SUPPORTER_LOCALE and so on, for this mount alone. name: tells mounts apart, and keeps their check-ins apart.
    frame_ancestors: the sites that may show this mount in a frame. standalone: the app is ours alone.
    Raises ContentError and ConfigurationError at start, never in a request.
    """

    def __init__(
        self,
        app: Flask | None = None,
        *,
        url_prefix: str = "/supporter",
        content: Folders = (),
        locale: str | None = None,
        locales: Sequence[str] = (),
        theme: str | PathLike[str] | None = None,
        layout: str | None = None,
        frame_ancestors: Sequence[str] = (),
        name: str = "supporter",
        standalone: bool = False,
    ) -> None:
        self.url_prefix = url_prefix.rstrip("/")
        self.content = [content] if isinstance(content, str | PathLike) else list(content)
        self.locale = locale
        self.locales = locales
        self.theme = theme
        self.layout = layout
        self.frame_ancestors = frame_ancestors
        self.name = name
        self.standalone = standalone
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Mount the guide in one app; one Supporter can be mounted in several."""
        config = dict(DEFAULTS) | {key: app.config[key] for key in app.config if key.startswith("SUPPORTER_")}
        # A host has a secret already; ours is derived from it for one purpose, so neither can be told from the other.
        if not config["SUPPORTER_SECRET_KEY"]:
            config["SUPPORTER_SECRET_KEY"] = app.config.get("SECRET_KEY")
            older = config["SUPPORTER_SECRET_KEY_FALLBACKS"] or app.config.get("SECRET_KEY_FALLBACKS") or ()
            config["SUPPORTER_SECRET_KEY_FALLBACKS"] = older
        own = {
            "LOCALE": self.locale,
            "LOCALES": self.locales,
            "THEME": self.theme,
            "LAYOUT": self.layout,
            "FRAME_ANCESTORS": self.frame_ancestors,
        }
        config |= {f"SUPPORTER_{key}": value for key, value in own.items() if value}
        check_config(config)
        check_libraries()
        if proxies_in_front(config["SUPPORTER_PROXIES"]) and not self.standalone:
            raise ConfigurationError(PROXIES_OF_A_HOST)
        if config["SUPPORTER_URL_PREFIX"] and not self.standalone:
            raise ConfigurationError(PREFIX_OF_A_HOST)
        folders = [content_folder(one) for one in (*listed(config["SUPPORTER_CONTENT"]), *self.content)]
        roots = content_roots(folders)
        cache = cache_for(config)
        locales = languages(config, found_locales(roots), found_locales(roots[-1:]))
        # Below a path others may share the site, its cookies and its HTTPS.
        whole = self.standalone and not self.url_prefix
        mounts = app.extensions.setdefault("supporter", {})
        check_place(self.name, self.url_prefix, mounts)

        def read() -> Edition:
            from supporter.catalogues import texts_in  # What was kept needs no Babel.

            return replace(read_edition(folders, locales, config["SUPPORTER_THEME"]), texts=texts_in(folders, locales))

        def compiled() -> Edition:
            return edition_of(cache, roots, locales, config["SUPPORTER_THEME"], read)

        def serve(edition: Edition) -> None:
            # All of it is made before anything is put in place, and that in one step.
            mounts[self.name] = make_mount(
                self.name, self.url_prefix, edition, config, ASSETS, Press(fonts_in(folders)),
                reloader, counting, standalone=whole, desk=desk,
            )  # fmt: skip

        file = config["SUPPORTER_RELOAD_FILE"]
        reloader = Reloader(compiled, serve, lambda: app.logger, Path(file) if file else None)
        # An author looks at the files as they are now.
        desk = Desk(folders, read, serve) if switched(config, "SUPPORTER_DESK") else None
        counting = make_counting(config)
        serve(desk.edition if desk else compiled())
        mount: Mount = mounts[self.name]
        blueprint = _blueprint(mount)
        if self.standalone and cache:
            # In an app of a host the templates are made by its own Jinja, which we leave as it is.
            app.jinja_env.bytecode_cache = Bytecode(cache)
        if config["SUPPORTER_LAYOUT"]:
            check_layout(app, mount.layout)
        register(app, blueprint, mount, ASSETS)
        _stand_aside(app, blueprint)

        def protect(response: Response) -> Response:
            hold(response, mount, under=_is_under(self.url_prefix, asked_for().path))
            return response

        # The first is run last: a header that a host gives to all of its pages is not to take the place of ours.
        app.after_request_funcs.setdefault(None, []).insert(0, protect)

        @app.before_request
        def begin() -> ResponseReturnValue | None:
            asked = asked_for()
            if isinstance(asked.routing_exception, NotFound) and _is_under(self.url_prefix, asked.path):
                lead_nowhere(app, mount)
            if asked.blueprint != mount.name:
                return None
            _stand_aside(app, blueprint)
            reloader.look()
            if desk:
                desk.look()
            if asked.endpoint == f"{mount.name}.{HEALTH}":
                return None
            visit()
            take_in(asked)
            if not asked.query_string:
                return None
            keep_language()
            return found_again()

    def reload(self, app: Flask) -> None:
        """Read the content anew and serve it, in this process alone; SUPPORTER_RELOAD_FILE does it in every one.

        Raises SupporterError where it has a mistake; then the last good guide goes on serving, and /healthz says so.
        """
        mount: Mount = app.extensions["supporter"][self.name]
        mount.reloader.reload()


def _is_under(prefix: str, path: str) -> bool:
    return path == prefix or path.startswith(f"{prefix}/")


def _stand_aside(app: Flask, blueprint: Blueprint) -> None:
    """Keep a host's CSRFProtect, begun before or after us, from asking our forms for its token: they carry ours."""
    protect = app.extensions.get("csrf")
    if protect is not None:
        protect.exempt(blueprint)


def _blueprint(mount: Mount) -> Blueprint:
    blueprint = Blueprint(mount.name, "supporter", template_folder=str(shipped("templates")))

    @blueprint.after_request
    def close_visit(response: Response) -> Response:
        finish(response, mount)
        return response

    blueprint.context_processor(words)
    add_views(blueprint)
    return blueprint
