"""What is wrong with this machine's sound server, and how its user restarts it."""

import shutil
import subprocess

from audio.server.pactl import ask

_PIPEWIRE = "systemctl --user restart pipewire pipewire-pulse wireplumber"
_PULSEAUDIO = "pulseaudio --start"


def server_fault() -> str:
    """Say why the sound server gives no sound, and the line that repairs it; "" if it answers.

    Also "" on a machine without one, or where `pactl` is missing.
    """
    if shutil.which("pactl") is None or not (start := _start_line()):
        return ""
    try:
        ask("info")
    except subprocess.TimeoutExpired:
        hung = f"pkill -9 -x pulseaudio; {start}" if start == _PULSEAUDIO else start
        return f"the sound server hangs; start it again: {hung}"
    except (OSError, subprocess.SubprocessError):
        return f"the sound server does not run; start it: {start}"
    return ""


def _start_line() -> str:
    if shutil.which("pipewire-pulse") is not None:
        return _PIPEWIRE
    return _PULSEAUDIO if shutil.which("pulseaudio") is not None else ""
