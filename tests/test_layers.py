"""Who may import whom: each module only from the rows above its own, and the core knows no web package."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import supporter
from supporter import SupporterError, libraries
from supporter.libraries import LATER

PACKAGE = Path(supporter.__file__).parent

CORE = """
errors vocabulary collecting addresses limits colours core_yaml records tongues
prose
markup
frontmatter shipped conditions cldr libraries schemas
locales
grammar sieve numbering
pieces links grading nodes palette logo config
questions paths plans blocks messages pages evidence helplines flags handouts language replies
paper framing faults local passages
sayings
leaving
answers folders explaining
ballots rules strays
selecting
guide parts overlaying
validating codes
references situation parsing texts own_lines contrast
translating theme
local_settings beginning
copying
reasons sight telling
advice
outcome reminders sheets
footing notes sections
typesetting
press
laws personas
manuscript
assembling translations progress packs
loading
edition
proofreading proving.encoding galleys
proving.twin proving.witness
proving.reach proving.holding proving.room proving.pair
proving
checking
sealing checkin speaking mentions naming revisions
carrying wording audience events cache
entries rulings tally compiled
proving.resting edits
standing taps
counting
difference
charting cases phrases
drawing diffing verdicts
retelling
"""
EDGE = """
origins browsers
catalogues
signing headers desk intake interface bytecode plates reloading
static_site relinking builds
mount
visit signals
page_form
forms
views.current views.components
views.own views.counting views.standing
views.composing
views.paper views.words
views.start views.check_in views.advice views.plan views.sheets views.health views.help views.reading views.trying views.desk views.helpful
views registering
responding
extension
app
__init__
lanes sending
ending
serving mapping building
cli.options
cli.serve cli.advise cli.check cli.map cli.diff cli.handouts cli.init cli.copy cli.packs cli.build cli.feedback
cli
__main__
"""
WEB = {"flask", "flask_babel", "flask_wtf", "wtforms", "werkzeug", "itsdangerous", "waitress", "jinja2"}
ROWS = [row.split() for row in (CORE + EDGE).split("\n") if row]
RANK = {module: rank for rank, row in enumerate(ROWS) for module in row}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        yield name.removesuffix(".__init__"), path


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "supporter.views":
            yield from (f"supporter.views.{alias.name}" for alias in node.names if alias.name != "add_views")
            yield "supporter.views"
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def faults(modules: list[tuple[str, list[str]]]) -> list[str]:
    found = []
    core = set(CORE.split())
    for module, names in modules:
        for name in names:
            top, _, rest = name.partition(".")
            if top == "supporter" and rest and rest != "views" and RANK[rest] >= RANK[module]:
                found.append(f"{module} imports {rest}, which is not above it")
            if module in core and top in WEB:
                found.append(f"{module} is of the core and imports {name}")
    return found


def read() -> list[tuple[str, list[str]]]:
    return [(module, list(imported(path))) for module, path in modules()]


OPTIONAL = {"sqlalchemy", "psycopg", "textstat", "z3", "pkg_resources"}
"""What extras bring; each says which one where it is missing."""


def imported_late(path: Path) -> set[str]:
    """Packages of others that a function of the module imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    found = (
        name.partition(".")[0]
        for function in functions
        for one in ast.walk(function)
        if isinstance(one, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in one.names] if isinstance(one, ast.Import) else [one.module or ""])
    )
    return {name for name in found if name not in sys.stdlib_module_names and name != "supporter"}


def test_that_what_is_imported_late_is_there_is_seen_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    late = set[str]().union(*(imported_late(path) for _, path in modules())) - OPTIONAL
    # Modules that are imported late as a whole bring their own.
    late |= {
        name.partition(".")[0]
        for room in ("core_yaml", "page_form", "schemas", "cldr", "catalogues")
        for name in imported(PACKAGE / f"{room}.py")
    }
    assert late - sys.stdlib_module_names - {"supporter", "flask", "itsdangerous"} == set(LATER)
    monkeypatch.setattr(libraries, "find_spec", lambda name: None if name in ("segno", "typst") else name)
    with pytest.raises(SupporterError, match="segno and typst cannot be imported, and within-reach needs it; install"):
        supporter.create_app({"SUPPORTER_SECRET_KEY": "a secret that is long enough"})


def test_every_module_has_its_place() -> None:
    assert {module for module, _ in modules()} == set(RANK)


def test_imports_point_up_and_the_core_knows_no_web_package() -> None:
    assert faults(read()) == []


def test_the_rule_bites() -> None:
    assert faults([("advice", ["flask"])]) == ["advice is of the core and imports flask"]
    assert faults([("conditions", ["supporter.advice"])]) == ["conditions imports advice, which is not above it"]


def test_no_room_is_crowded() -> None:
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in modules()}
    assert {module: length for module, length in lengths.items() if length > 200} == {}
