"""A clinic's portal as many are: a factory, a blueprint, logins, CSRFProtect, its own languages and pages for errors."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, redirect, render_template_string, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import Babel, gettext
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf import CSRFProtect

from supporter import Supporter

babel = Babel()
csrf = CSRFProtect()
logins = LoginManager()
guide = Supporter(url_prefix="/support")

LOGIN = '<form method="post"><input name="csrf_token" value="{{ csrf_token() }}"><input name="name"></form>'


class Member(UserMixin):
    """Somebody with a login, who reads the portal in French."""

    language = "fr"

    def __init__(self, name: str) -> None:
        self.id = name


@logins.user_loader
def load(name: str) -> Member:
    return Member(name)


def locale() -> str:
    return current_user.language if current_user.is_authenticated else "en"


portal = Blueprint("portal", __name__)


@portal.get("/")
def home() -> str:
    return f"{gettext('Good morning')}, {current_user.id}"


@portal.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    if request.method == "GET":
        return render_template_string(LOGIN)
    login_user(Member(request.form["name"]))
    return redirect(url_for("portal.home"))


@portal.post("/logout")
def logout() -> ResponseReturnValue:
    logout_user()
    return redirect(url_for("portal.login"))


def members_only() -> ResponseReturnValue | None:
    """Every page asks for a login but that of the login itself, and the guide."""
    is_open = request.endpoint == "portal.login" or (request.endpoint or "").startswith("supporter.")
    return None if is_open or current_user.is_authenticated else redirect(url_for("portal.login"))


def create_app(config: Mapping[str, Any]) -> Flask:
    app = Flask(__name__)
    app.config.from_mapping(config)
    babel.init_app(app, default_domain="portal", locale_selector=locale)
    csrf.init_app(app)
    logins.init_app(app)
    app.before_request(members_only)
    app.register_error_handler(404, lambda error: ("the portal's own 404", 404))
    app.register_error_handler(400, lambda error: ("the portal's own 400", 400))
    app.register_blueprint(portal)
    guide.init_app(app)
    return app
