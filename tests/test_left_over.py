"""A test run that is killed leaves no process behind."""

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests import CHECKOUT

pytestmark = pytest.mark.unit

ENDS_WITHIN = 30.0

RUN = """
import subprocess
import tests.conftest
started = subprocess.Popen(["sleep", "600"], start_new_session=True, stdout=subprocess.DEVNULL)
print(started.pid, flush=True)
input()
"""
"""Sets up as a test run does, and starts what outlives its parents."""


def test_what_a_killed_run_has_started_ends(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", RUN],
        cwd=CHECKOUT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as run:
        assert run.stdout is not None
        left = os.pidfd_open(int(run.stdout.readline()))
        run.kill()
    gone, _, _ = select.select([left], [], [], ENDS_WITHIN)
    os.close(left)
    assert gone
