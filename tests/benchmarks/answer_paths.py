"""How safe every way from a recording to an answer is, in quiet and in every noise, and its price.

    python -m tests.benchmarks.answer_paths --recordings DIR [--snr 20 10 5 0] [--count N]
        [--workers 2] [--json]

DIR has a manifest.tsv (see `kiosk.lab.recordings.manifest`); its noises are the clips whose set
begins with "noise", impulse responses ("rir") left out. Vosk runs on a Korean model whose loanwords
stand for yes and no: that proves the plumbing, not how well an English model hears.
"""

import argparse
import json
import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rich.console import Console
from rich.table import Table

from audio.frames import Frames
from audio.signals.recording import read_recording
from kiosk.lab.evaluation.answer_path import AnswerPath, Outcome
from kiosk.lab.evaluation.answers import OPPOSITE, AnswerEvaluation, evaluate_answers
from kiosk.lab.evaluation.answers_report import as_object, asked_back, other_to_no, yes_to_no
from kiosk.lab.evaluation.recognition import Rate
from kiosk.lab.recordings.manifest import Clip, read_manifest
from kiosk.lab.recordings.noise import Noise
from tests.kiosk.lab.evaluation.korean_vosk import SETS, RecognizerSet, answer_path

LEVELS = (20.0, 10.0, 5.0, 0.0)
"""dB of the clip over the noise."""

CAVEAT = (
    "Vosk hears with a Korean model whose loanwords stand for yes and no: its rows prove that the "
    "parts fit together and that the rule holds, not how well an English model hears. Vosk alone "
    "never serves visitors: the listener is always on beside it."
)
POOLED = (
    "Rows of all noises pool the same speakers in each noise: their bounds are lower than as many "
    "different speakers would give."
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What the room sounds like: `noise` None is quiet, else it lies `snr_db` below the clip."""

    noise: Clip | None = None
    snr_db: float = 0.0

    @property
    def name(self) -> str:
        """As the table says it."""
        return "clean" if self.noise is None else f"{self.snr_db:g} dB {self.noise.file.stem}"


@dataclass(frozen=True, slots=True)
class Row:
    """One set of recognizers in one condition."""

    recognizers: RecognizerSet
    condition: str
    measured: AnswerEvaluation


def measure(job: tuple[Condition, Sequence[Clip], int]) -> list[Row]:
    """Let every set of recognizers hear every clip in one condition."""
    condition, clips, seed = job
    sounds: dict[str, Frames] = {}
    noise = None
    if condition.noise is not None:
        noise = Noise([read_recording(condition.noise.file)], condition.snr_db, seed)

    def read(clip: Clip) -> Frames:
        if clip.path not in sounds:
            frames = read_recording(clip.file)
            sounds[clip.path] = frames if noise is None else noise.over(frames, clip.path)
        return sounds[clip.path]

    return [
        Row(chosen, condition.name, evaluate_answers(_path(chosen), clips, read, seed=seed))
        for chosen in SETS
    ]


@cache
def _path(chosen: RecognizerSet) -> AnswerPath:
    return answer_path(chosen)


def chosen_clips(clips: Sequence[Clip], count: int | None, seed: int) -> list[Clip]:
    """Draw `count` clips each of yes, of no, and of everything else; None: all of them."""
    drawn: list[Clip] = []
    for groups in ({"yes"}, {"no"}, None):
        those = [
            clip
            for clip in clips
            if (clip.group in groups if groups else clip.group not in OPPOSITE)
        ]
        random.Random(f"{seed} {groups}").shuffle(those)
        drawn += those[:count]
    return drawn


def pooled(rows: Sequence[Row]) -> list[Row]:
    """Add up the rows of all noises by set and level; the clean rows come as they are."""
    found: dict[tuple[RecognizerSet, str], list[AnswerEvaluation]] = {}
    for row in rows:
        level, _, noise = row.condition.partition(" dB ")
        found.setdefault((row.recognizers, f"{level} dB, all" if noise else level), []).append(
            row.measured
        )
    return [
        Row(
            recognizers,
            condition,
            AnswerEvaluation(
                recognizers,
                tuple(answered for part in parts for answered in part.answered),
                sum(part.seconds for part in parts),
                tuple(line for part in parts for line in part.unreadable),
            ),
        )
        for (recognizers, condition), parts in found.items()
    ]


def table(rows: Sequence[Row]) -> Table:
    """Make the table, rows with the worst error first within each set."""
    made = Table(
        "recognizers",
        "condition",
        "yes→NO",
        "at most",
        "with ask-back",
        "at most",
        "yes again",
        "other→NO",
        "at most",
        "no→YES",
        "asked back",
        "unclear",
        box=None,
        pad_edge=False,
    )
    for column in made.columns[2:]:
        column.justify = "right"
    for row in sorted(rows, key=_badness):
        yes, other = yes_to_no(row.measured), other_to_no(row.measured)["with_ask_back"]
        no_as_yes, unclear = (
            row.measured.rate(outcome, lambda answered: answered.first, among=groups)
            for outcome, groups in ((Outcome.YES, ("no",)), (Outcome.UNCLEAR, tuple(OPPOSITE)))
        )
        made.add_row(
            row.recognizers,
            row.condition,
            *(_counted(yes["first"]), f"{yes['first'].bound:.1%}"),
            *(_counted(yes["with_ask_back"]), f"{yes['with_ask_back'].bound:.1%}"),
            _counted(yes["repeated"]),
            *(_counted(other), f"{other.bound:.1%}"),
            *map(_counted, (no_as_yes, asked_back(row.measured), unclear)),
        )
    return made


def _badness(row: Row) -> tuple[int, int, int]:
    yes, other = yes_to_no(row.measured), other_to_no(row.measured)
    return SETS.index(row.recognizers), -yes["with_ask_back"].errors, -other["with_ask_back"].errors


def _counted(rate: Rate) -> str:
    return f"{rate.errors}/{rate.tries}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recordings", type=Path, required=True, metavar="DIR")
    parser.add_argument("--snr", type=float, nargs="*", default=LEVELS, metavar="DB")
    parser.add_argument("--count", type=int, help="clips each of yes, no and other; all if not set")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    listed = [clip for clip in read_manifest(args.recordings).clips if clip.group != "rir"]
    noises = [clip for clip in listed if clip.set.startswith("noise")]
    clips = chosen_clips(listed, args.count, args.seed)
    conditions = [Condition(), *(Condition(noise, snr) for snr in args.snr for noise in noises)]
    jobs = [(condition, clips, args.seed) for condition in conditions]
    with ProcessPoolExecutor(args.workers) as pool:
        rows = [row for found in pool.map(measure, jobs) for row in found]
    if args.json:
        objects = [
            as_object(row.measured, {"condition": row.condition}) for row in (*pooled(rows), *rows)
        ]
        print(json.dumps({"rows": objects, "notes": [CAVEAT, POOLED]}))  # noqa: T201 - its output
        return
    console = Console(highlight=False, width=200)
    console.print(table(pooled(rows)), "")
    console.print(table(rows), "")
    for row in rows:
        for said in ("yes", None):
            for path in row.measured.mistaken(said, Outcome.NO):
                console.print(
                    f"{said or 'other'} taken for NO: {row.recognizers}, {row.condition}: {path}",
                    soft_wrap=True,
                )
    console.print(CAVEAT, POOLED, sep="\n", soft_wrap=True)


if __name__ == "__main__":
    main()
