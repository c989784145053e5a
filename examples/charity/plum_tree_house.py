"""Plum Tree House, an invented charity: its own three pages, and the guide at /support."""

import os
from pathlib import Path

from flask import Flask, render_template

from supporter import Supporter

OUR_WORDS = Path(__file__).parent / "our-words"

guide = Supporter(url_prefix="/support", content=OUR_WORDS, layout="support.html")


def create_app() -> Flask:
    """The whole site; it needs SECRET_KEY in the environment."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY=os.environ["SECRET_KEY"], SUPPORTER_COUNTRY="GB")
    guide.init_app(app)

    @app.get("/")
    def home() -> str:
        return render_template("home.html")

    @app.get("/about")
    def about() -> str:
        return render_template("about.html")

    @app.get("/contact")
    def contact() -> str:
        return render_template("contact.html")

    return app
