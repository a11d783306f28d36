"""A kiosk restarts for its own sake only while nobody needs it."""

from collections.abc import Sequence

import pytest

from audio.errors import DeviceError, ModelError
from kiosk.visit.dialogue.actions import Action, BeginSession, EndSession, Say
from kiosk.visit.dialogue.events import Event, KeyPressed, Started
from kiosk.visit.loop.live import LiveDriver
from tests.kiosk.visit.loop.parts import Stage
from tests.kiosk.visit.sound.test_sound_devices import Room

pytestmark = pytest.mark.unit


def dialogue(event: Event) -> Sequence[Action]:
    match event:
        case KeyPressed("a"):
            return [BeginSession()]
        case KeyPressed("q"):
            return [EndSession()]
        case KeyPressed("s"):
            return [Say(1, ("One two three.",), words_per_minute=150, volume=1.0)]
        case KeyPressed("x"):
            raise DeviceError("the speaker has gone")
    return []


class Service:
    """A driver whose `run` is taken step by step."""

    def __init__(self) -> None:
        self.room = Room()
        self.stage = Stage(dialogue)
        self.app = self.stage.app
        self.driver = LiveDriver(self.app, self.room.clock, self.room.devices)

    def press(self, key: str) -> None:
        self.app.post(KeyPressed(key))


@pytest.fixture
def service() -> Service:
    return Service()


def test_it_goes_on_unasked(service: Service) -> None:
    assert not service.driver.makes_place


def test_asked_it_makes_place_when_the_visit_is_over(service: Service) -> None:
    service.press("a")
    service.driver.begin_anew()
    assert not service.driver.makes_place
    service.press("q")
    assert service.driver.makes_place


def test_asked_it_does_not_while_something_is_said_or_due(service: Service) -> None:
    service.driver.begin_anew()
    service.press("s")
    assert not service.driver.makes_place
    service.stage.driver.wait(30)
    assert service.driver.makes_place
    service.stage.dialogue.deadline = 60.0
    assert not service.driver.makes_place


def test_a_hung_sound_library_waits_for_the_end_of_the_visit(service: Service) -> None:
    service.press("a")
    service.room.pass_time(300)
    assert service.room.microphone is not None
    service.room.microphone.error = "the microphone has stopped"
    service.room.hangs = True
    service.room.pass_time(30)
    assert not service.driver.makes_place
    service.press("q")
    assert service.driver.makes_place


def unplug_microphone(service: Service) -> None:
    assert service.room.microphone is not None
    service.room.microphone.error = "the microphone has stopped"
    service.room.microphone = None


def test_a_microphone_that_does_not_come_back_brings_a_fresh_process_but_not_in_a_visit(
    service: Service,
) -> None:
    service.press("a")
    service.room.pass_time(300)
    unplug_microphone(service)
    service.room.pass_time(60)
    assert not service.driver.makes_place
    service.press("q")
    assert service.driver.makes_place


def test_a_young_process_keeps_looking_for_its_microphone(service: Service) -> None:
    unplug_microphone(service)
    service.room.pass_time(200)
    assert not service.driver.makes_place


def test_an_error_that_escapes_a_part_is_no_reason_not_to_serve(service: Service) -> None:
    service.driver.press("x")
    with pytest.raises(RuntimeError, match="the speaker has gone"):
        service.driver.run(Started())


def test_an_error_without_which_nobody_can_serve_is_one(service: Service) -> None:
    service.driver.fail(ModelError("the model is damaged"))
    with pytest.raises(ModelError, match="the model is damaged"):
        service.driver.run(Started())
