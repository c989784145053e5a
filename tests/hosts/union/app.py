"""Two mounts in one app."""

from pathlib import Path

from flask import Flask

from supporter import Supporter

HERE = Path(__file__).parent


def create_app(secret_key: str) -> Flask:
    app = Flask(__name__)
    app.config["SECRET_KEY"] = secret_key
    Supporter(
        app,
        url_prefix="/schools",
        name="schools",
        locale="en",
        content=HERE / "school-words",
        theme=HERE / "schools.yaml",
        layout="schools/support.html",
    )
    Supporter(
        app,
        url_prefix="/familias",
        name="families",
        locale="es",
        theme=HERE / "families.yaml",
        layout="families/support.html",
    )
    return app
