"""The tests are dealt out so that computing fills the time in which others wait for a kiosk."""

from collections import OrderedDict
from pathlib import Path

import pytest
from xdist.remote import Producer

from tests import dealing
from tests.dealing import TwoQueues, computes, waits

pytestmark = pytest.mark.unit

MODULES = {
    "test_alone.py": "pytestmark = pytest.mark.unit\ndef test_adds(): ...\n",
    "test_whole.py": (
        "pytestmark = [pytest.mark.browser, pytest.mark.live]\ndef test_visit(): ...\n"
    ),
    "test_mixed.py": (
        "pytestmark = pytest.mark.unit\n"
        "def test_adds(): ...\n"
        "@pytest.mark.live\n"
        "def test_visit(): ...\n"
    ),
}
COLLECTED = [
    "test_alone.py::test_adds",
    "test_mixed.py::test_adds",
    "test_mixed.py::test_visit[1]",
    "test_whole.py::test_visit",
]


class Process:
    """One that runs what it is sent."""

    def __init__(self, number: int) -> None:
        self.workerinput = {"workerid": f"gw{number}", "workercount": 4}
        self.sent: list[int] = []
        self.shutting_down = False

    def send_runtest_some(self, indices: list[int]) -> None:
        self.sent += indices


class Dealt(TwoQueues):
    """Deals out what was collected, without pytest around it."""

    def __init__(self) -> None:
        self.log = Producer("dealt", enabled=False)
        self.registered_collections = {}
        self.assigned_work = {}
        self.workqueue = OrderedDict()
        for each in COLLECTED:
            self.workqueue.setdefault(self._split_scope(each), {})[each] = False

    def to(self, number: int) -> list[str]:
        """Give what a process gets next."""
        return self.names(self.begun(number))

    def begun(self, number: int) -> Process:
        """Give a process that has got something."""
        process = Process(number)
        self.registered_collections[process] = COLLECTED  # type: ignore[index]
        self._assign_work_unit(process)  # type: ignore[arg-type]
        return process

    def names(self, process: Process) -> list[str]:
        return [COLLECTED[index] for index in process.sent]


@pytest.fixture(autouse=True)
def _modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in MODULES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(dealing, "CHECKOUT", tmp_path)


def test_a_test_waits_if_it_or_its_module_is_marked_so() -> None:
    assert [waits(each) for each in COLLECTED] == [False, False, True, True]


def test_two_processes_compute_and_one_of_two() -> None:
    assert [computes(f"gw{number}", 6) for number in range(6)] == [True, True, *[False] * 4]
    assert [computes(f"gw{number}", 2) for number in range(2)] == [True, False]
    assert not computes("gw0", 1)


def test_who_computes_gets_what_computes_first_and_then_helps() -> None:
    dealt = Dealt()
    assert [dealt.to(0) for _ in range(4)] == [[each] for each in COLLECTED]


def test_the_others_begin_with_what_waits_and_then_help() -> None:
    dealt = Dealt()
    assert [dealt.to(3) for _ in range(4)] == [
        ["test_mixed.py::test_visit[1]"],
        ["test_whole.py::test_visit"],
        ["test_alone.py::test_adds"],
        ["test_mixed.py::test_adds"],
    ]


def test_a_test_that_ends_its_process_is_not_tried_again_and_the_rest_of_its_file_is() -> None:
    dealt = Dealt()
    dealt.workqueue["test_alone.py"] = dict.fromkeys(COLLECTED[:3], False)
    ended = dealt.begun(0)
    dealt.mark_test_complete(ended, 0)  # type: ignore[arg-type]
    assert dealt.remove_node(ended) == COLLECTED[1]  # type: ignore[arg-type]
    assert [COLLECTED[2]] in [dealt.to(0) for _ in dealt.workqueue.copy()]


def test_a_file_of_which_nothing_is_left_is_given_to_nobody() -> None:
    dealt = Dealt()
    ended = dealt.begun(0)
    assert dealt.remove_node(ended) == COLLECTED[0]  # type: ignore[arg-type]
    assert "test_alone.py" not in dealt.workqueue
