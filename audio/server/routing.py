"""Where the sound server routes this process's streams: it replaces a missing device silently.

When the last microphone is unplugged, PulseAudio moves its stream to a speaker's monitor: frames
still come, and the kiosk hears only itself. When the last speaker is unplugged, its stream goes to
a dummy that nobody hears. The streams themselves do not show this.
"""

import os
from typing import Any, Literal, TypeAlias

from audio.server.pactl import NO_ANSWER, Lists

End: TypeAlias = Literal["microphone", "speaker"]
"""One of the two devices."""

_DUMMY = "auto_null"
"""The sink that stands in where there is none (PulseAudio's `module-always-sink`)."""


def ends_led_nowhere(lists: Lists) -> frozenset[End]:
    """Tell which of this process's streams lead to no microphone, or to no speaker.

    Args:
        lists: what the server has.
    """
    ends: set[End] = set()
    try:
        monitors = {each["index"] for each in lists["sources"] if each["monitor_source"]}
        dummies = {each["index"] for each in lists["sinks"] if each["name"] == _DUMMY}
        if any(each["source"] in monitors for each in lists["source-outputs"] if ours(each)):
            ends.add("microphone")
        if any(each["sink"] in dummies for each in lists["sink-inputs"] if ours(each)):
            ends.add("speaker")
    except NO_ANSWER:
        return frozenset()
    return frozenset(ends)


def ours(stream: dict[str, Any]) -> bool:
    """Tell whether a stream, as the server lists it, is this process's."""
    return str(stream["properties"].get("application.process.id")) == str(os.getpid())
