"""How loud each step of the volume is at the visitor's ear (accessibility.md B1, B2, B3).

    level = constant + speech level of the voice (dBFS) + 20 log10(amplitude factor)

The constant is measured where the kiosk stands: what a sound level meter shows at the visitor's ear
(dBA) for a sound of 0 dBFS. No factor exceeds 1, so nothing is ever clipped. A device that cannot
be loud enough is reported as a fault of the installation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor, inf
from types import MappingProxyType
from typing import Literal, TypeAlias

Output: TypeAlias = Literal["speaker", "headphones"]
"""Where speech goes."""

REQUIRED = 65.0
"""dBA that the loudest step must reach (EN 301 549, 5.1.3.12), and that a visit begins with at most
(5.1.3.13)."""

MAXIMUM = 85.0
"""dBA of the loudest step, unless the settings say otherwise."""

NOISY = 45.0
"""dB from which the room counts (49 CFR 27.71)."""

ABOVE_ROOM = 20.0
"""dB by which the loudest step must stand out of a noisy room (49 CFR 27.71)."""

_STEP = 4.0
"""dB between two steps, at most."""

_STEPS = 5
"""Least number of steps from the quietest to the loudest."""

_QUIETER = 2
"""Least number of steps below the one that a visit begins with."""


@dataclass(frozen=True, slots=True)
class Volumes:
    """The steps of one output's volume.

    Attributes:
        factors: amplitude factors up to 1, rising.
        default: index of the one that a visit begins with.
    """

    factors: tuple[float, ...] = (0.1, 0.16, 0.25, 0.4, 0.63, 1.0)
    default: int = 3


UNMEASURED: Mapping[Output, Volumes] = MappingProxyType(
    {"speaker": Volumes(), "headphones": Volumes()}
)
"""Five steps of four decibels; the hardware sets how loud the last one is."""


def full_level(constant: float, speech_dbfs: float) -> float:
    """Give the dBA of speech at the amplitude factor 1."""
    return constant + speech_dbfs


def volumes(constant: float, speech_dbfs: float, maximum: float) -> Volumes:
    """Give the steps where the installer's constant is known.

    The visit begins with 65 dBA, or with the loudest there is. From there it goes down at least two
    steps and up to the loudest, which is the lesser of what the device can and of `maximum`.

    Args:
        constant: dBA at the visitor's ear for 0 dBFS.
        speech_dbfs: level of the voice (see `audio.signals.loudness.speech_level`).
        maximum: dBA that no step may pass.
    """
    full = full_level(constant, speech_dbfs)
    top = min(full, maximum)
    begin = min(REQUIRED, top)
    up = ceil(round((top - begin) / _STEP, 9))
    down = max(_QUIETER, _STEPS - up)
    levels = [begin - _STEP * step for step in range(down, 0, -1)]
    levels += [begin + (top - begin) * step / up for step in range(up)] if up else []
    levels.append(top)
    return Volumes(tuple(10 ** ((level - full) / 20) for level in levels), down)


def required(room: float | None) -> float:
    """Give the dBA that the loudest step must reach in a room of so many dB; None: not measured."""
    return max(REQUIRED, room + ABOVE_ROOM if room is not None and room > NOISY else -inf)


def fault(loudest: float, full: float, room: float | None) -> str:
    """Say why the loudest step is not loud enough, and what to do; "" where it is.

    Args:
        loudest: dBA of the loudest step.
        full: dBA that the device can give.
        room: dB of the room; None where it is not measured.
    """
    wanted = required(room)
    if round(loudest, 1) >= round(wanted, 1):
        return ""
    noisy = room is not None and wanted > REQUIRED
    why = f"this room of {room:.0f} dB needs" if noisy else "it needs"
    todo = (
        "raise maximum_level"
        if full >= wanted
        else "turn the amplifier up, then measure level_constant anew"
    )
    # Report the level too low rather than too high: 64.6 is not 65.
    return (
        f"the loudest speech has {floor(loudest)} dBA at the visitor's ear, and {why} "
        f"{wanted:.0f}; {todo}"
    )
