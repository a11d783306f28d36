"""The command channel, with real processes: what counts as an answer, and that nothing is left."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.alerts import News
from kiosk.alerts.command import CommandChannel
from kiosk.clock import VirtualClock
from tests.kiosk.alerts.alert_news import look_until, next_news
from tests.waiting import until

pytestmark = pytest.mark.unit

Make = Callable[[str], CommandChannel]

WRITE_CALL = 'echo "$KIOSK_NAME $1" >> "$0"; '


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be reaped by the system does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def pid_in(file: Path) -> int:
    until(lambda: file.exists() and file.read_text(encoding="utf-8").endswith("\n"))
    return int(file.read_text(encoding="utf-8"))


def children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="utf-8").split()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    return tmp_path / "calls"


@pytest.fixture
def make(clock: VirtualClock, calls: Path) -> Iterator[Make]:
    """Give a channel for a shell script; its $0 is the file `calls`, its $1 the message."""
    made: list[CommandChannel] = []

    def make_one(script: str) -> CommandChannel:
        made.append(CommandChannel(["sh", "-c", WRITE_CALL + script, str(calls)], "Room 2", clock))
        return made[-1]

    before = set(children())
    files = len(list(Path("/proc/self/fd").iterdir()))
    yield make_one
    for channel in made:
        channel.close()
    assert set(children()) <= before, "a process was left behind"
    assert len(list(Path("/proc/self/fd").iterdir())) == files, "a pipe was left open"


def made_calls(calls: Path) -> list[str]:
    return calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []


@pytest.mark.parametrize("urgency", ["emergency", "attention"])
def test_exit_code_0_acknowledges_once(make: Make, calls: Path, urgency: str) -> None:
    channel = make("exit 0")
    channel.fetch("emergency" if urgency == "emergency" else "attention")
    assert next_news(channel) == News(acknowledged=True)
    assert made_calls(calls) == [f"Room 2 {urgency}"]
    assert channel.working
    assert channel.progress() == News()


def test_an_alert_is_not_acknowledged_while_the_command_runs(make: Make, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    channel = make(f"read _ < {gate}")
    channel.fetch("emergency")
    for _ in range(20):
        assert channel.progress() == News()
    gate.write_text("go\n", encoding="utf-8")
    assert next_news(channel) == News(acknowledged=True)


def test_no_answer_and_no_shell_reach_the_command(clock: VirtualClock, tmp_path: Path) -> None:
    file = tmp_path / "arguments"
    script = f'printf "%s|" "$@" > {file}'
    channel = CommandChannel(["sh", "-c", script, "sh", "$HOME; exit 1"], "kiosk", clock)
    channel.fetch("emergency")
    next_news(channel)
    assert file.read_text(encoding="utf-8") == "$HOME; exit 1|emergency|"
    channel.close()


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("exit 3", "failed with exit code 3; start it by hand to see why"),
        ("kill -9 $$", "was killed by signal 9; start it by hand to see why"),
    ],
)
def test_a_command_that_fails_has_not_acknowledged_and_is_tried_again(
    make: Make, clock: VirtualClock, calls: Path, script: str, fault: str
) -> None:
    channel = make(f"test -e {calls}.mended && exit 0; {script}")
    channel.fetch("emergency")
    waits = []
    for _ in range(8):
        news = look_until(channel, lambda: channel.trouble != "" and channel.due != clock.now())
        assert news == News()
        assert channel.trouble == f"the alert command (sh emergency) {fault}"
        assert not channel.working
        # Once the failed run is over, only the next try is due.
        look_until(channel, lambda: (channel.due or 0.0) >= clock.now() + 1)
        assert channel.due is not None
        waits.append(channel.due - clock.now())
        clock.advance(channel.due)
        tries = len(made_calls(calls))
        channel.progress()
        look_until(channel, lambda count=tries: len(made_calls(calls)) > count)  # type: ignore[misc]
    assert waits == [5, 5, 5, 10, 20, 30, 30, 30]
    Path(f"{calls}.mended").touch()
    look_until(channel, lambda: (channel.due or 0.0) >= clock.now() + 1)
    assert channel.due is not None
    clock.advance(channel.due)
    assert next_news(channel) == News(acknowledged=True)
    assert channel.working
    assert channel.trouble == ""


def test_a_program_that_is_missing_is_one_line_that_says_what_to_do(clock: VirtualClock) -> None:
    channel = CommandChannel(["/nowhere/page"], "kiosk", clock)
    channel.fetch("emergency")
    assert channel.progress() == News()
    assert channel.trouble == (
        "the alert command (/nowhere/page emergency) cannot be started: "
        "no such file or directory; correct alert_command in the settings"
    )
    assert not channel.working


def test_staff_clear_while_the_command_still_runs_and_all_of_it_ends(
    make: Make, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    channel = make(f"sleep 1000 & echo $! > {pid}; echo staff are; echo cleared; wait")
    channel.fetch("emergency")
    assert next_news(channel) == News(cleared=True)
    until(lambda: not alive(pid_in(pid)))


def test_staff_clear_through_a_process_that_the_command_left_behind(
    make: Make, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    channel = make(f"(read _ < {gate}; echo cleared) & exit 0")
    channel.fetch("emergency")
    assert next_news(channel) == News(acknowledged=True)
    assert channel.progress() == News()
    gate.write_text("staff are here\n", encoding="utf-8")
    assert next_news(channel) == News(cleared=True)


def test_cleared_in_the_last_line_without_its_end_counts(make: Make) -> None:
    channel = make("printf cleared")
    channel.fetch("emergency")
    # The heartbeat is due again: the emergency is over.
    assert look_until(channel, lambda: channel.due == 300.0) == News(True, True)


@pytest.mark.parametrize("line", ["not cleared", "clearedx", "CLEARED?", "\\000cleared"])
def test_only_the_word_itself_clears(make: Make, line: str) -> None:
    channel = make(f"printf '{line}\\n'")
    channel.fetch("emergency")
    news = look_until(channel, lambda: channel.due is None)
    assert news == News(acknowledged=True)


def test_a_call_for_attention_cannot_be_cleared_as_an_emergency(make: Make) -> None:
    channel = make("echo cleared")
    channel.fetch("attention")
    assert next_news(channel) == News(acknowledged=True)
    assert channel.progress() == News()


def test_endless_output_keeps_nothing_from_going_on(make: Make) -> None:
    channel = make("yes & exit 0")
    channel.fetch("emergency")
    assert next_news(channel) == News(acknowledged=True)
    for _ in range(20):
        assert channel.progress() == News()


@pytest.mark.parametrize("end", ["clear", "close"])
def test_what_the_command_started_is_killed_when_the_alert_or_the_kiosk_ends(
    make: Make, tmp_path: Path, end: str
) -> None:
    pid = tmp_path / "pid"
    channel = make(f'test "$1" = cleared && exit 0; sleep 1000 & echo $! > {pid}; sleep 1000')
    channel.fetch("emergency")
    child = pid_in(pid)
    assert alive(child)
    if end == "clear":
        channel.clear()
    else:
        channel.close()
    until(lambda: not alive(child))


def test_staff_elsewhere_are_told_that_an_alert_is_over_but_not_of_none(
    make: Make, calls: Path
) -> None:
    channel = make("exit 0")
    channel.clear()
    assert made_calls(calls) == []
    channel.fetch("attention")
    next_news(channel)
    channel.clear()
    look_until(channel, lambda: len(made_calls(calls)) == 2)
    assert made_calls(calls) == ["Room 2 attention", "Room 2 cleared"]


def test_a_hanging_test_is_killed_after_ten_seconds(
    make: Make, clock: VirtualClock, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    channel = make(f"sleep 1000 & echo $! > {pid}; wait")
    channel.progress()
    child = pid_in(pid)
    clock.advance(9.9)
    channel.progress()
    assert alive(child)
    assert channel.trouble == ""
    clock.advance(10)
    channel.progress()
    assert channel.trouble == (
        "the alert command (sh test) has not ended after 10 seconds; correct the command"
    )
    assert not channel.working
    until(lambda: not alive(child))


def test_an_emergency_that_never_ends_is_killed_and_sent_again(
    make: Make, clock: VirtualClock, calls: Path
) -> None:
    channel = make("sleep 1000")
    channel.fetch("emergency")
    look_until(channel, lambda: made_calls(calls) == ["Room 2 emergency"])
    clock.advance(599)
    assert channel.progress() == News()
    assert channel.trouble == ""
    clock.advance(600)
    assert channel.progress() == News()
    assert "has not ended after 600 seconds" in channel.trouble
    clock.advance(605)
    look_until(channel, lambda: made_calls(calls) == ["Room 2 emergency"] * 2)


def test_the_heartbeat_fails_and_comes_back(
    make: Make, clock: VirtualClock, calls: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    channel = make(f"test ! -e {broken}")
    assert not channel.working
    assert channel.trouble == ""
    look_until(channel, lambda: channel.working)
    assert made_calls(calls) == ["Room 2 test"]
    broken.touch()
    clock.advance(299)
    channel.progress()
    assert channel.working
    clock.advance(300)
    look_until(channel, lambda: not channel.working)
    assert channel.trouble.startswith("the alert command (sh test) failed with exit code 1")
    broken.unlink()
    clock.advance(305)
    look_until(channel, lambda: channel.working)
    assert channel.trouble == ""


def test_the_channel_can_be_tested_out_of_turn_but_not_during_an_alert(
    make: Make, clock: VirtualClock, calls: Path
) -> None:
    channel = make("exit 0")
    look_until(channel, lambda: channel.working)
    channel.test()
    look_until(channel, lambda: made_calls(calls) == ["Room 2 test"] * 2)
    channel.fetch("emergency")
    look_until(channel, lambda: channel.due is None)
    channel.test()
    clock.advance(10_000)
    channel.progress()
    assert channel.due is None
    assert made_calls(calls)[2:] == ["Room 2 emergency"]


def test_an_emergency_goes_before_a_test_that_hangs(
    make: Make, calls: Path, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    channel = make(f'test "$1" = emergency && exit 0; echo $$ > {pid}; sleep 1000')
    channel.progress()
    child = pid_in(pid)
    channel.fetch("emergency")
    assert next_news(channel) == News(acknowledged=True)
    until(lambda: not alive(child))


def test_a_call_for_attention_does_not_replace_an_emergency(make: Make, calls: Path) -> None:
    channel = make("exit 0")
    channel.fetch("emergency")
    next_news(channel)
    channel.fetch("attention")
    assert channel.progress() == News()
    assert made_calls(calls) == ["Room 2 emergency"]


def test_an_emergency_replaces_a_call_for_attention(make: Make, calls: Path) -> None:
    channel = make('test "$1" = emergency || sleep 1000')
    channel.fetch("attention")
    look_until(channel, lambda: made_calls(calls) == ["Room 2 attention"])
    channel.fetch("emergency")
    assert next_news(channel) == News(acknowledged=True)
    assert made_calls(calls)[1:] == ["Room 2 emergency"]
