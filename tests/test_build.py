"""The static site, made by the command in a process of its own: every link leads somewhere, and nothing needs a server."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import urlopen

import pikepdf
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from supporter import SupporterError
from supporter.building import Building, Job
from supporter.builds import RECORD, check_folder, write_site
from supporter.cli import main
from supporter.relinking import relinked
from supporter.static_site import StaticSite
from tests.lint import lint_page
from tests.test_cli import ENVIRONMENT, run

LINKED = re.compile(r'\s(?:href|src|action)="([^"]*)"')
OUTSIDE = ("https", "http", "mailto", "tel", "sms")
CONFIG = {"SUPPORTER_COUNTRY": "GB"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site without questions, below a folder of another site."""
    out = tmp_path_factory.mktemp("www") / "some where/guide"
    command = [sys.executable, "-W", "error", "-m", "supporter", "build", str(out), "--country", "gb"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=180, env=ENVIRONMENT)
    assert result.returncode == 0, result.stderr
    assert f"files in {out}" in result.stdout
    return out


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    """Where a plain server has it, below a path."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(built.parent.parent)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/some%20where/guide/"
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture(scope="module")
def with_questions() -> Building:
    """A site that will be found at an address, and whose questions run at another."""
    return Building(CONFIG, StaticSite("https://example.org/read/", "https://example.org/support/"))


def page_of(building: Building, file: str) -> str:
    (job,) = [job for job in building.jobs if job.file == file]
    return building.make(job).decode()


def addresses(page: str) -> list[str]:
    return [unescape(value) for value in LINKED.findall(page)]


def test_every_link_of_every_page_resolves_and_every_file_is_reached(built: Path, address: str) -> None:
    waiting, seen, files = [f"{address}index.html"], set[str](), set[Path]()
    anchors: set[tuple[str, str]] = set()
    ids: dict[str, set[str]] = {}
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        with urlopen(one) as response:
            data = response.read()
        files.add(built.parent.parent / unquote(urlsplit(one).path).lstrip("/"))
        if not one.endswith(".html"):
            continue
        page = data.decode()
        ids[one] = set(re.findall(r'\sid="([^"]+)"', page))
        for value in addresses(page):
            if urlsplit(value).scheme in OUTSIDE:
                continue
            assert not value.startswith("/"), (one, value)
            whole, _, fragment = urljoin(one, value).partition("#")
            assert whole.startswith(address) and "?" not in whole, (one, value)
            waiting.append(whole)
            if fragment:
                anchors.add((whole, fragment))
    assert [anchor for anchor in anchors if anchor[1] not in ids[anchor[0]]] == []
    style = built / "assets/within-reach.css"
    files |= {style.parent / name for name in re.findall(r"url\(([^)]+)\)", style.read_text())}
    beside = {built / "404.html", built / RECORD, built / "assets/ahn-licence.txt"}
    assert {path for path in built.rglob("*") if path.is_file()} == files | beside


def test_every_page_is_whole_and_carries_its_policy(built: Path) -> None:
    pages = [*built.rglob("*.html")]
    assert len(pages) > 140
    for file in pages:
        page = file.read_text()
        lint_page(page)
        assert "<form" not in page and "csrf" not in page and "data-left" not in page, file
        assert page.index('http-equiv="Content-Security-Policy"') < page.index("<title"), file
        assert "frame-ancestors" not in page


def test_every_sheet_opens_in_every_language_and_size(built: Path) -> None:
    made = [*built.rglob("*.pdf")]
    assert len(made) == 2 * 4 * 13
    wide = set()
    for file in made:
        with pikepdf.open(file) as pdf:
            language = str(pdf.Root.Lang)
            wide.add(round(float(pdf.pages[0].mediabox[2])))
        assert file.relative_to(built).parts[0] == language
        # What a browser saves tells nobody which sheet it was.
        assert re.fullmatch(r"information-(a4|letter)(-large)?\.pdf", file.name)
    assert wide == {595, 612}


def test_built_again_elsewhere_every_byte_is_the_same(built: Path) -> None:
    """Another process, another secret; of one language, and of the PDFs each first of its kind."""
    again = Building(CONFIG, StaticSite())
    sheets = {"space-plan/information-a4.pdf", "space-plan/information-letter-large.pdf", "all/information-a4.pdf"}
    jobs = [
        job
        for job in again.jobs
        if not job.file.startswith("es/") and (job.file[-4:] != ".pdf" or "/".join(Path(job.file).parts[-2:]) in sheets)
    ]
    assert len(jobs) > 80
    assert [job.file for job in jobs if again.make(job) != (built / job.file).read_bytes()] == []


def test_a_page_without_questions_says_so_kindly(built: Path) -> None:
    start = (built / "index.html").read_text()
    assert "The questions are not part of this copy" in start and "about 4 minutes" not in start
    assert 'href="../check-in.html"' in (built / "en/read/eight-signs.html").read_text()
    assert "<h1>Las preguntas no están aquí</h1>" in (built / "es/check-in.html").read_text()


def test_where_the_questions_run_elsewhere_links_lead_there(with_questions: Building) -> None:
    there = "https://example.org/support/check-in/1?language="
    assert f"{there}en" in addresses(page_of(with_questions, "index.html"))
    assert f"{there}es" in addresses(page_of(with_questions, "es/handouts/space-plan.html"))
    assert f"{there}es" in addresses(page_of(with_questions, "es/read/eight-signs.html"))
    assert "en/check-in.html" not in {job.file for job in with_questions.jobs}


def test_on_paper_stands_the_address_of_the_copy(with_questions: Building, built: Path) -> None:
    assert "example.org/read/es/handouts/space-plan.html" in page_of(with_questions, "es/handouts/space-plan.html")
    assert "localhost" not in (built / "en/handouts/space-plan.html").read_text()


def test_the_page_for_a_wrong_address_needs_nothing_beside_it(with_questions: Building, built: Path) -> None:
    outside = {"https://www.wikipedia.org/"}
    assert set(addresses((built / "404.html").read_text())) == outside
    read = "https://example.org/read/"
    ours = {f"{read}{code}/{name}.html" for code in ("en", "es") for name in ("index", "help-now")}
    assert set(addresses(page_of(with_questions, "404.html"))) == outside | ours
    lint_page((built / "404.html").read_text())


def test_a_sheet_that_could_bring_harm_stays_on_the_screen_first(built: Path) -> None:
    page = (built / "en/handouts/keeping-in-touch.html").read_text()
    assert ".pdf" not in page and "keeping-in-touch/paper.html" in page
    assert "keeping-in-touch" not in (built / "en/handouts/all").name
    assert addresses((built / "en/handouts/keeping-in-touch/paper.html").read_text()).count("information-a4.pdf") == 1


def watched(browser: Browser) -> tuple[Page, list[str]]:
    """A page whose console and whose requests are kept; the world outside answers with an empty page."""
    page = browser.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(f"console: {message.text}"))
    page.on("request", lambda request: heard.append(request.url))
    page.route("https://**", lambda route: route.fulfill(body="<title>away</title>", content_type="text/html"))
    return page, heard


@pytest.mark.parametrize("kind", ["file", "http"])
def test_a_reader_walks_it_without_a_server_and_leaves(kind: str, browser: Browser, built: Path, address: str) -> None:
    root = address if kind == "http" else f"{built.as_uri()}/"
    page, heard = watched(browser)
    page.goto(f"{root}index.html")
    assert page.evaluate("getComputedStyle(document.querySelector('.band')).backgroundColor") == "rgb(20, 61, 59)"
    assert "loaded" in page.evaluate("document.fonts.ready.then(() => [...document.fonts].map(one => one.status))")
    page.get_by_role("link", name="Things to read").first.click()
    page.get_by_role("link", name="Noticing").first.click()
    page.get_by_role("contentinfo").get_by_role("link", name="Español").click()
    assert page.url.startswith(f"{root}es/read/")
    page.get_by_role("contentinfo").get_by_role("link", name="Ayuda ya").click()
    page.locator("nav a[href*='mx.html']").click()
    assert page.url == f"{root}es/help-now/mx.html#lines"
    page.goto(f"{root}es/handouts/index.html")
    assert [one for one in heard if not one.startswith(root)] == []
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://www.wikipedia.org/**")
    assert [one for one in heard if not one.startswith(root)] == ["https://www.wikipedia.org/"]
    page.close()


def test_leave_works_without_a_script(browser: Browser, built: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route("https://**", lambda route: route.fulfill(body="<title>away</title>", content_type="text/html"))
    page.goto((built / "en/sources.html").as_uri())
    page.get_by_role("link", name="Leave this page").click()
    assert page.url == "https://www.wikipedia.org/"
    context.close()


def test_a_folder_of_someone_else_is_refused_and_one_of_ours_made_anew(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "letter.txt").write_text("kept")
    result = run("build", str(theirs))
    assert result.returncode == 1 and "is not empty, and is no site that 'supporter build' made" in result.stderr
    assert [path.name for path in theirs.iterdir()] == ["letter.txt"]
    ours = tmp_path / "ours"
    write_site(ours, {"a/b.html": b"1", "c.html": b"2"})
    (ours / "CNAME").write_text("example.org")
    write_site(ours, {"c.html": b"3"})
    assert sorted(path.name for path in ours.rglob("*")) == ["CNAME", "c.html", RECORD]
    assert (ours / "c.html").read_bytes() == b"3"


@pytest.mark.parametrize("files", [{"../letter.txt": ""}, ["/etc/hostname"], None, 7])
def test_a_record_that_leads_out_of_the_folder_is_refused(files: object, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("kept")
    out = tmp_path / "site"
    out.mkdir()
    (out / RECORD).write_text(json.dumps({"made_by": "supporter build", "files": files}))
    with pytest.raises(SupporterError, match="is not empty"):
        check_folder(out)
    assert (tmp_path / "letter.txt").read_text() == "kept"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--guide", "example.org"], "--guide is 'example.org'; write a whole address"),
        (["--address", "https://example.org/?page=1"], "--address is 'https://example.org/?page=1'"),
        (["--country", "XX"], "SUPPORTER_COUNTRY is 'XX'"),
        (["--locale", "xx"], "'xx'"),
    ],
)
def test_a_slip_in_the_command_is_told_and_nothing_is_made(words: list[str], said: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["build", str(tmp_path / "new"), *words])
    assert result.exit_code == 1 and said in result.stderr and not (tmp_path / "new").exists()


def test_a_link_that_leads_nowhere_or_a_form_is_never_written() -> None:
    files = {"/en/read/a": "en/read/a.html", "/en/": "en/index.html"}
    page = '<a href="../">x</a><a href="#y">y</a><a href="https://example.org/">z</a>'
    made = relinked(page, "/en/read/a", "en/read/a.html", files.get)
    assert addresses(made) == ["../index.html", "#y", "https://example.org/"]
    with pytest.raises(SupporterError, match=r"the link '\.\./nowhere' leads to nothing"):
        relinked('<a href="../nowhere">x</a>', "/en/read/a", "en/read/a.html", files.get)
    with pytest.raises(SupporterError, match="there is a form"):
        relinked('<form action="/en/">', "/en/", "en/index.html", files.get)


def test_a_page_that_the_app_cannot_show_ends_the_build(with_questions: Building) -> None:
    with pytest.raises(SupporterError, match=r"no file could be made of /en/read/none \(status 404\)"):
        with_questions.make(Job("en/read/none.html", "/en/read/none"))


def test_a_host_s_look_is_in_the_copy(tmp_path: Path) -> None:
    (tmp_path / "theme.yaml").write_text('light:\n  brand: "#1d4f91"\nlogo:\n  file: logo.svg\n  alt: Harbour House\n')
    (tmp_path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"/>')
    building = Building({**CONFIG, "SUPPORTER_THEME": tmp_path / "theme.yaml"}, StaticSite())
    made = {job.file: building.make(job) for job in building.jobs if job.file in ("index.html", "assets/theme.css")}
    assert {"assets/theme.css", "assets/logo.svg"} <= {
        one.partition("?")[0] for one in addresses(made["index.html"].decode())
    }
    assert b"--brand:#1d4f91" in made["assets/theme.css"] and "assets/logo.svg" in {job.file for job in building.jobs}
