"""A translation holds texts only, and a reader sees it only while it is whole and current."""

import itertools
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from supporter import ContentError, Guide, SupporterError, advise, load_guide
from supporter.checking import check_content
from supporter.evidence import Evidence, Source
from supporter.flags import Caution, Flag
from supporter.frontmatter import Document, read_document
from supporter.loading import load_manuscript, load_manuscripts
from supporter.manuscript import Translation
from supporter.notes import fill_notes
from supporter.pieces import BUILT
from supporter.records import keys
from supporter.sheets import fill_handout
from supporter.shipped import shipped
from supporter.texts import DATED, fingerprint, rules, texts
from supporter.translating import join
from supporter.typesetting import typeset
from tests.pdfs import faults, open_pdf, read_tags
from tests.people import CALM, EX, FRIEND, PARTNER, calm
from tests.sheaf import PAPERS, SITE, START, press
from tests.tongues import sample, stamped

Write = Callable[[str, str], Path]

CONTENT = shipped("content")
FLAG = "flags/afraid_of_them.md"
CARD = "handouts/emergency-card.md"
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def both() -> tuple[Guide, Guide]:
    found = load_manuscripts(None, ("en", "es"))
    return found["en"].guide, found["es"].guide


@pytest.fixture
def spanish(both: tuple[Guide, Guide]) -> Guide:
    return both[1]


def given(relative: str, locale: str = "es") -> str:
    return (CONTENT / locale / relative).read_text(encoding="utf-8")


def translation(*content: Path) -> Translation:
    found = load_manuscript([*content], "es").translation
    assert found is not None
    return found


def state(relative: str, text: str, tmp_path: Path) -> str:
    file = tmp_path / Path(relative).name
    file.write_text(text, encoding="utf-8")
    document = read_document(file, relative)
    assert isinstance(document, Document)
    return fingerprint(document, relative.split("/")[0])


def test_a_changed_word_makes_a_translation_stale_and_a_changed_rule_does_not(tmp_path: Path) -> None:
    source = given(FLAG, "en")
    before = state(FLAG, source, tmp_path)
    assert state(FLAG, source.replace("order: 7", "order: 99").replace("scared_of_them, ", ""), tmp_path) == before
    assert state(FLAG, source.replace("  - You do not have to put this right.\n", ""), tmp_path) != before
    assert state(FLAG, source.replace("Your safety comes first", "Your own safety comes first", 1), tmp_path) != before
    assert state(FLAG, source.rstrip() + " More.\n", tmp_path) != before


def test_every_text_of_a_model_is_a_text_for_translators() -> None:
    """A key that readers see cannot be taken for a rule: each field is one or the other, and this is the list."""
    guide = load_guide()
    models = {type(piece) for kind in guide.kinds().values() for piece in kind.values()} | {Evidence}
    seen = {name for model in models for name in keys(model)} - BUILT - rules("flags")
    assert seen == {
        "title", "short", "hint", "columns", "choices", "line", "says", "do_not", "near", "helps", "ease_off",
        "sooner_if", "steps", "sooner", "instead", "gist", "use_with", "not_when", "at_most", "text", "instead_of",
        "try_instead", "audience", "summary",
    }  # fmt: skip
    assert {*keys(Source)} - rules("sources") <= BUILT | {"title"}
    assert set(DATED) <= {*keys(Flag)} & {*keys(Caution)}


def test_the_texts_of_a_list_with_ids_go_by_id_and_rules_are_left_out() -> None:
    table = {"choices": [{"id": "alone", "label": "One", "alone": True}], "says": ["A", {"say": "B", "when": [{}]}]}
    assert texts(table, rules("questions")) == {"choices": {"alone": {"label": "One"}}, "says": ["A", "B"]}


def test_spanish_says_the_same_to_every_reader_and_shares_all_rules(both: tuple[Guide, Guide]) -> None:
    guide, spanish = both
    for answers in (PARTNER, FRIEND, EX, CALM, calm(you="own_suicidal")):
        ours, theirs = advise(guide, answers), advise(spanish, answers)
        for part in ("flags", "path", "messages", "handouts", "cautions", "care", "pages"):
            ids = [[one.id for one in found] if isinstance(found, tuple) else found.id
                   for found in (getattr(ours, part), getattr(theirs, part))]  # fmt: skip
            assert ids[0] == ids[1], part
        assert {one.block.id for one in ours.blocks} == {one.block.id for one in theirs.blocks}
    flag = spanish.flags["afraid_of_them"]
    assert flag.condition is guide.flags["afraid_of_them"].condition
    assert [order.condition for order in flag.says] == [o.condition for o in guide.flags["afraid_of_them"].says]


def test_what_is_not_translated_is_the_very_original_with_its_language(tmp_path: Path) -> None:
    found = load_manuscripts([sample(tmp_path / "ours")], ("en", "ar"))
    english, arabic = found["en"].guide, found["ar"].guide
    assert arabic.blocks["you-first"].lang == "ar" != english.blocks["you-first"].lang
    for name in english.blocks.keys() - {"you-first"}:
        assert arabic.blocks[name] is english.blocks[name] and arabic.blocks[name].lang == "en"


