"""New content is served without a restart; content with a mistake leaves the last good guide, and /healthz says so."""

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from supporter import ConfigurationError, ContentError, Guide, Supporter, create_app
from supporter.answers import Answers, read_answers
from supporter.checkin import CheckIn, longest_check_in, read_check_in, write_check_in
from supporter.questions import Question
from tests.conftest import SECRET, Reader
from tests.people import EX, FRIEND, PARTNER
from tests.test_desk import BLOCK

Write = Callable[[str, str], Path]
QUESTION = Path(__file__).parent.parent / "content/en/questions"


class Site:
    """The guide on its own with an overlay, a reader of it, and a file to touch."""

    def __init__(self, write: Write, folder: Path) -> None:
        self.write = write
        self.file = folder / "reload"
        self.content = write("en/blocks/x.md", BLOCK.format(title="A cup of tea"))
        self.app = create_app(
            {
                "SUPPORTER_SECRET_KEY": SECRET,
                "SUPPORTER_CONTENT": [str(self.content)],
                "SUPPORTER_LOCALES": ["en"],
                "SUPPORTER_RELOAD_FILE": str(self.file),
            }
        )
        self.app.test_client_class = Reader
        client = self.app.test_client()
        assert isinstance(client, Reader)
        self.reader = client

    @property
    def mount(self) -> Any:
        return self.app.extensions["supporter"]["supporter"]

    def reload(self) -> None:
        self.mount.reloader.reload()

    def health(self) -> dict[str, Any]:
        response = self.reader.get("/healthz")
        assert response.status_code == 200 and response.mimetype == "application/json"
        assert response.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in response.headers
        found: dict[str, Any] = response.get_json()
        return found

    def wait(self) -> None:
        """Until no thread reads."""
        for thread in threading.enumerate():
            if thread.name == "reload":
                thread.join(60)


@pytest.fixture
def site(write: Write, tmp_path: Path) -> Site:
    return Site(write, tmp_path)


def test_a_host_reloads_and_content_with_a_mistake_changes_nothing(site: Site, write: Write) -> None:
    first = site.health()
    assert first["status"] == "ok" and first["reasons"] == [] and first["version"]
    write("en/blocks/x.md", BLOCK.format(title="A pot of tea").replace("group:", "grup:"))
    before = site.mount
    with pytest.raises(ContentError, match="did you mean 'group'"):
        site.reload()
    assert site.mount is before and before.guide.blocks["x"].title == "A cup of tea"
    broken = site.health()
    assert (broken["status"], broken["content"]) == ("degraded", first["content"])
    assert broken["reasons"] == ["the content has 2 to mend; the last good guide is served"]
    write("en/blocks/x.md", BLOCK.format(title="A pot of tea"))
    site.reload()
    mended = site.health()
    assert mended["status"] == "ok" and mended["content"] != first["content"]
    assert site.mount.guide.blocks["x"].title == "A pot of tea"


FAULTS: dict[str, Callable[[Path], object]] = {
    "not UTF-8": lambda file: file.write_bytes(b"---\n\xff"),
    "cut in the middle": lambda file: file.write_text(file.read_text()[:60]),
    "gone": lambda file: [path.unlink() for path in (file, *file.parents) if path.is_file()] and file.parent.rmdir(),
    "10 MB": lambda file: file.write_text("x" * 10_000_000),
    "a link out": lambda file: (file.unlink(), file.symlink_to("/etc/passwd")),
    "not to be read": lambda file: (file.unlink(), file.mkdir()),
    "an id of ours that is gone": lambda file: file.write_text(file.read_text().replace("E01", "E99")),
    "translations that are none": lambda file: (
        (file.parents[2] / "translations/en/LC_MESSAGES").mkdir(parents=True),
        (file.parents[2] / "translations/en/LC_MESSAGES/supporter.mo").write_bytes(b"nothing"),
    ),
}


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "not to be read"])
def test_whatever_is_wrong_with_the_files_the_guide_goes_on_and_the_reason_names_no_path(
    site: Site, fault: str, tmp_path: Path
) -> None:
    FAULTS[fault](site.content / "en/blocks/x.md")
    site.mount.reloader.begin()
    site.wait()
    health = site.health()
    assert health["status"] == "degraded" and len(health["reasons"]) == 1
    for word in (str(tmp_path), "/", ".md", "ours", SECRET):
        assert word not in json.dumps(health)
    assert site.mount.guide.blocks["x"].title == "A cup of tea"
    assert site.reader.get("/check-in/1").status_code == 200


