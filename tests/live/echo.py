"""A room that gives the kiosk's voice back to its microphone, and PulseAudio's canceller of it."""

import subprocess

from tests.live.sound_server import SoundServer

CANCELLED = ("cancelled_microphone", "cancelled_speaker")


def give_voice_back(server: SoundServer) -> None:
    """Let the microphone hear what the speaker plays, as loud as it is and 60 ms later."""
    server.load(
        "module-loopback",
        "source=speaker.monitor",
        "sink=mic",
        "latency_msec=60",
        "source_dont_move=true",
        "sink_dont_move=true",
    )


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
    for command in (["set-default-source", microphone], ["set-default-sink", speaker]):
        subprocess.run(["pactl", *command], env=server.environment, check=True, timeout=20)
    return module
