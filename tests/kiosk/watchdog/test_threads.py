"""Arithmetic takes one thread: more of them wait for each other and leave the idle kiosk busy."""

import os
import subprocess
import sys

import pytest

from tests import CHECKOUT

pytestmark = pytest.mark.unit

MULTIPLIES = """
import os
import kiosk
import numpy
numpy.ones((500, 500), numpy.float32) @ numpy.ones((500, 500), numpy.float32)
print(len(os.listdir("/proc/self/task")))
"""


def test_the_kiosk_multiplies_on_one_thread() -> None:
    environment = {name: value for name, value in os.environ.items() if "_THREAD" not in name}
    done = subprocess.run(
        [sys.executable, "-c", MULTIPLIES],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout == "1\n"
