"""A folder of a host's own: begun by `supporter init`, laid over ours piece by piece, key by key, line by line."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from supporter import ContentError, Guide, SupporterError, load_guide
from supporter.beginning import begin
from supporter.checking import check_content
from supporter.cli import main
from supporter.frontmatter import Document, read_document
from supporter.guide import Settings
from supporter.loading import load_manuscript
from supporter.shipped import shipped
from supporter.texts import fingerprint, rules, texts
from tests.packing import completed

Write = Callable[[str, str], Path]
TODAY = date(2026, 11, 21)
ROOT = Path(__file__).parent.parent


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    begin(tmp_path / "our-words", TODAY)
    return tmp_path / "our-words"


def run(*words: str | Path) -> Any:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole guide that is read in no time."""
    return completed(tmp_path_factory.mktemp("small") / "pack")


def problems(*folders: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load_guide(folders)
    return [str(problem) for problem in caught.value.problems]


def uncommented(file: Path) -> None:
    """Take the # away in front of every example, as a host would."""
    file.write_text(re.sub(r"^#(?=\w|  )", "", file.read_text(), flags=re.MULTILINE))


def test_what_init_makes_passes_the_check_as_it_is(begun: Path, guide: Guide) -> None:
    report = check_content([begun], "en", TODAY, fast=True)
    assert not report.problems
    assert report.manuscript is not None
    assert {*report.manuscript.guide.blocks} - {*guide.blocks} == {"a-place-to-talk"}


def test_every_example_in_it_works_once_its_mark_is_taken_away(begun: Path) -> None:
    for name in ("en/guide.yaml", "helplines.yaml", "theme.yaml"):
        uncommented(begun / name)
    (begun / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h9"/></svg>'
    )
    report = check_content([begun], "en", TODAY, fast=True)
    assert [str(one) for one in report.problems] == []
    assert report.manuscript is not None
    guide = report.manuscript.guide
    assert guide.settings.name == "Harbour House Guide" and guide.settings.groups["help"] == "Finding help near you"
    assert guide.settings.paper.general.startswith("General advice by Harbour House")
    carers = [line for line in guide.countries["GB"].lines if line.kind == "carers"]
    assert carers[0].name == "Harbour House support line" and carers[0].tel == "01632960123"
    assert next(line for line in guide.countries["GB"].lines if line.name == "Samaritans").checked == TODAY
    assert "Eldercare Locator" not in {line.name for line in guide.countries["US"].lines}


def test_init_says_what_to_do_next_and_writes_over_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "our words"
    result = run("init", folder)
    assert result.exit_code == 0
    assert f"supporter check '{folder}'" in result.output
    assert f"supporter serve --content '{folder}'" in result.output
    (folder / "theme.yaml").write_text("mine")
    (folder / "helplines.yaml").unlink()
    again = run("init", folder)
    assert again.exit_code == 1 and "nothing was written, as this is there already" in again.output
    assert (folder / "theme.yaml").read_text() == "mine" and not (folder / "helplines.yaml").exists()


def test_init_names_a_place_where_nothing_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("init", tmp_path / "file/below")
    assert result.exit_code == 1 and "cannot be written (" in result.output and "name another folder" in result.output


def test_warnings_about_what_a_host_did_not_write_are_told_by_their_number(begun: Path) -> None:
    (begun / "helplines.yaml").write_text(
        "GB:\n  Ours:\n    kind: carers\n    phone: '01632 960 123'\n    checked: 2025-01-01\n    sources: [ours]\n"
    )
    report = check_content([begun], "en", TODAY, fast=True)
    told = [line for line in report.lines() if "warning" in line]
    ours, theirs = told
    assert (
        ours
        == f"{len(report.warnings) - 1} warnings about what you did not write: supporter check, without a folder, lists them."
    )
    assert theirs.startswith("our-words/helplines.yaml:2: warning: Ours: ")
    without_a_folder = replace(report, beneath=None)
    assert sum("warning: " in line for line in without_a_folder.lines()) == len(report.warnings)


def test_a_piece_of_ours_is_copied_to_be_changed_and_nothing_is_written_over(begun: Path, guide: Guide) -> None:
    result = run("copy", begun, "blocks/you-first", "content/en/pages/about.md")
    assert result.exit_code == 0 and result.output.splitlines() == [
        f"made {begun / 'en/blocks/you-first.md'}", f"made {begun / 'en/pages/about.md'}",
    ]  # fmt: skip
    copied = begun / "en/blocks/you-first.md"
    assert copied.read_bytes() == (shipped("content") / "en/blocks/you-first.md").read_bytes()
    copied.write_text(copied.read_text().replace("title: You first", "title: You come first"))
    assert load_guide(begun).blocks["you-first"].title == "You come first" != guide.blocks["you-first"].title
    again = run("copy", begun, "blocks/how-to-ask", "blocks/you-first")
    assert again.exit_code == 1 and "nothing was written, as this is there already" in again.output
    assert "You come first" in copied.read_text() and not (begun / "en/blocks/how-to-ask.md").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("blocks/you-frist",), "we have no 'blocks/you-frist' in en; did you mean 'blocks/you-first'?"),
        (
            ("moving-house",),
            "we have no 'moving-house' in en; 'supporter map' shows all names, such as blocks/you-first",
        ),
        (("blocks/you-first", "--locale", "fr"), "we have no language 'fr'; write one of: en, es"),
    ],
)
def test_a_name_that_is_none_of_ours_is_not_copied(tmp_path: Path, given: tuple[str, ...], said: str) -> None:
    result = run("copy", tmp_path, *given)
    assert result.exit_code == 1 and said in result.output and not [*tmp_path.iterdir()]


