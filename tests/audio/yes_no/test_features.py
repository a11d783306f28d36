"""What windows that overlap share is computed once, and changes nothing."""

import numpy as np
import pytest

from audio.yes_no.features import HOP, WINDOW, mel_levels, sliding_levels

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("hops", [1, 6, 25])
def test_windows_that_slide_have_the_levels_of_each_by_itself(hops: int) -> None:
    sound = np.random.default_rng(hops).normal(0, 0.1, WINDOW + 2 * hops * HOP).astype(np.float32)
    windows = np.stack([sound[at : at + WINDOW] for at in (0, hops * HOP, 2 * hops * HOP)])
    assert np.allclose(sliding_levels(sound, hops), mel_levels(windows), atol=1e-4)
