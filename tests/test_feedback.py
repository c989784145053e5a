"""'Was this helpful?': one tap, counted by page and month, in both databases; and no trace of it where it is off."""

import json
import logging
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect

from supporter import ConfigurationError, create_app
from supporter.cli import main
from supporter.counting import Counting
from supporter.taps import PATIENCE, Count, TapError, Taps, open_taps
from tests.browsing import served
from tests.conftest import SECRET, Reader
from tests.people import FRIEND, PARTNER
from tests.postgres import Cluster, cluster
from tests.test_cli import ENVIRONMENT

DAY = date(2026, 11, 21)
ASKED = "Was this helpful?"


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    with cluster() as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind, as a host names it."""
    if request.param == "sqlite":
        return str(tmp_path / "taps.db")
    url: str = request.getfixturevalue("server").url
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS within_reach_taps")
    return url


@cache
def started() -> Flask:
    """One app for all tests, as its start takes longer than any of them."""
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_COUNTRY": "GB"})
    app.test_client_class = Reader
    return app


def asking(setting: str | Path) -> Reader:
    """A reader of a site that counts taps in a database."""
    mounts = started().extensions["supporter"]
    mounts["supporter"] = replace(mounts["supporter"], counting=Counting(taps=open_taps(setting)))
    client = started().test_client()
    assert isinstance(client, Reader)
    return client


def tap(reader: Reader, address: str, said: str = "yes", **headers: str) -> Any:
    """Open the page and press a button of its form."""
    page = reader.get(address).text
    fields = dict(re.findall(r'name="(page|once)" value="([^"]+)"', page))
    assert set(fields) == {"page", "once"}, page
    return reader.post("/helpful", data=fields | {"said": said}, headers={"Sec-Fetch-Site": "same-origin"} | headers)


def told(taps: Taps) -> dict[tuple[str, str], int]:
    return {(one.page, one.said): one.taps for one in taps.counts()}


def test_a_tap_is_counted_and_thanked_for_and_nothing_else_is_kept(database: str) -> None:
    reader = asking(database)
    for said in ("yes", "no", "yes"):
        response = tap(reader, "/read/noticing", said)
        assert response.status_code == 303 and response.location == "/read/noticing?thanked=yes#helpful"
        assert "Set-Cookie" not in response.headers
    page = reader.get("/read/noticing?thanked=yes").text
    assert "Thank you." in page and ASKED not in page
    (first, second) = open_taps(database).counts()
    month = f"{date.today():%Y-%m}"
    assert first == Count("supporter", "noticing", month, "yes", 2)
    assert second == Count("supporter", "noticing", month, "no", 1)


def test_the_table_of_the_documentation_is_ours(database: str) -> None:
    """For a host whose user may not make one."""
    page = (Path(__file__).parent.parent / "docs/counting.md").read_text()
    table = page.split("```sql\n")[1].split("```")[0]
    if "://" in database:
        with psycopg.connect(database) as connection:
            connection.execute(table.encode())
    else:
        with closing(sqlite3.connect(database)) as connection_:
            connection_.execute(table)
    for number in range(2):
        open_taps(database).add("supporter", "guide", "no", DAY, str(number))
    assert told(open_taps(database)) == {("guide", "no"): 2}


def test_the_advice_is_one_page_whoever_reads_it(tmp_path: Path) -> None:
    reader = asking(tmp_path / "taps.db")
    reader.answer(PARTNER)
    assert tap(reader, "/guide").location == "/guide?thanked=yes#helpful"
    assert "Thank you." in reader.get("/guide?thanked=yes").text
    # A reader with answers goes back to the page at its number.
    assert tap(reader, "/guide/read-1").location == "/guide/read-1?thanked=yes#helpful"
    with closing(sqlite3.connect(tmp_path / "taps.db")) as kept:
        tables = kept.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows = kept.execute("SELECT * FROM within_reach_taps ORDER BY page").fetchall()
    assert tables == [("within_reach_taps",)]
    assert rows[0][0] == "supporter" and "guide" in {row[1] for row in rows}
    assert all(re.fullmatch(r"\d{4}-\d{2}", row[2]) and row[3:] == ("yes", 1) for row in rows) and len(rows) == 2


def test_a_double_tap_counts_once(tmp_path: Path) -> None:
    reader = asking(tmp_path / "taps.db")
    fields = dict(re.findall(r'name="(page|once)" value="([^"]+)"', reader.get("/read/noticing").text))
    for _ in range(2):
        assert reader.post("/helpful", data=fields | {"said": "yes"}).status_code == 303
    assert told(open_taps(tmp_path / "taps.db")) == {("noticing", "yes"): 1}


def test_what_another_site_sends_or_nobody_asked_is_not_counted(tmp_path: Path) -> None:
    reader = asking(tmp_path / "taps.db")
    assert tap(reader, "/read/noticing", **{"Sec-Fetch-Site": "cross-site"}).status_code == 303
    assert tap(reader, "/read/noticing", said="perhaps").status_code == 303
    for page in ("being-hurt", "privacy", "help-now", "nowhere"):
        assert reader.post("/helpful", data={"page": page, "said": "yes", "once": "1"}).status_code == 400
    assert told(open_taps(tmp_path / "taps.db")) == {}


def test_readers_in_danger_and_of_careful_pages_are_not_asked(tmp_path: Path) -> None:
    reader = asking(tmp_path / "taps.db")
    for address in ("/read/being-hurt", "/read/privacy", "/help-now", "/handouts/space-plan", "/"):
        assert 'name="once"' not in reader.get(address).text
    reader.answer(FRIEND)
    assert 'name="once"' not in reader.get("/guide").text


def test_the_page_about_privacy_says_what_is_counted(tmp_path: Path, reader: Reader) -> None:
    config = {"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_METRICS": True, "SUPPORTER_FEEDBACK": tmp_path / "taps.db"}
    page = create_app(config).test_client().get("/read/privacy").text
    assert "which kind it was" in page and "we add one to a number for that page and month" in page
    assert "What this site counts" not in reader.get("/read/privacy").text


@pytest.mark.parametrize("script", [True, False])
def test_a_reader_taps_without_cookies_and_without_a_script(script: bool, browser: Browser, tmp_path: Path) -> None:
    reader = asking(tmp_path / "taps.db")
    with served(reader.application) as base:
        context = browser.new_context(java_script_enabled=script, locale="es-ES")
        page = context.new_page()
        page.goto(f"{base}/read/noticing")
        page.get_by_role("button", name="No mucho").dblclick()
        # The second click ends the first one's navigation, which wait_for_url would take for a fault.
        expect(page).to_have_url(f"{base}/read/noticing?thanked=yes#helpful")
        assert page.get_by_role("status").inner_text() == "Gracias. Nos ayuda a mejorar esta guía."
        assert context.cookies() == []
        context.close()
    assert told(open_taps(tmp_path / "taps.db")) == {("noticing", "no"): 1}


def ill(reader: FlaskClient) -> Any:
    """The reasons that an administrator is given."""
    return json.loads(reader.get("/healthz").text)["reasons"]


def test_while_the_database_is_down_readers_are_thanked_and_the_log_says_its_kind(
    server: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    reader = asking(server.url)
    lost = ["the last tap on what helped could not be counted; see whether the database is up and may be written"]
    assert tap(reader, "/read/noticing").status_code == 303
    assert ill(reader) == []
    server.stop()
    try:
        with caplog.at_level(logging.ERROR):
            response = tap(reader, "/read/noticing")
            assert response.status_code == 303 and reader.get(response.location).status_code == 200
        (line,) = caplog.messages
        assert line.startswith("a fault: TapError at supporter/taps.py:") and "OperationalError" in line
        assert "noticing" not in line and "reader@" not in line
        assert ill(reader) == lost
        # The guide starts while it is down, too.
        again = create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_FEEDBACK": server.url}).test_client()
        assert again.get("/guide").status_code == 200
    finally:
        server.start()
    before = told(open_taps(server.url))[("noticing", "yes")]
    assert tap(reader, "/read/noticing").status_code == 303
    assert told(open_taps(server.url))[("noticing", "yes")] == before + 1
    assert ill(reader) == []


def test_a_database_that_never_answers_holds_a_reader_up_for_seconds_alone() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        began = time.monotonic()
        taps = open_taps(f"postgresql://reader@127.0.0.1:{silent.getsockname()[1]}/none")
        with pytest.raises(TapError):
            taps.add("supporter", "guide", "yes", DAY, "1")
        assert time.monotonic() - began < 3 * PATIENCE


def test_while_a_tap_waits_for_such_a_database_the_guide_is_served() -> None:
    with socket.socket() as silent, ExitStack() as stack:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        database = f"postgresql://reader@127.0.0.1:{silent.getsockname()[1]}/none"
        command = [sys.executable, "-m", "supporter", "serve", "--port", "0", "--no-open"]
        process = stack.enter_context(
            subprocess.Popen(
                command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT | {"SUPPORTER_FEEDBACK": database}
            )
        )
        stack.callback(process.terminate)
        assert process.stdout
        port = int(process.stdout.readline().split(":")[2].partition("/")[0])
        tapping, reading = (
            stack.enter_context(closing(HTTPConnection("127.0.0.1", port, timeout=60))) for _ in range(2)
        )
        form = urlencode({"page": "guide", "said": "yes", "once": "1"})
        tapping.request("POST", "/helpful", form, {"Content-Type": "application/x-www-form-urlencoded"})
        # Once it asks, the tap waits for an answer that never comes.
        silent.settimeout(30)
        asked = stack.enter_context(silent.accept()[0])
        began = time.monotonic()
        for _ in range(5):
            reading.request("GET", "/read/noticing")
            assert reading.getresponse().read().count(b"<h1") == 1
        assert time.monotonic() - began < PATIENCE
        asked.close()
        assert tapping.getresponse().status == 303


TAPPER = """
import sys
from datetime import date
from supporter.taps import open_taps

