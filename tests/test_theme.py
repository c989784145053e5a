"""A host's colours and logo: read, held to their contrast, served under our prefix, and seen."""

import gzip
import json
import os
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from playwright.sync_api import Browser, Page

from supporter import ConfigurationError, ContentError, Supporter, create_app
from supporter.cli import main
from supporter.colours import nearest, ratio
from supporter.contrast import contrast, faint, lowest, pairs
from supporter.extension import ASSETS
from supporter.frontmatter import Document
from supporter.logo import LARGEST
from supporter.palette import AGAINST, MODES, ON, PROPERTIES, STEMS, lay_colours, ours
from supporter.records import keys
from supporter.theme import Colours, read_theme
from tests.browsing import served
from tests.conftest import SECRET, Reader
from tests.packing import completed
from tests.people import EX, PARTNER

Write = Callable[[str, str], Path]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="120" height="40" fill="#fff"/></svg>'
BLUE = """light:
  brand: "#1d4f91"
  link: "#174a8c"
  dusk: "#ffffff"
  dusk_ink: "#12305c"
  lamp: "#ffd76a"
  page: "#f6f7fb"
dark:
  brand: "#9cc3f5"
  on_brand: "#0b1f3a"
logo:
  file: logo.svg
  alt: Harbour House
"""


def png(width: int, height: int, *more: tuple[bytes, bytes]) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), *more, (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def themed(write: Write, text: str = BLUE, logo: str | bytes = SVG) -> Path:
    folder = write("theme.yaml", text)
    (folder / "logo.svg").write_bytes(logo.encode() if isinstance(logo, str) else logo)
    return folder


def mistakes(path: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        read_theme(path, "theme.yaml")
    return [str(problem) for problem in caught.value.problems]


def test_contrast_is_as_wcag_has_it() -> None:
    assert ratio("#000000", "#ffffff") == 21 and ratio("#ffffff", "#ffffff") == 1
    assert round(ratio("#777777", "#ffffff"), 2) == 4.48 and round(ratio("#ffff00", "#0000ff"), 2) == 8.00


@pytest.mark.parametrize("mode", MODES)
def test_our_own_colours_pass_with_room_to_spare(mode: Any) -> None:
    pair, least = lowest(mode, {})
    assert least > pair.least and not [*faint(Document("", {}, "", {}), {"light": {}, "dark": {}})]


def test_a_host_sets_a_dozen_colours_and_no_red() -> None:
    assert [name.replace("_", "-") for name in keys(Colours)] == [*PROPERTIES] and len(PROPERTIES) == 12
    followed = {*PROPERTIES, *STEMS}
    assert {*ours("light")} - followed == {"danger", "danger-fill", "danger-soft", "ok", "focus", "halo"}


@pytest.mark.parametrize("mode", MODES)
def test_what_follows_from_a_colour_can_be_read_wherever_the_colour_can(mode: Any) -> None:
    given = {name: ours(mode)[name] for name in PROPERTIES}
    palette = lay_colours(mode, given)
    assert all(contrast(palette, pair) >= pair.least for pair in pairs(mode))


def test_the_nearest_colour_that_will_do_is_the_first_that_will() -> None:
    better = nearest("#5b8def", lambda shade: ratio(shade, "#ffffff") >= 7)
    assert better is not None and 7 <= ratio(better, "#ffffff") < 7.3
    red, _, blue = (int(better[at : at + 2], 16) for at in (1, 3, 5))
    assert blue > red
    assert nearest("#777777", lambda shade: False) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("light:\n  brnad: '#fff'\n", "theme.yaml:2: unknown key 'brnad'; did you mean 'brand'?"),
        ("lihgt:\n  brand: '#fff'\n", "theme.yaml:1: unknown key 'lihgt'; did you mean 'light'?"),
        ("light:\n  brand: #fff\n", "theme.yaml:2: 'brand' has no value: a colour stands in quotes, as \"#14524c\""),
        (
            "light:\n  brand: teal\n",
            "theme.yaml:2: 'brand' is 'teal', which is no colour here; write it with its digits",
        ),
        ("light:\n  brand: 123456\n", "theme.yaml:2: 'brand' is '123456', which is no colour here"),
        ("light: '#fff'\n", "theme.yaml:1: 'light' is not a table; write lines of 'name: value' below it"),
        ("logo:\n  file: logo.svg\n", "theme.yaml:1: 'alt' is missing; add a line 'alt: ...'"),
        ("logo:\n  file: logo.svg\n  alt: ''\n", "theme.yaml:3: 'alt' is empty; write some text"),
        ("logo:\n  file: none.svg\n  alt: x\n", "theme.yaml:2: there is no such file; put the logo beside"),
        ("logo:\n  file: ../x.svg\n  alt: x\n", "theme.yaml:2: the logo lies outside of the folder of the theme"),
    ],
)
def test_a_mistake_in_a_theme_is_named_where_it_stands(write: Write, text: str, said: str) -> None:
    assert mistakes(themed(write, text) / "theme.yaml")[0].startswith(said)


