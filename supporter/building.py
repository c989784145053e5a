"""The static site, drawn by the very app that serves the guide: each page is asked for, and its links made relative."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, render_template
from flask.testing import FlaskClient
from markupsafe import Markup

from supporter.app import create_app
from supporter.errors import SupporterError
from supporter.mount import Mount
from supporter.relinking import relinked
from supporter.static_site import CHECK_IN, PACK, StaticSite, assets, pages, papers, same


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be made from one address of the app."""

    file: str
    address: str


class Building:
    """A static site in the making; `jobs` are its files, `make` says what one holds, in any order."""

    def __init__(self, config: Mapping[str, Any], static: StaticSite) -> None:
        self._app = _app(config, static)
        self._client: FlaskClient = self._app.test_client()
        self._mount: Mount = self._app.extensions["supporter"]["supporter"]
        self._static = static
        self._files = {same(address): file for address, file in self._addresses()}
        first = next(iter(self._mount.guides))
        self.jobs = [
            Job("index.html", f"/{first}/"),
            *(Job(file, address) for address, file in self._addresses() if file not in self._skipped),
            Job("404.html", f"/{first}/nowhere"),
        ]

    def make(self, job: Job) -> bytes:
        """The bytes of one file; raises SupporterError where a page or a link of it cannot be."""
        if job.file == "404.html":
            return self._lost().encode()
        if job.address.removesuffix(CHECK_IN) != job.address:
            page = self._drawn(job.address, "supporter/no_questions.html")
        elif job.file.endswith(".html"):
            page = self._asked(job.address).decode()
        else:
            return self._asked(job.address)
        return relinked(page, job.address, job.file, self._target).encode()

    @property
    def _skipped(self) -> frozenset[str]:
        """Without questions there is a page that says so; with them, links lead there."""
        codes = self._mount.guides if self._static.guide else ()
        return frozenset(f"{code}/check-in.html" for code in codes)

    def _addresses(self) -> Iterator[tuple[str, str]]:
        look = self._mount.theme.files if self._mount.theme else ()
        yield from assets(look).items()
        for language, guide in self._mount.guides.items():
            yield from pages(guide, language)
            yield from papers(guide, language)

    def _target(self, address: str) -> str | None:
        file = self._files.get(same(address))
        if file in self._skipped:
            return self._static.questions(str(file).partition("/")[0])
        return file

    def _asked(self, address: str) -> bytes:
        path = urlsplit(address).path
        if path.endswith(PACK):
            handouts = [handout.id for handout in self._mount.guide.handouts.values()]
            response = self._client.post(address, data={"sheet": handouts})
        else:
            response = self._client.get(address)
        with response:
            if response.status_code != 200:
                raise SupporterError(f"no file could be made of {address} (status {response.status_code})")
            return bytes(response.data)

    def _drawn(self, address: str, template: str, **more: object) -> str:
        """A template that no address of the app shows, as that address would show it."""
        with self._app.test_request_context(address):
            self._app.preprocess_request()
            return render_template(template, **more)

    def _lost(self) -> str:
        """For an address that leads nowhere: a server sends it from any depth, so that it needs nothing beside it."""
        address = self._static.address
        texts: dict[str, Markup] = {}
        for code in self._mount.guides:
            root = address and f"{address}{code}/"
            drawn = self._drawn(f"/{code}/", "supporter/lost_part.html", root=root, first=not texts)
            texts[code] = Markup(drawn)  # noqa: S704 - it comes from a template, which escapes
        return self._drawn(f"/{next(iter(texts))}/", "supporter/lost.html", texts=texts)


def _app(config: Mapping[str, Any], static: StaticSite) -> Flask:
    """The guide as an app of its own, so that nothing of a host gets into the copy."""
    ours = {
        "SUPPORTER_SECRET_KEY": secrets.token_urlsafe(32),
        # What is sealed by a key of this copy alone is of no use to the next.
        "SUPPORTER_CACHE": False,
        "SUPPORTER_LOCALE_IN_ADDRESS": True,
        "SUPPORTER_URL_PREFIX": None,
        "SUPPORTER_FRAME_ANCESTORS": None,
        "SUPPORTER_DESK": False,
        "SUPPORTER_SIGNALS": False,
        "SUPPORTER_METRICS": False,
        "SUPPORTER_FEEDBACK": None,
        # A fault is raised, in the place of a page that says so.
        "TESTING": True,
    }
    app = create_app({**config, **ours})
    mounts = app.extensions["supporter"]
    mounts["supporter"] = replace(mounts["supporter"], static=static)
    return app


def check_address(given: str | None, option: str) -> str | None:
    """An address with a slash at its end; raises SupporterError where it is not whole."""
    if given is None:
        return None
    parts = urlsplit(given)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.fragment:
        raise SupporterError(f"{option} is '{given}'; write a whole address, such as https://example.org/support/")
    return f"{given.rstrip('/')}/"
