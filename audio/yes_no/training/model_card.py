"""Writes the model card: what the listener was trained on, how often it errs, what it cannot do.

Sections follow Mitchell et al., "Model Cards for Model Reporting" (arXiv:1810.03993).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audio.recognition.error_bound import upper_bound
from audio.yes_no.training.corpus import ANSWERS, Recording, Sounds, split
from audio.yes_no.training.evaluation import (
    AFTER,
    BEFORE,
    Decide,
    Outcome,
    confusion,
    pieces,
    surrounded,
    total,
    with_noise,
)

NOISE_LEVELS = (20, 10, 5, 0)
"""dB of speech over noise: a quiet room, a busy one, a loud one, hopeless."""
ROOM_LEVEL = 10
"""dB of the speech alone over noise that is there before and after it: a busy room."""
NOISE_SEED = 5
UPPER_END = 0.975
"""One-sided confidence of the upper end of a two-sided 95 % interval."""
PIECE = 1.5
"""Seconds: as much of running talk as fits the network's window, the hardest case."""

TEXT = """\
# Model card: yes/no listener

A small neural network that hears "yes", "no" or something else in one clip of a person's voice.
Written by `python -m audio.yes_no.training.train`; the figures below come from that command.

## Model

{size} bytes ONNX, {weights:,} weights stored as 16-bit floats. Input: 1.6 s of 16 kHz mono sound as
{mels} log-mel bands every 10 ms, independent of loudness. Two strided 3x3 convolutions,
depthwise-separable blocks along time, mean and maximum over time, four probabilities (another word,
yes, no, background). What surrounds the window decides too: see `decision.py`. The
licence is the project's (MIT). No sound is stored and nothing leaves the machine.

## Intended use

Answers to yes/no questions of a kiosk, in American English. It is not a general recognizer, no
speaker can be told from it, and its scores are not to be used as confidence: at an emergency
question a "no" needs a second source (a key or another recognizer) or to be asked back.

## Training data

| what | clips | speakers | source and licence |
|---|---|---|---|
{data}

Speech Commands is P. Warden, "Speech Commands: A Dataset for Limited-Vocabulary Speech Recognition"
(arXiv:1804.03209), CC BY 4.0, recorded by volunteers over the web, mostly native speakers of
American English; ages and genders are not recorded. LibriSpeech is Panayotov et al., CC BY 4.0;
the noises are Speech Commands (CC BY 4.0), Picovoice (Apache-2.0), Mycroft (public domain) and
ESC-10 (K. Piczak, CC BY 3.0). Synthesized words come from espeak-ng (GPL 3, only its sound is used)
and from the voice "joe" (CC0). Changes made: every example is warped, placed, reverberated,
filtered and mixed with noise at random, never twice the same; hard negatives are cut and joined
out of these clips.

**Split.** No "yes" and no "no" of the folder of negatives is trained on, and none of its speakers
of these words is in the training folder. Its other words and its talk are split by speaker, nine
tenths for training, one for validation (all coffee orders fall to training, as their speakers
are not named); its noises by time, the first half of each for training. Thresholds were chosen on
the validation part, so its figures are slightly flattered.

**Training.** {steps} steps of {batch} examples with AdamW, seed {seed}. The same machine and
packages repeat it; another processor rounds differently and gives a slightly different model.

## Error rates

One decision on each whole clip. Bounds are the upper ends of two-sided 95 % Clopper-Pearson
intervals. Noise is a random piece of the validation noises: "noise at" is over the clip alone,
power of the whole clip to power of the noise; "a room at" is there {before[0]:g} to {before[1]:g} s
before the clip and {after:g} s after it, power of the speech alone to power of the noise.

| clips | n | yes | no | neither | error | rate | at most |
|---|---|---|---|---|---|---|---|
{errors}

Other words of validation taken for an answer, by word: {words}.

## Limits

- The crowd's clips are of about a second, close to a microphone; far voices, children, strong
  accents and impaired speech are hardly among them and were not measured.
- Only "yes" and "no" count: "yeah", "nope", "uh-huh" are something else. "Know" sounds like "no".
- Words that rhyme or begin alike are its weak spot: "go" and "nine" for no, "left" for yes.
- More than 1.1 s of speech is refused, and so is an answer followed or preceded by another word.
- In a room that is never quiet it hears an answer that is 5 dB louder than all else; an answer
  among softer words is heard there as well. It rejects rather than mistakes.
- A single voice nearby that says "no" is heard as a no.
- A few clips of the validation are mislabelled or empty; they count as errors here.
"""


@dataclass(frozen=True, slots=True)
class Making:
    """How a model was made."""

    size: int
    weights: int
    mels: int
    steps: int
    batch: int
    seed: int


