"""The written scenarios."""

from tests import CHECKOUT

FOLDER = CHECKOUT / "tests" / "scenarios"
SCENARIOS = sorted(FOLDER.glob("*.yaml"))
