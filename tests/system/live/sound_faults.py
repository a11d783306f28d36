"""What can happen to a microphone and a speaker, done to a real sound server, and undone."""

import signal
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.visit.sound.diagnosis import NO_FRAMES, NO_MICROPHONE, NO_SPEAKER, NOT_PLAYING
from tests.system.live.sound_server import SoundServer

GONE = "has stopped; plug it in again or name another one"
"""What is told of a stream that ends."""

_SINKS = ("speaker", "mic")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault.

    Attributes:
        name: what happens.
        told: a part of the notice, in the order of the notices when there are two.
        strike: lets it happen.
        undo: ends it.
    """

    name: str
    told: tuple[str, ...]
    strike: Callable[[SoundServer], object]
    undo: Callable[[SoundServer], object]


def _plug_microphone(server: SoundServer, name: str = "microphone") -> None:
    server.load("module-remap-source", f"source_name={name}", "master=mic.monitor")


def _unplug_both(server: SoundServer) -> None:
    server.unload("module-remap-source")
    server.unload("module-null-sink")


def _plug_both(server: SoundServer) -> None:
    for sink in _SINKS:
        server.load("module-null-sink", f"sink_name={sink}", "rate=48000", "norewinds=1")
    _plug_microphone(server)
    server.control("set-default-sink", "speaker")
    server.control("set-default-source", "microphone")


def _unplug_both_for_a_dummy(server: SoundServer) -> None:
    server.load("module-always-sink")
    server.unload("module-remap-source")
    for line in server.control("list", "short", "modules").splitlines():
        number, module, *_ = line.split("\t")
        if module == "module-null-sink":
            server.unload(number)


FAULTS = (
    Fault(
        "the microphone is unplugged",
        (NO_MICROPHONE,),
        lambda server: server.unload("module-remap-source"),
        _plug_microphone,
    ),
    Fault(
        "the microphone is plugged in under another name",
        (NO_MICROPHONE,),
        lambda server: server.unload("module-remap-source"),
        lambda server: _plug_microphone(server, "another"),
    ),
    Fault("both are unplugged", (GONE, GONE), _unplug_both, _plug_both),
    Fault(
        "both are unplugged and the server offers a dummy",
        (NO_MICROPHONE, NO_SPEAKER),
        _unplug_both_for_a_dummy,
        _plug_both,
    ),
    Fault(
        "the microphone gives no frames",
        (NO_FRAMES,),
        lambda server: server.control("suspend-source", "microphone", "1"),
        lambda server: server.control("suspend-source", "microphone", "0"),
    ),
    Fault(
        "the speaker takes no frames",
        (NOT_PLAYING,),
        lambda server: server.control("suspend-sink", "speaker", "1"),
        lambda server: server.control("suspend-sink", "speaker", "0"),
    ),
    Fault(
        "the speaker is muted",
        ("the sound server has muted the speaker; mend it: pactl set-sink-mute speaker 0",),
        lambda server: server.control("set-sink-mute", "speaker", "1"),
        lambda server: server.control("set-sink-mute", "speaker", "0"),
    ),
    Fault(
        "the sound server hangs",
        (NOT_PLAYING, NO_FRAMES),
        lambda server: server.signal(signal.SIGSTOP),
        lambda server: server.signal(signal.SIGCONT),
    ),
    Fault(
        "the sound server is killed and started again",
        (GONE, GONE),
        SoundServer.kill,
        SoundServer.start,
    ),
)
