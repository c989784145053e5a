"""The map of the guide: every piece is on it once, and says in the form's own words who sees it."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from supporter import ConfigurationError, Guide, create_app
from supporter.charting import Chart, make_chart
from supporter.conditions import Condition
from supporter.drawing import draw_dot, draw_svg
from supporter.frontmatter import Document
from supporter.grammar import parse_condition
from supporter.loading import load_manuscript
from supporter.manuscript import Manuscript
from supporter.mapping import map_text
from supporter.mentions import anchor, subject, token_anchor
from supporter.naming import Named, conditions, namings
from supporter.wording import in_words, sentence
from tests.browsing import served
from tests.conftest import SECRET, Reader
from tests.lint import lint_page
from tests.test_cli import run


@pytest.fixture(scope="module")
def manuscript() -> Manuscript:
    return load_manuscript()


@pytest.fixture(scope="module")
def chart(manuscript: Manuscript) -> Chart:
    return make_chart(manuscript.guide, manuscript.documents)


@pytest.fixture(scope="module")
def page(manuscript: Manuscript) -> str:
    return map_text(manuscript, "html")


@pytest.fixture(scope="module")
def desk() -> Flask:
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_DESK": True})
    app.test_client_class = Reader
    return app


def parse(html: str) -> Any:
    return html5lib.parse(html, namespaceHTMLElements=False)


def compiled(guide: Guide, table: dict[str, Any]) -> Condition:
    problems: list[Any] = []
    condition = parse_condition(Document("blocks/x.md", table, "", {}), (), guide.vocabulary, problems)
    assert problems == []
    return condition


WORDED = [
    ({}, "Shown to everyone."),
    (
        {
            "when": [{"asked": "space_no_end", "relationship": ["friend", "ex"]}, {"new_signs": {"at_least": 4}}],
            "unless": [{"flags": "told_to_stop"}],
        },
        "Shown when who they are to you is “My ex” or “My friend”, and what they asked for is “They asked for space, but not"
        " how long”; or when what is new includes four or more things. Not when the red flag “You were told to stop or keep"
        " away, or they blocked you” holds.",
    ),
    ({"unless": [{"path": "pattern"}]}, "Shown to everyone, but not when the path is “This may be something that comes round"
     " when life is hard or you get close”."),
    ({"when": [{"asked": {"none": ["help", "skipped"]}}]},
     "Shown when what they asked for is not “They asked for help”, and is not left open."),
    ({"when": [{"seen": ["unknown", "skipped"]}]},
     "Shown when what you have seen or heard includes “I don’t know”, or is left open."),
    ({"when": [{"facts": {"all": ["they_u18", "live_together"], "none": ["me_u18"]}}]},
     "Shown when what is true for you both includes “We live together” and “They are under 18”, but not “I am under 18”."),
    ({"when": [{"signs": ["alone.often", "quiet"]}]},
     "Shown when what you have noticed includes “They are quiet or closed off” or “They spend more time alone” (a lot)."),
    ({"when": [{"tried": {"at_least": 2, "of": ["gave_time", "or_else"]}}]},
     "Shown when what you have tried includes at least two of “I gave them time” and “I said ‘do this or else’”."),
    ({"when": [{"events": {"only": ["loss"]}}]}, "Shown when what has happened in their life includes nothing other than"
     " “Someone died, or a break-up” or “Nothing that I know of”."),
    ({"when": [{"path": {"none": ["slow", "sudden"]}}]}, "Shown when the path is not “This could be a fast change. It is"
     " worth checking they are safe” or “This may have built up. It could be low mood, worry, burnout, illness or something"
     " else”."),
]  # fmt: skip


@pytest.mark.parametrize(("table", "words"), WORDED)
def test_a_condition_is_told_in_the_form_s_own_words(guide: Guide, table: dict[str, Any], words: str) -> None:
    assert in_words(guide, compiled(guide, table)) == words


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ({"any": ["ALL"]}, "any red flag holds"),
        ({"none": ["ALL"]}, "no red flag holds"),
        ({"any": ["ALL BUT danger_now"]}, "any red flag other than “Someone is in danger right now” holds"),
        ({"all": ["feared", "danger_now"], "none": ["self_harm"]},
         "the red flags “Someone is in danger right now” and “They may be afraid of you, or things you did may have gone too"
         " far” hold, and the red flag “They may be hurting themselves on purpose” does not hold"),
    ],
)  # fmt: skip
def test_nearly_all_flags_are_told_by_those_left_out(guide: Guide, test: dict[str, list[str]], words: str) -> None:
    flags = {key: list(guide.flags) if names[0].startswith("ALL") else names for key, names in test.items()}
    for names in flags.values():
        if test.get("any") == ["ALL BUT danger_now"]:
            names.remove("danger_now")
    assert in_words(guide, compiled(guide, {"when": [{"flags": flags}]})) == f"Shown when {words}."


GRAMMAR = set(
    re.findall(
        r"\w+",
        "shown to everyone when not but or and is includes include does nothing other than at least of left open the red flag"
        " flags hold holds one none any no path thing things more two three four five six seven eight",
    )
)


def test_every_condition_of_our_content_is_a_sentence_without_a_trace_of_its_code(guide: Guide) -> None:
    found = list(conditions(guide))
    assert len(found) > 300
    columns = {column.label.lower() for question in guide.questions.values() for column in question.columns}
    for named in found:
        words = in_words(guide, named.condition)
        assert words[0].isupper() and words.endswith(".") and words.count("“") == words.count("”")
        bare = re.sub("“[^”]*”", " ", words)
        for known in sorted([*map(subject, guide.questions.values()), *columns], key=len, reverse=True):
            bare = bare.replace(known, " ")
        assert set(re.findall(r"[^\s,;.()]+", bare.lower())) <= GRAMMAR, (named, words)


def test_a_sentence_names_all_that_its_condition_asks_about(guide: Guide) -> None:
    for named in conditions(guide):
        anchors = {mention.anchor for mention in sentence(guide, named.condition)}
        for table in (*named.condition.when, *named.condition.unless):
            for token in guide.vocabulary.read(table.bits()):
                if token.name in guide.questions:
                    place = anchor("questions", token.name, token.token.partition(".")[0])
                    counted = any(mask.of & guide.vocabulary.names[token.name][token.token] for mask in table.counts)
                    assert counted or token.token == "skipped" or place in anchors, (named, token)
                    assert anchor("questions", token.name) in anchors


def test_what_a_choice_changes_is_told_in_both_directions(guide: Guide, chart: Chart) -> None:
    def titles(groups: Any) -> set[str]:
        return {mention.text for mentions in groups.values() for mention in mentions}

    assert guide.flags["told_to_stop"].title in titles(chart.brings["questions-asked.stop"])
    assert guide.blocks["an-ex"].title in titles(chart.brings["questions-relationship.ex"])
    assert guide.blocks["grief"].title in titles(chart.keeps["questions-relationship.ex"])
    assert guide.blocks["grief"].title in titles(chart.brings["questions-asked.help"])
    named = {(token_anchor(token), one.kind, one.id) for token, one, _ in namings(guide)}
    told = {
        (place, *mention.anchor.split("-", 1))
        for effects in (chart.brings, chart.keeps)
        for place, groups in effects.items()
        for mentions in groups.values()
        for mention in mentions
    }
    assert named == told


def test_a_flag_takes_away_what_advice_would_leave_out(guide: Guide, chart: Chart) -> None:
    stop = chart.takes["told_to_stop"]
    assert len(stop["Plans over time"]) == len(guide.plans) and len(stop["Words to borrow"]) == len(guide.messages)
    about = {block.title for block in guide.blocks.values() if {"contact", "presence"} & {*block.about}}
    assert about <= {mention.text for mention in stop["Advice"]}
    assert chart.switches["told_to_stop"]["All that is about"][0] == guide.settings.about["contact"]


def test_every_piece_is_on_the_page_once_with_its_ref_its_grade_its_evidence_and_its_date(
    guide: Guide, page: str, chart: Chart
) -> None:
    lint_page(page)
    ids = [node.get("id") for node in parse(page).iter() if isinstance(node.tag, str) and node.get("id")]
    articles = {node.get("id"): " ".join("".join(node.itertext()).split()) for node in parse(page).iter("article")}
    for kind, pieces in guide.kinds().items():
        for piece in pieces.values():
            place = anchor(kind, piece.id)
            assert ids.count(place) == 1
            words = articles[place]
            assert f"{kind}/{piece.id}.md" in words and (not piece.ref or piece.ref in words)
            assert all(claim in words for claim in piece.evidence)
            assert f"again by {piece.review_by.day} {piece.review_by:%B %Y}" in words
            assert place not in chart.grades or f"reading grade {chart.grades[place]:.1f}" in words
    assert len(chart.grades) > 200
    for question in guide.questions.values():
        for choice in question.choices:
            assert ids.count(anchor("questions", question.id, choice.id)) == 1


def test_the_page_says_of_each_piece_what_its_condition_says(guide: Guide, page: str) -> None:
    articles = {node.get("id"): " ".join("".join(node.itertext()).split()) for node in parse(page).iter("article")}

    def clauses(named: Named) -> Iterator[str]:
        for tables in (named.condition.when, named.condition.unless):
            for table in tables:
                yield in_words(guide, Condition(when=(table,)), "").removeprefix(" when ").removesuffix(".")

    for named in conditions(guide):
        for clause in clauses(named):
            assert clause in articles[anchor(named.kind, named.id)]


def test_the_drawing_is_xml_with_a_title_and_a_box_for_each_thing(guide: Guide, chart: Chart) -> None:
    root = ET.fromstring(draw_svg(chart))
    space = "{http://www.w3.org/2000/svg}"
    assert [child.tag for child in root][:2] == [f"{space}title", f"{space}desc"]
    boxes = [group.get("id") for group in root.iter(f"{space}g")]
    assert len(boxes) == len(set(boxes))
    assert {entry.anchor for entry in chart.entries if entry.kind != "questions"} <= set(boxes)
    assert "questions-asked.stop" in boxes and "questions-asked.skipped" in boxes
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    for box in root.iter(f"{space}rect"):
        if box.get("x"):
            assert (
                float(box.get("x", 0)) + float(box.get("width", 0)) <= width and float(box.get("y", 0)) + 20 <= height
            )


def test_the_graph_is_balanced_and_names_every_node(guide: Guide, chart: Chart) -> None:
    graph = draw_dot(chart)
    bare = re.sub(r'"(?:\\.|[^"\\])*"', "", graph)
    assert '"' not in bare and bare.count("{") == bare.count("}") > 0 and bare.count("[") == bare.count("]")
    string = r'"((?:\\.|[^"\\])*)"'
    nodes = set(re.findall(rf"^    {string} \[label=", graph, re.MULTILINE))
    ends = {end for line in re.findall(rf"^  {string} -> {string}", graph, re.MULTILINE) for end in line}
    assert ends and ends <= nodes
    assert {entry.anchor for entry in chart.entries if entry.kind != "questions"} <= nodes


def test_words_of_an_author_are_only_words_in_every_format(write: Any) -> None:
    block = (Path(__file__).parent.parent / "content/en/blocks/an-ex.md").read_text()
    folder = write("en/blocks/an-ex.md", re.sub(r"\ntitle: .*", r"""\ntitle: '<b id="x">\\"} & ]]>'""", block, count=1))
    manuscript = load_manuscript(folder)
    assert manuscript.guide.blocks["an-ex"].title == '<b id="x">\\"} & ]]>'
    lint_page(map_text(manuscript, "html"))
    assert parse(map_text(manuscript, "html")).find(".//b[@id='x']") is None
    assert any(text == '<b id="x">\\"} & ]]>' for text in ET.fromstring(map_text(manuscript, "svg")).itertext())
    assert r'"<b id=\"x\">\\\"} & ]]>"' in map_text(manuscript, "dot")


@pytest.mark.parametrize(("format_", "start"), [("html", "<!DOCTYPE html>"), ("svg", "<svg "), ("dot", "digraph ")])
def test_the_command_writes_a_file_or_to_standard_output(format_: str, start: str, tmp_path: Path, page: str) -> None:
    out = tmp_path / "map"
    assert run("map", "--format", format_, "--out", str(out)).stdout == ""
    text = out.read_text(encoding="utf-8")
    assert text.lstrip().startswith(start)
    if format_ == "html":
        printed = run("map")
        assert printed.returncode == 0 and printed.stdout == text == page


def test_the_command_names_mistakes_of_the_content(write: Any) -> None:
    result = run("map", "--content", str(write("en/blocks/x.md", "---\ntitel: x\n---\n")))
    assert result.returncode == 1 and "unknown key 'titel'" in result.stdout


@pytest.mark.parametrize("address", ["/desk/", "/desk"])
def test_readers_meet_no_desk(reader: Reader, desk: Flask, address: str) -> None:
    response, unknown = reader.get(address), reader.get("/nowhere")
    elsewhere = (re.sub(r'href="[^"?]*\?', 'href="?', one.text) for one in (response, unknown))
    assert response.status_code == 404 and len({*elsewhere}) == 1
    assert desk.test_client().get(address).status_code == 200


def test_the_desk_is_there_in_debug_and_where_the_host_turns_it_on(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    app.test_client_class = Reader
    assert app.test_client().get("/desk/").status_code == 404
    app.debug = True
    assert "Map of the guide" in app.test_client().get("/desk/").text
    for said, code in (("true", 200), ("1", 200), ("false", 404), ("0", 404)):
        monkeypatch.setenv("SUPPORTER_DESK", said)
        assert create_app({"SUPPORTER_SECRET_KEY": SECRET}).test_client().get("/desk/").status_code == code
    with pytest.raises(ConfigurationError, match="SUPPORTER_DESK is 'perhaps'; write true or false"):
        create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_DESK": "perhaps"})


def opened(browser: Browser, address: str, **options: Any) -> Page:
    page = browser.new_page(**options)
    page.on("console", lambda message: pytest.fail(f"the console says: {message.text}"))
    page.goto(address)
    return page


@pytest.fixture(scope="module")
def written(page: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("map") / "map.html"
    file.write_text(page, encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def address(desk: Flask) -> Iterator[str]:
    with served(desk) as base:
        yield f"{base}/desk/"


def search(page: Page) -> None:
    """What a search hides and shows, and how it ends."""
    entries = page.locator(".entry")
    every = entries.count()
    assert page.locator(".entry:visible").count() == every > 200
    page.get_by_role("searchbox").fill("DON'T know  danger-unsure")
    assert page.locator(".entry:visible").evaluate_all("all => all.map(one => one.id)") == []
    assert page.get_by_role("status").inner_text() == f"0 of {every}"
    page.get_by_role("searchbox").fill("doctor flags/self_harm")
    assert page.locator(".entry:visible").evaluate_all("all => all.map(one => one.id)") == ["flags-self_harm"]
    assert page.locator("section:visible").count() == 1
    page.get_by_role("searchbox").fill("24 hours")
    assert page.locator("#flags-unreachable").get_by_text("You do not need to wait 24 hours").is_visible()
    page.get_by_role("searchbox").fill("doctor flags/self_harm")
    page.locator("#flags-self_harm .rule a").last.click()
    expect(page.get_by_role("searchbox")).to_have_value("")
    assert page.locator("details[open]").count() == 0
    assert page.locator(".entry:visible").count() == every
    assert page.locator(":target").evaluate("one => one.id") == "questions-seen.self_harm"
    expect(page.locator(":target")).to_be_in_viewport()


def test_a_search_shows_what_holds_every_word_and_a_link_ends_it(browser: Browser, written: str, address: str) -> None:
    for where in (written, address):
        page = opened(browser, where)
        search(page)
        page.close()


def test_it_reads_without_a_script(browser: Browser, written: str) -> None:
    page = opened(browser, written, java_script_enabled=False)
    assert page.get_by_role("searchbox").count() == 0
    assert page.get_by_text("use your browser’s own search").is_visible()
    page.locator("#questions-asked summary").first.click()
    assert page.locator("#questions-asked").get_by_text("Someone close has gone quiet").is_visible()
    page.close()


def test_the_file_loads_nothing_from_elsewhere(browser: Browser, written: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(written)
    page.wait_for_load_state("networkidle")
    assert {url for url in asked if not url.startswith("data:")} == {written}
    assert page.evaluate("document.fonts.check('16px AHN')") is True
    page.close()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_map_is_no_wider_than_the_screen(browser: Browser, address: str, width: int) -> None:
    page = opened(browser, address, viewport={"width": width, "height": 780})
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_paper_has_the_map_without_its_tools(browser: Browser, written: str) -> None:
    page = opened(browser, written)
    page.emulate_media(media="print")
    assert not page.get_by_role("searchbox").is_visible() and not page.locator(".toc").is_visible()
    assert page.get_by_text("Someone close has gone quiet").first.is_visible()
    page.close()
