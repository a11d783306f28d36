"""Deals the tests out to processes, so that some tests compute while other tests wait.

Tests that run a kiosk in real time mostly wait while it speaks. Two processes begin with the tests
that compute, at a lower priority, so that they take no time from a kiosk that speaks. The other
processes begin with the tests that wait. A process that has finished its own kind takes tests of
the other kind.
"""

import ast
from functools import cache

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from tests import CHECKOUT

WAITING = {"live", "broker", "systemd"}
"""Categories of tests that wait."""

COMPUTING = 2
"""Number of processes that begin with computing: as many as a small machine has cores."""

WAY = 10
"""Niceness added to these processes: a kiosk that speaks gets nine times as much CPU time."""

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
"""Files whose tests each go to any free process: they share nothing, and last long."""


def computes(worker: str, count: int) -> bool:
    """Tell whether the process `worker` ("gw0", ...) of `count` begins with tests that compute."""
    return int(worker.removeprefix("gw")) < min(COMPUTING, count // 2)


class TwoQueues(LoadScopeScheduling):
    """Keeps the tests of a file in one process, so that they share data which is slow to load."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        told = node.workerinput
        wanted = not computes(told["workerid"], told["workercount"])
        first = next((scope for scope in self.workqueue if waits(scope) == wanted), None)
        if first is not None:
            self.workqueue.move_to_end(first, last=False)
        super()._assign_work_unit(node)

    def remove_node(self, node: WorkerController) -> str | None:
        """Take back the tests of a process that has ended, and give the one that ended it.

        xdist would try that test again and again, and waits for ever if none of a file is left.
        """
        work = self.assigned_work.pop(node)
        left = [(file, test) for file, tests in work.items() for test in tests if not tests[test]]
        if not left:
            return None
        file, ended_it = left[0]
        work[file][ended_it] = True
        self.workqueue.update((file, work[file]) for file in work if not all(work[file].values()))
        for other in self.assigned_work:
            self._reschedule(other)
        return ended_it

    def _split_scope(self, nodeid: str) -> str:
        file, _, _ = nodeid.partition("::")
        alone = nodeid.startswith(_EACH_BY_ITSELF) or waits(nodeid) != waits(file)
        return nodeid if alone else file


def waits(scope: str) -> bool:
    """Tell whether a test, or the tests of a file, mostly wait."""
    file, _, test = scope.partition("::")
    marks = _marks(file)
    return bool(WAITING & (marks[""] | marks.get(test.partition("[")[0], set())))


@cache
def _marks(file: str) -> dict[str, set[str]]:
    """Give the marks of each test function of a module; under "", the marks of all of them."""
    found: dict[str, set[str]] = {"": set()}
    for node in ast.parse((CHECKOUT / file).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = set().union(*map(_marks_in, node.decorator_list))
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            found[""] = _marks_in(node.value)
    return found


def _marks_in(node: ast.expr) -> set[str]:
    return {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
