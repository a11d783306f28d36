"""A speaker that fails or falls silent says so, and never keeps a prompt waiting."""

import sys
from collections.abc import Callable
from threading import Event
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from audio.devices import speaker
from audio.devices.portaudio import refresh
from audio.devices.speaker import DeviceSpeaker
from audio.errors import DeviceError

pytestmark = pytest.mark.unit


class PortAudioError(Exception):
    pass


class FakeStream(SimpleNamespace):
    def __init__(self, callback: Callable[..., None], **rest: object) -> None:
        super().__init__(callback=callback, active=False, time=0.0, closed=False)
        self.rate = rest["samplerate"]

    def start(self) -> None:
        self.active = True

    def abort(self) -> None:
        self.active = False

    def close(self) -> None:
        self.closed = True


class FakeSoundDevice(SimpleNamespace):
    """The part of sounddevice that is used: one speaker."""

    def __init__(self) -> None:
        super().__init__(
            PortAudioError=PortAudioError, default=SimpleNamespace(device=(-1, 0)), streams=[]
        )
        self._initialized = 1

    def query_devices(self, index: int | None = None) -> Any:  # noqa: ANN401 - the library has no types
        found = {
            "name": "Speaker",
            "max_input_channels": 0,
            "max_output_channels": 2,
            "default_samplerate": 48_000.0,
        }
        return [found] if index is None else found

    def RawOutputStream(self, **options: Any) -> FakeStream:  # noqa: N802, ANN401 - the library's
        self.streams.append(FakeStream(**options))
        return self.streams[-1]  # type: ignore[no-any-return]

    def _terminate(self) -> None:
        if not self._initialized:
            raise PortAudioError("PortAudio not initialized")
        self._initialized -= 1

    def _initialize(self) -> None:
        self._initialized += 1


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> FakeSoundDevice:
    fake = FakeSoundDevice()
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    return fake


def fails(*_: object) -> None:
    raise PortAudioError("Unanticipated host error")


@pytest.mark.usefixtures("library")
def test_a_speaker_that_is_no_longer_called_is_lost() -> None:
    now = [0.0]
    device = DeviceSpeaker(clock=lambda: now[0])
    device.start(np.ones(16_000, dtype=np.float32))
    assert device.playing
    now[0] = 2.5
    assert device.lost
    assert not device.playing
    with pytest.raises(DeviceError, match="plug it in"):
        device.start(np.ones(160, dtype=np.float32))


def test_a_speaker_that_only_fills_its_buffer_is_not_steady(library: FakeSoundDevice) -> None:
    now = [0.0]
    device = DeviceSpeaker(clock=lambda: now[0])
    out = bytearray(320 * 4)
    library.streams[0].callback(out, 320, None, None)
    now[0] = 1.0
    assert not device.steady
    library.streams[0].callback(out, 320, None, None)
    assert device.steady


@pytest.mark.usefixtures("library")
def test_a_speaker_that_hangs_while_closing_is_left_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    never = Event()
    monkeypatch.setattr(FakeStream, "abort", lambda _: never.wait())
    monkeypatch.setattr(speaker, "_CLOSE_WITHIN", 0.01)
    DeviceSpeaker().close()
    assert not never.is_set()
    never.set()


def test_a_speaker_that_does_not_start_is_an_error_and_is_let_go(
    library: FakeSoundDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeStream, "start", fails)
    with pytest.raises(DeviceError, match=r"opened \(Unanticipated.*\); close what uses it"):
        DeviceSpeaker()
    assert [stream.rate for stream in library.streams] == [16_000, 48_000]
    assert all(stream.closed for stream in library.streams)


def test_a_speaker_that_goes_while_it_is_looked_at_is_an_error(
    library: FakeSoundDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = library.query_devices()
    monkeypatch.setattr(
        library, "query_devices", lambda index=None: there if index is None else fails()
    )
    with pytest.raises(DeviceError, match=r"looked at \(Unanticipated.*\); check the sound server"):
        DeviceSpeaker()


def test_portaudio_that_does_not_start_anew_is_an_error_and_is_tried_again(
    library: FakeSoundDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(library, "_initialize", fails)
        with pytest.raises(DeviceError, match="sound cannot be started anew"):
            refresh()
    refresh()
    assert library._initialized == 1


def test_a_device_that_has_no_time_any_more_plays_nothing(
    library: FakeSoundDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = DeviceSpeaker()
    device.start(np.ones(16_000, dtype=np.float32))
    assert device.playing
    assert library.streams
    monkeypatch.setattr(FakeStream, "time", property(fails), raising=False)
    assert not device.playing
