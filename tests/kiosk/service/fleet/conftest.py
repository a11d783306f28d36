"""A broker for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kiosk.service.fleet.mosquitto import Mosquitto, mosquitto


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with mosquitto(tmp_path / "mosquitto") as running:
        yield running
