"""Valid HTML and CSS, by the checker of the HTML standard (vnu)."""

import json
import shutil
import subprocess
from pathlib import Path

from supporter.extension import ASSETS
from tests.verify.row import Row, counted
from tests.verify.tools import BUILD, MODULES, program
from tests.verify.visitor import Visitor


def vnu(paths: list[Path]) -> list[str]:
    """Every error and warning in some files, each with its file and line."""
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        [program("java"), "-jar", str(jar), "--also-check-css", "--format", "json", *map(str, paths)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{Path(each.get('url', '?')).name}:{each.get('lastLine', 0)}: {each.get('subType', each['type'])}: {each['message'][:160]}"
        for each in messages
    ]


def measure(visitor: Visitor) -> list[Row]:
    """One row for the pages, one for the style sheet."""
    folder = BUILD / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for state in visitor.states:
        (folder / f"{state.name}.html").write_text(visitor.sent(state), encoding="utf-8")
    pages = vnu(sorted(folder.glob("*.html")))
    styles = vnu([ASSETS / "within-reach.css", ASSETS / "both-ways.css"])
    return [
        counted("valid HTML (vnu): errors and warnings", len(visitor.states), pages),
        counted("valid CSS (vnu): errors and warnings", 2, styles),
    ]
