"""The wheel holds all that the walk needs, and nothing else: built, installed in a fresh place, walked, taken away."""

import os
import re
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


COMMANDS = (
    "check --fast", "init ours", "copy ours blocks/you-first", "advise answers.yaml", "handouts space-plan --out sheets",
    "map --out map.html", "packs",
)  # fmt: skip
"""Those that end by themselves and take no time."""


def files_in(place: Path) -> set[str]:
    """Every file and link, and every folder that holds nothing."""
    return {
        path.relative_to(place).as_posix() for path in place.rglob("*") if not path.is_dir() or not any(path.iterdir())
    }


def test_the_walk_works_from_the_wheel_in_a_fresh_environment_and_uninstalling_leaves_nothing(
    wheel: Path, tmp_path: Path
) -> None:
    place = tmp_path / "fresh"
    venv.create(place, with_pip=True)
    python = place / "bin/python"
    pip: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # What we need comes by uv, which takes a second; we ourselves by pip, as a host would.
    uv: list[str | Path] = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "install",
        "--quiet",
        "--python",
        python,
        "--require-hashes",
    ]
    subprocess.run([*uv, "-r", ROOT / "requirements/app.txt"], check=True)
    before = files_in(place)
    subprocess.run([*pip, "--no-deps", wheel], check=True)
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    (work / "answers.yaml").write_text("asked: space_no_end\n")
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "XDG"))}
    alone |= {"HOME": str(home), "TMPDIR": str(home)}

    def run(*words: str) -> str:
        command = [str(python), "-W", "error", *words]
        result = subprocess.run(command, cwd=work, env=alone, capture_output=True, encoding="utf-8")
        assert result.returncode == 0 and not re.search(r"\w+Warning\b", result.stderr), result.stdout + result.stderr
        return result.stdout

    assert int(run("-c", WALK.format(prefix=str(place)))) > 50
    run("-c", f"from supporter.cli import main\nfor one in {COMMANDS!r}: main(one.split(), standalone_mode=False)")
    assert subprocess.run([place / "bin/supporter", "--version"], env=alone, capture_output=True).stdout
    assert files_in(home) == set(), "something was left outside of where it was asked to write"
    assert {path.name for path in work.iterdir()} == {"answers.yaml", "ours", "sheets", "map.html"}
    assert any("supporter/" in name for name in files_in(place) - before)
    subprocess.run([python, "-m", "pip", "uninstall", "--quiet", "--yes", "within-reach"], check=True)
    # What the other packages were compiled to when they were first asked for is theirs.
    left = {name for name in files_in(place) - before if "/__pycache__/" not in name or "supporter" in name}
    assert left == set() and before <= files_in(place)
