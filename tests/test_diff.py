"""What `supporter diff` tells of two editions is what their readers see."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from supporter import Guide, SupporterError, advise
from supporter.answers import fitting
from supporter.audience import Place, seen
from supporter.cli import main
from supporter.difference import Change, Difference
from supporter.diffing import compare
from supporter.loading import load_manuscript
from supporter.manuscript import Manuscript
from supporter.proving.witness import Witness
from supporter.retelling import retell, summary
from supporter.revisions import read_edition
from supporter.shipped import shipped

Write = Callable[[str, str], Path]
Overlay = Callable[..., Manuscript]

NEW_BLOCK = """---
title: A bowl of soup
group: talk
order: 1
about: [contact]
when:
  - you: %s
evidence: [E01]
reviewed: 2026-11-21
review_by: 2027-11-21
reviewers: []
gist: Soup says a lot.
---
Put it on the step.
"""


@cache
def ours() -> Manuscript:
    return load_manuscript()


@pytest.fixture
def overlay(write: Write) -> Overlay:
    """Our content with some edits, each a file, a text in it, and what stands there instead."""

    def written(*edits: tuple[str, str, str]) -> Manuscript:
        folder = Path()
        for relative, old, new in edits:
            text = (shipped("content") / "en" / relative).read_text(encoding="utf-8") if old else ""
            assert old in text, f"{relative} has no {old!r}"
            folder = write(f"en/{relative}", text.replace(old, new, 1) if old else new)
        return load_manuscript(folder)

    return written


def change(difference: Difference, place: str) -> Change:
    kind, _, one = place.partition("/")
    return next(change for change in difference.changes if change.place == (kind, one))


def told(difference: Difference) -> str:
    """The whole text in one line, so that a test need not know where lines end."""
    return " ".join(retell(difference).split())


def sees(guide: Guide, example: Witness, place: Place) -> bool:
    return place in seen(guide, example.answers, example.held).places


def examples(difference: Difference) -> Iterator[tuple[Place, Witness, bool]]:
    """Every example of a change: the piece, the check-in, and whether it is seen now (or was before)."""
    for one in difference.changes:
        for example, now in ((one.audience.now, True), (one.audience.no_longer, False)):
            if example:
                yield one.place, example, now


STOP_AT_HOME = ("cautions/stop-at-home.md", "flags: told_to_stop", "flags: feared")
STOP_FOR_A_CHILD = ("flags/told_to_stop.md", "    facts: they_u18\n", "    facts: [they_u18, live_together]\n")
NO_EXCEPTION = ("flags/told_to_stop.md", "unless:\n  - asked: stop", "unless:\n  - asked: help")


def test_where_nothing_changed_it_says_so() -> None:
    difference = compare(ours(), ours())
    assert not difference
    assert retell(difference) == "Nothing changed: every reader sees the same, in the same words."


def test_a_changed_word_is_shown_before_and_after_and_who_reads_it(overlay: Overlay) -> None:
    difference = compare(
        ours(), overlay(("blocks/grief.md", "Grief changes from day to day.", "Grief comes in waves."))
    )
    (one,) = difference.changes
    assert one.edit.out == ("Grief changes from day to day.",) and one.edit.new == ("Grief comes in waves.",)
    assert not one.audience and not difference.moved
    readers = [
        persona
        for persona in ours().personas.values()
        if ("blocks", "grief") in seen(ours().guide, persona.answers).places
    ]
    assert len(one.audience.personas) == len(readers) == len(difference.rereading) > 0
    assert "“Grief and loss” (blocks/grief) Seen by" in told(difference)
    assert "Words taken out: “Grief changes from day to day.” New words: “Grief comes in waves.”" in told(difference)
    assert summary(difference) == (
        f"1 piece changed; 0 of {len(ours().personas)} personas see something else, {len(readers)} read changed words; "
        "no law is broken."
    )


def test_a_date_that_changed_is_told_as_nothing_a_reader_sees(overlay: Overlay) -> None:
    difference = compare(ours(), overlay(("blocks/grief.md", "reviewers: []", "reviewers: [A. Doctor]")))
    assert "“Grief and loss” (blocks/grief) Only changed: who reviewed it." in told(difference)


def test_a_changed_rule_comes_with_check_ins_that_the_two_guides_show_differently(overlay: Overlay) -> None:
    new = overlay(STOP_AT_HOME)
    one = change(compare(ours(), new), "cautions/stop-at-home")
    now, no_longer = one.audience.now, one.audience.no_longer
    assert now and no_longer
    for example, before, after in ((now, False, True), (no_longer, True, False)):
        shown = [
            "stop-at-home" in {caution.id for caution in advise(each.guide, example.answers, example.held).cautions}
            for each in (ours(), new)
        ]
        assert shown == [before, after]
    assert no_longer.said == (
        "What is true for you both: We live together; What they asked for: They told me to stop contacting them, "
        "or blocked me"
    )


def test_personas_are_counted_and_named_where_they_see_something_else(overlay: Overlay) -> None:
    new = overlay(STOP_AT_HOME)
    difference = compare(ours(), new)
    one = change(difference, "cautions/stop-at-home")
    gained = set(one.audience.personas) - set(one.audience.personas_before)
    lost = set(one.audience.personas_before) - set(one.audience.personas)
    titles = {
        persona.title
        for persona in ours().personas.values()
        if seen(ours().guide, persona.answers).places != seen(new.guide, persona.answers).places
    }
    assert gained and lost and gained | lost == titles == set(difference.moved)
    text = told(difference)
    assert f"Seen by {len(one.audience.personas)} of {len(ours().personas)} personas; before, by" in text
    assert all(title in text for title in titles)


def test_every_example_and_every_case_of_a_great_change_is_what_the_guides_show(overlay: Overlay) -> None:
    old = overlay(STOP_FOR_A_CHILD)
    difference = compare(old, ours())
    found = list(examples(difference))
    assert len(found) > 50
    for place, example, now in found:
        assert sees(ours().guide, example, place) is now and sees(old.guide, example, place) is not now, place
    followed = {one.place for one in difference.changes if one.state == "follows"}
    for case in difference.cases:
        assert case.because == (("flags", "told_to_stop"),)
        assert all(sees(ours().guide, case.example, place) for place in case.now)
        assert all(sees(old.guide, case.example, place) for place in case.no_longer)
    assert followed == {place for case in difference.cases for place in (*case.now, *case.no_longer, *case.lines)}


def test_what_follows_is_told_by_what_a_longer_check_in_adds(overlay: Overlay) -> None:
    text = told(compare(overlay(STOP_FOR_A_CHILD), ours()))
    assert "Exception changed. Taken out: “We live together”. Now: not when who they are to you is" in text
    assert "By flags/told_to_stop, for this check-in, for example: Who they are to you: My child or teenager;" in text
    assert "With “They spend more time alone: Now and then” as well: No longer seen: “More time alone”" in text


def test_a_rule_written_in_another_way_is_for_the_same_readers(overlay: Overlay) -> None:
    same = "  - flags: {any: [told_to_stop]}\n    facts: {all: [live_together]}\n"
    new = overlay(("cautions/stop-at-home.md", "  - flags: told_to_stop\n    facts: live_together\n", same))
    assert "Still shown for the same readers." in told(compare(ours(), new))


def test_a_new_block_and_one_taken_out_are_told_as_such(overlay: Overlay) -> None:
    new = overlay(("blocks/soup.md", "", NEW_BLOCK % "worn_out"))
    difference = compare(ours(), new)
    one = change(difference, "blocks/soup")
    assert one.state == "new" and one.audience.now and one.audience.now.answers == {"you": "worn_out"}
    assert "“A bowl of soup” (blocks/soup) New. Now shown for this check-in, for example: How you are doing: Worn out." in told(difference)  # fmt: skip
    gone = change(compare(new, ours()), "blocks/soup")
    assert gone.state == "taken out" and gone.audience.no_longer == one.audience.now


def test_a_choice_that_one_form_alone_has_is_not_chosen_in_the_other(overlay: Overlay) -> None:
    choice = ("questions/you.md", "choices:\n", "choices:\n  - id: so_so\n    label: So so\n    said: you are so so\n")
    new = overlay(choice, ("blocks/soup.md", "", NEW_BLOCK % "so_so"))
    difference = compare(ours(), new)
    assert [one.place for one in difference.changes] == [("questions", "you"), ("blocks", "soup")]
    assert "New choice: “So so”." in told(difference) and "you are so so" not in told(difference)
    assert "for example: How you are doing: So so (new in the form)." in told(difference)
    back = told(compare(new, ours()))
    assert "Choice taken out: “So so”." in back and "How you are doing: So so (no longer in the form)." in back


def test_readers_of_a_choice_that_is_gone_are_found(overlay: Overlay) -> None:
    """Nobody can give this answer any more, so what stood for it is seen by others only."""
    text = (shipped("content") / "en/questions/you.md").read_text(encoding="utf-8")
    start = text.index("  - id: worn_out")
    choice = text[start : text.index("  - id: ", start + 1)]
    grown = choice.replace("worn_out", "tired_out").replace("Worn out", "Tired out")
    extra = ("questions/you.md", choice, choice + grown)
    block = ("blocks/soup.md", "", NEW_BLOCK % "[worn_out, tired_out]")
    old = overlay(extra, block)
    (shipped_form, new_block) = (("questions/you.md", choice, choice), ("blocks/soup.md", "", NEW_BLOCK % "worn_out"))
    one = change(compare(old, overlay(shipped_form, new_block)), "blocks/soup")
    assert one.audience.no_longer and one.audience.no_longer.answers == {"you": "tired_out"}


def test_answers_are_fitted_to_a_form() -> None:
    questions = ours().guide.questions.values()
    given = {
        "you": "so_so",
        "seen": ["none", "what"],
        "signs": {"quiet": "often", "loud": "often", "alone": "daily"},
        "asked": "stop",
        "mood": "low",
    }
    assert fitting(questions, given) == {"seen": ["none"], "signs": {"quiet": "often"}, "asked": ["stop"]}


def test_a_dropped_exception_that_breaks_a_law_is_told_first_and_mended_the_other_way_round(overlay: Overlay) -> None:
    new = overlay(NO_EXCEPTION)
    difference = compare(ours(), new)
    (broken,) = difference.standing.broken
    assert broken.law == "privacy-of-a-child"
    assert "told_to_stop" in {flag.id for flag in advise(new.guide, broken.example.answers).flags}
    assert retell(difference).startswith("\nLaws\n----\nBroken now: “A child under 18 who says ‘leave me alone’")
    assert summary(difference).endswith("1 law is broken now.")
    assert compare(new, ours()).standing.mended == (broken.says,)
    assert [one.law for one in compare(new, new).standing.still_broken] == [broken.law]
    assert "Broken, as before" in told(compare(new, overlay(NO_EXCEPTION, ("blocks/soup.md", "", NEW_BLOCK % "ok"))))


def test_a_dropped_switch_brings_a_law_nearer_and_a_new_one_farther(overlay: Overlay) -> None:
    new = overlay(("flags/feared.md", ", couple]", "]"))
    difference, back = compare(ours(), new), compare(new, ours())
    one = change(difference, "flags/feared")
    assert {shift.move.direction for shift in one.shifts} == {"nearer"}
    assert all(shift.move.lost == {"couple"} for shift in one.shifts)
    text = told(difference)
    assert (
        "It no longer switches off: “Living as a couple, or talking as one”. Still raised for the same readers." in text
    )
    assert (
        "For “Agree a pause that has an end” it now rests on what red flags switch off (“Getting or staying in touch "
        "with them”) alone, and no longer on what red flags switch off (“Living as a couple, or talking as one”)."
    ) in text
    assert {shift.move.direction for shift in change(back, "flags/feared").shifts} == {"farther"}
    assert "A law is farther from being broken:" in told(back)


def test_a_law_is_nearer_where_only_a_switch_keeps_a_piece_away_that_its_own_rule_kept_away_too(
    overlay: Overlay,
) -> None:
    new = overlay(("plans/controlled.md", "danger_now, ", ""))
    difference = compare(ours(), new)
    (shift,) = change(difference, "plans/controlled").shifts
    assert shift.law == "danger-comes-alone" and shift.move.lost == {""} and shift.move.left == {"plan"}
    assert (
        "A law is nearer to being broken: “While someone is in danger now, nothing stands beside what to do”. For this "
        "piece it now rests on what red flags switch off (“Any plan over time”) alone, and no longer on its own rule."
    ) in told(difference)


def test_a_piece_that_leaves_a_law_behind_is_told(overlay: Overlay) -> None:
    new = overlay(("blocks/a-pause-with-an-end.md", ", couple", ""))
    text = told(compare(ours(), new))
    assert "It no longer counts as being about: “Living as a couple, or talking as one”." in text
    assert "A law is about less now: “No advice for couples where anyone is afraid or controlled”. It no longer says anything about this piece." in text  # fmt: skip


def test_laws_that_an_author_wrote_take_part(overlay: Overlay) -> None:
    law = "laws:\n  no-soup:\n    says: Nobody is told of soup.\n    never:\n      - blocks: grief\n"
    difference = compare(ours(), overlay(("laws.yaml", "laws:\n", law)))
    assert difference.standing.new == ("Nobody is told of soup.",)
    assert [one.law for one in difference.standing.broken] == ["no-soup"]
    taken = compare(overlay(("laws.yaml", "laws:\n", law)), ours())
    assert taken.standing.taken_out == ("Nobody is told of soup.",) and not taken.standing.broken
    changed = compare(ours(), overlay(("laws.yaml", "A stop holds inside a shared home too.", "A stop holds at home.")))
    assert "Changed, so read it again in laws.yaml: “A stop holds at home”." in told(changed)


def test_a_line_for_other_readers_comes_with_one_of_them(overlay: Overlay) -> None:
    unreachable = "  - when:\n      - seen: unreachable\n"
    new = overlay(("plans/gone-quiet.md", unreachable, f"{unreachable}        you: worn_out\n"))
    (one,) = change(compare(ours(), new), "plans/gone-quiet").lines[:1]
    example = one.audience.no_longer or one.audience.now
    assert example
    steps = []
    for each in (ours(), new):
        course = advise(each.guide, example.answers, example.held).plan
        assert course and course.plan.id == "gone-quiet"
        steps.append(course.steps)
    assert steps[0] != steps[1]


def test_a_rule_of_the_guide_is_compared_too(overlay: Overlay) -> None:
    difference = compare(ours(), overlay(("guide.yaml", "you: [worn_out, not_coping]", "you: [not_coping]")))
    (one,) = difference.changes
    assert one.place == ("rules", "lighter_when")
    assert "Reason changed. Taken out: “Worn out”. Now: when how you are doing is “Not sleeping or not coping”. No longer so for this check-in, for example: How you are doing: Worn out." in told(difference)  # fmt: skip


def test_files_beside_the_guide_are_named(overlay: Overlay) -> None:
    difference = compare(ours(), overlay(("guide.yaml", "name: Within Reach", "name: Near Enough")))
    assert difference.beside == {"guide.yaml": ("name",)} and not difference.changes
    assert difference and "guide.yaml: name" in told(difference)


def test_the_most_important_comes_first_and_no_line_is_too_long(overlay: Overlay) -> None:
    text = retell(
        compare(ours(), overlay(NO_EXCEPTION, STOP_AT_HOME, ("blocks/grief.md", "month three", "month four")))
    )
    headings = ("Laws", "Red flags", "Cautions", "Advice", "What follows for pieces that are the same")
    places = [text.index(f"\n{heading}\n---") for heading in headings]
    assert places == sorted(places)
    assert max(map(len, text.splitlines())) <= 88


# Folders and revisions


def git(folder: Path, *words: str) -> None:
    settings = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *settings, *words], check=True, capture_output=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two commits: the guide in a folder of another name without a later setting, then with one word changed."""
    root = tmp_path_factory.mktemp("repository")
    git(root, "init", "-q")
    shutil.copytree(shipped("content"), root / "texts")
    settings = root / "texts/en/guide.yaml"
    lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    settings.write_text("".join(line for line in lines if not line.startswith("enough:")), encoding="utf-8")
    for message, new in (("One", "Grief comes in waves."), ("Two", "Grief comes and goes.")):
        text = (shipped("content") / "en/blocks/grief.md").read_text(encoding="utf-8")
        (root / "texts/en/blocks/grief.md").write_text(
            text.replace("Grief changes from day to day.", new), encoding="utf-8"
        )
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", message)
    git(root, "tag", "no-guide", "--annotate", "-m", "x")
    return root


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["diff", *words])


