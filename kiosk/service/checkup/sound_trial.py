"""Records a second, plays a test sound and listens for it: does the kiosk hear, is it heard?"""

import os
import time
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from threading import Thread
from threading import enumerate as enumerate_threads
from typing import TypeVar

import numpy as np

from audio.devices.microphone import DeviceMicrophone
from audio.devices.portaudio import find_device
from audio.devices.speaker import DeviceSpeaker
from audio.errors import AudioError
from audio.frames import SAMPLE_RATE, Frames
from audio.server.echo import echo_is_cancelled
from audio.server.fault import server_fault
from audio.server.headphones import headphones_in
from audio.server.mixer import Blockade, blockade
from audio.server.pactl import Lists, everything
from audio.server.routing import End, ends_led_nowhere
from audio.signals.loudness import RoomLevel
from audio.signals.sweep import HEARD, likeness, sweep
from kiosk.settings.visit_sections import SoundSettings

RECORDED = 1.0
"""Seconds of the room that are recorded."""

ROOM = 5.2
"""Seconds instead, where they tell how loud the room is."""

COMES_WITHIN = 2.0
"""Seconds in which an open microphone must give its next frames."""

ON_ITS_WAY = 1.2
"""Seconds after the test sound in which it may still come: speakers by radio take half of it."""

TRIES = 2
"""Times that the sound is played before it counts as not heard: somebody may have shouted."""

ENDS_WITHIN = 15.0
"""Seconds after which the whole trial hangs."""

_ENDS: tuple[End, ...] = ("speaker", "microphone")

_LOOK_EVERY = 0.25

_THREAD = "sound trial"

Device = TypeVar("Device", DeviceMicrophone, DeviceSpeaker)


@dataclass(slots=True)
class Sounding:
    """What the devices gave.

    Attributes:
        errors: why a device could not be used, and what to do.
        taken: which of those exist but cannot be opened, because another program has them.
        blockades: what the sound server blocks.
        nowhere: what the sound server connects to no device.
        room: what the microphone heard before the test sound.
        meanwhile: what it heard from then on.
        played: the test sound was played, and the speaker took it.
        kept_quiet: it was not played, because somebody is in a visit.
        heard: the microphone heard it.
        hides: why the microphone may not hear a speaker that works; "" if it should.
    """

    errors: dict[End, str] = field(default_factory=dict)
    taken: set[End] = field(default_factory=set)
    blockades: dict[End, Blockade] = field(default_factory=dict)
    nowhere: frozenset[End] = frozenset()
    room: Frames = field(default_factory=lambda: np.zeros(0, np.float32))
    meanwhile: Frames = field(default_factory=lambda: np.zeros(0, np.float32))
    played: bool = False
    kept_quiet: bool = False
    heard: bool = False
    hides: str = ""


