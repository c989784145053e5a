"""Each gate goes red for a fault that is planted: `make verify` begins with these."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from supporter.extension import ASSETS
from tests.verify import lighthouse_gate, phones_gate, row
from tests.verify.axe_gate import COLOURS, EVERYTHING, faults_of
from tests.verify.forced_gate import EDGES
from tests.verify.keyboard_gate import STOPS, tab_through
from tests.verify.pictures_gate import differing
from tests.verify.room_gate import LANDS, SPACING, overflow_of, targets_of
from tests.verify.text_gate import dumped, out_of_order
from tests.verify.tools import axe
from tests.verify.trees_gate import tree_of
from tests.verify.validity_gate import vnu
from tests.verify.weight_gate import SHIFT
from tests.verify.without_gate import bare_faults

CSS = (ASSETS / "within-reach.css").read_text(encoding="utf-8")
SOUND = """<a class="skip" href="#main">Skip to main content</a><header><a class="leave" href="/leave">Leave this page</a></header>
<main id="main" tabindex="-1"><div class="wrap q"><h1>Title</h1>
<div class="opts"><div class="opt"><input type="radio" name="one" id="one" value="1"><label for="one">One</label></div>
<div class="opt"><input type="radio" name="one" id="two" value="2"><label for="two">Two</label></div></div>
<div class="acts"><button class="btn">Continue</button></div></div></main>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 780}, reduced_motion="reduce")
    yield page
    page.close()


def show(page: Page, body: str = SOUND, style: str = "", direction: str = "ltr") -> Page:
    page.set_content(
        f'<!DOCTYPE html><html lang="en" dir="{direction}"><head><title>Planted</title><style>{CSS}{style}</style></head><body>{body}</body></html>'
    )
    return page


def test_axe_sees_pale_words_and_too_little_for_aaa(page: Page) -> None:
    for style, rule, rules in (
        ("h1{color:#999}", "color-contrast", COLOURS),
        (".opt label{color:#666}", "color-contrast-enhanced", EVERYTHING),
    ):
        show(page, style=style)
        page.evaluate(axe())
        assert rule in {found for found, _ in faults_of(page, rules)}
    show(page)
    page.evaluate(axe())
    assert faults_of(page, EVERYTHING) == []


def test_axe_says_what_it_cannot_decide(page: Page) -> None:
    show(page, style="h1{background:linear-gradient(#000,#fff);color:#888}")
    page.evaluate(axe())
    assert any(fault.startswith("incomplete") for _, fault in faults_of(page, COLOURS))


def test_a_small_target_is_seen_and_one_in_a_sentence_is_not_measured(page: Page) -> None:
    assert min(targets_of(show(page)))[0] >= 44
    assert min(targets_of(show(page, style=".btn{min-height:30px;padding:0 2rem}")))[0] == 30
    assert min(targets_of(show(page, SOUND + '<p><a href="/">Alone</a></p>')))[0] < 44
    assert min(targets_of(show(page, SOUND + '<p>A sentence with <a href="/">a link</a> in it.</p>')))[0] >= 44


def test_a_page_that_is_too_wide_is_seen_and_so_is_a_physical_side(page: Page) -> None:
    assert overflow_of(show(page)) == (0, [])
    assert overflow_of(show(page, style="h1{width:500px}"))[0] > 0
    wide = "h1{margin-right:-3rem}"
    assert overflow_of(show(page, style=wide))[0] > 0 or overflow_of(show(page, style=wide, direction="rtl"))[0] > 0
    assert overflow_of(show(page, style="h1{width:2rem;overflow:hidden;white-space:nowrap}"))[1] != []


def test_wide_text_that_does_not_fit_is_seen(page: Page) -> None:
    body = SOUND.replace("Title", "Abcdefghijklmnopqrst")
    show(page, body, "h1{font-size:2rem;white-space:nowrap;width:max-content}")
    assert overflow_of(page)[0] == 0
    page.evaluate(SPACING)
    assert overflow_of(page)[0] > 0


def test_something_over_an_option_is_seen(page: Page) -> None:
    assert show(page).evaluate(LANDS) == []
    cover = ".opts::after{content:'';position:absolute;z-index:3;top:0;left:0;width:100%;height:100%}"
    assert show(page, style=".opts{position:relative}" + cover).evaluate(LANDS) != []


def test_a_mark_left_on_the_wrong_side_covers_the_words(page: Page) -> None:
    assert show(page, direction="rtl").evaluate(phones_gate.OVERLAPS) == []
    left = "[dir=rtl] .opt input{left:1.125rem;right:auto} [dir=rtl] .opt label{text-align:left}"
    wrong = left + "[dir=rtl] .opt label{padding-left:1rem}"
    assert show(page, style=wrong, direction="rtl").evaluate(phones_gate.OVERLAPS) == ["One", "Two"]


