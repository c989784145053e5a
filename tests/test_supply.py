"""What we are made of is locked, known, ours to use, and nothing else."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.supply.advisories import advisories, known_faults
from tests.supply.licences import PAGE, licence_of, may_use, packages, render
from tests.supply.locks import ROOT, app_lock, locks, lowest, read_lock
from tests.supply.parts import faults

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DECLARED: list[str] = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["check"]]


def test_every_line_of_every_lock_is_one_version_with_the_hashes_of_its_files() -> None:
    found = dict(locks())
    assert set(found) == {"app.txt", "build.txt", "dev.txt", "peers.txt", "sbom.txt", "verify.txt"}
    assert len(found["app.txt"]) > 25
    for name, pins in found.items():
        assert [pin.name for pin in pins.values() if not pin.hashes] == [], name


@pytest.mark.parametrize(
    "line", ["flask", "flask>=3", "flask==3.1.3", "--index-url elsewhere", "-e .", "flask @ https://example.org/flask.whl", "git+https://example.org/flask"],
)  # fmt: skip
def test_a_line_that_could_bring_anything_else_is_refused(line: str) -> None:
    lock = "bleach==6.4.0 \\\n    --hash=sha256:" + "a" * 64 + "\n"
    with pytest.raises(ValueError, match="line 3 is neither"):
        read_lock(f"{lock}{line}\n")


def needed(name: str, extras: frozenset[str] = frozenset()) -> set[str]:
    """Every package that one needs here, through all that it needs."""
    found: set[str] = set()
    todo = [(name, extras)]
    while todo:
        now, wanted = todo.pop()
        for text in distribution(now).requires or ():
            requirement = Requirement(text)
            marker = requirement.marker
            if marker is not None and not any(marker.evaluate({"extra": extra}) for extra in ("", *wanted)):
                continue
            other = canonicalize_name(requirement.name)
            if other not in found:
                found.add(other)
                todo.append((other, frozenset(requirement.extras)))
    return found


def test_all_that_runs_is_locked_and_installed_as_locked() -> None:
    pins = app_lock()
    roots = {canonicalize_name(Requirement(text).name) for text in DECLARED}
    run = roots | set().union(*(needed(root) for root in roots))
    assert run == {name for name, pin in pins.items() if pin.needed_here}
    installed = {name: Version(distribution(name).version) for name in run}
    assert installed == {name: pins[name].version for name in run}


def test_all_that_we_import_is_declared() -> None:
    feedback = PROJECT["project"]["optional-dependencies"]["feedback"]
    declared = {canonicalize_name(Requirement(text).name) for text in [*DECLARED, *feedback]}
    declared.add(canonicalize_name("pydantic-core"))  # a part of pydantic, which asks for one version of it exactly
    provides = packages_distributions()
    for path in (ROOT / "supporter").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for top in {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - {"supporter"}:
                if top == "_typeshed":  # only what the type checker knows
                    continue
                owners = {canonicalize_name(owner) for owner in provides[top]}
                assert owners & declared, f"{path.name} imports {top}, which pyproject.toml does not name"


def test_no_lock_and_no_lowest_version_of_ours_has_a_fault_that_we_know_of() -> None:
    locked = {(name, pin.version) for _, pins in locks() for name, pin in pins.items()}
    bounds = {bound for text in DECLARED if (bound := lowest(text))}
    assert len(bounds) == len(DECLARED), "each needs a lowest version"
    assert list(known_faults(sorted(locked | bounds), advisories())) == []


def test_a_package_with_a_known_fault_is_found() -> None:
    old = [
        ("bleach", Version("6.3.0")),
        ("Flask", Version("3.1.2")),
        ("werkzeug", Version("3.1.6")),
        ("unheard", Version("1")),
    ]
    assert [fault.partition(":")[0] for fault in known_faults(old, advisories())] == ["bleach 6.3.0"] * 3 + [
        "Flask 3.1.2"
    ]


def test_every_advisory_says_what_it_is_and_where_it_was_read() -> None:
    for one in advisories():
        assert re.fullmatch(r"GHSA(-[23456789cfghjmpqrvwx]{4}){3}|CVE-20\d\d-\d{4,}", one.id), one
        assert one.source.startswith("https://github.com/") and len(one.what) > 20 and len(one.bad)
    assert len({(one.package, one.id) for one in advisories()}) == len(advisories())


def test_the_list_of_licences_is_true_and_all_of_them_are_ours_to_use() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "run: make licences"
    assert {name: licence for name, licence in packages().items() if not may_use(licence)} == {}


def test_a_licence_that_would_bind_us_is_found_and_one_that_nobody_can_tell_is_asked_for() -> None:
    assert not may_use("GPL-3.0-or-later") and not may_use("MIT AND AGPL-3.0-only") and may_use("GPL-3.0-only OR MIT")
    with pytest.raises(ValueError, match="does not say its licence in short"):
        licence_of("marionette-driver")


def test_a_list_of_parts_that_lacks_or_adds_something_is_found() -> None:
    parts = {
        "bomFormat": "CycloneDX",
        "dependencies": [{}],
        "components": [
            {"name": "Flask", "version": "3.1.3"},
            {"name": "markdown", "version": "3.11.2"},
            {"name": "bleach", "version": "6.4.0"},
            {"name": "stowaway", "version": "1"},
        ],
    }
    pins = {"flask": "3.1.3", "markdown": "3.11.3", "bleach": "6.4.0", "jinja2": "3.1.6"}
    assert faults(parts, pins) == [
        "jinja2 is not in the list",
        "stowaway is in the list and in no lock",
        "markdown is 3.11.2 in the list and 3.11.3 in the lock",
    ]
    assert faults({}, {}) == ["it is no list of CycloneDX with who needs whom"]


SECRETS = {
    "a private key": re.compile(rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "a key of a cloud": re.compile(rb"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b"),
    "a token of a code host": re.compile(rb"\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_\w{40,}|glpat-[\w-]{20})\b"),
    "a token of a registry": re.compile(rb"\b(?:pypi-AgE[\w-]{40,}|npm_[0-9A-Za-z]{36})\b"),
    "a token of a chat or a shop": re.compile(rb"\bxox[abprs]-[\w-]{10,}|\b[rs]k_live_[0-9A-Za-z]{20,}"),
    "a signed token": re.compile(rb"\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}"),
    "a word to an address": re.compile(rb"\b(?:https?|ftp|postgres|redis)://[^\s/:@<>\"'`{}|]+:[^\s/:@<>\"'`{}|]{6,}@"),
    "a key in a setting": re.compile(rb"SECRET_KEY\W{1,6}[A-Za-z0-9_+/-]{32,}"),
}


def tracked() -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    return [name for name in found if name and (ROOT / name).is_file() and not (ROOT / name).is_symlink()]


def test_no_file_holds_a_secret_or_the_address_of_an_index() -> None:
    for name in tracked():
        if name.startswith("tests/corpora/"):  # payloads, among which are addresses with words in them
            continue
        data = (ROOT / name).read_bytes()
        for what, pattern in SECRETS.items():
            found = pattern.search(data)
            assert not found, f"{name} holds {what}"
        assert not re.search(rb"(?:https?|file)://[^\s\"']*/simple/", data), f"{name} names an index"


PLANTED = [
    b"-----BEGIN OPENSSH " + b"PRIVATE KEY-----",
    b"AKIA" + b"ABCDEFGHIJKLMNOP",
    b"ghp_" + b"a" * 36,
    b"pypi-AgE" + b"x" * 50,
    b"xoxb-" + b"1234567890-abc",
    b"eyJ" + b"a" * 20 + b".eyJ" + b"b" * 20 + b"." + b"c" * 25,
    b"https://user:" + b"password@example.org",
    b'SECRET_KEY = "' + b"k" * 40 + b'"',
]


@pytest.mark.parametrize(("what", "secret"), [*zip(SECRETS, PLANTED, strict=True)])
def test_a_secret_is_found(what: str, secret: bytes) -> None:
    assert SECRETS[what].search(b"x = " + secret + b"\n")


def test_the_rules_of_ruff_for_security_are_on_for_all_that_is_shipped() -> None:
    lint = PROJECT["tool"]["ruff"]["lint"]
    assert "S" in lint["select"] and [rule for rule in lint["ignore"] if rule.startswith("S")] == ["S101"]
    assert [name for name, rules in lint["per-file-ignores"].items() if "S" in rules] == ["tests/**"]
    planted = "import subprocess\nsubprocess.run('ls ' + input(), shell=True)\n"
    run = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--stdin-filename", "supporter/planted.py", "-"],
        input=planted, text=True, capture_output=True, cwd=ROOT, env=os.environ,
    )  # fmt: skip
    assert run.returncode == 1 and "S602" in run.stdout
    allowed = [
        line
        for path in (ROOT / "supporter").rglob("*.py")
        for line in path.read_text().splitlines()
        if re.search(r"noqa: S\d", line)
    ]
    assert all(re.search(r"# noqa: S\d+(, S\d+)* - \w", line) for line in allowed), "say why"