def test_two_revisions_are_compared_wherever_their_guide_stands(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "texts")
    result = run("HEAD~1", "HEAD")
    assert result.exit_code == 0, result.output
    assert "Words taken out: “Grief comes in waves.”\n    New words: “Grief comes and goes.”" in result.output
    assert "\n1 piece changed; " in result.output


def test_a_revision_is_compared_with_our_content_as_it_is(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    assert "New words: “Grief changes from day to day.”" in " ".join(run("HEAD").output.split())


def test_json_has_the_shape_that_programs_rely_on_and_a_broken_law_fails(write: Write) -> None:
    text = (shipped("content") / "en" / STOP_AT_HOME[0]).read_text(encoding="utf-8")
    folder = write(f"en/{STOP_AT_HOME[0]}", text.replace(*STOP_AT_HOME[1:]))
    result = run(str(shipped("content")), str(folder), "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert set(found) == {"laws", "changes", "cases", "beside", "personas"}
    assert [one["law"] for one in found["laws"]["broken"]] == ["stop-at-home"]
    (one,) = found["changes"]
    assert set(one) == {"kind", "id", "title", "state", "rules", "words", "beside", "now", "no_longer", "personas", "lines", "laws"}  # fmt: skip
    assert (one["kind"], one["id"], one["state"]) == ("cautions", "stop-at-home", "changed")
    assert one["no_longer"]["answers"] == {"facts": ["live_together"], "asked": "stop"}
    assert result.stderr == "Error: 1 to mend: a law is broken that was not before\n"


def test_a_name_that_is_neither_folder_nor_revision_is_refused(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    assert "'nowhere' is neither a folder nor a git revision here; write a folder" in run("nowhere").output
    assert "'--all' is neither a folder nor" in run("--", "--all").output
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    assert "as git finds no repository here; name a folder, or 'shipped' for our content" in run("HEAD").output


def test_our_own_content_has_a_name_where_there_is_no_checkout(
    guide: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_edition("shipped", "en").guide.blocks == guide.blocks


def test_a_revision_without_a_guide_and_a_folder_without_a_language_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "notes.txt").write_text("soup")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "One")
    monkeypatch.chdir(tmp_path)
    assert "'HEAD' has no guide: no folder of it holds 'en/guide.yaml'" in run("HEAD").output
    (tmp_path / "empty").mkdir()
    result = run("empty")
    assert result.exit_code == 1 and "'en/'" in result.output


def test_without_git_folders_can_still_be_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "git is not installed, so only folders can be compared" in run("HEAD").output
    assert run(str(shipped("content"))).exit_code == 0


def test_content_that_cannot_be_read_is_told_with_a_few_of_its_mistakes(write: Write) -> None:
    for number in range(7):
        folder = write(f"en/blocks/x{number}.md", "no front matter")
    with pytest.raises(SupporterError) as raised:
        read_edition(str(folder), "en")
    first, *listed = str(raised.value).splitlines()
    assert first.endswith("cannot be read by this version, so there is nothing to compare:")
    assert len(listed) == 6 and listed[0].startswith("  ours/en/blocks/x0.md:1: ") and listed[-1] == "  and 2 more"


def test_without_the_solver_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['z3'] = None; from supporter.cli import main; main(['diff', 'HEAD'])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr == "Error: proofs need z3, which is not installed; run: pip install 'within-reach[check]'\n"