LOGOS: dict[str, str | bytes] = {
    "this is no SVG; it begins with": "<html/>",
    "the SVG is broken": SVG.replace("</svg>", ""),
    "the SVG has a <script>": SVG.replace("</svg>", "<script>alert(1)</script></svg>"),
    "the SVG has a <foreignObject>": SVG.replace("</svg>", "<foreignObject/></svg>"),
    "the SVG has a <animate>": SVG.replace("</svg>", "<animate/></svg>"),
    "'onload' would run a script": SVG.replace("<rect", '<rect onload="alert(1)"'),
    "'href' leads out of the file": SVG.replace("</svg>", '<use href="https://example.org/x.svg#a"/></svg>'),
    "'fill' loads something from elsewhere": SVG.replace("#fff", "url(https://example.org/a)"),
    "a style loads something from elsewhere": SVG.replace("</svg>", "<style>@import 'x';</style></svg>"),
    "the SVG has a DOCTYPE": '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG,
    "the SVG loads a style sheet": "<?xml-stylesheet href='x'?>" + SVG,
    "the SVG does not say how large it is": SVG.replace('viewBox="0 0 120 40"', ""),
    "the logo is 4000 by 40; one side is": SVG.replace("0 0 120 40", "0 0 4000 40"),
    "the logo has 20,": SVG + " " * 20_000,
    "this is neither a PNG nor an SVG in UTF-8": b"\xff\xd8\xff\xe0",
    "the PNG is broken": png(4, 4)[:-20],
    "the PNG moves": png(4, 4, (b"acTL", b"\0" * 8)),
    "the PNG is 3000 by 1 points": png(3000, 1),
}


@pytest.mark.parametrize("said", LOGOS)
def test_a_logo_is_a_small_still_picture_and_nothing_else(write: Write, said: str) -> None:
    folder = themed(write, "logo:\n  file: logo.svg\n  alt: x\n", LOGOS[said])
    assert re.match(rf"ours/logo\.svg:\d+: {re.escape(said)}", mistakes(folder / "theme.yaml")[0])


def test_a_png_is_served_without_what_it_says_of_its_maker(write: Write) -> None:
    folder = themed(write, "logo:\n  file: logo.svg\n  alt: x\n", png(8, 4, (b"tEXt", b"Author\0Jo"), (b"eXIf", b"x")))
    logo = read_theme(folder / "theme.yaml", "theme.yaml").logo
    assert logo is not None and logo.data == png(8, 4)
    assert (logo.name, logo.type, logo.width, logo.height) == ("logo.png", "image/png", 80, 40)
    assert len(logo.data) < LARGEST


FAINT = 'light:\n  page: "#ffffff"\n  link: "#5b8def"\ndark:\n  on_brand: "#8fd6c4"\n'


