"""Debian's Firefox with a profile of its own that is kept, driven by Marionette."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from marionette_driver import Wait
from marionette_driver.by import By
from marionette_driver.marionette import Marionette

PREFERENCES = {
    # As people have it, not as tests like it: history, forms and sessions are kept, and cookies with them.
    "remote.prefs.recommended": False,
    "browser.startup.page": 3,
    "browser.sessionstore.interval": 1000,
    # Nothing that would only ask the internet, or stand in the way.
    "browser.aboutwelcome.enabled": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:9/",
}


class Firefox:
    """One page of it, as a `walking.Driver`."""

    def __init__(self, marionette: Marionette) -> None:
        self._marionette = marionette

    def goto(self, address: str) -> None:
        self._marionette.navigate(address)

    def run(self, script: str) -> object:
        return self._marionette.execute_script(script, sandbox=None)

    def follow(self, selector: str) -> None:
        before = self._marionette.get_url()
        self.run("window.wasHere = true")
        element = self._marionette.find_element(By.CSS_SELECTOR, selector)
        self._marionette.execute_script("arguments[0].click()", [element], sandbox=None)
        Wait(self._marionette, timeout=20).until(
            lambda m: m.execute_script("return !window.wasHere && document.readyState === 'complete'", sandbox=None),
            message=f"nothing followed {selector} on {before}",
        )

    def write(self, selector: str, words: str) -> None:
        field = self._marionette.find_element(By.CSS_SELECTOR, selector)
        field.clear()
        field.send_keys(words)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def opened(profile: Path) -> Iterator[Firefox]:
    """The browser until it is quit as a reader quits it."""
    binary = shutil.which("firefox-esr")
    assert binary, "install firefox-esr: make verify-trace does so as root"
    port = _free_port()
    profile.mkdir(exist_ok=True)
    given = PREFERENCES | {"marionette.port": port}
    said = (f'user_pref("{name}", {str(value).lower() if isinstance(value, bool) else repr(value).replace(chr(39), chr(34))});' for name, value in given.items())  # fmt: skip
    (profile / "user.js").write_text("\n".join(said))
    command = [binary, "--headless", "--no-remote", "--marionette", "--profile", str(profile)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        marionette = Marionette(host="127.0.0.1", port=port, startup_timeout=60)
        marionette.raise_for_port(timeout=60)
        marionette.start_session()
        try:
            yield Firefox(marionette)
        finally:
            marionette._send_message("Marionette:Quit", {"flags": ["eAttemptQuit"]})
            process.wait(60)