taps = open_taps(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for number in range(30):
    taps.add("supporter", "guide" if number % 2 else "noticing", "yes", date(2026, 11, 21), f"{sys.argv[2]}-{number}")
"""


def test_four_processes_at_once_lose_no_tap(database: str) -> None:
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", TAPPER, database, str(number)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT,
        )
        for number in range(4)
    ]  # fmt: skip
    for run in runs:
        assert run.stdout and run.stdout.readline() == "ready\n"
    for run in runs:
        assert run.stdin
        run.stdin.write("go\n")
        run.stdin.flush()
    for run in runs:
        run.communicate(timeout=60)
    assert [run.returncode for run in runs] == [0] * 4
    assert told(open_taps(database)) == {("guide", "yes"): 60, ("noticing", "yes"): 60}


def filled(database: str) -> None:
    taps = open_taps(database)
    said: Counter[tuple[str, Any]] = Counter({("guide", "yes"): 23, ("guide", "no"): 9, ("noticing", "no"): 10, ("keeping-control", "yes"): 9})  # fmt: skip
    for number, (page, one) in enumerate(said.elements()):
        taps.add("supporter", page, one, DAY, str(number))


def test_the_command_shows_no_small_number(database: str) -> None:
    filled(database)
    shown = CliRunner().invoke(main, ["feedback", "--database", database, "--format", "json"])
    here = {"mount": "supporter", "month": "2026-11"}
    assert json.loads(shown.stdout) == [
        here | {"page": "guide", "yes": 20, "no": None},
        here | {"page": "noticing", "yes": None, "no": 10},
    ]


def test_the_command_prints_a_table_and_csv(tmp_path: Path) -> None:
    database = str(tmp_path / "taps.db")
    filled(database)
    table = CliRunner(env={"SUPPORTER_FEEDBACK": database}).invoke(main, ["feedback"]).stdout.splitlines()
    assert table[1].split() == ["2026-11", "20", "under", "10", "guide", "(supporter)"] and len(table) == 4
    written = CliRunner().invoke(main, ["feedback", "--database", database, "--format", "csv"]).stdout
    assert written.splitlines()[:2] == ["mount,page,month,yes,no", "supporter,guide,2026-11,20,"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "no database is named"),
        (["--database", "postgresql://reader@/none?host=/nowhere"], "could not be asked (OperationalError)"),
        (["--database", "mysql://host/none"], "is of the kind 'mysql'"),
    ],
)
def test_a_slip_in_the_command_is_told(words: list[str], said: str) -> None:
    result = CliRunner(env={"SUPPORTER_FEEDBACK": None}).invoke(main, ["feedback", *words])
    assert result.exit_code == 1 and said in result.stderr


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("/nowhere/at/all/taps.db", "is in the folder /nowhere/at/all, which is not there"),
        ("sqlite://", "names no file"),
        ("mysql://user:secret@host/x", "is of the kind 'mysql'"),
        ("://secret", "is no address of a database"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_at_start_without_its_password(setting: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(said)) as refused:
        create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_FEEDBACK": setting})
    assert "secret" not in str(refused.value)


OFF = """
import sys
from supporter import create_app
client = create_app({"SUPPORTER_SECRET_KEY": "a secret for tests, long enough"}).test_client()
pages = [client.get(address).text for address in ("/", "/guide", "/read/noticing", "/read/privacy")]
print(sorted(name for name in sys.modules if name.split(".")[0] in ("sqlalchemy", "psycopg", "sqlite3", "prometheus_client")))
print([word for page in pages for word in ("helpful", "thanked", "once") if f'"{word}"' in page or f"/{word}" in page])
print(client.post("/helpful", data={"page": "guide", "said": "yes", "once": "1"}).status_code, client.post("/nowhere").status_code)
"""


def test_off_it_imports_nothing_and_leaves_no_trace(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", OFF]
    run = subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, timeout=60)
    assert run.stdout.splitlines() == ["[]", "[]", "405 405"], run.stderr
    assert [*tmp_path.iterdir()] == []


def test_without_its_packages_the_setting_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "supporter.taps")
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'within-reach\[feedback\]'"):
        create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_FEEDBACK": "taps.db"})


def test_an_answer_is_never_in_the_database(tmp_path: Path) -> None:
    """Whatever is sent, what is kept is a page of the guide and one of two words."""
    reader = asking(tmp_path / "taps.db")
    reader.answer(PARTNER)
    FlaskClient.open(reader, "/helpful", method="POST", data={"page": "Marmoladequell", "said": "yes", "once": "1"})
    FlaskClient.open(reader, "/helpful", method="POST", data={"page": "guide", "said": "Marmoladequell", "once": "2"})
    tap(reader, "/guide")
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"Marmoladequell" not in held and b"space_no_end" not in held and b"slow" not in held
