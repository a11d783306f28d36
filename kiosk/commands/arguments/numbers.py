"""Numbers that options take, each in its range."""

import argparse
import math
from collections.abc import Callable


def whole_number(first: int, last: float = math.inf) -> Callable[[str], int]:
    """Give what reads a whole number from `first` to `last`."""

    def read(text: str) -> int:
        if text.isdecimal() and first <= int(text) <= last:
            return int(text)
        to = "on" if math.isinf(last) else f"to {last}"
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {first} {to}")

    return read


def number(first: float, last: float, what: str = "is no number") -> Callable[[str], float]:
    """Give what reads a number from `first` to `last`; `what` says what another text is not."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if first <= value <= last:
            return value
        raise argparse.ArgumentTypeError(f"{text!r} {what} from {first:g} to {last:g}")

    return read
