"""Django, and below /support the guide."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from supporter import Supporter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
site = get_wsgi_application()

guide = Flask("guide", static_folder=None)
guide.config["SECRET_KEY"] = settings.SECRET_KEY
Supporter(guide, url_prefix="", locale="en")

application = DispatcherMiddleware(site, {"/support": guide})
