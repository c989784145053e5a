"""New content is served without a restart; content with a mistake leaves the last good guide, and /healthz says so."""

import json
import re
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from supporter import ContentError, Guide, Supporter, create_app
from supporter.answers import Answers, read_answers
from supporter.carrying import Carrier
from supporter.checkin import CheckIn
from supporter.questions import Question
from supporter.views.current import guide as current_guide
from tests.conftest import SECRET, Reader
from tests.people import EX, FRIEND, PARTNER, with_form
from tests.test_desk import BLOCK

TEA, POT = BLOCK.format(title="A cup of tea"), BLOCK.format(title="A pot of tea")
QUESTIONS = Path(__file__).parent.parent / "content/en/questions"


class Site:
    """The guide on its own with a folder of ours over it, a reader, and the file that every process looks at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "ours"
        self.put(TEA)
        self.app = create_app(
            {
                "SUPPORTER_SECRET_KEY": SECRET,
                "SUPPORTER_CONTENT": [str(self.content)],
                "SUPPORTER_LOCALES": ["en"],
                "SUPPORTER_RELOAD_FILE": str(folder / "reload"),
            }
        )
        self.app.test_client_class = Reader
        client = self.app.test_client()
        assert isinstance(client, Reader)
        self.reader = client

    def put(self, text: str, name: str = "blocks/x") -> None:
        """The one file of ours."""
        shutil.rmtree(self.content, ignore_errors=True)
        path = self.content / f"en/{name}.md"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")

    @property
    def mount(self) -> Any:
        return self.app.extensions["supporter"]["supporter"]

    @property
    def title(self) -> str:
        return str(self.mount.guide.blocks["x"].title)

    def begin(self) -> None:
        """Read anew as SIGHUP does it, to the end."""
        self.mount.reloader.begin()
        self.wait()

    def wait(self) -> None:
        """Until no thread reads."""
        for thread in threading.enumerate():
            if thread.name == "reload":
                thread.join(60)

    def health(self) -> dict[str, Any]:
        response = self.reader.get("/healthz")
        assert response.status_code == 200 and response.mimetype == "application/json"
        assert response.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in response.headers
        found: dict[str, Any] = response.get_json()
        return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The same for all tests, as reading takes a second; each leaves it well, with the cup of tea or the pot."""
    return Site(tmp_path_factory.mktemp("site"))


def unsound(folder: Path) -> None:
    compiled = folder / "translations/en/LC_MESSAGES/supporter.mo"
    compiled.parent.mkdir(parents=True)
    compiled.write_bytes(b"no translations")


FAULTS: dict[str, Callable[[Path], object]] = {
    "not UTF-8": lambda folder: (folder / "en/blocks/x.md").write_bytes(b"---\n\xff"),
    "no folder": shutil.rmtree,
    "translations that are none": unsound,
}


def test_whatever_is_wrong_the_last_good_guide_serves_and_the_reason_names_no_file(site: Site) -> None:
    good = site.health()
    assert good["status"] == "ok" and good["reasons"] == [] and good["version"]
    before = site.mount
    for plant in FAULTS.values():
        site.put(POT)
        plant(site.content)
        site.begin()
        assert site.mount is before and site.reader.get("/check-in/1").status_code == 200
        health = site.health()
        assert (health["status"], health["content"]) == ("degraded", good["content"]) and len(health["reasons"]) == 1
        for word in (str(site.folder), "/", ".m", "ours", SECRET):
            assert word not in json.dumps(health)
    site.put(POT)
    site.begin()
    mended = site.health()
    assert mended["status"] == "ok" and mended["content"] != good["content"] and site.title == "A pot of tea"


def test_a_form_whose_answers_no_cookie_could_hold_is_refused(site: Site) -> None:
    text = (QUESTIONS / "events.md").read_text(encoding="utf-8")
    more = "".join(f"  - id: more{n}\n    label: A\n    said: B\n" for n in range(300))
    site.put(re.sub(r"(?m)^choices:\n", f"choices:\n{more}", text), "questions/events")
    before = site.mount
    with pytest.raises(ContentError, match=r"events\.md:12: all that a reader can tick fits no cookie by 38"):
        before.reloader.reload()
    assert site.mount is before
    site.put(POT)
    site.begin()


def test_every_process_reads_anew_when_the_file_is_touched(site: Site) -> None:
    (site.folder / "reload").unlink(missing_ok=True)
    site.health()
    site.wait()
    was = site.title
    site.put(TEA if was == "A pot of tea" else POT)
    site.reader.get("/")
    site.wait()
    assert site.title == was
    (site.folder / "reload").touch()
    # A load balancer that asks how it is begins it as a reader does, and neither waits.
    assert site.health()["status"] == "ok"
    site.wait()
    assert site.title != was


