"""The wheel holds all that the walk needs, and nothing else: built, installed in a fresh place, walked from there."""

import subprocess
import sys
import venv
import zipfile
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


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_code_the_words_and_the_templates_and_nothing_else(wheel: Path) -> None:
    names = [name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name]
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "supporter", "templates", "content"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\n")  # fmt: skip
    expected = {
        name if name.startswith("supporter/") else f"supporter/{name}" for name in tracked if (ROOT / name).is_file()
    }
    assert set(names) == expected
    assert "supporter/py.typed" in names and "supporter/content/helplines.json" in names


def test_the_walk_works_from_the_wheel_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "fresh"
    venv.create(place, with_pip=True)
    python = place / "bin/python"
    pip: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements/app.txt"], check=True)
    subprocess.run([*pip, "--no-deps", wheel], check=True)
    result = subprocess.run(
        [python, "-W", "error", "-c", WALK.format(prefix=str(place))], cwd=tmp_path, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) > 50
    command = subprocess.run([place / "bin/supporter", "check", "--fast"], cwd=tmp_path, capture_output=True, text=True)
    assert command.returncode == 0, command.stdout + command.stderr
