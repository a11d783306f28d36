"""Where recordings of people are: they are not part of the project, and lie beside a checkout.

A test that needs them is marked `people`. Without them it is not run, and the end of the tests says
how many were not.
"""

from pathlib import Path

import pytest

RECORDINGS = Path(__file__).resolve().parents[2] / "shared" / "recordings"

NOT_HERE = pytest.mark.skip(reason="the recordings of people are not here")
"""The mark that such a test gets where they are missing."""