def write(
    path: Path,
    making: Making,
    sounds: Sounds,
    answers: Sequence[Recording],
    others: Sequence[Recording],
    *,
    decide: Decide,
) -> None:
    """Measure a listener on the validation part of `others` and write its card to `path`."""
    training, validation = split(list(others))
    lines, words = _errors(validation, decide)
    path.write_text(
        TEXT.format(
            data="\n".join(_data(sounds, answers, training)),
            errors="\n".join(lines),
            words=words,
            before=BEFORE,
            after=AFTER,
            size=f"{making.size:,}",
            weights=making.weights,
            mels=making.mels,
            steps=making.steps,
            batch=making.batch,
            seed=making.seed,
        ),
        encoding="utf-8",
    )


def _data(sounds: Sounds, answers: Sequence[Recording], training: Sequence[Recording]) -> list[str]:
    rows = [(f'"{label}"', label, "Speech Commands v0.02") for label in ("yes", "no", "up", "down")]
    lines = []
    for name, label, source in rows:
        chosen = [item for item in answers if item.label == label]
        lines.append(_row(name, chosen, source))
    words = [item for item in training if item.group == "speech_commands"]
    talk = [item for item in training if item.group.startswith("continuous")]
    noise = [item for item in training if item.kind == "noise"]
    lines.append(_row("other words", words, "Speech Commands v0.02"))
    lines.append(_row("talk, 5 s each", talk, "LibriSpeech train-clean-100"))
    lines.append(f"| noise recordings | {len(noise)} | | see below |")
    synthesized = len(sounds.synthesized) + len(sounds.synthesized_yes) + len(sounds.synthesized_no)
    lines.append(f"| near misses and answers | {synthesized} | synthesized | espeak-ng, joe |")
    return lines


def _row(name: str, chosen: Sequence[Recording], source: str) -> str:
    speakers = len({item.speaker for item in chosen})
    return f"| {name} | {len(chosen)} | {speakers} | {source} |"


def _errors(validation: Sequence[Recording], decide: Decide) -> tuple[list[str], str]:
    answers = [item for item in validation if item.kind in ANSWERS]
    words = [
        item for item in validation if item.group == "speech_commands" and item.kind not in ANSWERS
    ]
    talk = [item for item in validation if item.group.startswith("continuous")]
    noise = [item for item in validation if item.kind == "noise"]
    lines = _answer_lines(confusion(decide, answers), "")
    for level in NOISE_LEVELS:
        noisy = with_noise(answers, [item.clip for item in noise], level, NOISE_SEED)
        lines += _answer_lines(confusion(decide, noisy), f", noise at {level} dB")
    noisy = surrounded(answers, [item.clip for item in noise], ROOM_LEVEL, NOISE_SEED)
    lines += _answer_lines(confusion(decide, noisy), f", a room at {ROOM_LEVEL} dB")
    table = confusion(decide, words)
    lines.append(_other_line("other words", total(table)))
    noisy = surrounded([*words, *talk], [item.clip for item in noise], ROOM_LEVEL, NOISE_SEED)
    name = f"other words and talk, a room at {ROOM_LEVEL} dB"
    lines.append(_other_line(name, total(confusion(decide, noisy))))
    lines.append(_other_line("talk, whole clips", total(confusion(decide, talk))))
    cut = confusion(decide, pieces(talk, PIECE))
    lines.append(_other_line(f"talk, pieces of {PIECE} s", total(cut)))
    lines.append(_other_line("noise, whole", total(confusion(decide, noise))))
    for seconds in (1.0, 2.0):
        cut = confusion(decide, pieces(noise, seconds))
        lines.append(_other_line(f"noise, pieces of {seconds:g} s", total(cut)))
    return lines, _by_word(table)


def _by_word(table: dict[str, Outcome]) -> str:
    taken = [
        f'"{word}" {count["yes"] + count["no"]} of {count.total()}'
        for word, count in sorted(table.items())
        if count["yes"] + count["no"]
    ]
    return ", ".join(taken) or "none"


def _answer_lines(table: dict[str, Outcome], suffix: str) -> list[str]:
    lines = []
    for word, opposite in (ANSWERS, ANSWERS[::-1]):
        count = table[word]
        missed = count.total() - count[word]
        lines.append(_line(f'"{word}"{suffix}', count, f"not heard as {word}", missed))
        lines.append(_line(f'"{word}"{suffix}', count, f"heard as {opposite}", count[opposite]))
    return lines


def _other_line(name: str, count: Outcome) -> str:
    return _line(name, count, "taken for an answer", count["yes"] + count["no"])


def _line(name: str, count: Outcome, error: str, errors: int) -> str:
    n = count.total()
    rates = f"{errors / n:.1%} | {upper_bound(errors, n, UPPER_END):.1%}"
    return (
        f"| {name} | {n} | {count['yes']} | {count['no']} | {count['reject']} | {error} | {rates} |"
    )
