"""Routes what this process plays to the speaker or to the headphones, through the sound server.

When a stream's sink disappears, the server moves the stream to another one at once and without
being asked: the rest of a sentence would sound from the speaker. So headphones with a sink of their
own are played on through a sink that nobody hears, and a loopback from there that may not be moved.
When the headphones disappear, the loopback ends and the rest of the sentence sounds nowhere. A jack
is a port of the speaker's own sink; there the server switches over, and the player must stop.

The chosen output is the server's default meanwhile: ALSA reopens a stream that once got too little
sound, and that stream goes to the default.
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from audio.server.headphones import PRIVATE_SINK, Output, Place, places
from audio.server.pactl import NO_ANSWER, ask, listed
from audio.server.routing import ours

_LATENCY_MS = 40
"""Milliseconds of buffer in the loopback."""


class OutputRoute:
    """Moves the streams of this process. Each call takes some 100 ms, up to seconds."""

    def __init__(self, headphones: str) -> None:
        """Set what the headphones are called (see `audio.server.headphones`)."""
        self._headphones = headphones
        self._was_private = False
        self._default = ""

    def lead(self, output: Output) -> bool:
        """Route all streams to this output only; tells whether they are routed there.

        Where the server cannot be asked, what plays on the speaker anyway counts as routed there.
        """
        try:
            found = places(self._headphones, self._default)
            headphones, speaker = found["headphones"], found["speaker"]
            if output == "headphones":
                return headphones is not None and self._to_headphones(headphones)
            return self._to_speaker(speaker, headphones)
        except NO_ANSWER:
            return output == "speaker" and not self._was_private

    def close(self) -> None:
        """Undo what was changed in the server."""
        if self._was_private:
            self._set_default(self._default)
            _unload()

    def _set_default(self, sink: str) -> None:
        """Take the default from where speech was led, if it was given one."""
        if self._default:
            self._default = ""
            with suppress(*NO_ANSWER):  # `_unload` makes it choose one
                ask("set-default-sink", sink)

    def _to_headphones(self, place: Place) -> bool:
        streams = _streams()
        if not streams:
            return False
        self._was_private = True
        sink = place.sink
        if place.port:
            ask("set-sink-port", sink, place.port)
        else:
            sink = PRIVATE_SINK
            _unload()
            ask("load-module", "module-null-sink", f"sink_name={sink}", "norewinds=1")
            ask(
                *("load-module", "module-loopback"),
                *(f"source={sink}.monitor", f"sink={place.sink}"),
                *("source_dont_move=true", "sink_dont_move=true", f"latency_msec={_LATENCY_MS}"),
            )
        self._default = self._default or ask("get-default-sink").strip()
        ask("set-default-sink", sink)
        _move(streams, sink)
        return True

    def _to_speaker(self, speaker: Place | None, headphones: Place | None) -> bool:
        if speaker is None:
            return not self._was_private
        if speaker.port:
            ask("set-sink-port", speaker.sink, speaker.port)
        unheard = {PRIVATE_SINK}
        if headphones is not None and headphones.sink != speaker.sink:
            unheard.add(headphones.sink)
        sinks = {sink["index"] for sink in listed("sinks") if sink["name"] in unheard}
        self._set_default(speaker.sink)
        _move([stream for stream in _streams() if stream["sink"] in sinks], speaker.sink)
        _unload()
        self._was_private = False
        return True


def _streams() -> list[dict[str, Any]]:
    return [stream for stream in listed("sink-inputs") if ours(stream)]


def _move(streams: Iterable[dict[str, Any]], sink: str) -> None:
    for stream in streams:
        ask("move-sink-input", str(stream["index"]), sink)


def _unload() -> None:
    """Take away the private sink and its loopback, also those of a process that died."""
    with suppress(*NO_ANSWER):  # the server has ended, and they with it
        modules = [line.split("\t") for line in ask("list", "short", "modules").splitlines()]
        for number, *what in reversed(modules):
            if PRIVATE_SINK in " ".join(what):
                with suppress(*NO_ANSWER):  # the one has ended with the other
                    ask("unload-module", number)
