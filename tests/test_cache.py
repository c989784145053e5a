"""The guide that one start keeps for the next: the same in every byte, for the same content, and nobody else's."""

import logging
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from supporter import ConfigurationError, Guide, Supporter, advise, cache, compiled, create_app, extension
from supporter.compiled import edition_of
from supporter.edition import read_edition
from supporter.packs import content_roots
from tests.bench.readers import walked
from tests.people import EX, PARTNER, drawn
from tests.test_plates import ONE_TIME

SECRET = "a secret for the cache, long enough"
ENGLISH = {"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_LOCALES": ["en"]}
Write = Callable[[str, str], Path]
Read = Callable[..., Any]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a cache; elsewhere the tests keep nothing."""
    monkeypatch.setattr(extension, "cache_for", cache.cache_for)
    return tmp_path / "kept"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The name of the edition, each time that files are read and checked."""
    found: list[str] = []
    before: Read = vars(extension)["read_edition"]  # which reads what we ship once for all tests

    def reading(*given: Any) -> Any:
        edition = before(*given)
        found.append(edition.name)
        return edition

    monkeypatch.setattr(extension, "read_edition", reading)
    yield found


def start(kept: Path, **more: Any) -> Flask:
    return create_app({**ENGLISH, "SUPPORTER_CACHE": kept, **more})


def guides(app: Flask) -> dict[str, Guide]:
    return dict(app.extensions["supporter"]["supporter"].guides)


def files(kept: Path) -> list[Path]:
    return sorted(kept.glob("edition-*"))


def test_what_was_kept_is_the_same_guide_in_every_byte(kept: Path, read: list[str]) -> None:
    both = {"SUPPORTER_LOCALES": ["en", "es"], "SUPPORTER_COUNTRY": "GB"}
    apps = [start(kept, **both) for _ in range(2)]
    assert len(read) == 1
    fresh, taken = map(guides, apps)
    assert [*fresh] == [*taken] == ["en", "es"]
    assert apps[0].extensions["supporter"]["supporter"].edition == apps[1].extensions["supporter"]["supporter"].edition
    # What is not translated is one object in both languages, as it was.
    assert taken["es"].blocks["find-your-own-person"].condition is taken["en"].blocks["find-your-own-person"].condition
    people = [[walked(app, person) for app in apps] for person in (PARTNER, EX)]
    addresses = [f"/handouts/{slug}" for slug in taken["en"].handouts]
    addresses += [f"/read/{page.id}" for page in taken["en"].pages.values() if page.shelf]
    for language in taken:
        for path in (
            "/",
            "/check-in/5",
            "/check-in/check",
            "/guide",
            "/guide/plan",
            "/help-now",
            "/sources",
            *addresses,
        ):
            for clients in people:
                one, other = (client.send(client.environ(f"{path}?language={language}")) for client in clients)
                assert one[0] == other[0] and ONE_TIME.sub("", one[2].decode()) == ONE_TIME.sub("", other[2].decode())


def test_random_readers_get_the_same_advice(kept: Path) -> None:
    fresh, taken = (guides(start(kept, SUPPORTER_LOCALES=["en", "es"])) for _ in range(2))
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    source = random.Random(seed)
    for language, _ in zip(cycle(taken), range(200), strict=False):
        answers = drawn(fresh["en"], source)
        assert advise(fresh[language], answers) == advise(taken[language], answers)


SECOND = """
import builtins, sys
from supporter import create_app
if sys.argv[1] == "second":
    # None of what reads, parses, cleans or makes paper can be imported.
    late = ("yaml", "markdown", "bleach", "typst", "wtforms", "icalendar", "segno", "z3", "pydantic_core", "babel",
            "flask_babel", "supporter.loading")
    assert not {*late} & sys.modules.keys()
    plain = builtins.__import__
    def refusing(name, *given, **more):
        assert name not in late, f"import of {name} refused"
        return plain(name, *given, **more)
    builtins.__import__ = refusing
from tests.bench.wsgi import Client
reader = Client(create_app())
for path in ("/", "/help-now", "/handouts/space-plan", "/read/eight-signs", "/check-in/1", "/guide", "/sources"):
    for language in ("en", "es"):
        assert reader.send(reader.environ(f"{path}?language={language}"))[0] in (200, 303), path
"""


