"""H9. The visitor is not able to go to staff, or to see them

Cause: the kiosk says whom to tell, and the person cannot get there
Effect: advice that is no use
Mitigation: the kiosk itself fetches staff on every channel at once; "stay where you are"; the text
    is repeated every 20 s; it claims a call only once somebody's end has taken it (rule 2)
Severity: catastrophic
Likelihood: remote
Residual risk: staff who hear it and do not come; the emergency number is said each time
Owner: the clinical safety officer, who is not yet named
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.visit.dialogue.events import AlertAcknowledged, SpeechBegan
from kiosk.visit.dialogue.table import State
from tests.every_row import every_row
from tests.kiosk.alerts.desk import Desk, reply, serving
from tests.kiosk.visit.dialogue.ways import QUESTION
from tests.kiosk.visit.dialogue.world import WITH_NAMES, World
from tests.system.live.terminal import NO_SOUND, Terminal, kiosk
from tests.waiting import until

pytestmark = pytest.mark.unit

CALLED = "I am calling them."
UNCALLED = "Please ask anyone near you to fetch staff."
LAST_LINE = "If no one comes, call nine one one."


@pytest.fixture
def desk() -> Iterator[Desk]:
    with serving(Desk()) as desk:
        yield desk


def in_an_emergency(terminal: Terminal) -> None:
    terminal.wait_for("Waiting")
    terminal.press(" k213")
    terminal.wait_for("STAFF ARE NEEDED HERE NOW")


@pytest.mark.live
def test_the_desk_is_called_and_what_the_kiosk_says_is_true(desk: Desk, tmp_path: Path) -> None:
    environment = {**NO_SOUND, "KIOSK_ALERT_WEBHOOK": desk.url, "KIOSK_KIOSK_NAME": "lobby"}
    with kiosk("run", folder=tmp_path, environment=environment) as terminal:
        in_an_emergency(terminal)
        terminal.wait_for(CALLED)
        calls = [body for body in desk.bodies if body["event"] == "emergency"]
        assert calls[0] == {"kiosk": "lobby", "event": "emergency"}
        desk.respond = reply(200, b'{"cleared": true}')
        terminal.wait_for("Staff have taken over.")
        terminal.wait_for("Press any key")
        kept = tmp_path / "state"  # written by a thread of its own, so that no disk delays a call
        until(lambda: files_in(kept) <= {"last-settings.json"}, 10.0, lambda: files_in(kept))


def files_in(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir() if file.is_file()}


@pytest.mark.live
def test_a_desk_that_does_not_take_the_call_is_not_claimed(desk: Desk, tmp_path: Path) -> None:
    desk.respond = reply(500)
    environment = {**NO_SOUND, "KIOSK_ALERT_WEBHOOK": desk.url}
    with kiosk("run", folder=tmp_path, environment=environment) as terminal:
        in_an_emergency(terminal)
        said = terminal.wait_for(LAST_LINE)
        assert UNCALLED in said
        assert CALLED not in said
        assert "emergency" in desk.events
        desk.respond = reply(204)
        terminal.wait_for(CALLED)


@pytest.mark.live
def test_a_command_of_the_clinics_own_fetches_them_too(tmp_path: Path) -> None:
    called = tmp_path / "called"
    page = tmp_path / "page"
    page.write_text(f'#!/bin/sh\necho "$KIOSK_NAME $1" >> {called}\n', encoding="utf-8")
    page.chmod(0o700)
    environment = {**NO_SOUND, "KIOSK_ALERT_COMMAND": str(page)}
    with kiosk("run", folder=tmp_path, environment=environment) as terminal:
        in_an_emergency(terminal)
        terminal.wait_for(CALLED)
    assert "kiosk emergency" in called.read_text(encoding="utf-8").splitlines()


def test_the_alert_goes_out_with_the_answer_itself() -> None:
    world = World(WITH_NAMES).go(QUESTION).says("yes")
    assert world.state == State.EMERGENCY
    assert world.alerts == ["emergency"], "before a word of it is said"
    assert "You need a member of staff now." not in world.said


def test_the_text_begins_again_every_twenty_seconds() -> None:
    world = World(WITH_NAMES).go(QUESTION).says("yes")
    begun = world.now
    world.listen()
    beginnings = [begun]
    for _ in range(4):
        before = world.said.count("You need a member of staff now.")
        while world.said.count("You need a member of staff now.") == before:
            world.waits(0.5)
        beginnings.append(begun + 20.0 * len(beginnings))
        assert world.dialogue.visit.emergency_said_at == pytest.approx(beginnings[-1], abs=0.01)


@every_row("pause", [0.5, 1.5, 4.0])
@every_row("length", [1.0, 4.0, 12.0])
def test_talk_in_the_room_does_not_put_it_off(length: float, pause: float) -> None:
    world = World(WITH_NAMES).go(QUESTION).says("yes").listen()
    beginnings = [world.dialogue.visit.emergency_said_at]

    def passes(seconds: float) -> None:
        world.waits(seconds)
        if world.dialogue.visit.emergency_said_at != beginnings[-1]:
            beginnings.append(world.dialogue.visit.emergency_said_at)

    while world.now < 200:
        passes(pause)
        world.post(SpeechBegan())
        passes(length)
        world.says(None)
    gaps = [after - before for before, after in pairwise(beginnings)]
    assert len(gaps) >= 6
    assert max(gaps) <= 21.0


def test_it_is_told_to_stay_and_the_words_change_once_somebody_has_taken_the_call() -> None:
    world = World(WITH_NAMES).go(QUESTION).says("yes").listen()
    assert "You can stay where you are." in world.said
    assert UNCALLED in world.said
    assert CALLED not in world.said
    world.post(AlertAcknowledged("desk"))
    world.listen()
    assert CALLED in world.said
