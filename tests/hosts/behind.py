"""A Flask app behind one proxy that does HTTPS and puts it below a path."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from supporter import Supporter


def create_app(secret_key: str) -> Flask:
    app = Flask(__name__)
    app.config["SECRET_KEY"] = secret_key
    Supporter(app, url_prefix="/support")
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=1, x_host=1, x_prefix=1)
    return app
