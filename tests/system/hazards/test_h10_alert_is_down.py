"""H10. The alert device or the network is down

Cause: nothing that fetches staff works
Effect: nobody comes
Mitigation: every channel is tested at the start and by a heartbeat; with none that works the
    questions are not offered, and the kiosk says why; `check` tests them all
Severity: catastrophic
Likelihood: occasional
Residual risk: a desk that takes the call and where nobody sits
Owner: the clinical safety officer, who is not yet named
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.visit.dialogue.events import QuestionsOffered, QuestionsRefused, Refusal
from kiosk.visit.dialogue.table import State
from kiosk.visit.loop.questions_gate import QuestionsGate
from tests.kiosk.alerts.desk import Desk, reply, serving
from tests.kiosk.visit.dialogue.ways import MAIN_MENU, QUESTION
from tests.kiosk.visit.dialogue.world import CONTENT, WITH_NAMES, YES_NO_ONLY, World
from tests.system.live.terminal import NO_SOUND, piped_kiosk

pytestmark = pytest.mark.unit

REASON = "I have no way to call staff at this time."
REFUSED = "So I am not able to ask the health questions."


@pytest.fixture
def desk() -> Iterator[Desk]:
    with serving(Desk()) as desk:
        yield desk


def test_while_no_channel_works_nothing_is_asked_and_then_it_is() -> None:
    works = False
    gate = QuestionsGate(CONTENT, None, alerts_work=lambda: works, attended=True)
    assert gate.progress() == [QuestionsRefused(Refusal.NO_ALERT)]
    assert gate.progress() == []
    works = True
    assert gate.progress() == [QuestionsOffered()]


def test_it_says_why_and_offers_everything_else() -> None:
    world = World(YES_NO_ONLY)
    world.post(QuestionsRefused(Refusal.NO_ALERT))
    world.go(MAIN_MENU).listen()
    assert REASON in world.said
    assert REFUSED in world.said
    assert world.screen is not None
    assert REASON in world.screen.notice
    for _ in range(8):
        world.says("no").listen()
    assert "Do you want to hear about causes?" in world.said
    assert not [s for s in world.said if "questions about how you feel" in s]


def test_an_alert_that_is_lost_in_the_middle_ends_the_set_with_the_reason() -> None:
    world = World(WITH_NAMES).go((*QUESTION, "say:no", "say:no"))
    world.post(QuestionsRefused(Refusal.NO_ALERT))
    world.listen()
    assert world.state == State.OUTCOME_UNCLEAR
    assert REASON in world.said
    assert "Please speak to a member of staff." in world.said


def test_an_emergency_is_still_an_emergency_when_no_channel_works() -> None:
    world = World(WITH_NAMES)
    world.post(QuestionsRefused(Refusal.NO_ALERT))
    world.presses(" s").listen()
    assert world.state == State.EMERGENCY
    assert "Please ask anyone near you to fetch staff." in world.said


@pytest.mark.live
def test_a_kiosk_that_nobody_hears_or_sees_and_whose_desk_is_down_asks_nothing(
    tmp_path: Path, desk: Desk
) -> None:
    desk.respond = reply(503)
    environment = {**NO_SOUND, "KIOSK_ALERT_WEBHOOK": desk.url}
    with piped_kiosk("run", "--in-service", folder=tmp_path, environment=environment) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        assert any("Waiting" in line for line in lines)
        process.stdin.write(" k\n")
        process.stdin.flush()
        assert any(line.startswith(REASON) for line in lines)
        assert any(line.startswith(REFUSED) for line in lines)


@pytest.mark.slow
def test_check_says_which_channel_is_down(
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("KIOSK_STATE_FOLDER", str(tmp_path / "state"))
    monkeypatch.setenv("KIOSK_ALERT_WEBHOOK", desk.url)
    main(["check"])
    assert "ok  alert webhook: took the test" in capsys.readouterr().out
    assert desk.events == ["test"]
    desk.respond = reply(503)
    assert main(["check"]) == 1
    assert "NO  alert webhook: " in capsys.readouterr().out
