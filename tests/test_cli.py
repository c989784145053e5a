"""The command, as a person runs it: in a process of its own."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest
from pypdf import PdfReader

from supporter import Guide
from tests.people import EX, FRIEND, PARTNER

Write = Callable[[str, str], Path]
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("SUPPORTER_", "FLASK_"))}


def run(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "supporter", *words]
    return subprocess.run(command, input=given, capture_output=True, text=True, timeout=60, env=ENVIRONMENT)


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["serve"],
        ["advise"],
        ["init"],
        ["packs"],
        ["check"],
        ["map"],
        ["diff"],
        ["handouts"],
        ["build"],
        ["feedback"],
    ],
)
def test_help_says_what_each_command_is_for(command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.returncode == 0 and result.stderr == ""
    assert "Usage:" in result.stdout and len(result.stdout.splitlines()) > 6


def test_advice_as_json_has_the_shape_that_programs_rely_on() -> None:
    result = run("advise", "-", "--format", "json", given=json.dumps(PARTNER))
    advice = json.loads(result.stdout)
    assert set(advice) == {"flags", "path", "blocks", "messages", "plan", "handouts"}
    assert advice["path"] == "slow" and advice["flags"] == []
    assert set(advice["blocks"][0]) == {"id", "group", "title", "because"}
    assert advice["plan"]["ref"] == "P07"
    assert [set(step) for step in advice["plan"]["steps"]] == [{"when", "text"}] * 4
    assert "<" not in json.dumps(advice)


def test_advice_reads_yaml_from_a_file_and_speaks_to_a_person(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("danger: no\nrelationship: ex\nasked: stop\n")
    result = run("advise", str(answers))
    assert result.returncode == 0
    assert "Looking after you" in result.stdout and "Words to borrow" not in result.stdout
    assert "You said they told you to stop contacting them, or blocked you." in " ".join(result.stdout.split())


@pytest.mark.parametrize("person", [PARTNER, FRIEND, EX])
def test_advice_for_a_person_has_no_markup_in_it(person: dict[str, object]) -> None:
    assert not re.search(r"</?\w+>|&\w+;", run("advise", "-", given=json.dumps(person)).stdout)


def test_unknown_ids_are_named_without_a_traceback() -> None:
    result = run("advise", "-", given="asked: spac_no_end\nsen: [none]\n")
    assert result.returncode == 1 and result.stdout == ""
    assert result.stderr.splitlines() == [
        "Error: 'sen' is not a question; did you mean 'seen'?",
        "'asked' has no choice 'spac_no_end'; did you mean 'space_no_end'?",
    ]


def test_a_file_that_is_not_yaml_is_named_by_line() -> None:
    result = run("advise", "-", given="asked: [stop\n")
    assert result.returncode == 1 and result.stderr.startswith("Error: <stdin>:2: this is not YAML")


def test_check_passes_our_own_content_and_says_what_nobody_has_reviewed() -> None:
    result = run("check", "--fast")
    assert result.returncode == 0
    assert "\nRead 13 questions, 13 flags, " in result.stdout
    assert re.search(r"\nNot yet reviewed by a clinician: (\d+) of \1 files\.\n", result.stdout)


def test_check_names_every_mistake_and_fails(write: Write) -> None:
    folder = write("en/blocks/x.md", "---\ntitel: x\n---\n")
    result = run("check", "--content", str(folder))
    assert result.returncode == 1
    assert "ours/en/blocks/x.md:2: unknown key 'titel'; did you mean 'title'?" in result.stdout.splitlines()
    assert (
        result.stderr.strip() == f"Error: {len(result.stdout.splitlines())} to mend in the content, nothing was loaded"
    )


def test_serve_prints_its_address_and_serves_until_it_is_ended() -> None:
    command = [sys.executable, "-m", "supporter", "serve", "--port", "0", "--no-open"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        address = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert address
        with urlopen(address[0]) as response:
            assert b"Within Reach" in response.read()
        process.terminate()
        process.wait(timeout=10)


def test_serve_says_what_to_do_when_the_host_is_none() -> None:
    result = run("serve", "--host", "no.such.host.invalid", "--port", "0", "--no-open")
    assert result.returncode == 1 and "Traceback" not in result.stderr, result.stderr
    assert "--host is 'no.such.host.invalid', and no address here has that name; write 127.0.0.1" in result.stderr


def test_serve_says_what_to_do_when_the_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("serve", "--port", str(port), "--no-open")
    assert result.returncode == 1
    assert f"Error: 127.0.0.1:{port} cannot be used" in result.stderr and "choose another with --port" in result.stderr


def test_wsgi_refuses_to_start_without_a_key_and_starts_with_one() -> None:
    command = [sys.executable, "-c", "import wsgi; print(wsgi.app.name)"]
    root = Path(__file__).parent.parent
    refused = subprocess.run(command, capture_output=True, text=True, cwd=root, env=ENVIRONMENT)
    assert refused.returncode == 1 and "SUPPORTER_SECRET_KEY is not set; make one with" in refused.stderr
    key = {"SUPPORTER_SECRET_KEY": "a secret for tests, long enough"}
    started = subprocess.run(command, capture_output=True, text=True, cwd=root, env=ENVIRONMENT | key)
    assert started.stdout == "supporter\n"


def test_handouts_are_printed_into_a_folder_that_is_made(tmp_path: Path) -> None:
    result = run("handouts", "space-plan", "for-the-doctor", "--out", str(tmp_path / "a/b"), "--size", "letter")
    assert result.returncode == 0, result.stderr
    made = {path.name: PdfReader(path) for path in (tmp_path / "a/b").iterdir()}
    assert set(made) == {"space-plan.pdf", "for-the-doctor.pdf"}
    assert all(abs(float(pdf.pages[0].mediabox.height) - 792) < 1 for pdf in made.values())


def test_one_booklet_holds_every_sheet_after_its_contents(tmp_path: Path, guide: Guide) -> None:
    assert run("handouts", "--pack", "--large", "--country", "gb", "--out", str(tmp_path)).returncode == 0
    (file,) = tmp_path.iterdir()
    first, *rest = (" ".join(page.extract_text().split()) for page in PdfReader(file).pages)
    assert all(handout.title in first for handout in guide.handouts.values())
    assert all(any(handout.title in text for text in rest) for handout in guide.handouts.values())
    assert any("999" in text for text in rest)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["spaceplan"], "did you mean 'space-plan'?"),
        (["--country", "XX"], "there are no numbers for 'XX'"),
        (["--address", "example.org"], "write it whole, such as https://example.org/support/"),
    ],
)
def test_a_slip_in_the_command_for_handouts_is_told_and_nothing_is_made(
    words: list[str], said: str, tmp_path: Path
) -> None:
    result = run("handouts", *words, "--out", str(tmp_path / "new"))
    assert result.returncode == 1 and said in result.stderr and not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["init", "OUT"],
        ["copy", "OUT", "blocks/you-first"],
        ["map", "--out", "OUT"],
        ["handouts", "--out", "OUT", "space-plan"],
        ["build", "OUT", "--locale", "en"],
    ],
)
def test_what_cannot_be_written_is_told_by_its_name_and_without_a_traceback(words: list[str]) -> None:
    # Nobody, not even root, makes a file there.
    result = run(*(word.replace("OUT", "/proc/within-reach") for word in words))
    assert result.returncode == 1 and "Traceback" not in result.stderr, result.stderr
    assert re.search(r"Error: .*/proc/within-reach.*No such file", result.stderr), result.stderr


def test_a_full_disk_is_told_without_a_traceback() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "supporter", "map", "--out", "/dev/full"],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
    )
    assert result.returncode == 1 and "No space left on device; see what room is there" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_reader_of_the_output_who_has_heard_enough_is_no_mistake() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "supporter", "map"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


def test_counts_are_not_read_from_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = run("feedback", "--database", str(tmp_path / "taps.db"))
    assert result.returncode == 1 and "there is no file" in result.stderr and not list(tmp_path.iterdir())


def test_counts_without_their_library_say_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "taps.db").touch()
    hidden = "import sys; sys.modules['sqlalchemy'] = None; from supporter.cli import main; main()"
    words = ["feedback", "--database", str(tmp_path / "taps.db")]
    result = subprocess.run([sys.executable, "-c", hidden, *words], capture_output=True, text=True, env=ENVIRONMENT)
    assert result.returncode == 1 and "Traceback" not in result.stderr, result.stderr
    assert "pip install 'within-reach[feedback]'" in result.stderr
