"""How loud the kiosk is where it stands, from its settings, voice and microphone."""

from collections.abc import Mapping

import numpy as np

from audio.errors import AudioError
from audio.frames import SAMPLE_RATE, Frames
from audio.signals.levels import UNMEASURED, Output, Volumes, fault, full_level, volumes
from audio.signals.loudness import RoomLevel, speech_level
from kiosk.notices import Notices
from kiosk.settings.visit_sections import SoundSettings
from kiosk.visit.content.model import PLAIN, Content
from kiosk.visit.dialogue.pace import Pace
from kiosk.visit.speech.synthesis import Pronunciations, Voice

_TOPIC = "level"


def voice_level(voice: Voice, content: Content) -> float:
    """Give the level of the voice in dBFS, measured in its greeting; raises VoiceError."""
    respelled = Pronunciations(content.pronunciations)
    rate = Pace().words_per_minute
    greeting = content.said("greeting", PLAIN)[0]
    return speech_level(np.concatenate([voice.speak(respelled.apply(s), rate) for s in greeting]))


def output_volumes(sound: SoundSettings, speech_dbfs: float) -> Mapping[Output, Volumes]:
    """Give the steps of each output: in dBA where its constant is measured."""
    constants: dict[Output, float | None] = {
        "speaker": sound.level_constant,
        "headphones": sound.headphones_constant,
    }
    return {
        output: UNMEASURED[output]
        if constant is None
        else volumes(constant, speech_dbfs, sound.maximum_level)
        for output, constant in constants.items()
    }


def level_fault(sound: SoundSettings, speech_dbfs: float, room_dbfs: float | None) -> str:
    """Say why the speaker is not loud enough here, and what to do; "" where it is or may be.

    Args:
        sound: holds the constants; where the speaker's is not measured nothing is known.
        speech_dbfs: of the voice.
        room_dbfs: of the room, as the microphone gives it; None: not known.
    """
    if sound.level_constant is None:
        return ""
    room = None
    if room_dbfs is not None and sound.microphone_constant is not None:
        room = room_dbfs + sound.microphone_constant
    full = full_level(sound.level_constant, speech_dbfs)
    return fault(min(full, sound.maximum_level), full, room)


def measured_level(sound: SoundSettings, voice: Voice, content: Content, notices: Notices) -> float:
    """Give the dBFS of the voice where a constant asks for it, and 0 elsewhere.

    If the voice does not speak, this is reported and it counts as full scale: then no step is too
    loud.
    """
    if sound.level_constant is None and sound.headphones_constant is None:
        return 0.0
    try:
        return voice_level(voice, content)
    except AudioError as error:
        notices.put("voice level", str(error))
        return 0.0


class RoomWatch:
    """Tells staff while the room is too loud for the kiosk; keeps no sound."""

    def __init__(self, sound: SoundSettings, speech_dbfs: float, notices: Notices) -> None:
        """Watch by these settings; say at once what is wrong in any room."""
        self._sound = sound
        self._speech_dbfs = speech_dbfs
        self._notices = notices
        self._room = RoomLevel()
        self._unjudged = 0
        self._judge()

    def take(self, frames: Frames) -> None:
        """Take what the microphone hears while the kiosk plays nothing."""
        self._room.take(frames)
        self._unjudged += len(frames)
        if self._unjudged >= SAMPLE_RATE:
            self._unjudged = 0
            self._judge()

    def _judge(self) -> None:
        text = level_fault(self._sound, self._speech_dbfs, self._room.dbfs)
        # Keep the first notice while it lasts: the level in it would change every moment.
        if bool(text) != bool(self._notices.of(_TOPIC)):
            self._notices.put(_TOPIC, text)


def in_words(sound: SoundSettings, speech_dbfs: float, room_dbfs: float | None) -> str:
    """Say how loud it is here where that is measured, and else how to measure it."""
    if sound.level_constant is None:
        return (
            "not measured: put a sound level meter (dBA, slow) at the visitor's ear and run "
            "`run_kiosk.py say` with a long text; level_constant = its reading "
            f"{_and(-speech_dbfs)}; then run check again"
        )
    top = min(full_level(sound.level_constant, speech_dbfs), sound.maximum_level)
    speaker = f"the loudest speech has {top:.0f} dBA"
    if room_dbfs is None:
        return f"{speaker}; the room is not heard"
    if sound.microphone_constant is None:
        wanted = f"microphone_constant = what it reads while nobody speaks {_and(-room_dbfs)}"
        return f"{speaker}; {wanted}"
    return f"{speaker}; the room has {room_dbfs + sound.microphone_constant:.0f} dB"


def _and(decibels: float) -> str:
    return f"{'+' if decibels >= 0 else '-'} {abs(decibels):.1f}"
