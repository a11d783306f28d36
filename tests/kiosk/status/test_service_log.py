"""The log tells what the kiosk did and nothing of what was said, pressed or read aloud."""

import json
import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import LiveClock
from kiosk.status.log_observer import LogObserver
from kiosk.status.log_reading import in_plain_words, new_lines
from kiosk.status.log_writer import FILE, KEPT, LARGEST, ServiceLog
from kiosk.status.vitals import Vitals
from kiosk.visit.dialogue.actions import Action, KeepCall, KeepEmergency, Show
from kiosk.visit.dialogue.events import (
    AlertAcknowledged,
    Event,
    HeadphonesOut,
    Heard,
    KeyPressed,
    NamesLost,
    QuestionsOffered,
    QuestionsRefused,
    Reading,
    Refusal,
    SpeakerBack,
    StaffCleared,
    Started,
    Stopping,
)
from kiosk.visit.dialogue.table import ASKING, OUTCOMES, State, told_as
from kiosk.watchdog.disk import AT_ONCE
from tests.kiosk.service.control.background_kiosk import BackgroundKiosk
from tests.kiosk.visit.dialogue.ways import WAYS
from tests.kiosk.visit.dialogue.world import World
from tests.system.live.terminal import NO_SOUND, kiosk

pytestmark = pytest.mark.unit

TIME = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


def written(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / FILE).read_text().splitlines()]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[ServiceLog]:
    with closing(ServiceLog(tmp_path / "log", pytest.fail)) as made:
        yield made


@pytest.mark.live
def test_a_visit_by_keys_leaves_states_and_counts_only(tmp_path: Path) -> None:
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        terminal.press(" k21")
        terminal.wait_for("Question 1 of 13")
        terminal.press("1")
        terminal.wait_for("You need a member of staff")
        shown = terminal.text
        staff = BackgroundKiosk(tmp_path, NO_SOUND)
        people = staff.command("logs")
        raw = staff.command("logs", "--json").stdout
    events = [json.loads(line)["event"] for line in raw.splitlines()]
    assert events.count("key") == 5
    assert {"visit_began", "staff_called", "emergency"} <= set(events)
    lines = [line.strip() for line in shown.splitlines()]
    captions = [line for line in lines if len(line.split()) > 3 and not line.startswith(("!", "●"))]
    assert len(captions) >= 3
    assert not [caption for caption in captions if caption in raw]
    assert not re.search(r'"key": |"answer"|"intent"|yes|weak', raw)
    assert all(TIME.match(line) for line in people.stdout.splitlines())
    assert "! staff called: emergency" in people.stdout


def logged(folder: Path, steps: Sequence[str]) -> list[dict[str, object]]:
    """Give the log of a visit of these steps that staff, or the visitor, end."""
    with closing(ServiceLog(folder, pytest.fail)) as log:
        world = World(watched_by=LogObserver(log)).go(steps)
        if world.state == State.EMERGENCY:
            world.post(StaffCleared())
        while world.state != State.ATTRACT:
            world.presses("q").listen()
    return written(folder)


OUTCOME_WAYS = [WAYS[state] for state in (*OUTCOMES, State.CONFIRM_NO, State.READ_BACK)]


@pytest.mark.parametrize("steps", OUTCOME_WAYS)
def test_no_line_tells_which_outcome_it_was_nor_when_a_question_was_over(
    tmp_path: Path, steps: Sequence[str]
) -> None:
    lines = logged(tmp_path, steps)
    assert not re.search("outcome_|confirm_no|read_back|all_no", json.dumps(lines))
    events = [line["event"] for line in lines]
    visit = events[events.index("visit_began") : events.index("visit_ended")]
    assert "state" not in visit
    assert visit[-1] == "visit_states", "at its end"
    assert visit.count("visit_states") == 1


def test_the_states_of_a_visit_are_written_at_its_end_in_their_order(tmp_path: Path) -> None:
    lines = logged(tmp_path, WAYS[State.OUTCOME_ALL_NO])
    (told,) = (line for line in lines if line["event"] == "visit_states")
    assert told["states"] == ["greeting", "main_menu", "preamble", "question", "outcome", "goodbye"]
    assert in_plain_words(json.dumps(told)).endswith(
        "visit states: greeting a visitor, at the main menu, about to ask the health questions, "
        "asking the health questions, saying what to do next, saying goodbye"
    )


def test_all_outcomes_leave_the_same_lines(tmp_path: Path) -> None:
    def names(state: State) -> list[object]:
        lines = logged(tmp_path / state, WAYS[state])
        return [(line["event"], line.get("state"), line.get("states")) for line in lines]

    all_no = names(State.OUTCOME_ALL_NO)
    assert names(State.OUTCOME_SAME_DAY) == all_no
    assert names(State.OUTCOME_VISIT) == all_no


def test_an_emergency_keeps_its_times(tmp_path: Path) -> None:
    lines = logged(tmp_path, WAYS[State.EMERGENCY])
    events = [line["event"] for line in lines]
    called = events.index("staff_called")
    assert called < events.index("emergency") + 2
    assert events.index("visit_began") < called < events.index("visit_states")
    assert all("timestamp" in line for line in lines)


