"""The shipped listener, and the recordings of people it is judged on."""

import pytest

from audio.yes_no import YesNoListener
from audio.yes_no.training import corpus
from tests.people import RECORDINGS


@pytest.fixture(scope="session")
def listener() -> YesNoListener:
    return YesNoListener()


@pytest.fixture(scope="session")
def recordings() -> list[corpus.Recording]:
    return corpus.read(RECORDINGS)


@pytest.fixture(autouse=True)
def _forgetful(listener: YesNoListener) -> None:
    listener.reset()