def test_faint_colours_are_told_with_the_nearest_that_can_be_read(write: Write) -> None:
    path = themed(write, FAINT) / "theme.yaml"
    result = CliRunner().invoke(main, ["check", "--theme", str(path)])
    assert result.exit_code == 1 and "to mend in the theme" in result.output
    said = re.search(
        r"theme\.yaml:3: 'link' \(#5b8def\) on 'page' \(#ffffff\) is 3\.\d\d:1 in light; text needs 7:1; "
        r'write link: "(#\w{6})"',
        result.output,
    )
    assert said, result.output
    dark = re.search(
        r"theme\.yaml:5: 'on-brand' .* is 1\.00:1 in dark; text needs 4\.5:1; write on_brand: \"(#\w{6})\"",
        result.output,
    )
    assert dark, result.output
    path.write_text(FAINT.replace("#5b8def", said[1]).replace("#8fd6c4", dark[1]))
    mended = CliRunner().invoke(main, ["check", "--theme", str(path)])
    assert mended.exit_code == 0 and f"{len(pairs('light'))} pairs of colours in light; nearest" in mended.output


def test_a_band_in_a_middle_grey_has_no_words_that_can_be_read(write: Write) -> None:
    path = themed(write, 'light:\n  dusk: "#777777"\n  dusk_ink: "#888888"\n') / "theme.yaml"
    theme = read_theme(path, "theme.yaml")
    assert str(next(theme.faults())).startswith(
        "theme.yaml:3: 'dusk-ink' (#888888) on 'dusk' (#777777) is 1.26:1 in light; "
        "text needs 7:1, which no shade of it has there; write other colours for both"
    )


def test_a_theme_that_is_not_there_is_said() -> None:
    result = CliRunner().invoke(main, ["check", "--theme", "nowhere.yaml"])
    assert result.exit_code == 1 and "nowhere.yaml: there is no such file; name a theme" in result.output


def test_it_is_served_under_our_prefix_and_weighs_little(write: Write) -> None:
    app = host(write)
    client = app.test_client()
    page = client.get("/support/").text
    sheet = re.search(r'href="(/support/assets/theme\.css\?v=\w+)"', page)
    assert sheet and 'content="#ffffff"' in page
    response = client.get(sheet[1])
    assert response.mimetype == "text/css" and "immutable" in response.headers["Cache-Control"]
    assert len(gzip.compress(response.data, 9)) < 1024
    assert "--link:#174a8c" in response.text and "--danger" not in response.text and "@media screen{" in response.text
    logo = re.search(
        r'<img src="(/support/assets/logo\.svg\?v=\w+)" alt="Harbour House" width="120" height="40">', page
    )
    assert logo
    picture = client.get(logo[1])
    assert picture.mimetype == "image/svg+xml" and "sandbox" in picture.headers["Content-Security-Policy"]
    other = host(write, theme=None)
    assert "theme.css" not in other.test_client().get("/support/").text
    assert other.test_client().get("/support/assets/theme.css").status_code == 404


def test_a_setting_names_a_theme_where_there_is_no_overlay(write: Write) -> None:
    path = themed(write) / "theme.yaml"
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_THEME": str(path)})
    assert "Harbour House" in app.test_client().get("/").text


def test_a_theme_that_a_setting_names_must_be_there() -> None:
    with pytest.raises(ConfigurationError, match=r"SUPPORTER_THEME is '/nowhere\.yaml', and no such file is there"):
        create_app({"SUPPORTER_SECRET_KEY": SECRET, "SUPPORTER_THEME": "/nowhere.yaml"})


def test_a_pipe_in_the_place_of_a_logo_does_not_keep_the_start_waiting(write: Write, tmp_path: Path) -> None:
    folder = write("theme.yaml", "logo:\n  file: pipe.svg\n  alt: x\n")
    os.mkfifo(folder / "pipe.svg")
    assert mistakes(folder / "theme.yaml")[0].startswith("theme.yaml:2: there is no such file")


