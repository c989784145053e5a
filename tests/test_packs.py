"""Content packs: a real wheel in a real place, found by its entry point."""

import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, EntryPoint
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from supporter import ContentError, Supporter, SupporterError, create_app, load_guide
from supporter.cli import main
from supporter.packs import GROUP, content_folder
from tests.conftest import SECRET
from tests.packing import completed, installed

WALK = f"""
from supporter import create_app, load_guide
from flask import Flask
from supporter import Supporter

guide = load_guide("pack:wilting")
assert guide.settings.name == "Wilting" and [*guide.blocks] == ["water-it"], guide.settings.name
host = Flask("host")
host.config.update(SECRET_KEY="{SECRET}")
Supporter(host, url_prefix="/people")
Supporter(host, url_prefix="/plants", name="plants", content="pack:wilting")
client = host.test_client()
assert b"How is the soil?" in client.get("/plants/check-in/1").data
assert b"How is the soil?" not in client.get("/people/check-in/1").data
page = client.get("/plants/check-in/1").text
token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
sent = client.post("/plants/check-in/1", data={{"csrf_token": token, "soil": "dry"}}, headers={{"Sec-Fetch-Site": "same-origin"}})
assert sent.status_code == 303
assert "Give it a cup of water" in client.get("/plants/guide").text
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Where the pack is installed, and the environment of a process that finds it."""
    folder = tmp_path_factory.mktemp("pack")
    project = completed(folder / "project").parent
    return folder / "site", installed(project, folder / "site")


def run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)


def test_an_installed_pack_is_listed_checked_and_mounted_beside_ours(place: tuple[Path, dict[str, str]]) -> None:
    site, environment = place
    listed = run(environment, "-m", "supporter", "packs")
    assert listed.stdout.splitlines() == [
        "pack:wilting  1.2  (en)  When a plant wilts, a guide of its own.",
        f"    from wilting-guide, in {site / 'wilting'}",
        "Use one: supporter serve --content pack:NAME",
    ]
    walked = run(environment, "-c", WALK)
    assert walked.returncode == 0, walked.stderr
    checked = run(environment, "-m", "supporter", "check", "pack:wilting")
    assert checked.returncode == 0 and "1 questions, 0 flags" in checked.stdout, checked.stdout + checked.stderr
    assert "Proved for all" in checked.stdout
    unknown = run(environment, "-m", "supporter", "map", "--content", "pack:wiltin")
    assert unknown.returncode == 1
    assert unknown.stderr == "Error: there is no content pack 'wiltin'; did you mean 'wilting'?\n"


class Installed(Distribution):
    """A package that is said to be installed."""

    def __init__(self, name: str) -> None:
        self._name = name

    def read_text(self, filename: str) -> str | None:
        return (
            f"Metadata-Version: 2.1\nName: {self._name}\nVersion: 3\nSummary: A guide\n" if "META" in filename else None
        )

    def locate_file(self, path: Any) -> Any:
        return Path(path)


def point(name: str, value: str, package: str = "their-pack") -> EntryPoint:
    found = EntryPoint(name, value, GROUP)
    vars(found).update(dist=Installed(package))
    return found


@pytest.fixture
def points(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EntryPoint]]:
    found: list[EntryPoint] = []
    monkeypatch.setattr("supporter.packs.entry_points", lambda group: tuple(found))
    yield found


def nowhere() -> str:
    return "/nowhere/at/all"


def broken() -> str:
    raise RuntimeError("no disk")


def empty() -> Path:
    return Path(__file__).parent / "corpora"


def test_where_none_is_installed_it_is_said_how_to_make_one(points: list[EntryPoint]) -> None:
    result = CliRunner().invoke(main, ["packs"])
    assert result.exit_code == 0 and result.output.startswith("No content pack is installed.")
    assert "'supporter.content'" in result.output and "docs/packs.md" in result.output
    with pytest.raises(SupporterError, match=r"there is no content pack 'x'; none is installed; docs/packs\.md says"):
        content_folder("pack:x")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("no.such.module", "(ModuleNotFoundError: No module named 'no'); mend 'no.such.module' in the entry point"),
        ("tests.test_packs:missing", "(AttributeError: "),
        ("tests.test_packs:broken", "(RuntimeError: no disk)"),
        ("tests.test_packs:SECRET", "(TypeError: 'str' object is not callable)"),
        ("tests.test_packs:nowhere", "names /nowhere/at/all, which is no folder; install it unpacked"),
        ("tests.test_packs:empty", "has no content in "),
    ],
)
def test_a_pack_that_does_not_load_is_named_with_its_package(points: list[EntryPoint], value: str, said: str) -> None:
    points += [point("broken", value), point("good", "tests.pack.wilting")]
    with pytest.raises(SupporterError) as caught:
        load_guide("pack:broken")
    assert str(caught.value).startswith("the content pack 'broken' of the package their-pack ") and said in str(
        caught.value
    )
    result = CliRunner().invoke(main, ["packs"])
    assert result.exit_code == 1 and "pack:good  3  (en)  When a plant wilts" in result.output
    assert "Error: the content pack 'broken' of the package their-pack " in result.output
    with pytest.raises(SupporterError, match="the content pack 'broken'"):
        create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_CONTENT": "pack:broken"})


def test_two_packages_with_one_name_are_both_named(points: list[EntryPoint]) -> None:
    points += [point("plants", "tests.pack.wilting", "first"), point("plants", "tests.pack.wilting", "second")]
    with pytest.raises(SupporterError, match="two packages bring a pack 'plants': first and second; uninstall one"):
        content_folder("pack:plants")


def test_a_host_s_words_are_laid_over_a_pack(points: list[EntryPoint], tmp_path: Path) -> None:
    content = completed(tmp_path / "project")
    (tmp_path / "ours/en").mkdir(parents=True)
    (tmp_path / "ours/en/guide.yaml").write_text("name: Our plants\n")
    found = load_guide([tmp_path / "ours", content])
    assert found.settings.name == "Our plants" and [*found.blocks] == ["water-it"]
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_CONTENT": [tmp_path / "ours", content]})
    assert "Our plants" in app.test_client().get("/").text
    (content / "pack.yaml").write_text("about: x\nalon: true\n")
    with pytest.raises(ContentError, match=r"wilting/pack\.yaml:2: unknown key 'alon'; did you mean 'alone'\?"):
        Supporter(content=content).init_app(app)
