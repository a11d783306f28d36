"""The kiosk's microphone and speaker: notices when one is lost, and reopens it.

A lost device often raises nothing. The signs are the age of the microphone's last frame and of the
speaker's last request, and where the sound server routes the streams. Every second try restarts
PortAudio, for which the device that works is closed too, while it is silent.
"""

from collections.abc import Callable
from contextlib import suppress

from audio.errors import AudioError, DeviceError
from audio.frames import Frames
from audio.server.routing import End
from audio.signals.levels import Output
from audio.signals.loudness import LevelMeter
from kiosk.clock import Clock
from kiosk.notices import Notices
from kiosk.visit.dialogue.events import Event, HeadphonesOut, HearingLost, SpeakerLost
from kiosk.visit.sound.diagnosis import Diagnosis
from kiosk.visit.sound.opening import Closable, DeviceTries, Microphone, Opened, Speaker
from kiosk.visit.sound.output_switch import OutputSwitch
from kiosk.visit.sound.server_watch import Routing

RETRY_EVERY = 2.0
"""Seconds between two tries."""

LOOK_EVERY = 0.1
"""Seconds between two looks at whether the devices work."""

ASIDE = 1.0
"""Seconds for which a device that works may be closed while the other is looked for."""

FIRST_TRY_WITHIN = 3.0
"""Seconds that the start waits for the devices; what is not open by then is lost for now."""

HANGS_AFTER = 15.0
"""Seconds after which a try hangs: PortAudio is stuck and only another process can help."""

LOST_FOR_GOOD = 30.0
"""Seconds without microphone or speaker after which a fresh process may do what the tries of this
one have not."""

ONE_RESTART_IN = 300.0
"""Seconds a process must have lived before it may make place for another."""

TOO_MUCH = "sound was lost, more came than could be heard in time; give the kiosk a faster machine"