def test_every_process_reads_anew_when_the_file_is_touched(site: Site, write: Write) -> None:
    write("en/blocks/x.md", BLOCK.format(title="A pot of tea"))
    site.reader.get("/")
    site.wait()
    assert site.mount.guide.blocks["x"].title == "A cup of tea"
    site.file.touch()
    # A load balancer that asks how it is starts it as well as a reader does, and nobody waits for it.
    assert site.health()["status"] == "ok"
    site.wait()
    assert site.mount.guide.blocks["x"].title == "A pot of tea"
    os.utime(site.file, (1, 1))
    write("en/blocks/x.md", "nothing")
    site.health()
    site.wait()
    assert site.health()["status"] == "degraded"


def test_a_request_that_has_begun_keeps_its_guide_to_the_end(site: Site, write: Write) -> None:
    seen = []

    def meanwhile() -> str:
        from supporter.views.current import guide

        seen.append(guide().blocks["x"].title)
        write("en/blocks/x.md", BLOCK.format(title="A pot of tea"))
        site.reload()
        seen.append(guide().blocks["x"].title)
        return ""

    site.app.view_functions["supporter.health"] = meanwhile
    site.app.view_functions["supporter.help_now"] = meanwhile
    FlaskGet = super(Reader, site.reader).open
    FlaskGet("/help-now")
    assert seen == ["A cup of tea", "A cup of tea"]
    assert site.mount.guide.blocks["x"].title == "A pot of tea"


def test_a_host_app_reloads_by_its_own_trigger(write: Write) -> None:
    app = Flask("host")
    app.config["SECRET_KEY"] = SECRET
    folder = write("en/blocks/x.md", BLOCK.format(title="A cup of tea"))
    guest = Supporter(app, url_prefix="/support", content=folder, locale="en")
    write("en/blocks/x.md", BLOCK.format(title="A pot of tea"))
    guest.reload(app)
    assert app.extensions["supporter"]["supporter"].guide.blocks["x"].title == "A pot of tea"
    assert app.test_client().get("/support/healthz").get_json()["status"] == "ok"


def test_the_same_content_has_one_name_wherever_it_lies_and_another_key_another_fingerprint(
    write: Write, tmp_path: Path
) -> None:
    def health(folder: Path, *keys: str) -> Any:
        config = {"SUPPORTER_LOCALES": ["en"], "SUPPORTER_CONTENT": [str(folder)], "SUPPORTER_SECRET_KEY": keys[0]}
        client = create_app(config | {"SUPPORTER_SECRET_KEY_FALLBACKS": keys[1:]}).test_client()
        return client.get("/healthz").get_json()

    one = write("en/blocks/x.md", BLOCK.format(title="A cup of tea"))
    other = tmp_path / "elsewhere"
    one.rename(other)
    write("en/blocks/x.md", BLOCK.format(title="A cup of tea"))
    here, there = health(one, SECRET), health(other, "another secret, long enough", SECRET)
    assert here["content"] == there["content"]
    assert here["key"] != there["key"] and there["older_keys"] == [here["key"]]


def test_health_stands_beside_the_languages_where_addresses_have_one() -> None:
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_LOCALE_IN_ADDRESS": True})
    client = app.test_client()
    assert client.get("/healthz").get_json()["status"] == "ok"
    assert client.get("/healthz?language=es&first=1").headers.get("Set-Cookie") is None
    assert client.post("/healthz").status_code == 405


