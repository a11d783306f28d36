"""Parsers of the numbers that options take, each in its range."""

import argparse
import math
from collections.abc import Callable


def whole_number(first: int, last: float = math.inf) -> Callable[[str], int]:
    """Make a parser of whole numbers from `first` to `last`."""

    def parsed(text: str) -> int:
        if text.isdecimal() and first <= int(text) <= last:
            return int(text)
        to = "on" if math.isinf(last) else f"to {last}"
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {first} {to}")

    return parsed


def number(first: float, last: float, what: str = "is not a number") -> Callable[[str], float]:
    """Make a parser of numbers from `first` to `last`; `what` says how another text is refused."""

    def parsed(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if first <= value <= last:
            return value
        raise argparse.ArgumentTypeError(f"{text!r} {what} from {first:g} to {last:g}")

    return parsed
