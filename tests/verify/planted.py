"""Each gate goes red for a fault that is planted: `make verify` begins with these."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Response, request
from PIL import Image
from playwright.sync_api import Browser, Page

from supporter.extension import ASSETS
from tests.verify import keyboard_gate, lighthouse_gate, phones_gate, row
from tests.verify.axe_gate import COLOURS, EVERYTHING, faults_of
from tests.verify.forced_gate import EDGES
from tests.verify.keyboard_gate import STOPS, tab_through
from tests.verify.pictures_gate import differing
from tests.verify.room_gate import LANDS, SPACING, overflow_of, targets_of
from tests.verify.text_gate import dumped, out_of_order
from tests.verify.tools import axe
from tests.verify.trees_gate import tree_of
from tests.verify.validity_gate import vnu
from tests.verify.visitor import Visitor, visiting_by
from tests.verify.weight_gate import SHIFT
from tests.verify.without_gate import bare_faults, cookieless, plain, walked, without_cookies

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


@pytest.fixture(scope="module", autouse=True)
def heard_again() -> Iterator[None]:
    """The app that gates look at logs nothing, and apps of one name share a logger."""
    yield
    logging.getLogger("supporter").disabled = False


@contextmanager
def spoiled(browser: Browser, *changes: tuple[str, str, str]) -> Iterator[Visitor]:
    """The app as `make verify` sees it, with pages changed on their way: of which path, what, and what it becomes."""
    with visiting_by(browser.browser_type) as visitor:

        @visitor.app.after_request
        def spoil(response: Response) -> Response:
            if response.mimetype == "text/html":
                page = response.get_data(as_text=True)
                for path, before, after in changes:
                    page = re.sub(before, after, page, flags=re.S) if path in request.path else page
                response.set_data(page)
            return response

        yield visitor


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
    left = "[dir=rtl] .opts>.opt input{left:1.125rem;right:auto} [dir=rtl] .opt label{text-align:left}"
    wrong = left + "[dir=rtl] .opts>.opt label{padding-left:1rem}"
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


def test_a_walk_that_a_page_stops_is_seen(browser: Browser) -> None:
    """A button that only a script would make work; and a sheet that is not the one."""
    dead = ("/check-in/", '<button class="btn" type="submit">', '<button class="btn" type="button">')
    other = ("sheet", "My space plan", "Another sheet")
    for change, said in ((dead, "/check-in/1: Page.wait_for_url: Timeout"), (other, "is not the handout")):
        with spoiled(browser, change) as visitor, plain(visitor, script=False) as page:
            page.set_default_navigation_timeout(3_000)
            (fault,) = walked(page, visitor.base)
            assert said in fault


def test_a_trap_for_the_keyboard_turns_the_gate_red(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tab is taken away in a button, as a widget without a way out does."""
    with spoiled(browser) as visitor:
        visitor.states = [state for state in visitor.states if state.name in ("check-empty", "error-pack")]
        assert all(each.passed for each in keyboard_gate.measure(visitor))
        sound = visitor.show

        def trapped(*given: Any) -> Page:
            page = sound(*given)
            page.evaluate("() => { document.querySelector('.btn').onkeydown = event => event.preventDefault(); }")
            return page

        monkeypatch.setattr(visitor, "show", trapped)
        red = [each for each in keyboard_gate.measure(visitor) if not each.passed]
        assert [each.gate for each in red] == ["keyboard: traps, and things it cannot reach"] and len(
            red[0].faults
        ) == 2


def test_a_page_that_says_nothing_where_cookies_are_off_is_seen(browser: Browser) -> None:
    """No word on why each answer is forgotten; and a page without its words."""
    mute = ("/check-in/", '<div class="notice".*?</div>', "")
    empty = ("/sources", "<main.*</main>", "")
    with spoiled(browser, mute, empty) as visitor, cookieless(visitor) as page:
        faults = without_cookies(page, visitor.base)
    assert ["nobody says" in fault for fault in faults] == [True, True, False]
    assert faults[2] == "/sources cannot be read"


def test_lighthouse_marks_a_page_down(browser: Browser) -> None:
    """Without its language, and with a picture that is not there, which the console says."""
    page = ("/check-in/check", '<html lang="en">(.*)</h1>', r'<html>\1</h1><img src="/no.png">')
    with spoiled(browser, page) as visitor:
        state = next(state for state in visitor.states if state.name == "check-empty")
        found = lighthouse_gate.one_try(visitor, state)
    rows = [row.at_least(name, {"planted": found[name]}, limit) for name, limit in lighthouse_gate.LIMITS.items()]
    assert {"accessibility", "best-practices"} <= {each.gate for each in rows if not each.passed}