def test_a_second_process_reads_nothing_and_two_at_once_do_no_harm(kept: Path) -> None:
    surroundings = {**os.environ, "SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_CACHE": str(kept)}

    def begun(which: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", SECOND, which]
        return subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    firsts = [begun("first"), begun("first")]
    said = [process.communicate(timeout=60) for process in firsts]
    assert [process.returncode for process in firsts] == [0, 0], said
    # Both read the same, and one file is there: the later took the place of the earlier in one step.
    assert len(files(kept)) == 1
    assert {path.stat().st_mode & 0o777 for path in kept.iterdir()} == {0o600} and kept.stat().st_mode & 0o777 == 0o700
    second = begun("second")
    assert (*second.communicate(timeout=60), second.returncode) == ("", "", 0)
    # Planted: without what was kept it has to read, and cannot.
    files(kept)[0].unlink()
    assert "import of babel refused" in begun("second").communicate(timeout=60)[1]


def named(folders: list[Path], theme: Path | None = None) -> str | None:
    return compiled._name(content_roots(folders), ("en", "es"), theme)


def test_one_byte_in_any_file_is_another_guide(write: Write) -> None:
    folder = write("en/blocks/a-block.md", "one")
    for path in ("en/guide.yaml", "es/blocks/a-block.md", "helplines.json", "helplines.yaml", "fonts/a.ttf",
                 "translations/es/LC_MESSAGES/supporter.mo", "en/.hidden.md"):  # fmt: skip
        write(path, "one")
    seen = {named([folder])}
    ours = sorted(path for path in folder.rglob("*") if path.is_file())
    for file in ours:
        file.write_bytes(b"two")
        seen.add(named([folder]))
    assert len(seen) == 1 + len(ours) and None not in seen
    write("en/blocks/another.md", "one")
    (folder / "en/blocks/a-block.md").rename(folder / "en/blocks/a-block-2.md")
    moved = named([folder])
    assert moved not in seen
    # A name that is nearly one of ours is a mistake, which only a load tells; other files of a host say nothing.
    write("notes.txt", "one")
    assert named([folder]) == moved
    write("themes.yaml", "one")
    assert named([folder]) not in {moved, *seen}


def test_the_order_of_folders_languages_our_code_and_the_libraries_are_in_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        (folder / "en/blocks").mkdir(parents=True)
        (folder / "en/blocks/a.md").write_text(folder.name)
    seen = [named(folders), named(folders[::-1]), named(folders[:1]), compiled._name(folders, ("es", "en"), None)]
    for module, name, value in (
        (compiled, "version", lambda library: "0"),
        (compiled, "__file__", __file__),
        (sys, "version", "4.0"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, value)
            seen.append(named(folders))
    assert len({*seen}) == len(seen) and None not in seen


def test_a_theme_and_its_logo_are_in_the_name(tmp_path: Path) -> None:
    theme, logo = tmp_path / "theme.yaml", tmp_path / "logo.svg"
    theme.write_text('light: {brand: "#14524c"}\nlogo: {file: logo.svg, alt: Ours}\n')
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z"/></svg>')
    one = named([], theme)
    logo.write_text(logo.read_text().replace("h9", "h8"))
    two = named([], theme)
    theme.write_text(theme.read_text().replace("14524c", "14524d"))
    assert len({one, two, named([], theme), named([])}) == 4
    theme.write_text("light: [")
    assert named([], theme) is None


def test_where_there_is_a_link_among_the_files_only_a_load_says_what_is_read(
    write: Write, kept: Path, read: list[str]
) -> None:
    folder = write("en/blocks/one.md", "one")
    assert named([folder])
    os.symlink("one.md", folder / "en/blocks/two.md")
    assert named([folder]) is None
    assert named([folder / "nowhere"]) is None


def test_a_file_that_changes_while_it_is_read_is_not_kept(tmp_path: Path, write: Write) -> None:
    folder = write("en/blocks/one.md", "one")
    sealed = cache.Cache(tmp_path / "kept", SECRET)
    edition = read_edition((), ("en",))

    def reading() -> Any:
        write("en/blocks/one.md", "two")
        return edition

    assert edition_of(sealed, [folder], ("en",), None, reading) is edition
    assert not (tmp_path / "kept").exists()
    assert edition_of(sealed, [folder], ("en",), None, lambda: edition) is edition
    assert edition_of(sealed, [folder], ("en",), None, reading).guides == edition.guides
    assert (folder / "en/blocks/one.md").read_text() == "two"


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    return data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]


TAMPERED: dict[str, Callable[[bytes], bytes]] = {
    "cut": cut,
    "one bit": flipped,
    "empty": lambda data: b"",
    "shorter than a seal": lambda data: data[:7],
    "a pickle that runs a command, under the seal that was there": lambda data: (
        data[:32] + b"cos\nsystem\n(S'touch PWNED'\ntR."
    ),
    "another's seal": lambda data: bytes(32) + data[32:],
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_file_that_is_not_as_it_was_kept_is_read_anew_and_told(
    kept: Path, read: list[str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.chdir(kept.parent)
    start(kept)
    (file,) = files(kept)
    good = file.read_bytes()
    file.write_bytes(TAMPERED[how](good))
    assert guides(start(kept))["en"].blocks
    assert len(read) == 2 and not (kept.parent / "PWNED").exists()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "is not as it was kept; it is not read" in caplog.text and SECRET not in caplog.text
    # It was kept again, and is as it should be.
    start(kept)
    assert len(read) == 2 and file.read_bytes()[32:] == good[32:]


def test_the_seal_is_what_keeps_such_a_pickle_from_running(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(kept.parent)
    start(kept)
    (file,) = files(kept)
    file.write_bytes(TAMPERED["a pickle that runs a command, under the seal that was there"](file.read_bytes()))
    monkeypatch.setattr("hmac.compare_digest", lambda one, other: True)
    with pytest.raises(AssertionError):
        start(kept)
    assert (kept.parent / "PWNED").exists()


def test_another_secret_finds_nothing_and_a_new_one_beside_the_old_keeps_its_own(kept: Path, read: list[str]) -> None:
    start(kept)
    start(kept, SUPPORTER_SECRET_KEY="another secret, as long as it should be")
    assert len(read) == 2 and len(files(kept)) == 2
    # The same bytes under the name that the other secret gives them.
    one, other = files(kept)
    other.write_bytes(one.read_bytes())
    start(kept)
    start(kept, SUPPORTER_SECRET_KEY="another secret, as long as it should be")
    assert len(read) == 3


def open_to_all(kept: Path) -> None:
    kept.chmod(0o777)


def file_open_to_all(kept: Path) -> None:
    files(kept)[0].chmod(0o666)


def file_is_a_link(kept: Path) -> None:
    (file,) = files(kept)
    file.rename(kept.parent / "elsewhere")
    file.symlink_to(kept.parent / "elsewhere")


def file_is_a_pipe(kept: Path) -> None:
    (file,) = files(kept)
    file.unlink()
    os.mkfifo(file, 0o600)


def folder_is_a_file(kept: Path) -> None:
    files(kept)[0].unlink()
    kept.rmdir()
    kept.write_text("")


@pytest.mark.parametrize("made", [open_to_all, file_open_to_all, file_is_a_link, file_is_a_pipe, folder_is_a_file])
def test_what_others_could_have_put_there_is_not_read(
    kept: Path, read: list[str], caplog: pytest.LogCaptureFixture, made: Callable[[Path], None]
) -> None:
    start(kept)
    made(kept)
    assert guides(start(kept))["en"].blocks and len(read) == 2
    assert [record.levelname for record in caplog.records] == ["WARNING"], caplog.text
    assert "SUPPORTER_CACHE names another folder, or is false for none" in caplog.text


def test_what_another_user_has_made_is_not_read(
    kept: Path, read: list[str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(kept)
    monkeypatch.setattr("os.geteuid", lambda: 12345)
    start(kept)
    assert len(read) == 2 and "others than this user can write" in caplog.text


def unknown(library: str) -> str:
    raise PackageNotFoundError(library)


def test_where_nothing_can_be_written_it_starts_and_says_so_once(
    kept: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO, "supporter")
    # A file stands where the folder's parent would be: nobody can write below it, whoever they are.
    kept.write_text("")
    app = start(kept / "below")
    assert app.test_client().get("/").status_code == app.test_client().get("/help-now").status_code == 200
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    caplog.clear()
    # Of a place that the host has not named it is said in a lower voice.
    monkeypatch.setenv("XDG_CACHE_HOME", str(kept))
    assert create_app({**ENGLISH, "SUPPORTER_CACHE": True}).test_client().get("/").status_code == 200
    assert [record.levelname for record in caplog.records] == ["INFO"]
    caplog.clear()
    monkeypatch.delenv("XDG_CACHE_HOME")
    with monkeypatch.context() as patch:
        # Where a library was copied there without its papers, nobody can say which one it is.
        patch.setattr(compiled, "version", unknown)
        assert named([]) is None
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))
    assert create_app({**ENGLISH, "SUPPORTER_CACHE": True}).test_client().get("/").status_code == 200
    assert [record.levelname for record in caplog.records] == ["INFO"]


def test_it_is_kept_where_the_platform_says_and_nowhere_when_it_is_off(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    for off in (False, "false", "0", ""):
        create_app({**ENGLISH, "SUPPORTER_CACHE": off}).test_client().get("/")
    assert not (tmp_path / "home").exists()
    # A key that is made for this start alone seals nothing that could be taken again.
    create_app({"SUPPORTER_LOCALES": ["en"], "DEBUG": True, "SUPPORTER_CACHE": True})
    assert not (tmp_path / "home").exists()
    create_app({**ENGLISH, "SUPPORTER_CACHE": "true"})
    assert len(files(tmp_path / "home/within-reach")) == 1
    with pytest.raises(ConfigurationError, match="SUPPORTER_CACHE is 7; write false, or the path of a folder"):
        create_app({**ENGLISH, "SUPPORTER_CACHE": 7})


def test_the_desk_and_what_is_changed_are_read_anew(kept: Path, read: list[str], write: Write) -> None:
    start(kept)
    start(kept, SUPPORTER_DESK=True)
    assert len(read) == 2
    start(kept, SUPPORTER_CONTENT=[write("helplines.yaml", "{}\n")])
    assert len(read) == 3 and len(files(kept)) == 2


def test_of_each_kind_the_newest_stay(tmp_path: Path) -> None:
    one = cache.Cache(tmp_path / "kept", SECRET)
    for number in range(12):
        one.keep("edition", str(number), b"x", 4)
        one.keep("template", str(number), b"x", 40)
        for path in (tmp_path / "kept").iterdir():
            os.utime(path, ns=(0, path.stat().st_mtime_ns - 10**9))
    assert [number for number in range(12) if one.take("edition", str(number))] == [8, 9, 10, 11]
    assert all(one.take("template", str(number)) for number in range(12))
    # Nothing half-made is left beside them.
    assert len([*(tmp_path / "kept").iterdir()]) == 16


def test_a_name_and_a_kind_are_under_the_seal(tmp_path: Path) -> None:
    one = cache.Cache(tmp_path / "kept", SECRET)
    one.keep("edition", "a", b"old", 4)
    one.keep("edition", "b", b"new", 4)
    old, new = (one._path("edition", name) for name in "ab")
    new.write_bytes(old.read_bytes())
    assert one.take("edition", "a") == b"old" and one.take("edition", "b") is None


def test_templates_are_kept_for_the_guide_on_its_own_and_a_host_keeps_its_own_jinja(kept: Path) -> None:
    start(kept).test_client().get("/")
    assert [*kept.glob("template-*")]
    host = Flask(__name__)
    host.config |= {**ENGLISH, "SUPPORTER_CACHE": kept}
    Supporter(host, url_prefix="/support")
    assert host.jinja_env.bytecode_cache is None
    # Planted: what would compile a template again raises.
    app = start(kept)
    app.jinja_env._generate = lambda *given, **more: pytest.fail("a template is compiled")  # type: ignore[method-assign]
    assert app.test_client().get("/").status_code == 200


def test_no_word_of_a_reader_is_in_what_is_kept(kept: Path) -> None:
    app = start(kept)
    before = {path: path.read_bytes() for path in files(kept)}
    reader = walked(app, PARTNER)
    assert reader.visit("/guide") and reader.visit("/guide/plan")
    # Of what comes after the start only templates are kept, and they are the same whoever asks.
    assert {path: path.read_bytes() for path in files(kept)} == before
    first = {path.name: path.read_bytes() for path in kept.glob("template-*")}
    other = start(kept.parent / "other")
    assert walked(other, EX).visit("/guide")
    second = {path.name: path.read_bytes() for path in (kept.parent / "other").glob("template-*")}
    assert len(second) > 5
    assert all(first[name] == second[name] for name in first.keys() & second.keys())