def test_a_focus_that_cannot_be_seen_a_trap_and_a_late_way_out_are_seen(page: Page) -> None:
    stops = tab_through(show(page), int(page.evaluate(STOPS)))
    assert len(stops) == page.evaluate(STOPS) == 4
    assert [stop["class"] for stop in stops[:2]] == ["skip", "leave"]
    assert all(stop["ring"] and stop["halo"] and stop["seen"] and not stop["covered"] for stop in stops)
    stops = tab_through(show(page, style=".btn:focus{outline:0}"), 4)
    assert [stop["ring"] for stop in stops] == [True, True, True, False]
    sticky = "<div style='position:fixed;bottom:0;height:100%;width:100%;background:#fff'></div>"
    assert any(stop["covered"] for stop in tab_through(show(page, SOUND + sticky), 4))
    show(page)
    page.evaluate("() => { document.querySelector('.btn').onkeydown = event => event.preventDefault(); }")
    assert len(tab_through(page, 4)) > 4


def test_a_control_that_only_a_colour_draws_is_seen(browser: Browser) -> None:
    page = browser.new_page(forced_colors="active")
    assert show(page).evaluate(EDGES) == []
    assert show(page, style=".btn{border:0!important}").evaluate(EDGES) != []
    assert (
        show(page, SOUND + '<p>Words and <a href="/" style="text-decoration:none">a link</a></p>').evaluate(EDGES) != []
    )
    page.close()


def test_the_tree_tells_names_roles_and_states(page: Page) -> None:
    show(page)
    page.locator("#two").check()
    tree = tree_of(page)
    assert "heading “Title” (level 1)" in tree and "button “Continue”" in tree
    assert "radio “One” (not checked)" in tree and "radio “Two” (focused, checked)" in tree.replace(
        "checked, focused", "focused, checked"
    )


def test_an_old_phone_s_style_sheet_has_no_new_words() -> None:
    old = phones_gate.aged(
        "a{gap:1rem;color:red}b:focus-visible{color:red}@media (prefers-color-scheme:dark){i{color:red}}u{width:min(1px,2px);height:1px}"
    )
    assert old.split() == ["a{color:red}", "u{height:1px}"]
    assert "[dir=rtl]" in phones_gate.aged(CSS) and "clamp(" not in phones_gate.aged(CSS)


def test_a_script_of_today_is_too_new_for_an_old_phone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new.js").write_text("const a = b?.c;")
    monkeypatch.setattr(phones_gate, "ASSETS", tmp_path)
    assert phones_gate.script_faults("new.js")


def test_words_that_a_text_browser_hides_or_turns_round_are_seen() -> None:
    text = "".join(filter(str.isalnum, dumped("<h1>One</h1><p>Two</p>")))
    assert out_of_order(["One", "Two"], text) == []
    assert out_of_order(["Two", "One"], text) == ["One"] and out_of_order(["Three"], text) == ["Three"]


def test_invalid_html_and_css_are_seen(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<!DOCTYPE html><html lang="en"><title>A</title><p><div>Hello</p></div></html>')
    (tmp_path / "b.css").write_text("a{colour:red}")
    found = vnu([tmp_path / "a.html", tmp_path / "b.css"])
    assert any(each.startswith("a.html") for each in found) and any(each.startswith("b.css") for each in found)


def test_a_picture_that_fills_the_screen_without_css_is_seen(page: Page) -> None:
    page.set_content('<svg viewBox="0 0 10 10"><circle cx="5" cy="5" r="5"/></svg>')
    page.set_viewport_size({"width": 1280, "height": 900})
    assert bare_faults(page) != []
    page.set_content('<svg viewBox="0 0 10 10" width="40" height="40"><circle cx="5" cy="5" r="5"/></svg>')
    assert bare_faults(page) == []


def test_a_page_that_moves_is_seen(page: Page) -> None:
    show(page, "<h1>Title</h1><p>Words</p>" * 5)
    page.evaluate(
        "requestAnimationFrame(() => requestAnimationFrame(() => document.body.prepend(Object.assign(document.createElement('div'), {style: 'height:300px'}))))"
    )
    assert page.evaluate(SHIFT) > 0


def test_a_changed_picture_is_seen_and_shown() -> None:
    before = Image.new("RGB", (60, 60), "white")
    now = before.copy()
    now.paste((0, 0, 0), (10, 10, 16, 16))
    assert differing(before, before)[1] is None
    count, sheet = differing(before, now)
    assert count >= 36 and sheet is not None and sheet.width > 120
    assert differing(before, Image.new("RGB", (60, 61), "white"))[1] is not None


def test_a_row_fails_for_what_is_past_its_limit() -> None:
    assert not row.at_most("weight", {"a": 3.0, "b": 5.0}, 4).passed
    assert not row.at_least("target", {"a": 43.9}, 44, " px", 1).passed
    assert row.at_least("target", {"a": 44.0}, 44).passed and not row.counted("axe", 1, ["one"]).passed
    assert lighthouse_gate.LIMITS == {"accessibility": 100, "best-practices": 100, "performance": 99}
