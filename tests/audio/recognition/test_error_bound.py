import pytest

from audio.recognition.error_bound import interval, upper_bound

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("errors", "tries", "bound"),
    [
        # As R's binom.test(errors, tries, alternative = "less") gives them.
        (0, 10, 0.2588656),
        (1, 10, 0.3941633),
        (2, 20, 0.2826185),
        (0, 400, 0.0074614),
    ],
)
def test_the_bound_is_the_exact_one(errors: int, tries: int, bound: float) -> None:
    assert upper_bound(errors, tries) == pytest.approx(bound, abs=1e-6)


@pytest.mark.parametrize(
    ("errors", "tries", "bound"),
    [
        # As R's binom.test(errors, tries) gives the upper end of the two-sided interval.
        (0, 10, 0.3084971),
        (1, 10, 0.4450161),
        (2, 20, 0.3169827),
    ],
)
def test_more_confidence_gives_the_end_of_the_two_sided_interval(
    errors: int, tries: int, bound: float
) -> None:
    assert upper_bound(errors, tries, 0.975) == pytest.approx(bound, abs=1e-6)


def test_many_tries_do_not_overflow() -> None:
    assert 0.1666 < upper_bound(5_000, 30_000) < 0.1710


@pytest.mark.parametrize(("errors", "tries"), [(0, 0), (3, 3)])
def test_nothing_right_leaves_every_rate_possible(errors: int, tries: int) -> None:
    assert upper_bound(errors, tries) == 1.0


@pytest.mark.parametrize(
    ("errors", "tries", "ends"),
    [
        # As R's binom.test(errors, tries) gives the interval.
        (0, 10, (0.0, 0.3084971)),
        (1, 10, (0.002528579, 0.4450161)),
        (2, 20, (0.01234853, 0.3169827)),
        (10, 10, (0.6915029, 1.0)),
        (0, 0, (0.0, 1.0)),
    ],
)
def test_the_interval_is_the_exact_one(errors: int, tries: int, ends: tuple[float, float]) -> None:
    assert interval(errors, tries) == pytest.approx(ends, abs=1e-6)
