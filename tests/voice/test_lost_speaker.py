"""A speaker whose device falls silent says so and never keeps a prompt waiting."""

from collections.abc import Callable
from threading import Event
from types import SimpleNamespace

import numpy as np
import pytest

from audio import speaker
from audio.errors import DeviceError


def test_a_speaker_that_is_no_longer_called_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    stream = SimpleNamespace(active=True, time=0.0, start=lambda: None)
    library = SimpleNamespace(
        query_devices=lambda _: {"default_samplerate": 16_000.0},
        OutputStream=lambda **_: stream,
        PortAudioError=OSError,
    )
    monkeypatch.setattr(speaker, "sound_library", lambda: library)
    monkeypatch.setattr(speaker, "find_device", lambda *_: 0)
    device = speaker.DeviceSpeaker(clock=lambda: now[0])
    device.start(np.ones(16_000, dtype=np.float32))
    assert device.playing
    now[0] = 2.5
    assert device.lost
    assert not device.playing
    with pytest.raises(DeviceError, match="plug it in"):
        device.start(np.ones(160, dtype=np.float32))


def test_a_speaker_that_only_fills_its_buffer_is_not_steady(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    stream = SimpleNamespace(active=True, time=0.0, start=lambda: None)
    filled: list[Callable[..., None]] = []

    def open_stream(callback: Callable[..., None], **_: object) -> SimpleNamespace:
        filled.append(callback)
        return stream

    library = SimpleNamespace(
        query_devices=lambda _: {"default_samplerate": 16_000.0},
        OutputStream=open_stream,
        PortAudioError=OSError,
    )
    monkeypatch.setattr(speaker, "sound_library", lambda: library)
    monkeypatch.setattr(speaker, "find_device", lambda *_: 0)
    device = speaker.DeviceSpeaker(clock=lambda: now[0])
    out = np.zeros((320, 1), dtype=np.float32)
    filled[0](out, 320, None, None)
    now[0] = 1.0
    assert not device.steady
    filled[0](out, 320, None, None)
    assert device.steady


def test_a_speaker_that_hangs_while_closing_is_left_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    never = Event()
    stream = SimpleNamespace(active=True, time=0.0, start=lambda: None, abort=never.wait)
    stream.close = lambda: None
    library = SimpleNamespace(
        query_devices=lambda _: {"default_samplerate": 16_000.0},
        OutputStream=lambda **_: stream,
        PortAudioError=OSError,
    )
    monkeypatch.setattr(speaker, "sound_library", lambda: library)
    monkeypatch.setattr(speaker, "find_device", lambda *_: 0)
    monkeypatch.setattr(speaker, "_CLOSE_WITHIN", 0.01)
    speaker.DeviceSpeaker().close()
    assert not never.is_set()
    never.set()
