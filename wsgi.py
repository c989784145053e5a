"""Within Reach for any WSGI server: `waitress-serve wsgi:app`."""

from supporter import create_app

app = create_app()
