"""Whether headphones are plugged in, and which of the sound server's outputs they are.

A jack in the machine is a port of a sink, with an availability that the server senses. Headphones
by USB or radio are a sink of their own, which appears and disappears.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from audio.server.pactl import NO_ANSWER, ask, listed

Output: TypeAlias = Literal["speaker", "headphones"]
"""Where speech goes."""

AUTO = "auto"
"""Name that stands for whatever the server calls headphones or a headset."""

PRIVATE_SINK = "kiosk_private"
"""Name of the sink that is heard in the headphones alone (see `audio.server.output_route`)."""

_WORDS = ("headphone", "headset")
_NOBODY_HEARS = (PRIVATE_SINK, "auto_null")


@dataclass(frozen=True, slots=True)
class Place:
    """A sink; and a port of it, "" where the server's own choice will do."""

    sink: str
    port: str = ""


def headphones_in(name: str) -> Place | None:
    """Give where the headphones are; None if they are not plugged in or the server does not say.

    Args:
        name: part of the name or description of a port or sink, case ignored; "auto": whatever the
            server calls headphones.
    """
    try:
        return places(name)["headphones"]
    except NO_ANSWER:
        return None


def places(name: str, default: str = "") -> dict[Output, Place | None]:
    """Give where headphones and speaker are; raises one of `NO_ANSWER`.

    Args:
        name: of the headphones, as in `headphones_in`.
        default: sink that is the speaker unless it is the headphones; "": the server's default.
    """
    sinks = [sink for sink in listed("sinks") if sink["name"] not in _NOBODY_HEARS]
    headphones = next(filter(None, (_headphones(sink, name) for sink in sinks)), None)
    default = default or ask("get-default-sink").strip()
    return {"headphones": headphones, "speaker": _speaker(sinks, headphones, name, default)}


def _headphones(sink: dict[str, Any], name: str) -> Place | None:
    ports = [port for port in sink["ports"] if _is_called(port, name)]
    if ports:
        plugged_in = (port for port in ports if port["availability"] == "available")
        return next((Place(sink["name"], port["name"]) for port in plugged_in), None)
    return Place(sink["name"]) if _is_called(sink, name) else None


def _speaker(
    sinks: Iterable[dict[str, Any]], headphones: Place | None, name: str, default: str
) -> Place | None:
    """Give what is not the headphones: another port of their sink, or else another sink."""
    others = []
    for sink in sorted(sinks, key=lambda sink: bool(sink["name"] != default)):
        if headphones is None or sink["name"] != headphones.sink:
            others += [] if _is_called(sink, name) else [Place(sink["name"])]
        elif headphones.port:
            ports = [p for p in sink["ports"] if not _is_called(p, name)]
            ports = [p for p in ports if p["availability"] != "not available"]
            ports.sort(key=lambda port: -int(port["priority"]))
            others = [Place(sink["name"], port["name"]) for port in ports] + others
    return next(iter(others), None)


def _is_called(thing: dict[str, Any], name: str) -> bool:
    """Tell whether a port or a sink goes by a name."""
    called = f"{thing['name']} {thing.get('description', '')}".lower()
    if name.lower() != AUTO:
        return name.lower() in called
    form = str(thing.get("properties", {}).get("device.form_factor", ""))
    return any(word in f"{called} {thing.get('type', '')} {form}".lower() for word in _WORDS)


def sound_server_answers() -> bool:
    """Tell whether the sound server says what is plugged in."""
    try:
        listed("sinks")
    except NO_ANSWER:
        return False
    return True
