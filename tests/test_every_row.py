"""A test of a table tells every row that fails."""

import pytest

from tests.every_row import every_row

pytestmark = pytest.mark.unit


def test_all_rows_that_fail_are_told_with_what_is_wrong_in_each() -> None:
    @every_row(("word", "length"), [("yes", 3), ("no", 3), ("maybe", 1)])
    def has_length(word: str, length: int) -> None:
        if length == 1:
            pytest.fail("one letter")
        assert len(word) == length, f"it has {len(word)}"

    with pytest.raises(BaseExceptionGroup) as caught:
        has_length()
    lines = caught.value.message.splitlines()
    assert lines == ["2 of 3 rows failed", "'no', 3: it has 2", "'maybe', 1: one letter"]
    assert len(caught.value.exceptions) == 2


def test_tables_are_combined_and_the_rows_of_both_are_told() -> None:
    tried = []

    @every_row("first", "ab", ids=str)
    @every_row("second", [1, 2], ids=str)
    def differs(first: str, second: int, given: str) -> None:
        tried.append((first, second, given))
        assert (first, second) != ("b", 2), "the last"

    with pytest.raises(BaseExceptionGroup) as caught:
        differs(given="c")
    assert tried == [("a", 1, "c"), ("a", 2, "c"), ("b", 1, "c"), ("b", 2, "c")]
    assert caught.value.message == "1 of 2 rows failed\nb: 1 of 2 rows failed\n    2: the last"


@every_row("number", [1, 2])
def test_fixtures_are_given_as_to_any_test(number: int, tmp_path: object) -> None:
    assert number
    assert tmp_path


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(AssertionError, match="without rows"):
        every_row("row", [])