def test_a_guide_yaml_of_one_key_changes_that_key_alone(write: Write, guide: Guide) -> None:
    found = load_guide(write("en/guide.yaml", "groups:\n  talk: Talking, kindly\npaper:\n  page: '{page}/{pages}'\n"))
    assert found.settings.groups == guide.settings.groups | {"talk": "Talking, kindly"}
    assert [*found.settings.groups] == [*guide.settings.groups]
    assert found.settings.paper == replace(guide.settings.paper, page="{page}/{pages}")
    assert found.settings.countries == guide.settings.countries and found.sooner_when == guide.sooner_when


def test_a_table_that_has_all_of_our_keys_has_its_own_order(write: Write, small: Path) -> None:
    fits = load_guide(small).settings.fits
    turned = "\n".join(f"  {key}: {text}" for key, text in reversed(fits.items()))
    found = load_guide([write("en/guide.yaml", f"fits:\n{turned}\n"), small])
    assert [*found.settings.fits] == [*reversed(fits)]


def test_a_key_without_a_value_is_taken_away(write: Write, small: Path) -> None:
    write("helplines.json", "[]")
    found = load_guide([write("en/guide.yaml", "countries:\n  NP:\n"), small])
    assert "NP" not in found.countries and "GB" in found.countries


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nmae: Ours\n", "ours/en/guide.yaml:1: unknown key 'nmae'; did you mean 'name'?"),
        ("# ours\npaper:\n  pgae: x\n", "ours/en/guide.yaml:3: unknown key 'pgae'; did you mean 'page'?"),
        ("name:\n", "ours/en/guide.yaml:1: 'name' is missing; add a line 'name: ...'"),
        ("\nname: 3\n", "ours/en/guide.yaml:2: 'name' is not text; put it in quotes"),
        ("groups: none\n", "ours/en/guide.yaml:1: 'groups' is not a table; write lines of 'name: value' below it"),
        ("enough: sol\n", "ours/en/guide.yaml:1: 'sol' is not a question; did you mean 'soil'?"),
        ("name: [x\n", "ours/en/guide.yaml:2: this is not YAML"),
        (
            "sooner_when:\n  - flgs: told_to_stop\n",
            "ours/en/guide.yaml:2: nothing called 'flgs' is decided before this; did you mean 'flags'?",
        ),
    ],
)
def test_a_mistake_in_a_few_keys_is_named_where_the_host_wrote_it(
    write: Write, small: Path, text: str, said: str
) -> None:
    found = problems(write("en/guide.yaml", text), small)
    assert any(problem.startswith(said) for problem in found), found