def test_a_theme_is_read_anew_with_the_content_and_a_broken_one_leaves_the_last(write: Write, tmp_path: Path) -> None:
    small = completed(tmp_path / "pack")
    folder = themed(write)
    app = Flask("host")
    app.config.update(SECRET_KEY=SECRET)
    guest = Supporter(app, url_prefix="/support", content=[folder, small])
    sheets = [app.test_client().get("/support/assets/theme.css").text]
    for text in (BLUE.replace("#174a8c", "#123456"), BLUE.replace("#174a8c", "navy")):
        (folder / "theme.yaml").write_text(text)
        with pytest.raises(ContentError) if "navy" in text else nullcontext():
            guest.reload(app)
        sheets.append(app.test_client().get("/support/assets/theme.css").text)
    assert "#174a8c" in sheets[0] and "#123456" in sheets[1] and sheets[2] == sheets[1]


def host(write: Write, **more: Any) -> Flask:
    app = Flask("host", template_folder=None)
    app.config.update(SECRET_KEY=SECRET, TESTING=True, SUPPORTER_LOCALE="en")
    app.test_client_class = Reader
    Supporter(app, url_prefix="/support", **{"theme": themed(write) / "theme.yaml", **more})
    return app


PAGES = ("/", "/check-in/1", "/check-in/5", "/check-in/7", "/check-in/check", "/guide", "/guide/plan", "/help-now",
         "/handouts/", "/handouts/emergency-card", "/read/", "/read/privacy", "/sources", "/nowhere")  # fmt: skip
SEEN = """names => {
  const known = Object.fromEntries(names.map((name, place) => ['rgb(0, 0, ' + (place + 1) + ')', name]));
  const ground = node => {
    for (; node; node = node.parentElement) {
      const at = getComputedStyle(node).backgroundColor;
      if (at !== 'rgba(0, 0, 0, 0)') return known[at] || at;
    }
    return 'page';
  };
  const found = {text: new Set(), edge: new Set()};
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const at = node.parentElement;
    if (!node.textContent.trim() || !at.getClientRects().length || at.closest('.sheet')) continue;
    found.text.add(JSON.stringify([known[getComputedStyle(at).color] || getComputedStyle(at).color, ground(at)]));
  }
  for (const node of document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary, .opt label')) {
    if (!node.getClientRects().length || node.closest('.sheet')) continue;
    const style = getComputedStyle(node), under = ground(node.parentElement);
    if (parseFloat(style.borderTopWidth) && style.borderTopStyle !== 'none' && known[style.borderTopColor])
      found.edge.add(JSON.stringify([known[style.borderTopColor], under]));
    if (node.tabIndex < 0 || node.tagName === 'LABEL') continue;
    node.focus({focusVisible: true});
    const ring = getComputedStyle(node.matches('.opt input') ? node.nextElementSibling : node);
    if (ring.outlineStyle !== 'none') found.edge.add(JSON.stringify([known[ring.outlineColor] || ring.outlineColor, under]));
  }
  return {text: [...found.text].map(JSON.parse), edge: [...found.edge].map(JSON.parse)};
}"""


def visitor(browser: Browser, base: str, app: Flask, answers: dict[str, Any], **more: Any) -> Page:
    """A browser that carries these answers."""
    app.test_client_class = Reader
    with app.test_client() as client:
        assert isinstance(client, Reader)
        client.answer(answers)
        cookie = client.get_cookie("visit-supporter")
        assert cookie is not None
        context = browser.new_context(**more)
        context.add_cookies([{"name": "visit-supporter", "value": cookie.value, "url": base}])
        return context.new_page()


