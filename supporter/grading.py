"""How hard a text is to read, as a school grade."""

import re
import warnings
from collections.abc import Iterable
from typing import Any

from supporter.errors import SupporterError

_QUESTION = re.compile(r"“[^”]*\?”")


def reading_grade(texts: Iterable[str], names: Iterable[str] = ()) -> float:
    """The Flesch-Kincaid grade of the texts together; quoted questions and `names` (of helplines) do not count.

    Raises SupporterError where textstat is not installed.
    """
    textstat = _textstat()
    prose = "\n".join(_ended(_QUESTION.sub(" ", text)) for text in texts)
    for name in names:
        prose = prose.replace(name, " ")
    return float(textstat.flesch_kincaid_grade(prose)) if prose.strip(" .\n") else 0.0


def _ended(text: str) -> str:
    return text if text.rstrip("”’\"' ").endswith((".", "?", "!")) else f"{text.rstrip(':')}."


def _textstat() -> Any:
    try:
        with warnings.catch_warnings():
            # textstat 0.7.4 reads its word lists by pkg_resources, which warns that it will go.
            warnings.simplefilter("ignore")
            import textstat
    except ModuleNotFoundError as error:
        text = f"reading grades need {error.name}, which is not installed; run: pip install 'within-reach[check]'"
        raise SupporterError(text) from error
    return textstat
