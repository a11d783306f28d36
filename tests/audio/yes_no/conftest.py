"""The shipped listener, and the recordings of people it is judged on."""

import pytest

from audio.yes_no import YesNoListener
from audio.yes_no.training import corpus
from tests import CHECKOUT

FOLDER = CHECKOUT.parent / "shared" / "recordings"


@pytest.fixture(scope="session")
def listener() -> YesNoListener:
    return YesNoListener()


@pytest.fixture(scope="session")
def recordings() -> list[corpus.Recording]:
    if not FOLDER.is_dir():
        pytest.skip("../shared/recordings is not there")
    return corpus.read(FOLDER)


@pytest.fixture(autouse=True)
def _forgetful(listener: YesNoListener) -> None:
    listener.reset()
