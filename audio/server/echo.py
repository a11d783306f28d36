"""Whether the sound server removes from the microphone what the speaker plays."""

from typing import Any, Literal

from audio.devices.portaudio import find_device, list_devices
from audio.errors import DeviceError
from audio.server.pactl import NO_ANSWER, ask, listed

_SERVER_DEVICES = frozenset({"default", "pulse", "pipewire"})
"""Names under which ALSA gives the sound server's own default source and sink."""


def echo_is_cancelled(microphone: str | None = None, speaker: str | None = None) -> bool:
    """Tell whether both devices are the two ends of an echo canceller; in doubt they are not.

    Asks PulseAudio or PipeWire by `pactl`, which need not be there. A device that is chosen by
    another name than the server's default may bypass the canceller, so it counts as doubtful.

    Args:
        microphone: part of its name; None or "": the system's default.
        speaker: likewise.
    """
    # First: this answers or fails soon, while PortAudio waits minutes for a server that hangs.
    if not server_cancels_echo():
        return False
    try:
        devices = list_devices()
        chosen = {
            devices[find_device(microphone, "input")].name,
            devices[find_device(speaker, "output")].name,
        }
    except DeviceError:
        return False
    return chosen <= _SERVER_DEVICES


def server_cancels_echo() -> bool:
    """Tell whether the server's default source and sink belong to echo cancellers, from any thread.

    They change while a program runs: a canceller ends with the device it was loaded for.
    """
    try:
        return _cancels("source") and _cancels("sink")
    except NO_ANSWER:
        return False


def _cancels(kind: Literal["source", "sink"]) -> bool:
    """Tell whether the server's default device of a kind belongs to an echo canceller."""
    default = ask(f"get-default-{kind}").strip()
    devices = listed("sources" if kind == "source" else "sinks")
    return any(_is_canceller(device) for device in devices if device["name"] == default)


def _is_canceller(device: dict[str, Any]) -> bool:
    """PulseAudio names the module as driver; PipeWire's ends are told by their names alone."""
    canceller = str(device.get("driver", "")).startswith("module-echo-cancel")
    return canceller or "echo-cancel" in str(device["name"]).lower().replace("_", "-")
