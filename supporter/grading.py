"""How hard a text is to read, as a school grade, by the formula of its language."""

import re
import warnings
from collections.abc import Iterable
from typing import Any

from supporter.errors import SupporterError

_QUESTION = re.compile(r"“[^”]*\?”")


GRADED = ("en", "es")
"""The languages for which there is a formula."""

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[.!?…]+")
_SILENT_U = re.compile(r"(?<=q)u(?=[eéií])|(?<=g)u(?=[eéií])")
_VOWELS = re.compile(r"[aeiouáéíóúü]+")
_HIATUS = re.compile(r"(?=[aeoáéó][aeoáéó]|[íú][aeo]|[aeo][íú])")


def reading_grade(texts: Iterable[str], names: Iterable[str] = (), language: str = "en") -> float:
    """The school grade of the texts together; quoted questions and `names` (of helplines) do not count.

    English by Flesch and Kincaid's formula. Spanish by Crawford's, which was made for the grades of a primary school.
    Raises SupporterError where textstat, which English needs, is not installed; KeyError for a language not in GRADED.
    """
    prose = "\n".join(_ended(_QUESTION.sub(" ", text)) for text in texts)
    for name in names:
        prose = prose.replace(name, " ")
    if not prose.strip(" .\n"):
        return 0.0
    return {"en": _flesch_kincaid, "es": _crawford}[language](prose)


def _flesch_kincaid(prose: str) -> float:
    return float(_textstat().flesch_kincaid_grade(prose))


def _crawford(prose: str) -> float:
    """Crawford, A. (1984), “A Spanish language Fry-type readability procedure”: counts for each hundred words."""
    words = _WORD.findall(prose)
    if not words:
        return 0.0
    sentences = sum(bool(_WORD.search(part)) for part in _SENTENCE.split(prose))
    return (-20.5 * sentences + 4.9 * sum(map(spanish_syllables, words))) / len(words) - 3.407


def spanish_syllables(word: str) -> int:
    """The syllables of a Spanish word: its groups of vowels, parted where two strong or stressed ones meet."""
    spoken = re.sub(r"y(?![aeiouáéíóú])", "i", _SILENT_U.sub("", word.lower()))
    groups = _VOWELS.findall(spoken)
    return max(1, sum(1 + len(_HIATUS.findall(group)) for group in groups))


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
