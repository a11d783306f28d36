"""Sound devices by name. Only this module loads PortAudio, and only when it is needed."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any, Literal

from audio.errors import DeviceError

INSTALL_LINE = "apt-get install libportaudio2"

_MOST_NAMED = 12
"""Devices that are named where the one that is wanted is missing."""


@dataclass(frozen=True, slots=True)
class Device:
    """One sound device.

    Attributes:
        name: as PortAudio gives it.
        inputs: channels it can record; 0 for a speaker.
        outputs: channels it can play; 0 for a microphone.
        default_input: it is the system's microphone.
        default_output: it is the system's speaker.
    """

    name: str
    inputs: int
    outputs: int
    default_input: bool
    default_output: bool


def sound_library() -> ModuleType:
    """Give the module sounddevice.

    Raises:
        DeviceError: PortAudio is not installed, or does not start.
    """
    try:
        import sounddevice  # noqa: PLC0415 - fails without PortAudio, where the kiosk goes on
    except OSError:
        raise DeviceError(
            f"PortAudio is missing, so there is no sound; run: {INSTALL_LINE}"
        ) from None
    except Exception as error:
        # Loading starts PortAudio; the type of its error is in the module that failed to load.
        raise DeviceError(f"sound cannot be started ({error}); check the sound server") from None
    _silence_alsa()
    library: ModuleType = sounddevice
    return library


_AlsaHandler = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)


_say_nothing = _AlsaHandler(lambda *_: None)  # kept: ALSA calls it as long as the process lives


@cache
def _silence_alsa() -> None:
    """Keep ALSA from writing over the screen; what matters of it PortAudio raises as an error."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_say_nothing)


def list_devices() -> list[Device]:
    """Give every device; raises DeviceError without PortAudio."""
    with _errors_in_words("the sound devices cannot be listed") as library:
        default_input, default_output = library.default.device
        return [
            Device(
                name=str(found["name"]),
                inputs=int(found["max_input_channels"]),
                outputs=int(found["max_output_channels"]),
                default_input=index == default_input,
                default_output=index == default_output,
            )
            for index, found in enumerate(library.query_devices())
        ]


def find_device(name: str | None, kind: Literal["input", "output"]) -> int:
    """Give the index of a device; indexes change, so look it up each time.

    Args:
        name: part of its name, case ignored; None or "": the system's default, or else the first.
        kind: what it must be able to do.

    Raises:
        DeviceError: there is no such device.
    """
    what = "microphone" if kind == "input" else "speaker"
    fitting = [
        (index, device)
        for index, device in enumerate(list_devices())
        if (device.inputs if kind == "input" else device.outputs) > 0
    ]
    if not fitting:
        raise DeviceError(f"no {what} was found; plug one in, or use the keys and captions")
    if name:
        named = [index for index, device in fitting if name.lower() in device.name.lower()]
        if not named:
            there = ", ".join(f"'{device.name}'" for _, device in fitting[:_MOST_NAMED])
            raise DeviceError(
                f"no {what} is called '{name}'; plug it in, or name one that is there: {there}"
            )
        return named[0]
    default = [
        index
        for index, device in fitting
        if (device.default_input if kind == "input" else device.default_output)
    ]
    return default[0] if default else fitting[0][0]


def facts_of(index: int) -> dict[str, Any]:
    """Give what PortAudio knows of a device, by its own names; raises DeviceError."""
    with _errors_in_words("the sound device cannot be looked at") as library:
        facts: dict[str, Any] = library.query_devices(index)
        return facts


def started(stream: Any) -> Any:  # noqa: ANN401 - the library has no types
    """Start a stream and return it; one that does not start is closed, and its error raised."""
    try:
        stream.start()
    except BaseException:
        with suppress(Exception):
            stream.close()  # else it keeps the device from the next try
        raise
    return stream


def is_active(stream: Any) -> bool:  # noqa: ANN401 - the library has no types
    """Whether a stream runs."""
    try:
        return bool(stream.active)
    except Exception:  # PortAudio was shut down or lost the device
        return False


def refresh() -> None:
    """List the devices again: PortAudio never does so by itself.

    Every stream must be closed before.

    Raises:
        DeviceError: PortAudio is missing, or does not start again.
    """
    with _errors_in_words("sound cannot be started anew") as library:
        if library._initialized:  # else the last try has ended it and not started it again
            library._terminate()
        library._initialize()


@contextmanager
def _errors_in_words(what: str) -> Iterator[ModuleType]:
    library = sound_library()
    try:
        yield library
    except library.PortAudioError as error:
        raise DeviceError(f"{what} ({error}); check the sound server") from None
