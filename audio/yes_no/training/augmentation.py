"""Adds rooms, microphones and noise to a clean clip, differently for every example of every epoch.

The ranges are wider than a waiting room's, so that a real one lies well inside.
"""

import numpy as np
from numpy.typing import NDArray

from audio.frames import SAMPLE_RATE, Frames
from audio.yes_no.features import MELS, WINDOW, mel_levels, normalised
from audio.yes_no.training.composition import BACKGROUND, Random, compose
from audio.yes_no.training.corpus import Sounds

NOISY = 0.7
"""Share of examples with added noise; the recordings have some of their own."""
SNR = (0.0, 30.0)
"""dB, speech while it sounds to noise: from worse than any answer need be heard to none."""
REVERBERANT = 0.25
CLIPPED = 0.08
NARROW = 0.08
"""Shares of examples in a room's echo, overdriven, and from a telephone-like microphone."""


def batch(
    seed: int, index: int, size: int, sounds: Sounds
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Make the features (size, FRAMES, MELS) and classes (size,) of batch number `index`.

    A batch depends on seed and index alone, so any number of processes makes the same ones.
    """
    rng = np.random.default_rng([seed, index])
    windows = np.zeros((size, WINDOW), np.float32)
    labels = np.zeros(size, np.int64)
    for i in range(size):
        clip, labels[i] = compose(rng, sounds)
        windows[i] = _recorded(rng, clip, int(labels[i]), sounds)
    return normalised(_coloured(rng, mel_levels(windows))), labels


def _recorded(rng: Random, clip: Frames, label: int, sounds: Sounds) -> Frames:
    """Place a clip in a window as a room and a microphone would record it."""
    clip = clip[:WINDOW]
    offset = int(rng.integers(0, WINDOW - len(clip) + 1))
    window: Frames = np.zeros(WINDOW, np.float32)
    window[offset : offset + len(clip)] = clip
    if label != BACKGROUND and rng.random() < REVERBERANT:
        window = _convolved(window, _response(rng, sounds))
    peak = float(np.abs(window).max())
    if peak > 0 and rng.random() < CLIPPED:
        limit = peak * float(rng.uniform(0.15, 0.6))
        window = np.clip(window, -limit, limit)
    if label == BACKGROUND:
        return _background(rng, sounds)
    if rng.random() < NOISY:
        noise = _noise(rng, sounds)
        if rng.random() < 0.4:  # a recording that is as short as the word, its noise with it
            noise[:offset] = 0
            noise[offset + len(clip) :] = 0
        loud = np.abs(window) > 0.1 * float(np.abs(window).max())
        speech = float(np.mean(window[loud] ** 2)) if loud.any() else 1e-6
        level = speech * 10 ** (-rng.uniform(*SNR) / 10)
        window = window + noise * np.float32(np.sqrt(level))
    if rng.random() < 0.3:  # a quiet recording in 16 bits
        steps = 10 ** rng.uniform(1.5, 4)
        scale = steps / max(float(np.abs(window).max()), 1e-6)
        return np.asarray(np.round(window * scale) / scale, np.float32)
    return window


def _background(rng: Random, sounds: Sounds) -> Frames:
    noise = _noise(rng, sounds)
    if rng.random() < 0.3:
        noise = noise + _noise(rng, sounds) * np.float32(rng.uniform(0, 1))
    if rng.random() < 0.3:  # a click or a knock
        at = int(rng.integers(0, WINDOW - 2000))
        knock = rng.normal(0, 1, 2000) * np.exp(-np.arange(2000) / rng.uniform(20, 500))
        noise[at : at + 2000] += (knock * rng.uniform(2, 20)).astype(np.float32)
    if rng.random() < 0.5:  # a short recording of noise alone, as short as a word's
        length = int(rng.uniform(0.3, 1.3) * SAMPLE_RATE)
        start = int(rng.integers(0, WINDOW - length))
        noise[:start] = 0
        noise[start + length :] = 0
    return noise


def _noise(rng: Random, sounds: Sounds) -> Frames:
    """Give a window of noise at power one: recorded, of many talkers, or coloured."""
    draw = rng.random()
    if draw < 0.45 and sounds.noise:
        source = sounds.noise[int(rng.integers(0, len(sounds.noise)))]
        noise = _piece(rng, source)
    elif draw < 0.7 and sounds.talk:
        noise = np.zeros(WINDOW, np.float32)
        for _ in range(int(rng.integers(3, 9))):
            voice = _piece(rng, sounds.talk[int(rng.integers(0, len(sounds.talk)))])
            noise += voice * np.float32(rng.uniform(0.3, 1.0))
    else:
        spectrum = np.fft.rfft(rng.normal(0, 1, WINDOW).astype(np.float32))
        frequency = np.maximum(np.fft.rfftfreq(WINDOW, 1 / SAMPLE_RATE), 50)
        shape = (frequency / 1000) ** (-rng.uniform(0, 1.2))
        noise = np.fft.irfft(spectrum * shape, WINDOW).astype(np.float32)
        if rng.random() < 0.3:  # mains hum and its harmonics
            time = np.arange(WINDOW) / SAMPLE_RATE
            base = rng.uniform(48, 62)
            hum = sum(np.sin(2 * np.pi * base * k * time) / k for k in range(1, 6))
            noise = noise + (hum * rng.uniform(0.2, 2) * noise.std()).astype(np.float32)
    return np.asarray(noise / (np.sqrt(np.mean(noise**2)) + 1e-6), np.float32)


def _piece(rng: Random, source: Frames) -> Frames:
    if len(source) <= WINDOW:
        return np.resize(source, WINDOW).astype(np.float32)
    start = int(rng.integers(0, len(source) - WINDOW))
    return source[start : start + WINDOW].copy()


def _response(rng: Random, sounds: Sounds) -> Frames:
    """Give a room's impulse response: a simulated one, or decaying noise after Polack (1988)."""
    if sounds.responses and rng.random() < 0.4:
        return sounds.responses[int(rng.integers(0, len(sounds.responses)))]
    reverberation = rng.uniform(0.15, 0.8)
    length = int(min(reverberation, 0.5) * SAMPLE_RATE)
    decay = np.exp(-6.9 * np.arange(length) / (reverberation * SAMPLE_RATE))
    tail = rng.normal(0, 1, length) * decay
    tail *= 10 ** (-rng.uniform(-3, 15) / 20) / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    return np.asarray(tail / np.sqrt(np.sum(tail**2)), np.float32)


def _convolved(window: Frames, response: Frames) -> Frames:
    size = 1 << (len(window) + len(response)).bit_length()
    product = np.fft.rfft(window, size) * np.fft.rfft(response, size)
    return np.fft.irfft(product, size)[: len(window)].astype(np.float32)


def _coloured(rng: Random, levels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Filter each example as another microphone would: slope, bumps, sometimes a narrow band."""
    size = len(levels)
    bands = np.linspace(-1, 1, MELS)
    curve = rng.normal(0, 4, (size, 1)) * bands
    for cycles in (1, 2, 3):
        phase = rng.uniform(0, 2 * np.pi, (size, 1))
        curve = curve + rng.normal(0, 2.5 / cycles, (size, 1)) * np.sin(
            np.pi * cycles * bands + phase
        )
    narrow = rng.random(size) < NARROW
    curve[narrow, 31:] -= 35  # above 3.6 kHz
    curve[narrow, :4] -= 20  # below 250 Hz
    return np.asarray(levels + curve[:, None, :], np.float32)
