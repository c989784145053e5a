"""The shortest host."""

import os

from flask import Flask

from supporter import Supporter

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
Supporter(app, url_prefix="/support")