def test_a_mistake_below_a_host_s_keys_is_named_in_its_own_file(write: Write, tmp_path: Path) -> None:
    below = completed(tmp_path / "pack")
    file = below / "en/guide.yaml"
    file.write_text(file.read_text().replace("enough: soil", "enough: sol"))
    line = file.read_text().splitlines().index("enough: sol") + 1
    found = problems(write("en/guide.yaml", "\n\nname: Ours\n"), below)
    assert found == [f"wilting/en/guide.yaml:{line}: 'sol' is not a question; did you mean 'soil'?"]


def test_three_folders_are_laid_over_each_other_the_nearest_on_top(tmp_path: Path, small: Path) -> None:
    for name, text in (("near", "name: Near\n"), ("middle", "name: Middle\nreminder: Tea\n")):
        (tmp_path / name / "en").mkdir(parents=True)
        (tmp_path / name / "en/guide.yaml").write_text(text)
    found = load_guide([tmp_path / "near", tmp_path / "middle", small]).settings
    assert (found.name, found.reminder) == ("Near", "Tea")


@pytest.fixture(scope="module")
def tongues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, with its settings in Spanish too."""
    folder = completed(tmp_path_factory.mktemp("tongues") / "pack")
    source = read_document(folder / "en/guide.yaml", "guide.yaml")
    assert isinstance(source, Document)
    words = texts(source.table, rules("guide.yaml")) | {"name": "Marchita", "reminder": "Agua"}
    (folder / "es").mkdir()
    stamp = {"translates": fingerprint(source, "guide.yaml")}
    (folder / "es/guide.yaml").write_text(yaml.safe_dump(stamp | words))
    return folder


def spanish(*folders: Path) -> Settings:
    return load_guide(folders, "es").settings


def test_a_word_of_the_host_s_keeps_our_spanish_for_all_the_others(write: Write, tongues: Path) -> None:
    folder = write("en/guide.yaml", "name: Harbour House\n")
    assert spanish(tongues).name == "Marchita"
    assert spanish(folder, tongues) == replace(spanish(tongues), name="Harbour House")


def test_a_translation_of_the_host_s_own_words_is_as_small_as_they_are(write: Write, tongues: Path) -> None:
    folder = write("en/guide.yaml", "name: Harbour House\nfits:\n  good: It fits us.\n")
    own = "name: Casa del Puerto\nfits:\n  good: Nos encaja.\n"
    write("es/guide.yaml", f'translates: "00000000"\n{own}')
    waiting = load_manuscript([folder, tongues], "es").translation
    assert waiting is not None
    assert spanish(folder, tongues).name == "Harbour House"
    write("es/guide.yaml", f'translates: "{waiting.stale["guide.yaml", ""]}"\n{own}')
    ours, theirs = spanish(tongues), spanish(folder, tongues)
    assert theirs == replace(ours, name="Casa del Puerto", fits={**ours.fits, "good": "Nos encaja."})
    write("en/guide.yaml", "name: Harbour Home\nfits:\n  good: It fits us.\n")
    assert spanish(folder, tongues) == replace(ours, name="Harbour Home", fits={**ours.fits, "good": "It fits us."})


def test_a_host_can_better_our_spanish_without_touching_the_english(write: Write, tongues: Path) -> None:
    stamp = fingerprint(Document("", {"reminder": load_guide(tongues).settings.reminder}, "", {}), "guide.yaml")
    folder = write("es/guide.yaml", f'translates: "{stamp}"\nreminder: Un vaso\n')
    assert spanish(folder, tongues) == replace(spanish(tongues), reminder="Un vaso")
    write("es/guide.yaml", 'translates: "00000000"\nremindr: Un vaso\n')
    with pytest.raises(ContentError, match=r"ours/es/guide\.yaml:2: the source has no 'remindr'; did you mean 'rem"):
        spanish(folder, tongues)


HARBOUR = """GB:
  Harbour House:
    kind: crisis
    phone: "01632 960 123"
    checked: 2026-11-20
    sources: [our own line]