def test_the_spanish_that_we_promise_is_whole_and_keeps_its_own_rules() -> None:
    report = check_content([], "es", TODAY)
    assert [*map(str, report.problems)] == []
    found = translation()
    assert not found.missing and not found.incomplete and not found.stale


def test_a_word_that_changed_in_the_source_brings_the_original_back(write: Write) -> None:
    changed = given(FLAG, "en").replace("Your safety comes first.", "You come first.", 1)
    folder = write(f"en/{FLAG}", changed)
    found = load_manuscripts([folder], ("en", "es"))
    assert found["es"].guide.flags["afraid_of_them"] is found["en"].guide.flags["afraid_of_them"]
    assert found["es"].guide.flags["danger_now"].lang == "es"
    report = check_content([str(folder)], "es", TODAY)
    (stale,) = [one for one in report.warnings if one.file.endswith(FLAG)]
    source = read_document(folder / "en" / FLAG, FLAG)
    assert isinstance(source, Document)
    stamp = fingerprint(source, "flags")
    assert stale.text == f"the source has changed since; read it again, then write 'translates: \"{stamp}\"'"
    assert not report.problems
    write(f"es/{FLAG}", re.sub(r'translates: "\w+"', f'translates: "{stamp}"', given(FLAG)))
    assert load_guide(folder, "es").flags["afraid_of_them"].lang == "es"


def test_a_text_that_is_not_translated_has_its_own_language_on_paper_too(write: Write) -> None:
    """A block, the path and the plan of a reader are older than their source; all else is in Spanish."""
    stale = ("blocks/more-than-quiet.md", "paths/slow.md", "plans/space-no-end.md")
    for relative in stale:
        folder = write(f"es/{relative}", re.sub(r'translates: "\w+"', 'translates: "00000000"', given(relative)))
    guide = load_guide(folder, "es")
    advice = advise(guide, PARTNER)
    notes = fill_notes(guide, advice, guide.country("ES"), START)
    made = press().print(typeset(guide, [notes], PAPERS[0], SITE))
    assert faults(made, notes.title, "es") == []
    with open_pdf(made) as pdf:
        tags = [*read_tags(pdf).all()]
    heads = {tag.title: tag.lang for tag in tags if tag.name in ("H1", "H2", "H3")}
    block = guide.blocks["more-than-quiet"].title
    assert heads.pop(block) == "en" and heads and set(heads.values()) == {"es"}
    within = tags[next(place for place, tag in enumerate(tags) if tag.title == block) + 1 :]
    texts = [
        tag.lang for tag in itertools.takewhile(lambda tag: tag.name not in ("H2", "H3"), within) if tag.name == "P"
    ]
    assert texts and set(texts) == {"en"}
    assert {tag.lang for tag in tags if tag.name in ("P", "L")} == {"en", "es"}
    sheet = fill_handout(guide, guide.handouts["space-plan"], guide.country("ES"), advice, START)
    with open_pdf(press().print(typeset(guide, [sheet], PAPERS[0], SITE))) as pdf:
        assert len([tag for tag in read_tags(pdf).all() if tag.lang == "en"]) >= len(
            advice.plan.steps if advice.plan else ()
        )


def test_a_source_that_a_host_made_anew_is_no_mistake_of_our_translation(write: Write) -> None:
    folder = write(f"en/{FLAG}", given(FLAG, "en").replace("  - You do not have to put this right.\n", ""))
    assert load_guide(folder, "es").flags["afraid_of_them"].lang == "en"
    report = check_content([str(folder)], "es", TODAY)
    assert not report.problems
    assert any("'says' has 7 items, and the source 6" in one.text for one in report.warnings)


def test_a_text_that_is_missing_leaves_the_whole_original_in_its_place(write: Write) -> None:
    line = next(line for line in given(FLAG).splitlines() if line.startswith("line:"))
    folder = write(f"es/{FLAG}", given(FLAG).replace(line + "\n", ""))
    assert load_guide(folder, "es").flags["afraid_of_them"].lang == "en"
    assert translation(folder).incomplete == {("flags", "afraid_of_them"): ("line",)}
    lines = [*check_content([str(folder)], "es", TODAY).lines()]
    assert any(f"es/{FLAG}:2: warning: not translated: line; until it is, readers see" in line for line in lines)
    flags = next(line for line in lines if line.startswith("flags")).split()
    assert flags == ["flags", "13", "12", "0", "1", "0"]


def test_the_form_stays_in_the_source_s_words_while_the_replies_made_of_them_do(tmp_path: Path) -> None:
    folder = sample(tmp_path / "ours")
    assert load_guide(folder, "ar").questions["danger"].lang == "ar"
    (folder / "ar/replies.yaml").unlink()
    guide = load_guide(folder, "ar")
    assert guide.questions["danger"].lang == "en"
    advice = advise(guide, calm(you="worn_out"))
    assert {one.lang for shown in advice.blocks for one in shown.because} == {"en"}


