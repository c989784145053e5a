"""docs/reference.md held to the code, both ways: what is missing there, and what is there no more."""

import re
from datetime import date
from functools import reduce
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from itertools import takewhile
from pathlib import Path
from typing import Any, cast

import click
import pytest
from blinker import NamedSignal

import supporter
from supporter import ContentError, Guide, Supporter, advise, create_app
from supporter.beginning import begin
from supporter.cli import main
from supporter.config import SETTINGS
from supporter.errors import Problem
from supporter.records import keys
from supporter.shipped import shipped
from supporter.theme import Colours
from supporter.views.words import words
from tests.conftest import SECRET

SITES = ("https://www.example.org",)
REFERENCE = (Path(__file__).parent.parent / "docs/reference.md").read_text(encoding="utf-8")


def tables(heading: str, text: str = REFERENCE) -> list[list[list[str]]]:
    """The tables of a section, each as its rows of cells, without the marks of Markdown."""
    _, _, section = text.partition(f"\n## {heading}\n")
    assert section, heading
    lines = takewhile(lambda line: not line.startswith("## "), section.splitlines())
    found: list[list[list[str]]] = [[]]
    for line in lines:
        if line.startswith("|"):
            found[-1].append([cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
        elif found[-1]:
            found.append([])
    return [table[2:] for table in found if table]


def named(heading: str, at: int = 0) -> list[str]:
    """The first cell of every row, which is a name; each stands once."""
    names = [row[0].strip("`") for row in tables(heading)[at]]
    assert len(names) == len({*names})
    return names


def test_every_setting_is_there_with_what_it_is_when_nothing_is_said() -> None:
    said = {row[0].strip("`"): row[2].strip("`") for row in tables("Settings")[0]}
    words = {"None": "none", "()": "none", "False": "false", "True": "true"}
    assert said == {key: words.get(str(one.default), str(one.default)) for key, one in SETTINGS.items()}


def test_every_route_is_there() -> None:
    app = create_app(
        {
            "SUPPORTER_SECRET_KEY": SECRET,
            "SUPPORTER_DESK": True,
            "SUPPORTER_METRICS": True,
            "SUPPORTER_FRAME_ANCESTORS": SITES,
        }
    )
    rules = [
        (rule.rule, ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})), rule.endpoint.partition(".")[2])
        for rule in app.url_map.iter_rules()
    ]
    there = [(row[0].strip("`"), row[1], row[2].strip("`")) for row in tables("Routes")[0]]
    # All that is nowhere has one endpoint, and is no address that anyone could rely on.
    assert sorted(there) == sorted(rule for rule in rules if rule[2] != "nowhere")


def taken(command: click.Command) -> list[str]:
    """What a command takes, as its table has it."""
    context = click.Context(command)
    return [
        name
        for one in command.params
        for name in (
            [one.make_metavar(context)] if isinstance(one, click.Argument) else [*one.opts, *one.secondary_opts]
        )
    ]


def test_every_command_is_there_with_all_it_takes() -> None:
    there = {row[0].strip("`"): re.findall(r"`([^`]+)`", row[1]) for row in tables("Commands")[0]}
    assert there == {f"supporter {name}": taken(command) for name, command in main.commands.items()}


def test_every_block_is_there_and_three_are_for_hosts() -> None:
    base = (shipped("templates") / "supporter/base.html").read_text(encoding="utf-8")
    assert sorted(named("Blocks")) == sorted(re.findall(r"{% block (\w+) %}", base))
    assert [row[0] for row in tables("Blocks")[0] if row[1] == "hosts"] == ["`head`", "`before`", "`after`"]


def test_every_variable_of_a_template_is_there() -> None:
    app = create_app({"SUPPORTER_SECRET_KEY": SECRET})
    with app.test_request_context("/"):
        app.preprocess_request()
        assert sorted(named("Variables")) == sorted(words())


def test_every_colour_is_there() -> None:
    assert named("Theme") == keys(Colours)


def test_every_public_name_is_there() -> None:
    assert sorted(named("Python")) == sorted(supporter.__all__)
    assert named("Python", 2) == [*signature(Supporter).parameters]


def test_every_call_takes_what_it_is_said_to_take(guide: Guide) -> None:
    for call in named("Python", 1):
        name, bracket, taken = call.rstrip(")").partition("(")
        found = reduce(getattr, name.split("."), cast(Any, supporter)) if bracket else None
        if found is not None:
            there = [one for one in signature(found).parameters if one != "self"]
            assert there == taken.replace(" ", "").split(",") if taken else not there, call
    assert {"file", "line", "text"} <= {*Problem.__annotations__} and "problems" in vars(
        ContentError([Problem("a", 1, "b")])
    )
    (said,) = (row[1] for row in tables("Python")[1] if row[0] == "`Advice.as_dict()`")
    assert re.findall(r"`(\w+)`", said) == [*advise(guide, {}).as_dict()]


def test_the_lines_of_python_can_be_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(tmp_path / "our-words", date(2026, 11, 21))
    monkeypatch.chdir(tmp_path)
    (example,) = re.findall(r"```python\n(.*?)```", REFERENCE, re.DOTALL)
    exec(example, {})
    assert capsys.readouterr().out == "unclear\n"


def test_every_signal_is_there() -> None:
    there = find_spec("supporter.signals") is not None
    module = vars(import_module("supporter.signals")) if there else {}
    sent = [name for name, one in module.items() if isinstance(one, NamedSignal)]
    assert sorted(named("Signals")) == sorted(sent)


def test_a_row_that_is_missing_or_stale_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    row = next(line for line in REFERENCE.splitlines() if line.startswith("| `SUPPORTER_COUNTRY`"))
    for text in (
        REFERENCE.replace(row + "\n", ""),
        REFERENCE.replace(row, row + "\n" + row.replace("COUNTRY", "LAND")),
    ):
        monkeypatch.setattr(f"{__name__}.REFERENCE", text)
        monkeypatch.setattr(tables, "__defaults__", (text,))
        with pytest.raises(AssertionError):
            test_every_setting_is_there_with_what_it_is_when_nothing_is_said()
