"""Sound as the whole program knows it: mono float32 in [-1, 1] at 16,000 Hz."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Hz, of all audio inside the program."""

Frames: TypeAlias = NDArray[np.float32]
"""Mono samples in [-1, 1] at SAMPLE_RATE, shape (n,)."""
