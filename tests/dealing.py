"""Deals the tests out to processes, so that computing fills the time in which others wait.

Tests that run a kiosk in real time wait most of the time while it speaks. Two processes compute,
at a lower priority, so that they take no time from a kiosk that speaks; the others begin with the
tests that wait. Whoever has finished helps the others.
"""

import ast
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

HOUSE = Path(__file__).resolve().parents[1]

WAITING = {"live", "broker", "systemd"}
"""Categories of tests that wait."""

COMPUTING = 2
"""Processes that compute: as many as a small machine has cores."""

WAY = 10
"""By how much their priority is lower: a kiosk that speaks gets nine times as much."""

_EACH_BY_ITSELF = (
    "tests/system/live/",
    "tests/system/hazards/test_h20",
    "tests/kiosk/service/fleet/test_desk.py",
    "tests/kiosk/service/control/test_commands",
    "tests/kiosk/service/control/test_clear_emergency",
    "tests/kiosk/service/control/test_wrong_settings",
    "tests/kiosk/launch/test_standard_streams",
    "tests/system/fuzz/test_files",
)
"""Where each test goes to whichever process is free: they share nothing, and last long."""


def computes(worker: str, count: int) -> bool:
    """Tell whether a process ("gw0", "gw1", ...) of so many begins with the tests that compute."""
    return int(worker.removeprefix("gw")) < min(COMPUTING, count // 2)


class TwoQueues(LoadScopeScheduling):
    """Keeps the tests of a file in one process, where they share what takes seconds to load."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        told = node.workerinput
        wanted = not computes(told["workerid"], told["workercount"])
        first = next((scope for scope in self.workqueue if waits(scope) == wanted), None)
        if first is not None:
            self.workqueue.move_to_end(first, last=False)
        super()._assign_work_unit(node)

    def _split_scope(self, nodeid: str) -> str:
        file, _, _ = nodeid.partition("::")
        alone = nodeid.startswith(_EACH_BY_ITSELF) or waits(nodeid) != waits(file)
        return nodeid if alone else file


def waits(scope: str) -> bool:
    """Tell whether the test, or the tests of the file, wait."""
    file, _, test = scope.partition("::")
    marks = _marks(file)
    return bool(WAITING & (marks[""] | marks.get(test.partition("[")[0], set())))


@cache
def _marks(file: str) -> dict[str, set[str]]:
    """Give the marks of each test function of a module; of all of them under an empty name."""
    found: dict[str, set[str]] = {"": set()}
    for node in ast.parse((HOUSE / file).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = set().union(*map(_marks_in, node.decorator_list))
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            found[""] = _marks_in(node.value)
    return found


def _marks_in(node: ast.expr) -> set[str]:
    return {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