def test_a_reply_is_in_the_language_of_its_question(tmp_path: Path, spanish: Guide) -> None:
    guide = load_guide(sample(tmp_path / "ours"), "ar")
    because = {one.block.id: one.because for one in advise(guide, calm(you="worn_out", relationship="partner")).blocks}
    assert {(reply.lang, str(reply)) for reply in because["find-your-own-person"]} == {
        ("ar", "قلت لنا إن أنت في إنهاك.")
    }
    (shown,) = [one for one in advise(spanish, calm(you="worn_out")).blocks if one.block.id == "find-your-own-person"]
    assert str(shown.because[0]).startswith("Nos dijiste que ") and shown.because[0].lang == "es"
    assert str(shown.without).startswith("Si no nos hubieras dicho que ")


WRONG = [
    (FLAG, "title:", "order: 7\ntitle:", "'order' is a rule, which the source alone holds; take it out"),
    (FLAG, "title:", "titel: x\ntitle:", "the source has no 'titel'; did you mean 'title'?"),
    (FLAG, "do_not:\n", "do_not:\n  - Algo más.\n", "'do_not' has 5 items, and the source 4; write one for each"),
    (FLAG, "do_not:\n", "do_not: No.\nx:\n", "'do_not' is not a list; write lines that begin with '- '"),
    (FLAG, "title:", "title: [x]\nline_:", "'title' is not text; put it in quotes"),
    (FLAG, "reviewers: []\n", "", "'reviewers' is missing; say when and by whom the translation was read"),
    (FLAG, "review_by: 2027", "review_by: 2025", "'review_by' is not after 'reviewed'; write a later date"),
    ("questions/danger.md", "- id: unsure", "- id: unsur", "the source has no 'unsur' in 'choices'; did you mean 'unsure'?"),
    ("questions/danger.md", "- id: unsure", "- id: no", "'no' stands twice in 'choices'; keep one"),
    ("questions/danger.md", "- id: unsure\n    label", "- label", "an item of 'choices' has no 'id'; write that of the source"),
    ("questions/danger.md", "- id: unsure\n", "- id: unsure\n    alone: true\n", "'alone' is a rule, which the source alone holds"),
    (CARD, "[cut]\n", "", "the slots are not those of the source; write them in this order: [helplines] [lines 2]"),
]  # fmt: skip


@pytest.mark.parametrize(("relative", "old", "new", "said"), WRONG)
def test_a_wrong_translation_is_named(tmp_path: Path, relative: str, old: str, new: str, said: str) -> None:
    text = stamped(given(relative), relative)
    assert old in text
    file = tmp_path / Path(relative).name
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    source, wrong = read_document(CONTENT / "en" / relative, relative), read_document(file, relative)
    assert isinstance(source, Document) and isinstance(wrong, Document)
    joined = join(source, wrong, relative.split("/")[0])
    assert not joined.good and any(said in fault.text for fault in joined.faults), joined.faults


def test_all_that_is_wrong_stands_in_one_error_with_file_and_line(write: Write) -> None:
    def wrong(relative: str, old: str, new: str) -> Path:
        return write(f"es/{relative}", stamped(given(relative), relative).replace(old, new, 1))

    wrong(FLAG, "title:", "order: 7\ntitle:")
    wrong("pages/start.md", "(page:help-now)", "(page:help-mow)")
    wrong("replies.yaml", "{said}", "{sad}")
    folder = wrong("questions/danger.md", "- id: unsure", "- id: unsur")
    with pytest.raises(ContentError) as caught:
        load_guide(folder, "es")
    assert [str(problem) for problem in caught.value.problems] == [
        "ours/es/flags/afraid_of_them.md:6: 'order' is a rule, which the source alone holds; take it out",
        "ours/es/pages/start.md:18: the link 'page:help-mow' leads nowhere; did you mean 'page:help-now'?",
        "ours/es/questions/danger.md:16: the source has no 'unsur' in 'choices'; did you mean 'unsure'?",
        "ours/es/replies.yaml:4: 'said' needs {said}, each once, and no other slot; write the sentence with them",
    ]


def test_files_that_translate_nothing_are_refused(write: Write) -> None:
    write("es/blocks/a-frend.md", "---\ntranslates: '1'\n---\n")
    write("es/personas/x.yaml", "title: x\n")
    folder = write("es/laws.yaml", "x: y\n")
    (folder / "es/laws.yaml").unlink()
    with pytest.raises(ContentError) as caught:
        load_guide(folder, "es")
    assert [problem.text for problem in caught.value.problems] == [
        "this translates nothing: 'en/blocks/a-frend.md' is not there; did you mean 'a-friend'?",
        "'personas' is for the source alone; take the file away",
    ]


def test_a_language_with_laws_of_its_own_is_no_translation(write: Write) -> None:
    folder = write("de/laws.yaml", "laws: []\n")
    with pytest.raises(SupporterError, match="'de' is no translation of 'en', as it has laws of its own"):
        load_manuscripts([folder], ("en", "de"))


def test_a_language_that_is_nowhere_is_named() -> None:
    with pytest.raises(SupporterError, match="no content folder holds the language 'fr/'; write one of: en, es"):
        load_guide(None, "fr")