def test_a_request_that_has_begun_keeps_its_guide_to_the_end(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def meanwhile() -> str:
        seen.append(current_guide())
        site.mount.reloader.reload()
        seen.append(current_guide())
        return ""

    monkeypatch.setitem(site.app.view_functions, "supporter.help_now", meanwhile)
    FlaskClient(site.app, site.app.response_class).get("/help-now")
    assert seen[0] is seen[1] and seen[0] is not site.mount.guide


def test_a_host_reloads_by_a_trigger_of_its_own_and_is_told_of_each_mistake(site: Site) -> None:
    guest = Supporter()
    site.put(POT.replace("group:", "grup:"))
    with pytest.raises(ContentError, match="did you mean 'group'"):
        guest.reload(site.app)
    assert site.health()["reasons"] == ["the content has 2 to mend; the last good guide is served"]
    site.put(TEA)
    guest.reload(site.app)
    assert site.title == "A cup of tea" and site.health()["status"] == "ok"


def test_health_tells_keys_apart_and_stands_beside_the_languages(tmp_path: Path) -> None:
    def client(*keys: str) -> FlaskClient:
        config = {
            "SUPPORTER_SECRET_KEY": keys[0],
            "SUPPORTER_SECRET_KEY_FALLBACKS": keys[1:],
            "SUPPORTER_LOCALES": "en",
        }
        return create_app(config | {"SUPPORTER_LOCALE_IN_ADDRESS": True}).test_client()

    one, other = client(SECRET), client("another secret, long enough", SECRET)
    here, there = one.get("/healthz").get_json(), other.get("/healthz").get_json()
    assert here["content"] == there["content"]
    assert here["key"] != there["key"] and there["older_keys"] == [here["key"]]
    assert one.get("/healthz?language=en&first=1").headers.get("Set-Cookie") is None
    assert one.post("/healthz").status_code == 405


def kinds(question: Question) -> st.SearchStrategy[Question | None]:
    """The question as another edition may have it: gone, of another kind, with fewer choices or other ids."""
    choices = st.lists(st.sampled_from(question.choices), min_size=1, unique=True)
    return st.one_of(
        st.none(),
        st.just(question),
        st.builds(
            lambda kind, kept, columns: replace(question, kind=kind, choices=tuple(kept), columns=tuple(columns)),
            st.sampled_from(("one", "many", "grid")),
            choices,
            st.permutations(question.columns),
        ),
    )


@settings(max_examples=60)
@given(st.data())
def test_an_answer_is_kept_by_its_id_or_dropped_and_told_and_never_taken_for_another(
    guide: Guide, data: st.DataObject
) -> None:
    person = data.draw(st.sampled_from((PARTNER, FRIEND, EX)))
    sent = read_answers(guide.questions.values(), person)
    drawn = [data.draw(kinds(question)) for question in guide.questions.values()]
    questions = {one.id: one for one in data.draw(st.permutations(drawn)) if one}
    later = with_form(guide, questions)
    check_in = CheckIn.fresh(1_800_000_000).answered(dict(sent))
    found = Carrier(later).read(Carrier(guide).write(check_in))
    assert found is not None
    for question_id, tokens in found.answers.items():
        question = questions[question_id]
        assert set(tokens) <= set(sent[question_id]) & question.sendable and question.fits(tokens)
    assert found.dropped is (dict(found.answers) != dict(sent))
    # It stays to be told until a page has told it.
    again = Carrier(later).read(Carrier(later).write(found))
    assert again is not None and again.dropped is found.dropped


def test_an_answer_of_one_kind_is_none_of_another(guide: Guide) -> None:
    signs = replace(guide.questions["signs"], kind="many")
    check_in = CheckIn.fresh(1_800_000_000)._replace(answers=Answers({"signs": ("quiet", "alone")}))
    later = Carrier(with_form(guide, {**guide.questions, "signs": signs}))
    many = later.read(later.write(check_in))
    assert many is not None and many.answers["signs"] == ("quiet", "alone") and not many.dropped
    grid = Carrier(guide).read(later.write(check_in))
    assert grid is not None and not grid.answers


def test_a_form_that_was_open_meanwhile_is_about_its_own_question_and_what_no_longer_fits_is_told_once(
    site: Site,
) -> None:
    reader = site.reader
    reader.send("/check-in/2", {"relationship": "friend"})
    reader.send("/check-in/4", {"asked": "space_no_end"})
    headers = {"Sec-Fetch-Site": "same-origin"}
    form = {".question": "relationship", "relationship": "ex", "csrf_token": reader.token("/check-in/2")}
    text = (QUESTIONS / "relationship.md").read_text(encoding="utf-8")
    site.put(text.replace("\norder: ", "\norder: 9"), "questions/relationship")
    site.begin()
    screens = [question.id for question in site.mount.guide.screens]
    assert screens[1] != "relationship" and "relationship" in screens
    assert reader.post("/check-in/2", data=form, headers=headers).status_code == 303
    assert 'value="ex" checked' in reader.get(f"/check-in/{screens.index('relationship') + 1}").text
    assert "checked" not in reader.get("/check-in/2").text
    told = "Something you said no longer fits"
    for number in (2, 99):
        response = reader.post(f"/check-in/{number}", data=form | {".question": "gone"}, headers=headers)
        assert response.location == "/check-in/check"
        assert told in reader.get("/check-in/check").text and told not in reader.get("/check-in/check").text
