"""The options that name noise, for each command that mixes it in."""

import argparse
from pathlib import Path

from kiosk.commands.arguments.numbers import number

MOST_DB = 100
"""Decibels between a recording and its noise at most: of more, one or the other is nothing."""

_level = number(-MOST_DB, MOST_DB, "are not decibels")


def add_noise_arguments(parser: argparse.ArgumentParser, *, several: bool = False) -> None:
    """Give a command the options `--noise`, `--snr` and `--seed`; `several`: levels of noise."""
    parser.add_argument(
        "--noise",
        type=Path,
        metavar="PATH",
        help="a recording to mix in, or a folder of them: each clip meets one",
    )
    parser.add_argument(
        "--snr",
        type=_levels if several else _level,
        metavar="DB[,DB...]" if several else "DB",
        help="how far the noise lies below the clip, in dB"
        + (
            "; several, such as 20,10,5,0, are measured one after the other, and without noise"
            if several
            else ""
        ),
    )
    parser.add_argument("--seed", type=int, default=1, help="chooses the noise and its places")


def _levels(text: str) -> tuple[float, ...]:
    return tuple(dict.fromkeys(map(_level, text.split(","))))
