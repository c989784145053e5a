"""Within Reach for any WSGI server, such as `waitress-serve --no-clear-untrusted-proxy-headers wsgi:app`."""

from supporter import create_app

app = create_app()
