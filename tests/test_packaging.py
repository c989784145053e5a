"""The wheel holds all that the walk needs, and nothing else: built, installed in a fresh place, walked from there."""

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

WALK = """
import supporter
from pathlib import Path

assert Path(supporter.__file__).is_relative_to(Path({prefix!r})), supporter.__file__
client = supporter.create_app({{"SUPPORTER_SECRET_KEY": "a secret for tests, long enough"}}).test_client()
headers = {{"Sec-Fetch-Site": "same-origin"}}
for number, answer in enumerate(({{"danger": "no"}}, {{"relationship": "friend"}}, {{}}, {{"asked": "space_no_end"}}), 1):
    page = client.get(f"/check-in/{{number}}").text
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    assert client.post(f"/check-in/{{number}}", data={{"csrf_token": token, **answer}}, headers=headers).status_code == 303
assert "They asked for space, but not how long" in client.get("/guide").text
assert client.get("/handouts/space-plan", follow_redirects=True).status_code == 200
assert client.get("/assets/within-reach.css", buffered=True).status_code == 200
print(len(supporter.load_guide().blocks))
"""


ALONGSIDE = {"LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml", "wsgi.py", ".gitignore", "PKG-INFO"}
"""What the source package holds beside the three folders that are shipped."""


def shipped(*folders: str) -> set[str]:
    """Every file of these folders that git knows or would."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *folders]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\n")
    return {name for name in listed if (ROOT / name).is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Path]]:
    """The wheel and the source package by their file's ending, built in two places, at two times, by two people."""
    found = []
    for place, moment, mask in (("here", 1_000_000_000, 0o022), ("some/where else", 1_700_000_000, 0o077)):
        source = tmp_path_factory.mktemp("source") / place
        for name in sorted(shipped(), reverse=place == "here"):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, source / name)
            os.utime(source / name, (moment, moment))
        out = source.parent / "dist"
        environment = {**os.environ, "TZ": "Asia/Tokyo" if mask == 0o077 else "UTC", "PYTHONHASHSEED": str(mask)}
        environment.pop("SOURCE_DATE_EPOCH", None)
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(out)]
        subprocess.run(command, cwd=source, env=environment, umask=mask, check=True, capture_output=True)
        found.append({path.suffix: path for path in out.iterdir()})
    return found


@pytest.fixture(scope="module")
def wheel(built: list[dict[str, Path]]) -> Path:
    return built[0][".whl"]


def test_who_builds_it_again_somewhere_else_gets_the_very_same_bytes(built: list[dict[str, Path]]) -> None:
    hashes = [{kind: sha256(path.read_bytes()).hexdigest() for kind, path in one.items()} for one in built]
    assert set(hashes[0]) == {".whl", ".gz"} and hashes[0] == hashes[1]


def test_the_wheel_holds_the_code_the_words_and_the_templates_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    expected = {
        name if name.startswith("supporter/") else f"supporter/{name}"
        for name in shipped("supporter", "templates", "content")
    }
    about = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
    assert {name for name in names if ".dist-info/" not in name} == expected
    assert {name.partition(".dist-info/")[2] for name in names if ".dist-info/" in name} == about
    kinds = {Path(name).suffix for name in expected}
    assert kinds <= {".py", ".typed", ".md", ".yaml", ".json", ".html", ".typ", ".css", ".js", ".svg", ".woff2", ".ttf", ".txt",
                     ".po", ".pot", ".mo"}, "a new kind of file: should it be shipped?"  # fmt: skip
    assert "supporter/py.typed" in names and "supporter/content/helplines.json" in names


def test_the_source_package_holds_the_same_and_what_it_takes_to_build_it(built: list[dict[str, Path]]) -> None:
    with tarfile.open(built[0][".gz"]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
        assert not any(member.issym() or member.islnk() for member in archive.getmembers())
    assert names == shipped("supporter", "templates", "content") | ALONGSIDE


def test_the_walk_works_from_the_wheel_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "fresh"
    venv.create(place, with_pip=True)
    python = place / "bin/python"
    pip: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements/app.txt"], check=True)
    subprocess.run([*pip, "--no-deps", wheel], check=True)
    alone = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    result = subprocess.run(
        [python, "-W", "error", "-c", WALK.format(prefix=str(place))],
        cwd=tmp_path, env=alone, capture_output=True, text=True,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) > 50
    command = subprocess.run(
        [place / "bin/supporter", "check", "--fast"], cwd=tmp_path, env=alone, capture_output=True, text=True
    )
    assert command.returncode == 0, command.stdout + command.stderr