class SoundTrial:
    """Tries microphone and speaker in the background: with a faulty device it may hang."""

    def __init__(self, sound: SoundSettings, kiosk: int | None, used: Callable[[], bool]) -> None:
        """Begin.

        Args:
            sound: names the devices.
            kiosk: number of the process that serves here; None: none does.
            used: asks whether somebody is in a visit, or an emergency is on: then nothing is
                played.
        """
        self._sound = sound
        self._kiosk = kiosk
        self._used = used
        self._sounding = Sounding()
        self._fault: Exception | None = None
        self._began = time.monotonic()
        self._thread = Thread(target=self._run, name=_THREAD, daemon=True)
        self._thread.start()

    @property
    def hangs(self) -> bool:
        """Whether it has not ended in time: then the process must end without waiting for it."""
        self._thread.join(max(self._began + ENDS_WITHIN - time.monotonic(), 0.0))
        return self._thread.is_alive()

    def room_dbfs(self) -> float | None:
        """Give the level of the room; None where it was not recorded long enough."""
        if self.hangs:
            return None
        level = RoomLevel()
        level.take(self._sounding.room)
        return level.dbfs

    def sounding(self) -> Sounding:
        """Wait for the end, and give what the devices gave.

        Raises:
            AudioError: the devices hang.
        """
        if self.hangs:
            fault = server_fault() or "the sound devices hang; unplug them, or restart the machine"
            raise AudioError(fault)
        if self._fault is not None:
            raise self._fault
        return self._sounding

    def _run(self) -> None:
        try:
            with ExitStack() as devices:
                self._try(devices)
        except Exception as fault:  # reported by the part it belongs to
            self._fault = fault

    def _try(self, devices: ExitStack) -> None:
        sound, sounding = self._sound, self._sounding
        speaker = self._opened("speaker", lambda: DeviceSpeaker(sound.speaker), devices)
        microphone = self._opened("microphone", lambda: DeviceMicrophone(sound.microphone), devices)
        lists = everything()
        sounding.nowhere = ends_led_nowhere(lists)
        sounding.hides = _hides(sound)
        self._look_into_the_mixer(lists)
        if microphone is not None:
            self._record(microphone)
        if speaker is not None:
            self._play(speaker, microphone)
        if not sounding.heard:
            # ALSA reopens a stream that was served too late, so it may be missing for a moment.
            self._look_into_the_mixer(everything())

    def _look_into_the_mixer(self, lists: Lists) -> None:
        processes = {os.getpid(), *([self._kiosk] if self._kiosk is not None else [])}
        for end in _ENDS:
            if (found := blockade(end, processes, lists)) is not None:
                self._sounding.blockades[end] = found

    def _opened(
        self, end: End, open_device: Callable[[], Device], devices: ExitStack
    ) -> Device | None:
        sounding, server = self._sounding, ""
        try:
            return devices.enter_context(closing(open_device()))
        except AudioError as error:
            server = server_fault()
            sounding.errors[end] = server or str(error)
        with suppress(AudioError):
            name = self._sound.speaker if end == "speaker" else self._sound.microphone
            find_device(name, "output" if end == "speaker" else "input")
            sounding.taken |= set() if server else {end}
        return None

    def _record(self, microphone: DeviceMicrophone) -> None:
        wanted = ROOM if self._sound.level_constant is not None else RECORDED
        sounding = self._sounding
        while len(sounding.room) < wanted * SAMPLE_RATE:
            frames = self._frames(microphone, COMES_WITHIN)
            if frames is None:
                sounding.errors["microphone"] = (
                    "the microphone is open and gives nothing; unplug it, plug it in, check again"
                )
                return
            sounding.room = np.concatenate([sounding.room, frames])

    def _play(self, speaker: DeviceSpeaker, microphone: DeviceMicrophone | None) -> None:
        sound = sweep()
        listens = microphone if "microphone" not in self._sounding.errors else None
        explained = listens is None or self._sounding.blockades or self._sounding.hides
        for _ in range(1 if explained else TRIES):
            if self._used():
                self._sounding.kept_quiet = True
                return
            try:
                speaker.start(sound)
            except AudioError as error:
                self._sounding.errors["speaker"] = str(error)
                return
            self._listen(listens, len(sound) / SAMPLE_RATE + ON_ITS_WAY)
            if self._sounding.heard:
                break
        self._sounding.played = not speaker.lost

    def _listen(self, microphone: DeviceMicrophone | None, seconds: float) -> None:
        """Listen for the test sound, until it is heard or the time is over."""
        sounding = self._sounding
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0 and not sounding.heard:
            wait = min(left, _LOOK_EVERY)
            if microphone is None or "microphone" in sounding.errors:
                time.sleep(wait)
                continue
            until = time.monotonic() + wait
            while (left := until - time.monotonic()) > 0 and "microphone" not in sounding.errors:
                if (frames := self._frames(microphone, left)) is not None:
                    sounding.meanwhile = np.concatenate([sounding.meanwhile, frames])
            sounding.heard = likeness(sounding.meanwhile) >= HEARD

    def _frames(self, microphone: DeviceMicrophone, timeout: float) -> Frames | None:
        try:
            return microphone.read(timeout)
        except AudioError as error:
            self._sounding.errors["microphone"] = str(error)
            return None


CANCELLER = "the sound server takes out of the microphone what the speaker plays"


def sound_hangs() -> bool:
    """Tell whether a trial hangs in this process: its orderly end would hang as well."""
    return any(thread.name == _THREAD for thread in enumerate_threads())


def _hides(sound: SoundSettings) -> str:
    if sound.headphones and headphones_in(sound.headphones) is not None:
        return "headphones are plugged in"
    if echo_is_cancelled(sound.microphone, sound.speaker):
        return CANCELLER
    if sound.barge_in == "on":
        return 'barge_in = "on" says that the microphone does not hear the speaker'
    return ""
