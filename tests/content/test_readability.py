import pytest

from kiosk.content.readability import (
    flesch_kincaid_grade,
    sentences,
    smog_grade,
    syllables,
    words,
)


@pytest.mark.parametrize(
    ("passage", "grade"),
    [
        (["The cat sat on the mat."], -1.45),
        (
            ["The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."],
            11.3,
        ),
        (["The cat sat on the mat.", "The cat sat on the mat."], -1.45),
    ],
)
def test_the_grade_is_that_of_published_examples(passage: list[str], grade: float) -> None:
    assert flesch_kincaid_grade(passage) == pytest.approx(grade, abs=0.1)


def test_smog_counts_long_words_per_sentence() -> None:
    assert smog_grade(["The cat sat on the mat."]) == pytest.approx(3.13, abs=0.01)
    # Thirty long words in thirty sentences: 1.043 * 5.477 + 3.1291.
    assert smog_grade(["Incontinence is hard."] * 30) == pytest.approx(8.84, abs=0.01)


@pytest.mark.parametrize(
    ("word", "count"), [("spine", 1), ("tumor", 2), ("Energy", 3), ("chemotherapy", 5)]
)
def test_syllables_come_from_the_dictionary(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_word_of_no_dictionary_has_no_syllables() -> None:
    assert syllables("qwrtzl") is None


def test_hyphens_part_words_and_apostrophes_do_not() -> None:
    assert words("It's high-energy.") == ["It's", "high", "energy"]


def test_sentences_end_with_their_mark() -> None:
    assert sentences("I ask again. Are you ready? Say yes!") == [
        "I ask again.",
        "Are you ready?",
        "Say yes!",
    ]
