"""A microphone or speaker that fails is noticed, reported, called for, and reopened."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from audio.errors import DeviceError
from audio.frames import Frames
from kiosk.clock import VirtualClock
from kiosk.notices import Notices
from kiosk.visit.dialogue.events import Event, HearingBack, HearingLost, SpeakerBack, SpeakerLost
from kiosk.visit.sound import devices
from kiosk.visit.sound.devices import LOST_FOR_GOOD, ONE_RESTART_IN, TOO_MUCH, SoundDevices
from kiosk.visit.sound.diagnosis import NO_FRAMES, NO_MICROPHONE, NOT_PLAYING, PURE_SILENCE
from kiosk.visit.sound.opening import DeviceTries
from kiosk.visit.sound.server_watch import Routing

pytestmark = pytest.mark.unit

STEP = 0.02
NOISE = np.full(320, 0.01, dtype=np.float32)
ZEROS = np.zeros(320, dtype=np.float32)
CLIP = np.ones(1600, dtype=np.float32)


@dataclass(eq=False)
class FakeMicrophone:
    frames: Frames | None = field(default_factory=lambda: NOISE)
    error: str = ""
    dropped: int = 0
    closed: bool = False

    def read(self, timeout: float) -> Frames | None:
        del timeout
        if self.error:
            raise DeviceError(self.error)
        return self.frames

    def close(self) -> None:
        self.closed = True


@dataclass(eq=False)
class FakeSpeaker:
    lost: bool = False
    steady: bool = True
    playing: bool = False
    closed: bool = False
    played: list[Frames] = field(default_factory=list)

    def start(self, frames: Frames) -> None:
        if self.lost:
            raise DeviceError("the speaker has stopped")
        self.played.append(frames)

    def stop(self) -> None:
        self.playing = False

    def close(self) -> None:
        self.closed = True


class Room:
    """A kiosk's devices, and sockets into which others can be plugged."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.microphone: FakeMicrophone | None = FakeMicrophone()
        self.speaker: FakeSpeaker | None = FakeSpeaker()
        self.hangs = False
        self.looked_anew: list[tuple[bool, bool]] = []
        self.notices: list[str] = []
        self.events: list[Event] = []
        self.devices = self.start()

    def start(self) -> SoundDevices:
        tries = DeviceTries(
            self._open_microphone, self._open_speaker, self._look_anew, self.clock, self._run
        )
        return SoundDevices(tries, self.clock, Notices(self))

    def notice(self, text: str) -> None:
        self.notices.append(text)

    def withdraw(self, text: str) -> None:
        self.notices.remove(text)

    def pass_time(self, seconds: float) -> list[Event]:
        """Serve for a while; give what happened."""
        before = len(self.events)
        for _ in range(round(seconds / STEP)):
            self.clock.advance(self.clock.now() + STEP)
            self.devices.read(STEP)
            self.events += self.devices.progress()
        return self.events[before:]

    def _run(self, job: Callable[[], None]) -> None:
        if not self.hangs:
            job()

    def _look_anew(self) -> None:
        in_use = (self.microphone, self.speaker)
        self.looked_anew.append((in_use[0] is not None, in_use[1] is not None))

    def _open_microphone(self) -> FakeMicrophone:
        if self.microphone is None:
            raise DeviceError("no microphone was found")
        return self.microphone

    def _open_speaker(self) -> FakeSpeaker:
        if self.speaker is None:
            raise DeviceError("no speaker was found")
        return self.speaker


@pytest.fixture
def room() -> Room:
    return Room()


def test_all_is_well_while_frames_come(room: Room) -> None:
    assert room.pass_time(60) == []
    assert room.devices.read(STEP) is NOISE
    assert room.notices == []


def test_a_microphone_without_frames_is_told_within_three_seconds(room: Room) -> None:
    assert room.microphone is not None
    room.microphone.frames = None
    assert room.pass_time(2.4) == []
    assert room.pass_time(0.6) == [HearingLost()]
    assert room.notices == [NO_FRAMES]
    assert not room.devices.hears


def test_a_microphone_that_stops_is_told_at_once_and_once(room: Room) -> None:
    assert room.microphone is not None
    room.microphone.error = "the microphone has stopped"
    room.pass_time(0.12)
    assert not room.devices.open
    broken, room.microphone = room.microphone, None
    assert room.pass_time(120) == []
    assert broken.closed
    assert room.events == [HearingLost()]
    assert room.notices == ["the microphone has stopped"]


def test_a_microphone_is_back_once_frames_have_come_for_a_second(room: Room) -> None:
    first = room.microphone
    assert first is not None
    first.frames = None
    room.pass_time(5)
    room.microphone = FakeMicrophone(frames=None)
    assert room.pass_time(6) == []
    room.microphone.frames = NOISE
    assert room.pass_time(0.9) == []
    assert room.pass_time(0.3) == [HearingBack()]
    assert first.closed
    assert room.notices == []


def test_a_microphone_that_leads_nowhere_is_not_back_for_a_moment_with_each_try(room: Room) -> None:
    nowhere = Routing(nowhere=frozenset({"microphone"}))
    room.devices.lead(nowhere)
    assert room.pass_time(1) == [HearingLost()]
    for _ in range(10):
        tries = len(room.looked_anew)
        while len(room.looked_anew) == tries:
            assert room.pass_time(STEP) == []
        room.devices.lead(Routing())  # as it is while no stream is open
        assert room.pass_time(0.6) == []
        room.devices.lead(nowhere)


def test_a_microphone_that_has_just_begun_again_is_not_opened_anew(room: Room) -> None:
    assert room.microphone is not None
    room.microphone.frames = None
    room.pass_time(5)
    tries = len(room.looked_anew)
    while len(room.looked_anew) == tries:
        room.pass_time(STEP)
    room.pass_time(1.5)
    room.microphone.frames = NOISE
    assert room.pass_time(1.2) == [HearingBack()]


