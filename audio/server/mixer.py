"""What in the sound server's mixer keeps a kiosk silent or deaf, and how to repair it."""

import shlex
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from audio.server.pactl import NO_ANSWER, Lists, ask
from audio.server.routing import End

_Kind: TypeAlias = Literal["sink", "source"]

_KINDS: dict[End, _Kind] = {"speaker": "sink", "microphone": "source"}

_LEAST_PERCENT = 5
"""Volume, as the mixer shows it, at which nothing is heard any more (-78 dB)."""

_MENDED_PERCENT = 70
"""Volume that the command sets: loud enough to be heard in any room, with room above it."""


@dataclass(frozen=True, slots=True)
class Blockade:
    """A reason why no sound comes through.

    Attributes:
        what: in plain words, such as "the sound server has muted the speaker".
        mend: the shell command that repairs it.
    """

    what: str
    mend: str


def blockade(end: End, processes: Collection[int], lists: Lists) -> Blockade | None:
    """Tell what keeps back the sound of these processes; None: nothing does, or nobody can tell.

    It looks at their streams, at the devices these lead to, and at those that such devices stand
    for. What plays past the server has no stream.

    Args:
        end: of which device.
        processes: their numbers; their streams are open.
        lists: what the server has.
    """
    try:
        return next(_blockades(end, processes, lists), None)
    except NO_ANSWER:
        return None


def quieter(end: End) -> str:
    """Give the shell command that turns the default device down; "" if no server answers."""
    try:
        kind = _KINDS[end]
        return _set_volume(kind, ask(f"get-default-{kind}").strip())
    except NO_ANSWER:
        return ""


def _blockades(end: End, processes: Collection[int], lists: Lists) -> Iterator[Blockade]:
    kind = _KINDS[end]
    devices = lists["sinks" if kind == "sink" else "sources"]
    streams = lists["sink-inputs" if kind == "sink" else "source-outputs"]
    numbers = {str(process) for process in processes}
    streams = [s for s in streams if str(_properties(s).get("application.process.id")) in numbers]
    ends = {stream[kind] for stream in streams}
    for device in devices:
        if device["index"] in ends:
            yield from _of_device(end, device, devices)
    word = "sink-input" if kind == "sink" else "source-output"
    for stream in streams:
        yield from _of(stream, f"the kiosk on the {end}", word, str(stream["index"]))


def _of_device(
    end: End, device: dict[str, Any], devices: list[dict[str, Any]]
) -> Iterator[Blockade]:
    seen = set()
    while device["name"] not in seen:
        seen.add(device["name"])
        yield from _of(device, f"the {end}", _KINDS[end], device["name"])
        master = _properties(device).get("device.master_device")
        device = next((each for each in devices if each["name"] == master), device)


def _of(thing: dict[str, Any], called: str, word: str, name: str) -> Iterator[Blockade]:
    unmute = f"pactl set-{word}-mute {shlex.quote(name)} 0"
    silent = _percent(thing) <= _LEAST_PERCENT
    if thing["mute"]:
        raised = f" && {_set_volume(word, name)}" if silent else ""
        yield Blockade(f"the sound server has muted {called}", unmute + raised)
    elif silent:
        what = f"the volume of {called} is turned down to nothing in the sound server"
        yield Blockade(what, _set_volume(word, name))


def _percent(thing: dict[str, Any]) -> float:
    """Give the volume of the loudest channel."""
    volumes = [str(channel["value_percent"]) for channel in thing["volume"].values()]
    return max((float(volume.rstrip("%")) for volume in volumes), default=100.0)


def _set_volume(word: str, name: str) -> str:
    return f"pactl set-{word}-volume {shlex.quote(name)} {_MENDED_PERCENT}%"


def _properties(thing: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = thing.get("properties", {})
    return found
