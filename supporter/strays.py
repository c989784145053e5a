"""What an author put where nobody reads it, so that a change never gets lost without a word."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from supporter.errors import Problem
from supporter.folders import BESIDE, KINDS, TABLES, found_locales
from supporter.shipped import called


def strays(roots: Sequence[Path], locale: str) -> Iterator[Problem]:
    """Each file or folder beside the languages that is nearly one of ours, or that belongs into a language."""
    known = found_locales(roots[-1:])
    for root in roots:
        for path in sorted(root.iterdir()):
            text = _stray(path.name, path.is_dir(), locale, known)
            if text is not None:
                yield Problem(called(root, path.name), 1, text)


def _stray(name: str, is_folder: bool, locale: str, known: Sequence[str]) -> str | None:
    if name in (*KINDS, *TABLES):
        return f"nothing reads this here; move it into '{locale}/'"
    if is_folder:
        # Some systems take both for one folder, and the server then does not.
        meant = next((one for one in known if one.lower() == name.lower() and one != name), None)
        return f"nothing reads this folder; call it '{meant}'" if meant else None
    near = get_close_matches(name, BESIDE, n=1, cutoff=0.8)
    if near and name not in BESIDE and name.endswith((".yaml", ".yml", ".json")):
        return f"nothing reads this file; did you mean '{near[0]}'?"
    return None