"""


def test_a_line_of_the_host_s_stands_before_ours_of_its_kind_and_dials_what_it_shows(
    write: Write, guide: Guide
) -> None:
    found = load_guide(write("helplines.yaml", HARBOUR))
    crisis = [line for line in found.countries["GB"].lines if line.kind == "crisis"]
    assert (crisis[0].name, crisis[0].tel) == ("Harbour House", "01632960123")
    assert crisis[1:] == [line for line in guide.countries["GB"].lines if line.kind == "crisis"]
    assert found.countries["IE"] == guide.countries["IE"]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("GB: 3\n", 1, "'GB' is not a table; write the name of a line below it"),
        ("GB:\n  Samaritans: 116 123\n", 2, "'Samaritans' is not a table; write what you change below it"),
        (
            "GB:\n  Samaritan:\n    checked: 2026-11-20\n",
            2,
            "we have no line 'Samaritan' in GB, and 'kind', 'sources' is missing; did you mean 'Samaritans'? a line",
        ),
        ("GB:\n  Samaritan:\n", 2, "there is no line 'Samaritan' in GB to take away; did you mean 'Samaritans'?"),
        (
            'GB:\n  Samaritans:\n    phone: "116 124"\n',
            2,
            "'checked' is missing: ours is about what stood there before; write your own",
        ),
        ("GB:\n  Samaritans:\n    phone: 116123\n", 3, "'phone' is not text; put it in quotes"),
        ("GB:\n  Samaritans:\n    fone: x\n", 3, "unknown key 'fone'; did you mean 'phone'?"),
        ("GB:\n  Samaritans:\n    checked: soon\n", 3, "'checked' is not a date; write it as 2026-11-21"),
        ("GB:\n  Samaritans:\n    checked:\n", 3, "'checked' is empty; write the day on which you last tried it"),
        ("GB:\n  Samaritans:\n    country: IE\n", 3, "the country stands above the line; take this out"),
        ("IE:\n  Samaritans:\n    kind: cris\n", 3, "'kind' is 'cris'; write one of: emergency, crisis"),
        (HARBOUR.replace("GB:", "UK:"), 2, "Harbour House: the country 'UK' has no name; write one of: AU, CA, DE"),
        (HARBOUR.replace('    phone: "01632 960 123"\n', ""), 2, "Harbour House: there is no way to reach it"),
        (
            HARBOUR + "    web: www.harbour.example\n",
            2,
            "Harbour House: 'www.harbour.example' is not an address; write it",
        ),
        (HARBOUR + '    tel: "999"\n', 2, "Harbour House: 'tel' dials 999 and the reader sees 01632 960 123"),
    ],
)
def test_a_mistake_in_a_line_is_named_where_it_stands(
    write: Write, small: Path, text: str, line: int, said: str
) -> None:
    found = problems(write("helplines.yaml", text), small)
    assert any(problem.startswith(f"ours/helplines.yaml:{line}: {said}") for problem in found), found


@pytest.mark.parametrize(
    "phone",
    [
        "01632 960 123 (ext. 4)", "01632 960 123 or 01632 960 124", "01632 960123, 960124", "01632 960 123/4",
        "+44 (0)1632 960 123", "0800 HARBOUR", "ask for Ann on 01632 960 123", "1",
    ],
)  # fmt: skip
def test_what_would_dial_another_number_than_a_reader_sees_is_refused(write: Write, small: Path, phone: str) -> None:
    found = problems(write("helplines.yaml", HARBOUR.replace("01632 960 123", phone)), small)
    assert found and "is not one number that a phone can dial; write its digits alone" in found[0], found


@pytest.mark.parametrize("phone", ["01632 960 123", "+44 1632 960-123", "(01632) 960 123", "999"])
def test_a_number_may_be_written_as_people_write_numbers(write: Write, small: Path, phone: str) -> None:
    folder = write("helplines.yaml", HARBOUR.replace("01632 960 123", phone))
    lines = load_guide([folder, small]).countries["GB"].lines
    assert [line.phone for line in lines if line.name == "Harbour House"] == [phone]


def test_no_country_loses_its_number_for_danger_right_now(write: Write, small: Path) -> None:
    line = load_guide(small).countries["GB"].emergency
    assert line is not None
    for change in (f"  {line.name}:\n", f"  {line.name}:\n    kind: crisis\n"):
        (said,) = problems(write("helplines.yaml", f"GB:\n{change}"), small)
        assert said.startswith("ours/helplines.yaml:1: this leaves GB without a number for danger right now")


def test_old_days_of_the_host_s_lines_are_told_at_their_own_place(write: Write) -> None:
    folder = write("helplines.yaml", HARBOUR.replace("2026-11-20", "2026-01-02"))
    report = check_content([folder], "en", TODAY, fast=True)
    said = (
        "ours/helplines.yaml:2: warning: Harbour House: last confirmed on 2026-01-02; call it, then write the new date"
    )
    assert said in {*report.lines()}


def test_a_whole_data_file_of_a_host_still_takes_the_place_of_ours(write: Write, small: Path) -> None:
    (one, *_) = json.loads((shipped("content") / "helplines.json").read_text())
    folder = write("helplines.json", json.dumps([one], indent=1))
    write("helplines.yaml", HARBOUR)
    assert [line.name for line in load_guide([folder, small]).countries["GB"].lines] == ["Harbour House"]
    assert load_guide([folder, small]).countries["IE"].lines == ()


@pytest.mark.parametrize("name", ["helpline.yaml", "helplines.yml", "themes.yaml", "helplins.json"])
def test_a_file_that_nobody_would_read_is_named(write: Write, small: Path, name: str) -> None:
    folder = write("helplines.yaml", HARBOUR)
    write(name, "{}")
    (said,) = problems(folder, small)
    assert said.startswith(f"ours/{name}:1: nothing reads this file; did you mean '")


def test_an_overlay_may_hold_nothing_but_lines(write: Write, small: Path) -> None:
    assert load_guide([write("helplines.yaml", HARBOUR), small]).countries["GB"].lines
    with pytest.raises(SupporterError, match="there is no 'en/' in it"):
        load_guide([write("notes.txt", "x").parent, small])


YOURS = (ROOT / "docs/yours.md").read_text(encoding="utf-8")


def test_the_lines_in_our_docs_can_be_copied(write: Write, small: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", YOURS, re.DOTALL)
    countries = load_guide([write("helplines.yaml", example), small]).countries
    assert "Harbour House support line" in {line.name for line in countries["GB"].lines}
    assert "Eldercare Locator" not in {line.name for line in countries["US"].lines}


def test_what_our_docs_show_of_a_faint_colour_is_what_is_said(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    (command, said) = re.findall(r"^\$ supporter (.*)\n(.*)$", YOURS, re.MULTILINE)[0]
    folder = write("../our-words/theme.yaml", 'light:\n  page: "#ffffff"\n  link: "#5b8def"\n')
    monkeypatch.chdir(folder.parent)
    assert said in run(*command.split()).output.splitlines()


def test_the_project_of_a_pack_in_our_docs_is_that_of_our_example() -> None:
    packs = (ROOT / "docs/packs.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", packs, re.DOTALL)
    ours = (ROOT / "tests/pack/pyproject.toml").read_text(encoding="utf-8").splitlines()
    assert [line for line in example.splitlines() if line.partition("#")[0].strip() not in {*ours, ""}] == []
