"""Speaker and headphones are switched in silence, and a switch that fails is reported."""

from collections.abc import Callable

import numpy as np
import pytest

from audio.signals.levels import Output
from kiosk.clock import VirtualClock
from kiosk.notices import Notices
from kiosk.visit.dialogue.events import Event, HeadphonesOut, SpeakerBack, SpeakerLost
from kiosk.visit.sound.devices import SoundDevices
from kiosk.visit.sound.diagnosis import NOT_PLAYING
from kiosk.visit.sound.opening import DeviceTries
from kiosk.visit.sound.output_switch import OutputSwitch
from tests.kiosk.visit.sound.test_sound_devices import CLIP, STEP, FakeMicrophone, FakeSpeaker

pytestmark = pytest.mark.unit

OTHER = np.full(800, 0.5, np.float32)


class Desk:
    """Devices whose stream can be led, or not."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.speakers: list[FakeSpeaker] = []
        self.led_to: list[Output] = []
        self.works = True
        self.jobs: list[Callable[[], None]] = []
        self.at_once = True
        self.notices: list[str] = []
        tries = DeviceTries(
            FakeMicrophone, self._open_speaker, lambda: None, self.clock, lambda job: job()
        )
        switch = OutputSwitch(self._lead, self.clock, self._run)
        self.devices = SoundDevices(tries, self.clock, Notices(self), switch=switch)
        self.pass_time(1.0)

    def notice(self, text: str) -> None:
        self.notices.append(text)

    def withdraw(self, text: str) -> None:
        self.notices.remove(text)

    def pass_time(self, seconds: float) -> list[Event]:
        events: list[Event] = []
        for _ in range(round(seconds / STEP)):
            self.clock.advance(self.clock.now() + STEP)
            self.devices.read(STEP)
            events += self.devices.progress()
        return events

    @property
    def played(self) -> int:
        return sum(len(speaker.played) for speaker in self.speakers)

    def _open_speaker(self) -> FakeSpeaker:
        self.speakers.append(FakeSpeaker())
        return self.speakers[-1]

    def _lead(self, output: Output) -> bool:
        self.led_to.append(output)
        return self.works

    def _run(self, job: Callable[[], None]) -> None:
        if self.at_once:
            job()
        else:
            self.jobs.append(job)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_stream_that_was_opened_is_led_to_the_speaker(desk: Desk) -> None:
    assert desk.led_to == ["speaker"]


def test_what_plays_is_let_finish_before_it_is_switched(desk: Desk) -> None:
    desk.devices.start(CLIP)
    desk.speakers[0].playing = True
    desk.devices.play_on("headphones")
    desk.pass_time(3.0)
    assert desk.led_to == ["speaker"]
    desk.speakers[0].playing = False
    desk.pass_time(0.1)
    assert desk.led_to == ["speaker"], "the server still holds the end of it"
    desk.pass_time(0.2)
    assert desk.led_to == ["speaker", "headphones"]


def test_what_comes_next_waits_until_it_is_switched(desk: Desk) -> None:
    desk.at_once = False
    desk.devices.play_on("headphones")
    desk.devices.start(CLIP)
    desk.pass_time(2.0)
    assert desk.played == 0
    assert desk.devices.playing
    desk.jobs.pop()()
    desk.pass_time(0.1)
    assert desk.played == 1


def test_stopping_drops_what_waits(desk: Desk) -> None:
    desk.at_once = False
    desk.devices.play_on("headphones")
    desk.devices.start(CLIP)
    desk.devices.stop()
    desk.pass_time(0.1)
    desk.jobs.pop()()
    desk.pass_time(1.0)
    assert desk.played == 0
    assert not desk.devices.playing


def test_headphones_that_are_pulled_out_while_it_switches_play_nothing(desk: Desk) -> None:
    desk.at_once = False
    desk.devices.play_on("headphones")
    desk.pass_time(0.1)
    desk.devices.play_on("speaker")
    desk.devices.start(OTHER)
    desk.pass_time(0.5)
    assert desk.played == 0
    desk.jobs.pop(0)()
    desk.pass_time(0.1)
    assert desk.played == 0, "it is led to the headphones"
    desk.jobs.pop(0)()
    desk.pass_time(0.1)
    assert desk.led_to == ["speaker", "headphones", "speaker"]
    assert desk.played == 1


def test_headphones_that_cannot_be_led_to_count_as_out(desk: Desk) -> None:
    desk.works = False
    desk.devices.play_on("headphones")
    desk.devices.start(CLIP)
    assert HeadphonesOut() not in desk.pass_time(0.5)
    assert HeadphonesOut() in desk.pass_time(1.0)
    assert desk.played == 0


def test_a_server_that_answers_one_try_too_late_takes_no_headphones_out(desk: Desk) -> None:
    desk.works = False
    desk.devices.play_on("headphones")
    desk.devices.start(CLIP)
    desk.pass_time(0.5)
    assert desk.played == 0
    desk.works = True
    assert HeadphonesOut() not in desk.pass_time(2.0)
    assert desk.led_to == ["speaker", "headphones", "headphones"]
    assert desk.played == 1


def test_a_speaker_that_cannot_be_led_to_is_lost_and_opened_again(desk: Desk) -> None:
    desk.devices.play_on("headphones")
    desk.pass_time(0.5)
    desk.works = False
    desk.devices.play_on("speaker")
    assert SpeakerLost() in desk.pass_time(1.0)
    assert desk.notices == [NOT_PLAYING]
    opened = len(desk.speakers)
    desk.pass_time(5.0)
    assert len(desk.speakers) > opened
    desk.works = True
    assert SpeakerBack() in desk.pass_time(5.0)
    desk.devices.start(CLIP)
    assert desk.played == 1
    assert desk.notices == []


def test_a_stream_that_was_opened_again_is_led_where_it_was(desk: Desk) -> None:
    desk.devices.play_on("headphones")
    desk.pass_time(0.5)
    desk.speakers[0].lost = True
    desk.pass_time(6.0)
    desk.devices.start(CLIP)
    desk.pass_time(0.1)
    assert len(desk.speakers) > 1
    assert desk.led_to[-1] == "headphones"
    assert desk.played == 1


def test_what_waits_for_the_headphones_outlives_a_try_for_the_microphone(desk: Desk) -> None:
    desk.at_once = False
    desk.devices.play_on("headphones")
    desk.devices.start(CLIP)
    desk.pass_time(STEP)
    microphone = desk.devices._microphone
    assert isinstance(microphone, FakeMicrophone)
    microphone.error = "unplugged"
    desk.pass_time(1.5)
    assert desk.devices._microphone not in (None, microphone)
    desk.jobs.pop()()
    desk.pass_time(0.2)
    assert desk.played == 1