def kinds(question: Question) -> st.SearchStrategy[Question | None]:
    """The question as another edition may have it: gone, of another kind, with fewer choices or other ids."""
    choices = st.lists(st.sampled_from(question.choices), min_size=1, unique=True)
    return st.one_of(
        st.none(),
        st.just(question),
        st.builds(
            lambda kind, kept, columns: question.model_copy(
                update={"kind": kind, "choices": tuple(kept), "columns": tuple(columns)}
            ),
            st.sampled_from(("one", "many", "grid")),
            choices,
            st.permutations(question.columns),
        ),
    )


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_an_answer_is_kept_by_its_id_or_dropped_and_told_and_never_taken_for_another(
    guide: Guide, data: st.DataObject
) -> None:
    from dataclasses import replace

    person = data.draw(st.sampled_from((PARTNER, FRIEND, EX)))
    sent = read_answers(guide.questions.values(), person)
    drawn = [data.draw(kinds(question)) for question in guide.questions.values()]
    questions = {one.id: one for one in data.draw(st.permutations(drawn)) if one}
    later = replace(guide, questions=questions)
    check_in = CheckIn.fresh(1_800_000_000).answered(dict(sent))
    found = read_check_in(write_check_in(check_in, longest_check_in(guide)), later)
    for question_id, tokens in found.answers.items():
        question = questions[question_id]
        assert set(tokens) <= set(sent[question_id]) & question.sendable and question.fits(tokens)
    assert found.dropped is (dict(found.answers) != dict(sent))
    # It stays to be told until a page has told it.
    assert read_check_in(write_check_in(found, 8192), later).dropped is found.dropped


def test_an_answer_of_one_kind_is_none_of_another(guide: Guide) -> None:
    from dataclasses import replace

    signs = guide.questions["signs"].model_copy(update={"kind": "many"})
    check_in = replace(CheckIn.fresh(1_800_000_000), answers=Answers({"signs": ("quiet", "alone")}))
    written = write_check_in(check_in, longest_check_in(guide))
    many = read_check_in(written, replace(guide, questions={**guide.questions, "signs": signs}))
    assert many.answers["signs"] == ("quiet", "alone") and not many.dropped
    assert not read_check_in(written, guide).answers


def changed(text: str) -> str:
    return text.replace("id: partner", "id: sweetheart")


def test_a_reader_whose_question_changed_goes_on_and_is_told_once(site: Site, write: Write) -> None:
    reader = site.reader
    reader.send("/check-in/2", {"relationship": "friend"})
    reader.send("/check-in/4", {"asked": "space_no_end"})
    text = (QUESTION / "relationship.md").read_text(encoding="utf-8")
    site.write("en/questions/relationship.md", text.replace("order: ", "order: 9"))
    form = {".question": "relationship", "relationship": "friend", "csrf_token": reader.token("/check-in/2")}
    site.reload()
    screens = [question.id for question in site.mount.guide.screens]
    assert screens[1] != "relationship"
    # A form that was open meanwhile is about its own question, whatever number that has now.
    response = reader.post("/check-in/2", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == 303
    place = screens.index("relationship") + 1
    assert 'value="friend" checked' in reader.get(f"/check-in/{place}").text
    assert "checked" not in reader.get("/check-in/2").text
    form[".question"] = "gone"
    told = "Something you said no longer fits"
    assert reader.post("/check-in/2", data=form, headers={"Sec-Fetch-Site": "same-origin"}).location == "/check-in/check"
    assert told in reader.get("/check-in/check").text
    assert told not in reader.get("/check-in/check").text
    assert reader.post("/check-in/99", data=form, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_a_content_that_no_longer_holds_the_country_is_refused(write: Write) -> None:
    with pytest.raises(ConfigurationError, match="SUPPORTER_PROXIES is for the guide on its own"):
        Supporter(Flask("host"), url_prefix="/s") if False else _mounted({"SUPPORTER_PROXIES": 1})


def _mounted(config: dict[str, Any]) -> None:
    app = Flask("host")
    app.config.update(SECRET_KEY=SECRET, **config)
    Supporter(app, url_prefix="/support")
