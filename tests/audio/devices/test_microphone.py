"""The microphone's stream and queue, with a sound library that is told what to give."""

import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from audio.devices.microphone import BLOCK, MOST_BLOCKS, DeviceMicrophone
from audio.errors import DeviceError
from audio.frames import SAMPLE_RATE
from audio.recognition.speech_detector import STEP_SECONDS

pytestmark = pytest.mark.unit


class PortAudioError(Exception):
    pass


class FakeStream:
    def __init__(self, callback: Callable[..., None], channels: int, **rest: object) -> None:
        self.callback, self.channels = callback, channels
        self.rate = rest["samplerate"]
        self.device = rest["device"]
        self.active = False
        self.closed = False

    def start(self) -> None:
        self.active = True

    def abort(self) -> None:
        self.active = False

    def close(self) -> None:
        if self.closed:
            raise PortAudioError("invalid stream pointer")
        self.closed = True

    def give(self, samples: NDArray[np.float32], *, overflow: bool = False) -> None:
        """Call back with a buffer that is used again for something else afterwards."""
        buffer = samples.copy()
        status = SimpleNamespace(input_overflow=True) if overflow else None
        self.callback(buffer.data, len(buffer) // self.channels, None, status)
        buffer[:] = 9.0


class FakeSoundDevice(SimpleNamespace):
    """The part of sounddevice that is used: two microphones, one speaker."""

    def __init__(
        self,
        *,
        takes: Callable[[int, int], bool] = lambda rate, channels: True,
        occupied: bool = False,
    ) -> None:
        super().__init__(
            PortAudioError=PortAudioError, default=SimpleNamespace(device=(2, 0)), streams=[]
        )
        self.takes, self.occupied = takes, occupied

    def query_devices(self, index: int | None = None) -> Any:  # noqa: ANN401 - the library has no types
        devices = [
            {"name": "Speaker", "max_input_channels": 0, "max_output_channels": 2},
            {"name": "Front Desk USB", "max_input_channels": 2, "max_output_channels": 0},
            {"name": "Room array", "max_input_channels": 4, "max_output_channels": 0},
        ]
        devices = [{**device, "default_samplerate": 48_000.0} for device in devices]
        return devices if index is None else devices[index]

    def RawInputStream(self, **options: Any) -> FakeStream:  # noqa: N802, ANN401 - the library's
        if self.occupied:
            raise PortAudioError("Device unavailable [PaErrorCode -9985]")
        if not self.takes(options["samplerate"], options["channels"]):
            raise PortAudioError("Invalid sample rate [PaErrorCode -9997]")
        self.streams.append(FakeStream(**options))
        return self.streams[-1]  # type: ignore[no-any-return]


def plugged_in(monkeypatch: pytest.MonkeyPatch, library: FakeSoundDevice) -> FakeSoundDevice:
    monkeypatch.setitem(sys.modules, "sounddevice", library)
    return library


def opened(
    monkeypatch: pytest.MonkeyPatch, library: FakeSoundDevice, device: str | None = None
) -> tuple[DeviceMicrophone, FakeStream]:
    plugged_in(monkeypatch, library)
    microphone = DeviceMicrophone(device)
    return microphone, library.streams[-1]


def ramp(count: int) -> NDArray[np.float32]:
    return np.linspace(-0.5, 0.5, count, dtype=np.float32)


def test_what_comes_is_read_in_order_and_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    microphone, stream = opened(monkeypatch, FakeSoundDevice())
    assert (stream.rate, stream.channels, stream.device) == (SAMPLE_RATE, 1, 2)
    sound = ramp(960)
    for block in np.split(sound, 3):
        stream.give(block)
    read = microphone.read(0.1)
    assert read is not None
    assert read.dtype == np.float32
    assert np.array_equal(read, sound)
    assert microphone.read(0.0) is None


def test_a_block_is_a_step_of_the_speech_detector() -> None:
    assert BLOCK == STEP_SECONDS


def test_a_microphone_is_found_by_part_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    _, stream = opened(monkeypatch, FakeSoundDevice(), "front desk")
    assert stream.device == 1


def test_several_channels_become_their_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    microphone, stream = opened(monkeypatch, FakeSoundDevice(takes=lambda _, n: n == 2))
    stream.give(np.array([0.2, 0.4, -0.2, 0.6], np.float32))
    read = microphone.read(0.1)
    assert read is not None
    assert read == pytest.approx([0.3, 0.2])


def test_a_device_of_another_rate_is_resampled_without_seams(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    microphone, stream = opened(monkeypatch, FakeSoundDevice(takes=lambda rate, _: rate == 48_000))
    seconds = np.arange(48_000) / 48_000
    tone = (0.5 * np.sin(2 * np.pi * 440 * seconds)).astype(np.float32)
    parts = []
    for block in np.array_split(tone, 97):
        stream.give(block)
        read = microphone.read(0.0)
        if read is not None:
            assert read.size
            parts.append(read)
    frames = np.concatenate(parts)
    assert 0.95 * SAMPLE_RATE < len(frames) <= SAMPLE_RATE
    spectrum = np.abs(np.fft.rfft(frames * np.hanning(len(frames))))
    loudest = int(spectrum.argmax())
    assert loudest * SAMPLE_RATE / len(frames) == pytest.approx(440, abs=2)
    elsewhere = np.delete(spectrum, range(loudest - 20, loudest + 21))
    assert elsewhere.max() < 0.002 * spectrum.max()


def test_a_late_reader_loses_the_oldest_sound_and_never_holds_up_the_device(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    microphone, stream = opened(monkeypatch, FakeSoundDevice())
    for i in range(MOST_BLOCKS + 7):
        stream.give(np.full(1, i, np.float32))
    assert microphone.dropped == 7
    read = microphone.read(0.1)
    assert read is not None
    assert read.tolist() == list(range(7, MOST_BLOCKS + 7))


def test_overflows_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    microphone, stream = opened(monkeypatch, FakeSoundDevice())
    stream.give(ramp(4), overflow=True)
    stream.give(ramp(4))
    assert microphone.dropped == 1


def test_a_stream_that_stops_is_an_error_after_its_last_sound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    microphone, stream = opened(monkeypatch, FakeSoundDevice())
    stream.give(ramp(4))
    stream.active = False
    assert microphone.read(0.0) is not None
    with pytest.raises(DeviceError, match="the microphone has stopped; plug it in again"):
        microphone.read(0.0)


def test_closing_twice_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    microphone, stream = opened(monkeypatch, FakeSoundDevice())
    microphone.close()
    microphone.close()
    assert stream.closed


def test_a_microphone_that_cannot_be_stopped_is_let_go_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(self: FakeStream) -> None:
        raise PortAudioError("Unanticipated host error")

    monkeypatch.setattr(FakeStream, "abort", fail)
    microphone, stream = opened(monkeypatch, FakeSoundDevice())
    microphone.close()
    assert stream.closed


def test_an_occupied_microphone_is_an_error_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    plugged_in(monkeypatch, FakeSoundDevice(occupied=True))
    with pytest.raises(DeviceError, match=r"opened \(Device unavailable.*\); close what uses"):
        DeviceMicrophone()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PortAudioError("Unanticipated host error"), DeviceError),
        (OSError("no memory"), OSError),
    ],
)
def test_a_device_that_does_not_start_is_let_go_before_the_next_try(
    monkeypatch: pytest.MonkeyPatch, error: Exception, told: type[Exception]
) -> None:
    def fail(self: FakeStream) -> None:
        raise error

    monkeypatch.setattr(FakeStream, "start", fail)
    library = plugged_in(monkeypatch, FakeSoundDevice())
    with pytest.raises(told, match=str(error)):
        DeviceMicrophone()
    assert library.streams
    assert all(stream.closed for stream in library.streams)


def test_a_missing_microphone_is_an_error_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    plugged_in(monkeypatch, FakeSoundDevice())
    with pytest.raises(DeviceError, match="no microphone is called 'hall'") as caught:
        DeviceMicrophone("hall")
    assert "\n" not in str(caught.value)
    with pytest.raises(DeviceError, match="no microphone is called 'Speaker'"):
        DeviceMicrophone("Speaker")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError("PortAudio library not found"), "run: apt-get install libportaudio2"),
        (
            PortAudioError("Error initializing PortAudio: Unanticipated host error"),
            r"sound cannot be started \(.*\); check the sound server",
        ),
    ],
    ids=["missing", "does not start"],
)
def test_portaudio_that_cannot_be_loaded_is_an_error_in_one_line(
    monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    class Failing:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "sounddevice":
                raise error

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Failing(), *sys.meta_path])
    with pytest.raises(DeviceError, match=told):
        DeviceMicrophone()
