"""C1, C2, C3: traces of a visit that bystanders see, or that stay in logs and in memory."""

import json
import os
import re
import signal
from pathlib import Path

from kiosk.service.control.door import runtime_folder, temporary_folder
from tests.attacks.at_the_page import with_page
from tests.attacks.attacked import Attacked, attacked
from tests.attacks.page_client import picture
from tests.system.live.sound_server import sound_server
from tests.system.live.ways_by_key import WAYS

_FIRST_QUESTION = "holding in your pee"
"""Words of the first question."""

_WIPED_WITHIN = 2.0
_TIMES = re.compile(rb"\d\d:\d\d")
_OUTCOMES = ("outcome_all_no", "outcome_same_day", "outcome_visit", "outcome_unclear")
_KILLED = 4


def captions_at_the_alarm(folder: Path) -> None:
    """C1. An emergency begins within the questions: the captions

    Attack: somebody answers the first health question with yes, and a bystander looks at the page
        and the terminal under the alarm.
    Holds: staff are called, and neither shows the question any more within 2 s.
    """
    _questions_are_wiped(folder, "y")


def captions_at_a_cry(folder: Path) -> None:
    """C1. A cry for help within the questions: the captions

    Attack: somebody cries for help at the first health question (by the key !), and a bystander
        looks at the page and the terminal under the alarm.
    Holds: staff are called, and neither shows the question any more within 2 s.
    """
    _questions_are_wiped(folder, "!")


def outcome_in_the_log(folder: Path) -> None:
    """C2. The log of a visit with all answers no

    Attack: somebody who may read the log looks for what a visitor has answered, after a visit with
        every answer no and while another one is under way.
    Holds: no outcome is named, no state of a visit has a time, and states of the visit that is
        under way are not there yet; s calls staff and that has its time.
    """
    with attacked(folder) as kiosk:
        keys, shown = WAYS["outcome"]
        kiosk.window.press(keys)
        kiosk.window.wait_for(shown)
        kiosk.press("q")
        kiosk.must("the visit ends", lambda: kiosk.is_so(lambda now: now.state == "attract"))
        kiosk.must("the visit is in the log", lambda: b"visit_ended" in _log(kiosk), 10.0)
        kiosk.press(" k21")
        kiosk.window.wait_for("Question 1 of 13")
        kiosk.happens(lambda: _states(_log(kiosk))[-1:] == ["question"], 1.0)
        log = _log(kiosk)
        kiosk.press("s")
        kiosk.must_call()
        kiosk.must("the call is in the log", lambda: b"staff_called" in _log(kiosk), 10.0)
        called = next(line for line in _log(kiosk).splitlines() if b"staff_called" in line)
    for outcome in _OUTCOMES:
        assert outcome.encode() not in log, f"the log names {outcome}"
    timed = [line for line in log.splitlines() if _of_a_visit(line) and _TIMES.search(line)]
    assert not timed, f"a state of a visit has its time: {timed[0].decode()}"
    assert log.count(b'"question"') <= 13, "the log names states of the visit under way"
    assert _TIMES.search(called), "the call for staff has no time"


def speech_left_behind(folder: Path) -> None:
    """C3. kill -9 of all while it speaks

    Attack: the kiosk and its supervisor are killed while a sentence is made and spoken, in several
        moments; somebody looks for sound in shared memory and in the kiosk's folders.
    Holds: no file with sound is left.
    """
    place = folder / "sound"
    place.mkdir(mode=0o700)
    with sound_server(place) as sound:
        left: list[str] = []
        for moment in range(_KILLED):
            own = {**sound.environment, "KIOSK_CACHE_FOLDER": str(folder / f"cache-{moment}")}
            with attacked(folder, own) as kiosk:
                kiosk.must("it sounds", lambda: kiosk.is_so(lambda now: now.sounds))
                kiosk.press(" k1k1")
                kiosk.happens(lambda: False, 0.3 + 0.4 * moment)
                processes = [kiosk.window.process.pid, kiosk.process()]
                for process in filter(None, processes):
                    os.kill(process, signal.SIGKILL)
                kiosk.must("it is gone", lambda: kiosk.window.process.poll() is not None)
                left += _sounds(kiosk)
        assert not left, f"sound is left in {left}"


def _questions_are_wiped(folder: Path, key: str) -> None:
    with with_page(folder) as kiosk:
        kiosk.press(" k21")
        kiosk.must("the question is shown", lambda: _FIRST_QUESTION in _all_shown(kiosk))
        kiosk.press(key)
        kiosk.must_call()
        kiosk.must("the page shows the alarm", lambda: picture(kiosk.page)["alert"] == "emergency")
        page_wiped = kiosk.happens(
            lambda: not _of_a_question(json.dumps(picture(kiosk.page))), _WIPED_WITHIN
        )
        terminal_wiped = kiosk.happens(lambda: not _of_a_question(_screen(kiosk)), _WIPED_WITHIN)
        assert page_wiped, "the page shows the question under the alarm"
        assert terminal_wiped, "the terminal shows the question under the alarm"
        assert "STAFF ARE NEEDED HERE NOW" in _screen(kiosk), "the alarm was wiped as well"


def _all_shown(kiosk: Attacked) -> str:
    return json.dumps(picture(kiosk.page)["scene"])


def _of_a_question(text: str) -> bool:
    return _FIRST_QUESTION in text or "1 of 13" in text


def _log(kiosk: Attacked) -> bytes:
    return b"".join(file.read_bytes() for file in sorted((kiosk.state / "log").glob("*")))


def _states(log: bytes) -> list[str]:
    found = [json.loads(line) for line in log.splitlines()]
    return [entry["state"] for entry in found if entry.get("event") == "state"]


def _of_a_visit(line: bytes) -> bool:
    """Whether a line tells where within a visit somebody was."""
    entry = json.loads(line)
    state = entry.get("state", "attract")
    return entry.get("event") == "state" and state not in (
        *("attract", "emergency", "out_of_service", "goodbye"),
    )


def _sounds(kiosk: Attacked) -> list[str]:
    """Give the files with more than a header in the places for what is needed for a moment."""
    places = (
        temporary_folder(runtime_folder(kiosk.state)),
        runtime_folder(kiosk.state) / "temporary",
    )
    files = {file for place in places if place.is_dir() for file in place.rglob("*")}
    return [str(file) for file in files if file.is_file() and file.stat().st_size > 100]


def _screen(kiosk: Attacked) -> str:
    """Give what the terminal showed since it was last cleared."""
    return kiosk.window.raw.rpartition(b"\x1b[2J")[2].decode(errors="replace")
