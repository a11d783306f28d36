"""Makes a clip sound as in a room, by the room's impulse response."""

import numpy as np

from audio.errors import RecordingError
from audio.frames import SAMPLE_RATE, Frames

LONGEST_RESPONSE = 10.0
"""Seconds: the largest halls fall silent sooner, so a longer recording is no impulse response."""


def in_room(frames: Frames, response: Frames) -> Frames:
    """Give a clip as it sounds in a room.

    y[n] = g (x * h)[n + d], where * is convolution, h is the response, d the place of its greatest
    magnitude, which is the direct sound, and g brings y to the mean square of x. Thus speech keeps
    its time and its level. It is what Kaldi's wav-reverberate does with --shift-output and
    --normalize-output: https://kaldi-asr.org/doc/wav-reverberate_8cc.html

    Args:
        frames: the clip, shape (n,).
        response: from the person's place to the microphone's, shape (m,).

    Returns:
        Shape (n,): what sounds on after the clip's end is left out. Where the sound would pass 1,
        all of it is made quieter. A silent clip stays silent.

    Raises:
        RecordingError: the response is empty, silent or longer than LONGEST_RESPONSE.
    """
    check_response(response)
    if not frames.size:
        return frames.copy()
    size = len(frames) + len(response) - 1
    length = 1 << (size - 1).bit_length()
    product = np.fft.rfft(frames.astype(np.float64), length) * np.fft.rfft(
        response.astype(np.float64), length
    )
    direct = int(np.argmax(np.abs(response)))
    # What lies before the clip's first frame and after its last is no part of it.
    heard = np.fft.irfft(product, length)[direct : direct + len(frames)]
    power = float(np.mean(heard**2))
    if not np.any(frames) or not power:
        return np.zeros_like(frames)
    heard *= np.sqrt(float(np.mean(frames.astype(np.float64) ** 2)) / power)
    return np.asarray(heard / max(float(np.abs(heard).max()), 1.0), np.float32)


def check_response(response: Frames) -> None:
    """Raise RecordingError when a sound cannot be a room's impulse response."""
    if not np.any(response):
        raise RecordingError("the room's response is empty or silent; name another recording")
    seconds = len(response) / SAMPLE_RATE
    if seconds > LONGEST_RESPONSE:
        raise RecordingError(
            f"the room's response lasts {seconds:.0f} s and {LONGEST_RESPONSE:.0f} s is the most; "
            "name a recording of an impulse"
        )