class SoundDevices:
    """Reads the microphone and plays on the speaker, whichever devices these are at the time.

    Everything but `lead` runs on the thread of the app loop.
    """

    def __init__(
        self,
        tries: DeviceTries,
        clock: Clock,
        notices: Notices,
        *,
        switch: OutputSwitch | None = None,
        room: Callable[[Frames], None] | None = None,
    ) -> None:
        """Open both; one that is missing is told, and looked for from then on.

        Args:
            tries: opens devices.
            clock: tells how long nothing has come.
            notices: shows what is wrong.
            switch: leads what is played to speaker or headphones; None: there is one way only.
            room: given what the microphone hears while the kiosk plays nothing.
        """
        self._switch = switch
        self._room = room
        self._meter = LevelMeter()
        self._tries = tries
        self._clock = clock
        self._notices = notices
        self._microphone: Microphone | None = None
        self._speaker: Speaker | None = None
        self._broken: list[Closable] = []
        self._waiting: Frames | None = None
        self._count = 0
        self._began = self._whole = now = clock.now()
        self._diagnosis = Diagnosis(notices, now)
        self._dropped = 0
        self._next_try = now + RETRY_EVERY
        self._next_look = now
        # A sound server that hangs keeps PortAudio for minutes; keys and captions must not wait.
        tries.begin(("microphone", "speaker"), (), anew=False)
        tries.wait(FIRST_TRY_WITHIN)
        self.progress()

    @property
    def hears(self) -> bool:
        """The microphone works."""
        return "microphone" not in self._diagnosis.lost

    @property
    def sounds(self) -> bool:
        """The speaker works."""
        return "speaker" not in self._diagnosis.lost

    @property
    def level(self) -> float | None:
        """Level of the microphone's last second, in dBFS; None while no microphone works."""
        return self._meter.dbfs if self.hears else None

    @property
    def open(self) -> bool:
        """Whether a microphone is open, whether or not it gives frames."""
        return self._microphone is not None

    @property
    def stuck(self) -> bool:
        """Whether only a new process can help, and this one may make room for it."""
        return self._tries.age > HANGS_AFTER and self._old_enough

    @property
    def given_up(self) -> bool:
        """Whether reopening has failed so long that a new process should try."""
        lost_for = self._clock.now() - self._whole
        return bool(self._diagnosis.to_be_opened) and lost_for > LOST_FOR_GOOD and self._old_enough

    @property
    def _old_enough(self) -> bool:
        return self._clock.now() - self._began > ONE_RESTART_IN

    def read(self, timeout: float) -> Frames | None:
        """Give the next frames, or None: none came within `timeout`, or no microphone is open."""
        if self._microphone is None:
            return None
        try:
            frames = self._microphone.read(timeout)
        except AudioError as error:
            self._diagnosis.reasons["microphone"] = str(error)
            self._broken.append(self._microphone)
            self._microphone = None
            return None
        if frames is not None:
            self._diagnosis.take(frames, self._clock.now())
            self._meter.take(frames)
            if self._room is not None and not self.playing:
                self._room(frames)
        return frames

    def missed_sound(self) -> bool:
        """Tell once that sound of the microphone was lost."""
        dropped = self._microphone.dropped if self._microphone is not None else 0
        missed, self._dropped = dropped > self._dropped, dropped
        if missed:
            self._notices.put("too much", TOO_MUCH)
        return missed

    def progress(self) -> list[Event]:
        """Notice devices that are lost or back, and try to reopen them; call it all the time."""
        now = self._clock.now()
        switched = self._switch_over()
        opened = self._tries.result()
        if opened is not None:
            self._install(opened)
        elif now < self._next_look:
            return switched
        self._next_look = now + LOOK_EVERY
        found = self._diagnosis.look(
            now,
            microphone=self.open,
            speaker=self._speaker,
            aside=self._tries.under_way if self._tries.age < ASIDE else (),
            speaker_fails=self._switch is not None and self._switch.speaker_fails,
        )
        if SpeakerLost() in found:
            self._waiting = None
        if SpeakerLost() in found or HearingLost() in found:
            self._count = 0
        wanted = self._diagnosis.to_be_opened
        if not wanted:
            self._whole = now
        due = now >= self._next_try and not self._diagnosis.proves_itself(now)
        if wanted and not self._tries.under_way and due:
            self._try_again(wanted)
        return switched + found

    def start(self, frames: Frames) -> None:
        """Play `frames` at once in place of what is playing; raises DeviceError."""
        led_elsewhere = self._switch is not None and not self._switch.settled
        if self._speaker is not None and self.sounds and not led_elsewhere:
            self._speaker.start(frames)
        elif self._speaker is not None and self.sounds:
            self._speaker.stop()
            self._waiting = frames
        elif self.sounds:
            self._waiting = frames
        else:
            raise DeviceError(self._notices.of("speaker"))

    def stop(self) -> None:
        """Fall silent within 100 ms."""
        self._waiting = None
        if self._speaker is not None:
            self._speaker.stop()

    @property
    def playing(self) -> bool:
        """Whether samples are still to leave the speaker."""
        return self._waiting is not None or (self._speaker is not None and self._speaker.playing)

    def play_on(self, output: Output) -> None:
        """Play everything that begins after this on that output only."""
        if self._switch is not None:
            self._switch.want(output)

    def lead(self, routing: Routing) -> None:
        """Take what the sound server makes of the streams; from any thread."""
        self._diagnosis.routing = routing

    def close(self) -> None:
        """Release both."""
        for device in self._let_go({"microphone", "speaker"}):
            device.close()

    def _switch_over(self) -> list[Event]:
        """Lead the speaker's stream where it should be; then play what has waited for it."""
        if self._switch is None or self._speaker is None:
            return []
        failed = self._switch.progress(silent=not self._speaker.playing)
        if self._switch.settled and self._waiting is not None and self.sounds:
            frames, self._waiting = self._waiting, None
            with suppress(AudioError):  # the next look finds it lost
                self._speaker.start(frames)
        return [HeadphonesOut()] if failed == "headphones" else []

    def _try_again(self, wanted: set[End]) -> None:
        both: set[End] = {"microphone", "speaker"}
        anew = self._count % 2 == 1 or self._diagnosis.lost == both
        if anew and self.sounds and self.playing:
            return  # at the end of the sentence
        ends = both if anew else wanted
        self._count += 1
        self._next_try = self._clock.now() + RETRY_EVERY
        self._tries.begin(ends, self._let_go(ends), anew=anew)

    def _let_go(self, ends: set[End]) -> list[Closable]:
        """Give the devices that are to be closed."""
        closing, self._broken = self._broken, []
        if "microphone" in ends and self._microphone is not None:
            closing.append(self._microphone)
            self._microphone = None
        if "speaker" in ends and self._speaker is not None:
            closing.append(self._speaker)
            self._speaker = None
        return closing

    def _install(self, opened: Opened) -> None:
        self._diagnosis.reasons |= opened.reasons
        now = self._clock.now()
        self._next_try = now + RETRY_EVERY
        if opened.microphone is not None:
            self._microphone = opened.microphone
            self._dropped = 0
            self._diagnosis.microphone_opened(now)
        if opened.speaker is not None:
            self._speaker = opened.speaker
            if self._switch is not None:
                self._switch.forget()
                return
            if self._waiting is not None:
                with suppress(AudioError):  # the next look finds it lost
                    opened.speaker.start(self._waiting)
                self._waiting = None
