"""Whether the sound server takes out of the microphone what the speaker plays."""

import json
import subprocess
from typing import Any, Literal

from audio.devices import find_device, list_devices
from audio.errors import DeviceError

_SERVER_DEVICES = frozenset({"default", "pulse", "pipewire"})
"""Names under which ALSA gives the sound server's own default source and sink."""

_ANSWERS_WITHIN = 5.0
"""Seconds the sound server may take to answer."""


def echo_is_cancelled(microphone: str | None = None, speaker: str | None = None) -> bool:
    """Tell whether both devices are the two ends of an echo canceller; in doubt they are not.

    Asks PulseAudio or PipeWire by `pactl`, which need not be there. A device that is chosen by
    another name than the server's default may bypass the canceller, so it counts as doubtful.

    Args:
        microphone: part of its name; None or "": the system's default.
        speaker: likewise.
    """
    try:
        devices = list_devices()
        chosen = {
            devices[find_device(microphone, "input")].name,
            devices[find_device(speaker, "output")].name,
        }
    except DeviceError:
        return False
    return chosen <= _SERVER_DEVICES and server_cancels_echo()


def server_cancels_echo() -> bool:
    """Tell whether the server's default source and sink belong to echo cancellers, from any thread.

    They change while a program runs: a canceller ends with the device it was loaded for.
    """
    try:
        return _cancels("source") and _cancels("sink")
    except (OSError, subprocess.SubprocessError, ValueError, LookupError, TypeError):
        return False


def _cancels(kind: Literal["source", "sink"]) -> bool:
    """Tell whether the server's default device of a kind belongs to an echo canceller."""
    default = _pactl(f"get-default-{kind}").strip()
    found: list[dict[str, Any]] = json.loads(_pactl("--format=json", "list", f"{kind}s"))
    return any(_is_canceller(device) for device in found if device["name"] == default)


def _is_canceller(device: dict[str, Any]) -> bool:
    """PulseAudio names the module as driver; PipeWire's ends are told by their names alone."""
    canceller = str(device.get("driver", "")).startswith("module-echo-cancel")
    return canceller or "echo-cancel" in str(device["name"]).lower().replace("_", "-")


def _pactl(*words: str) -> str:
    return subprocess.run(
        ["pactl", *words], check=True, capture_output=True, text=True, timeout=_ANSWERS_WITHIN
    ).stdout