def test_a_speaker_that_takes_nothing_is_told_and_back_when_it_plays(room: Room) -> None:
    assert room.speaker is not None
    room.speaker.lost, room.speaker.steady = True, False
    assert room.pass_time(0.12) == [SpeakerLost()]
    assert room.notices == [NOT_PLAYING]
    with pytest.raises(DeviceError, match=NOT_PLAYING):
        room.devices.start(CLIP)
    room.speaker = FakeSpeaker(steady=False)
    assert room.pass_time(6) == []
    room.speaker.steady = True
    assert room.pass_time(2.1) == [SpeakerBack()]
    room.devices.start(CLIP)
    assert room.speaker.played == [CLIP]


def test_a_device_that_was_plugged_in_is_found_within_ten_seconds(room: Room) -> None:
    """PortAudio finds it only when it is started anew."""
    assert room.microphone is not None
    room.microphone.error = "unplugged"
    room.pass_time(STEP)
    room.microphone = None
    room.pass_time(60)
    before = len(room.looked_anew)
    room.pass_time(10)
    assert len(room.looked_anew) > before


def test_a_sentence_is_not_cut_to_look_for_a_microphone(room: Room) -> None:
    speaker = room.speaker
    assert speaker is not None
    assert room.microphone is not None
    speaker.playing = True
    room.microphone.error = "unplugged"
    room.pass_time(30)
    assert not speaker.closed
    assert room.looked_anew == []
    speaker.playing = False
    room.pass_time(0.12)
    assert room.looked_anew


def said_while_looked_for(room: Room, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Say something while both devices are closed to find a microphone; gives what opens them."""
    jobs: list[Callable[[], None]] = []
    monkeypatch.setattr(room.devices._tries, "_run", jobs.append)
    assert room.microphone is not None
    room.microphone.error = "unplugged"
    room.pass_time(2.1)
    jobs.pop()()
    room.pass_time(2.1)
    room.devices.start(CLIP)
    assert room.devices.playing
    return jobs.pop()


def test_what_is_said_while_a_microphone_is_looked_for_is_said_a_moment_later(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_devices = said_while_looked_for(room, monkeypatch)
    open_devices()
    room.pass_time(STEP)
    assert room.speaker is not None
    assert room.speaker.played == [CLIP]
    assert SpeakerLost() not in room.events


def test_a_speaker_that_goes_again_before_what_waits_can_sound_is_lost(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_devices = said_while_looked_for(room, monkeypatch)
    open_devices()
    assert room.speaker is not None
    room.speaker.lost = True
    room.pass_time(STEP)
    assert room.events[-1] == SpeakerLost()
    assert not room.devices.playing


def test_what_the_server_leads_nowhere_is_lost_though_frames_come(room: Room) -> None:
    room.devices.lead(Routing(nowhere=frozenset({"microphone"})))
    assert room.pass_time(0.12) == [HearingLost()]
    assert room.notices == [NO_MICROPHONE]
    assert room.pass_time(30) == []
    room.devices.lead(Routing())
    assert room.pass_time(2.1) == [HearingBack()]


def test_what_the_mixer_keeps_back_is_lost_and_not_opened_again_and_again(room: Room) -> None:
    room.devices.lead(Routing(kept_back={"speaker": "muted; mend it: unmute"}))
    assert room.pass_time(0.12) == [SpeakerLost()]
    assert room.notices == ["muted; mend it: unmute"]
    assert room.pass_time(ONE_RESTART_IN + LOST_FOR_GOOD + 1) == []
    assert not room.devices.given_up
    assert room.looked_anew == []
    room.devices.lead(Routing())
    assert room.pass_time(0.12) == [SpeakerBack()]
    assert room.notices == []


def test_devices_that_are_missing_at_the_start_are_told_and_found_later() -> None:
    room = Room()
    room.microphone = room.speaker = None
    room.devices = room.start()
    assert room.notices == ["no microphone was found", "no speaker was found"]
    assert not room.devices.hears
    assert not room.devices.sounds
    room.microphone, room.speaker = FakeMicrophone(), FakeSpeaker()
    assert set(room.pass_time(5)) == {HearingBack(), SpeakerBack()}
    assert room.notices == []


def test_pure_silence_is_told_to_staff_and_disturbs_no_visitor(room: Room) -> None:
    assert room.microphone is not None
    room.microphone.frames = ZEROS
    room.pass_time(29)
    assert room.notices == []
    room.pass_time(2)
    assert room.notices == [PURE_SILENCE]
    room.microphone.frames = NOISE
    room.pass_time(0.12)
    assert room.notices == []
    assert room.events == []


def test_a_flood_is_told_once(room: Room) -> None:
    assert room.microphone is not None
    assert not room.devices.missed_sound()
    room.microphone.dropped = 7
    assert room.devices.missed_sound()
    assert not room.devices.missed_sound()
    assert room.notices == [TOO_MUCH]


def test_a_try_that_hangs_asks_for_a_fresh_process_but_not_of_a_young_one(room: Room) -> None:
    room.pass_time(devices.ONE_RESTART_IN - 60)
    assert room.microphone is not None
    room.microphone.error = "the microphone has stopped"
    room.hangs = True
    room.pass_time(40)
    assert not room.devices.stuck
    room.pass_time(30)
    assert room.devices.stuck


def test_a_working_speaker_that_a_hung_try_has_closed_counts_as_lost(room: Room) -> None:
    assert room.microphone is not None
    room.microphone.error = "the microphone has stopped"
    room.pass_time(2.1)
    room.hangs = True
    assert SpeakerLost() in room.pass_time(6)
