"""docs/asvs.md has every line of the standard's chapters that it names, and every test it rests on is there."""

import ast
import re
from pathlib import Path

from tests.supply.locks import ROOT

PAGE = ROOT / "docs/asvs.md"
LEVELS = {
    1: "1.2.1-5 1.3.1-2 1.5.1 2.1.1 2.2.1-2 2.3.1 3.2.1-2 3.3.1 3.4.1-2 3.5.1-3 7.2.1-4 7.4.1-2 11.3.1-2 11.4.1 14.2.1 14.3.1",
    2: "1.1.1-2 1.2.6-9 1.3.3-11 1.4.1-3 1.5.2 2.1.2-3 2.2.3 2.3.2-4 2.4.1 3.3.2-4 3.4.3-6 3.5.4-5 3.7.1-2 7.1.1-3 7.3.1-2 "
    "7.4.3-5 7.5.1-2 7.6.1-2 11.1.1-2 11.2.1-3 11.3.3 11.4.2-4 11.5.1 11.6.1 14.1.1-2 14.2.2-4 14.3.2-3 16.1.1 16.2.1-5 "
    "16.3.1-4 16.4.1-3 16.5.1-3",
}  # fmt: skip
"""The requirements of levels 1 and 2 of ASVS 5.0.0 in chapters V1 to V3, V7, V11, V14 and V16."""

ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (\d) \| ([^|]+) \| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"`tests/((?:hosts/)?test_\w+\.py)::(test_\w+)`")


def required() -> dict[str, int]:
    found: dict[str, int] = {}
    for level, text in LEVELS.items():
        for part in text.split():
            section, first, last = re.fullmatch(r"(\d+\.\d+)\.(\d+)(?:-(\d+))?", part).groups()  # type: ignore[union-attr]
            found |= {f"{section}.{number}": level for number in range(int(first), int(last or first) + 1)}
    return found


def named(folder: Path) -> set[tuple[str, str]]:
    return {
        (path.relative_to(folder).as_posix(), node.name)
        for path in (*folder.glob("test_*.py"), *folder.glob("hosts/test_*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }


def faults(page: str) -> list[str]:
    """What is wrong with the page."""
    rows = ROW.findall(page)
    numbers = [number for number, *_ in rows]
    wanted = required()
    found = [f"{number} is missing" for number in wanted if number not in numbers]
    found += [f"{number} is not asked at levels 1 and 2" for number in numbers if number not in wanted]
    found += [f"{number} is there twice" for number in set(numbers) if numbers.count(number) > 1]
    there = named(ROOT / "tests")
    for number, level, _, held in rows:
        if wanted.get(number) != int(level):
            found.append(f"{number} is of another level")
        tests = TEST.findall(held)
        found += [f"{number}: there is no {file}::{name}" for file, name in tests if (file, name) not in there]
        links = re.findall(r"\]\(([^)#]+)", held)
        found += [f"{number}: there is no {link}" for link in links if not (PAGE.parent / link).is_file()]
        if not tests and not links and not re.match(r"(?:does not apply|the host's|accepted): \w.{9,}|\w+.{20,}", held):
            found.append(f"{number} has neither a test nor a reason")
    return found


def test_every_line_is_there_once_with_a_test_that_exists_or_a_reason() -> None:
    assert len(required()) == 114
    assert faults(PAGE.read_text(encoding="utf-8")) == []


def test_a_line_that_is_missing_or_rests_on_nothing_is_found() -> None:
    page = PAGE.read_text(encoding="utf-8")
    without = re.sub(r"^\| 7\.3\.1 .*\n", "", page, flags=re.MULTILINE)
    assert faults(without) == ["7.3.1 is missing"]
    assert faults(page.replace("::test_what_was_never_ours_is", "::test_what_was_never_there_is")) == [
        "7.2.3: there is no test_cookie.py::test_what_was_never_there_is_an_empty_check_in"
    ]
    assert faults(re.sub(r"(\| 14\.3\.2 .* \|) .* \|", r"\1 yes |", page)) == ["14.3.2 has neither a test nor a reason"]
    assert "1.2.10 is not asked at levels 1 and 2" in faults(
        page + "| 1.2.10 | 3 | a | does not apply: nothing of it |\n"
    )
    assert "16.5.1 is of another level" in faults(page.replace("| 16.5.1 | 2 |", "| 16.5.1 | 1 |"))
