"""Serve the site on this machine and open it: `python examples/charity PORT`; 0 takes a free one."""

import os
import secrets
import sys
import threading
import webbrowser

from plum_tree_house import create_app
from waitress.server import create_server

HOST = "127.0.0.1"


def main() -> None:
    """Serve until Ctrl+C."""
    port = int(sys.argv[1])
    # For this run alone: a site for others sets its own, so that answers outlive a restart.
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(32))
    try:
        server = create_server(create_app(), host=HOST, port=port, threads=16)
    except OSError as error:
        sys.exit(f"{HOST}:{port} cannot be used ({error.strerror}); choose another: make demo PORT=5051")
    address = f"http://{HOST}:{server.effective_port}/"  # type: ignore[union-attr]  # one address, so one socket
    print(f"Plum Tree House is at {address} and its guide at {address}support/  (Ctrl+C ends it)", flush=True)
    if sys.stdout.isatty():
        threading.Timer(0.2, webbrowser.open, [address]).start()
    server.run()


if __name__ == "__main__":
    main()
