"""Mixes noise into a clip at a stated signal-to-noise ratio."""

import numpy as np

from audio.errors import RecordingError
from audio.frames import Frames


def mixed(frames: Frames, noise: Frames, snr_db: float, seed: int) -> Frames:
    """Add noise to a clip.

    SNR = 10 log10(P_clip / P_noise), with P the mean square over the whole clip, silence around the
    words included: the measure of the listener's model card. By the words alone the ratio is
    higher, by 3 dB for a word that fills half of its clip.

    Args:
        frames: the clip, shape (n,).
        noise: any length; a piece of n frames begins at a random place and goes round at the end.
        snr_db: decibels, as above.
        seed: chooses the place; the same seed gives the same sound.

    Returns:
        Shape (n,). Where the sum would pass 1, all of it is made quieter, which keeps the ratio. A
        silent clip comes back unchanged: no ratio exists for it. So it does when the piece of noise
        is silent.

    Raises:
        RecordingError: the noise is empty or silent.
    """
    if not np.any(noise):
        raise RecordingError("the noise to mix in is empty or silent; name another recording")
    start = int(np.random.default_rng(seed).integers(noise.size))
    piece = np.resize(np.roll(noise, -start), frames.size)
    clip_power, noise_power = _power(frames), _power(piece)
    if not (clip_power and noise_power):
        return frames.copy()
    gain = np.sqrt(clip_power / noise_power / 10.0 ** (snr_db / 10.0))
    total = frames + gain * piece
    return np.asarray(total / max(float(np.abs(total).max()), 1.0), np.float32)


def _power(frames: Frames) -> float:
    return float(np.mean(frames.astype(np.float64) ** 2)) if frames.size else 0.0
