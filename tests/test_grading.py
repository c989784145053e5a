"""Each language is graded by its own formula, and a harder text has a higher grade."""

import pytest

from supporter.grading import GRADED, reading_grade, spanish_syllables

SPOKEN = (
    "pan quien guí-a gue-rra pin-güi-no a-yu-da hoy le-er dí-a ciu-dad e-mer-gen-cias per-so-na pa-ís o-í-do y zb "
    "A-ve-ri-guáis"
)


@pytest.mark.parametrize("spoken", SPOKEN.split())
def test_the_syllables_of_a_spanish_word_are_counted_as_they_are_spoken(spoken: str) -> None:
    assert spanish_syllables(spoken.replace("-", "")) == len(spoken.split("-"))


EASY = {"en": "Call now. Say where you are. Then wait.", "es": "Llama ya. Di dónde estás. Luego espera."}
HARD = {
    "en": "Interpersonal disengagement necessitates considerable psychological accommodation, deliberately moderated.",
    "es": "El distanciamiento interpersonal requiere una considerable acomodación psicológica, deliberadamente moderada.",
}


@pytest.mark.parametrize("language", GRADED)
def test_a_harder_text_has_a_higher_grade_in_every_language(language: str) -> None:
    easy, hard = (reading_grade([text], language=language) for text in (EASY[language], HARD[language]))
    assert easy < 3 and hard > 6


def test_a_spanish_grade_is_what_the_formula_says_by_hand() -> None:
    # 2 sentences, 8 words, 15 syllables; Crawford counts for each hundred words.
    text = "Llama ya al médico. La persona respira mal."
    assert reading_grade([text], language="es") == pytest.approx(-0.205 * 25 + 0.049 * 187.5 - 3.407)


@pytest.mark.parametrize("language", GRADED)
def test_a_quoted_question_and_a_helplines_name_do_not_count(language: str) -> None:
    text = "“Interpersonal distanciamiento psicológico?” Interpersonalidad"
    assert reading_grade([text], ["Interpersonalidad"], language) == 0.0