@pytest.fixture(scope="module")
def branded(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("brand") / "ours"
    folder.mkdir()
    (folder / "theme.yaml").write_text(BLUE)
    (folder / "logo.svg").write_text(SVG)
    return create_app({"SUPPORTER_SECRET_KEY": SECRET, "TESTING": True, "SUPPORTER_CONTENT": [str(folder)]})


@pytest.fixture(scope="module")
def there(branded: Flask) -> Iterator[str]:
    with served(branded) as address:
        yield address


def test_every_pair_of_colours_that_meets_on_a_page_is_checked(browser: Browser, branded: Flask, there: str) -> None:
    """Each property has a colour of its own here, so that a browser can say which meet."""
    names = [*ours("light")]
    plant = ":root{" + ";".join(f"--{name}:rgb(0,0,{place})!important" for place, name in enumerate(names, 1)) + "}"
    texts = {(over, under) for under, overs in ON.items() for over in overs}
    edges = texts | {(over, under) for under, overs in AGAINST.items() for over in overs}
    # The colours of danger are ours alone, and what is beside them here is drawn, not read.
    fixed = {("rgb(255, 255, 255)", "danger-fill")}
    seen: set[tuple[str, str]] = set()
    for answers in (PARTNER, EX | {"danger": "yes"}):
        page = visitor(browser, there, branded, answers, bypass_csp=True, reduced_motion="reduce")
        for address in PAGES if answers is PARTNER else ("/guide",):
            page.goto(f"{there}{address}")
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            page.add_style_tag(content=plant)
            found = page.evaluate(SEEN, names)
            read, drawn = ({tuple(pair) for pair in found[kind]} for kind in ("text", "edge"))
            assert (read - texts - fixed, drawn - edges - fixed) == (set(), set()), address
            seen |= read
        page.context.close()
    assert len(seen) > 15, seen


def test_every_pair_that_a_rule_of_the_style_sheet_makes_is_checked() -> None:
    """Under a finger too, where no page could be asked."""
    css = (ASSETS / "within-reach.css").read_text().partition("@media print")[0]
    made = set()
    for rule in re.findall(r"\{([^{}]*)\}", css):
        over, under = (re.search(rf"(?:^|;){key}:var\(--([\w-]+)\)", rule) for key in ("color", "background"))
        if over and under:
            made.add((over[1], under[1]))
    assert ("dusk", "dusk-ink") in made and ("on-lamp", "lamp") in made
    assert made <= {(over, under) for under, overs in ON.items() for over in overs}


def test_a_brand_is_what_a_reader_sees_in_light_and_dark_and_paper_stays_black(
    browser: Browser, branded: Flask, there: str
) -> None:
    page = visitor(browser, there, branded, PARTNER)
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text))
    page.goto(f"{there}/guide")

    def colour(of: str, what: str = "backgroundColor") -> Any:
        return page.evaluate(f"getComputedStyle(document.querySelector({json.dumps(of)})).{what}")

    logo = page.get_by_role("img", name="Harbour House")
    box = logo.bounding_box()
    assert logo.evaluate("one => one.naturalWidth") > 0 and box and (box["width"], box["height"]) == (120, 40)
    assert colour(".band") == "rgb(255, 255, 255)" and colour("body") == "rgb(246, 247, 251)"
    page.set_viewport_size({"width": 360, "height": 640})
    out, home = (page.locator(f".band {one}").bounding_box() for one in (".leave", ".mark"))
    assert out and home and out["y"] < home["y"] + home["height"] and out["x"] > home["x"] + home["width"]
    page.emulate_media(color_scheme="dark")
    assert colour(".band") == "rgb(10, 21, 22)" and colour("body") == "rgb(15, 29, 30)"
    page.emulate_media(color_scheme="light", contrast="more")
    assert colour(".hint, .small", "color") == colour("body", "color")
    page.emulate_media(media="print", contrast="no-preference")
    assert colour(".foot li a", "color") == "rgb(0, 0, 0)" and colour("body", "color") == "rgb(0, 0, 0)"
    assert broken == []
    page.context.close()
