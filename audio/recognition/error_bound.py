"""The highest error rate that is plausible after so many tries with so few errors."""

from math import exp, lgamma, log, log1p

_STEPS = 60


def upper_bound(errors: int, tries: int, confidence: float = 0.95) -> float:
    """Give the one-sided upper bound of an error rate, 0 to 1; 1 when nothing was tried.

    Clopper and Pearson, Biometrika 26 (1934) 404: the rate at which so few errors would be seen
    only with probability 1 - `confidence`. No errors in n tries give about 3/n ("rule of three").
    A `confidence` of 0.975 gives the upper end of the two-sided 95 % interval.
    """
    if errors >= tries:
        return 1.0
    low, high = errors / tries, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _at_most(errors, tries, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def interval(errors: int, tries: int, confidence: float = 0.95) -> tuple[float, float]:
    """Give the two-sided interval of an error rate, after Clopper and Pearson; (0, 1) of none."""
    if not tries:
        return 0.0, 1.0
    each_side = (1 + confidence) / 2
    # Few successes in so many tries: the same bound holds for them as for errors.
    return 1 - upper_bound(tries - errors, tries, each_side), upper_bound(errors, tries, each_side)


def _at_most(errors: int, tries: int, rate: float) -> float:
    """Give the probability of `errors` or fewer in `tries` at this rate."""
    ways = lgamma(tries + 1)
    return sum(
        exp(
            ways
            - lgamma(k + 1)
            - lgamma(tries - k + 1)
            + k * log(rate)
            + (tries - k) * log1p(-rate)
        )
        for k in range(errors + 1)
    )
