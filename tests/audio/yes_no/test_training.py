"""Training: the same seed makes the same examples, and a network that the listener loads."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from audio.errors import RecordingError
from audio.frames import SAMPLE_RATE, Frames
from audio.yes_no import YesNoListener
from audio.yes_no.features import FRAMES, MELS
from audio.yes_no.training import augmentation, corpus

pytestmark = [pytest.mark.sound, pytest.mark.slow]


def _tone(hertz: float, seconds: float = 0.5) -> Frames:
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    swell = np.hanning(len(time))
    return (0.3 * swell * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


@pytest.fixture
def sounds() -> corpus.Sounds:
    """Tones in the place of words: the path is tested, not what is learned."""
    made = corpus.Sounds()
    for i, pool in enumerate(made.__slots__):
        getattr(made, pool).extend([_tone(150.0 * (i + 1)), _tone(170.0 * (i + 1))])
    return made


def test_a_batch_depends_on_seed_and_number_alone(sounds: corpus.Sounds) -> None:
    first, labels = augmentation.batch(1, 7, 16, sounds)
    again, same = augmentation.batch(1, 7, 16, sounds)
    other, _ = augmentation.batch(1, 8, 16, sounds)
    assert first.shape == (16, FRAMES, MELS)
    assert np.array_equal(first, again)
    assert np.array_equal(labels, same)
    assert not np.array_equal(first, other)


def test_every_kind_of_example_is_made_and_finite(sounds: corpus.Sounds) -> None:
    features, labels = augmentation.batch(1, 0, 300, sounds)
    assert set(labels.tolist()) == {0, 1, 2, 3}
    assert np.isfinite(features).all()


def test_no_yes_or_no_of_the_validation_folder_is_trained_on() -> None:
    recordings = [
        corpus.Recording(f"{word}/{speaker}.flac", "speech_commands", speaker, word, _tone(200))
        for word in ("yes", "no", "go")
        for speaker in map(str, range(40))
    ]
    training, validation = corpus.split(recordings)
    assert {item.label for item in training} == {"go"}
    assert {item.label for item in validation} == {"yes", "no", "go"}
    assert not {i.speaker for i in training} & {i.speaker for i in validation if i.label == "go"}


def test_a_folder_without_a_manifest_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"manifest\.tsv is missing") as caught:
        corpus.read(tmp_path)
    assert "\n" not in str(caught.value)


def _train(sounds: corpus.Sounds, written: Path) -> list[str]:
    """Train a tiny listener, write it, and give what was told of it."""
    from audio.yes_no.training import export, network, optimization  # noqa: PLC0415 - of that extra

    shape = network.Shape(front=2, front_out=2, width=4, dilations=(1,))
    plan = optimization.Plan(steps=2, size=8, networks=2, workers=0)
    lines: list[str] = []
    networks = optimization.fit(sounds, plan, shape, lines.append)
    export.write(written, networks, shape, {"seed": "1"})
    return lines


def test_what_training_writes_is_what_the_listener_loads(
    sounds: corpus.Sounds, tmp_path: Path
) -> None:
    pytest.importorskip("optax", reason='the "train" extra is not installed')
    # JAX has threads: a process that has loaded it cannot fork, and other tests do.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        lines = apart.submit(_train, sounds, tmp_path / "tiny.onnx").result()
    decision = YesNoListener(tmp_path / "tiny.onnx").decide(_tone(200))
    assert decision.yes + decision.no + decision.other == pytest.approx(1.0, abs=1e-3)
    assert len(lines) == 1
