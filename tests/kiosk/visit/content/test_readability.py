import pytest

from kiosk.visit.content.readability import sentences, syllables, words

pytestmark = pytest.mark.unit


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
