import numpy as np
import pytest

from audio.errors import RecordingError
from audio.frames import Frames
from audio.signals.recording import read_recording
from audio.signals.room import in_room
from tests import OWN_RECORDINGS

pytestmark = pytest.mark.sound


def impulses(*places: int, length: int = 4000) -> Frames:
    """Make a response of equal sounds; the first is a little louder."""
    response = np.zeros(length, np.float32)
    response[list(places)] = 0.5
    response[places[0]] = 0.51
    return response


def click(at: int, length: int = 16000) -> Frames:
    frames = np.zeros(length, np.float32)
    frames[at] = 0.5
    return frames


def level(frames: Frames) -> float:
    return float(np.sqrt(np.mean(frames**2)))


def test_a_room_of_direct_sound_alone_changes_nothing_however_far_it_is() -> None:
    speech = read_recording(OWN_RECORDINGS / "yes.flac")
    for distance in (0, 110, 3000):
        assert np.allclose(in_room(speech, impulses(distance)), speech, atol=1e-6)


def test_an_echo_comes_as_much_later_as_the_response_says() -> None:
    heard = in_room(click(5000), impulses(100, 1700))
    assert set(np.flatnonzero(np.abs(heard) > 0.01)) == {5000, 6600}
    assert heard[5000] > heard[6600]


def test_sound_from_before_the_direct_one_stays_before_it() -> None:
    response = impulses(1000)
    response[400] = 0.2
    heard = in_room(click(5000), response)
    assert set(np.flatnonzero(np.abs(heard) > 0.01)) == {4400, 5000}


def test_speech_keeps_length_and_level_in_a_room_of_any_loudness() -> None:
    speech = read_recording(OWN_RECORDINGS / "yes.flac")
    rng = np.random.default_rng(1)
    tail = rng.normal(0, 1, 8000) * np.exp(-np.arange(8000) / 1500)
    for loudness in (0.001, 1.0):
        heard = in_room(speech, np.asarray(loudness * tail, np.float32))
        assert heard.shape == speech.shape
        assert heard.dtype == np.float32
        assert level(heard) == pytest.approx(level(speech), rel=1e-3)
        assert not np.allclose(heard, speech, atol=0.01)


def test_what_would_be_too_loud_is_made_quieter() -> None:
    loud = np.sign(np.sin(np.arange(16000) / 3)).astype(np.float32)
    assert np.abs(in_room(loud, impulses(0, 9, 40, 90))).max() <= 1.0


@pytest.mark.parametrize("frames", [np.zeros(0, np.float32), np.zeros(900, np.float32)])
def test_silence_stays_silence(frames: Frames) -> None:
    heard = in_room(frames, impulses(3, 700))
    assert heard.shape == frames.shape
    assert not np.any(heard)


@pytest.mark.parametrize(
    ("response", "said"),
    [
        (np.zeros(0, np.float32), "empty or silent"),
        (np.zeros(400, np.float32), "empty or silent"),
        (impulses(1, length=16000 * 11), "lasts 11 s and 10 s is the most"),
    ],
)
def test_what_is_no_response_is_said(response: Frames, said: str) -> None:
    with pytest.raises(RecordingError, match=said):
        in_room(click(0), response)