def test_status_and_desk_are_told_one_name_for_all_outcomes_and_questions() -> None:
    assert {told_as(state) for state in OUTCOMES} == {"outcome"}
    assert {told_as(state) for state in ASKING} == {"question"}
    vitals = Vitals(LiveClock(), date.today, Path("/nowhere/counts"), AT_ONCE)
    vitals.on_action(0.0, Show(State.OUTCOME_ALL_NO, ""))
    assert vitals.told_state == "outcome"


@given(words=st.text().map("I said {}".format), number=st.floats(), truth=st.booleans())
def test_words_that_are_handed_in_are_left_out(
    tmp_path_factory: pytest.TempPathFactory, words: str, number: float, truth: bool
) -> None:
    folder = tmp_path_factory.mktemp("log")
    log = ServiceLog(folder, pytest.fail)
    log.tell("heard", said=words, loud=number, over_speech=truth)
    observer = LogObserver(log)
    observer.on_event(0.0, Heard((Reading("vosk", words, frozenset({words}), (words,)),), number))
    observer.on_event(0.0, KeyPressed(words))
    observer.on_sentence(0.0, 1, 0, words)
    log.close()
    first, second, third = written(folder)
    assert "said" not in first
    assert first["over_speech"] is truth
    assert set(second) - {"clear_db"} == {
        "event",
        "timestamp",
        "recognizers",
        "understood",
        "over_speech",
    }
    assert set(third) == {"event", "timestamp"}


@pytest.mark.slow
def test_it_is_the_users_own_and_does_not_grow_for_ever(log: ServiceLog, tmp_path: Path) -> None:
    for _ in range(8_000):
        log.tell("key", count=10**1000)  # so that few lines are enough
    files = sorted((tmp_path / "log").iterdir())
    assert len(files) == KEPT + 1
    assert all(file.stat().st_size <= LARGEST for file in files)
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)


def test_following_goes_on_over_a_rotation(log: ServiceLog, tmp_path: Path) -> None:
    log.tell("started")

    def write_more(_: float) -> None:
        log.tell("key", count=1)
        os.rename(tmp_path / "log" / FILE, tmp_path / "log" / f"{FILE}.1")  # noqa: PTH104
        log.close()
        log.tell("key", count=2)

    lines = new_lines(tmp_path / "log", write_more)
    seen = [json.loads(next(lines))["count"] for _ in range(4)]
    assert seen == [1, 2, 1, 2]


def test_a_log_that_cannot_be_written_is_told_once_and_harms_nobody(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("in the way")
    told: list[str] = []
    log = ServiceLog(tmp_path / "log", told.append)
    log.tell("started")
    log.tell("key")
    (line,) = told
    assert line.startswith("the log cannot be written: ")
    assert line.endswith("; make room on the disk")
    (tmp_path / "log").unlink()
    log.tell("key")
    log.tell("key")
    log.close()
    assert told == [line, ""]


def test_a_line_that_is_none_of_the_log_is_given_as_it_is() -> None:
    for line in ("", "broken", "[1]", '{"event": "key"}'):
        assert in_plain_words(line) == line


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Started(interrupted=True), "the kiosk has started; a visit was interrupted"),
        (Stopping(), "the kiosk is stopping"),
        (KeyPressed("y"), "a key was pressed"),
        (
            Heard((Reading("moonshine", "yes"), Reading("yes-no", None)), 20.0),
            "somebody spoke: understood by 1 of 2 recognizers",
        ),
        (AlertAcknowledged("desk"), "the call was taken: desk"),
        (StaffCleared(), "staff have taken over"),
        (NamesLost(), "the recognizer of phrases does not work any more"),
        (SpeakerBack(), "the speaker works again"),
        (HeadphonesOut(), "headphones were unplugged"),
        (QuestionsOffered(), "the health questions are asked"),
        *((QuestionsRefused(reason), "the health questions are not asked: ") for reason in Refusal),
    ],
    ids=lambda each: str(type(each).__name__),
)
def test_staff_read_sentences(log: ServiceLog, tmp_path: Path, event: Event, words: str) -> None:
    LogObserver(log).on_event(0.0, event)
    log.close()
    assert f" {words}" in in_plain_words((tmp_path / "log" / FILE).read_text("utf-8").strip())


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (KeepEmergency(latched=True), "! an emergency has begun"),
        (KeepCall(0.0), "a visitor asks for staff: not taken yet"),
        (KeepCall(3.0, taken=True), "a visitor asks for staff: taken"),
        (KeepCall(None), "the visitor's call is over"),
    ],
)
def test_staff_read_of_calls(log: ServiceLog, tmp_path: Path, action: Action, words: str) -> None:
    LogObserver(log).on_action(0.0, action)
    log.close()
    assert in_plain_words((tmp_path / "log" / FILE).read_text("utf-8").strip()).endswith(words)
