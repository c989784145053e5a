"""FastAPI, and below /support the guide."""

import os

from a2wsgi import WSGIMiddleware
from fastapi import FastAPI
from flask import Flask

from supporter import Supporter

app = FastAPI()


@app.get("/")
async def home() -> str:
    return "the host's own page"


guide = Flask("guide", static_folder=None)
guide.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
Supporter(guide, url_prefix="", locale="en")

app.mount("/support", WSGIMiddleware(guide))
