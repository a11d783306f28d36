import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kiosk.launch.checkout import Checkout


@pytest.fixture
def programs() -> Iterator[Path]:
    """A folder of programs; pytest's own folders are closed to users without rights."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def checkout(tmp_path: Path, programs: Path) -> Checkout:
    """A checkout as it was fetched."""
    fresh = Checkout(tmp_path, programs)
    fresh.fill()
    return fresh


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """The checkout that every other built one is a copy of; not to be changed."""
    root = tmp_path_factory.mktemp("built")
    original = Checkout(root, root)
    original.fill()
    assert original.start().code == 0
    return original


@pytest.fixture
def built(built_once: Checkout, tmp_path: Path, programs: Path) -> Checkout:
    """A checkout whose environment stands."""
    copy = Checkout(tmp_path, programs)
    copy.fill_from(built_once)
    return copy
