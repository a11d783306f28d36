"""A room that gives the kiosk's voice back to its microphone, and PulseAudio's canceller of it."""

import json
import subprocess

from tests.system.live.sound_server import SoundServer

CANCELLED = ("cancelled_microphone", "cancelled_speaker")


def give_voice_back(server: SoundServer, loudness: str = "0dB") -> None:
    """Let the microphone hear what the speaker plays, 60 ms later and louder by `loudness`."""
    module = server.load(
        "module-loopback",
        "source=speaker.monitor",
        "sink=mic",
        "latency_msec=60",
        "source_dont_move=true",
        "sink_dont_move=true",
    )
    streams = json.loads(_pactl(server, "--format=json", "list", "sink-inputs"))
    (stream,) = (s["index"] for s in streams if str(s["owner_module"]) == module)
    _pactl(server, "set-sink-input-volume", str(stream), loudness)


def cancel_echo(server: SoundServer) -> str:
    """Load the webrtc canceller between both devices and make it the default; gives its number.

    Its gain controls are off: in a loopback they turn the microphone down until nothing is heard.
    """
    microphone, speaker = CANCELLED
    module = server.load(
        "module-echo-cancel",
        "aec_method=webrtc",
        'aec_args="analog_gain_control=0 digital_gain_control=0"',
        "source_master=microphone",
        "sink_master=speaker",
        f"source_name={microphone}",
        f"sink_name={speaker}",
    )
    _pactl(server, "set-default-source", microphone)
    _pactl(server, "set-default-sink", speaker)
    return module


def _pactl(server: SoundServer, *words: str) -> str:
    return subprocess.run(
        ["pactl", *words],
        env=server.environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=20,
    ).stdout
