"""Trains the yes/no listener and writes its ONNX file.

    python -m audio.yes_no.train --data ../shared/training --negatives ../shared/recordings

Needs the packages of the project's "train" extra.
"""

import argparse
import sys
from pathlib import Path

from audio.yes_no import corpus, synthesis

MODEL = Path(__file__).with_name("yes_no.onnx")


def prepare(data: Path, negatives: Path, left_out: tuple[str, ...], seed: int) -> corpus.Sounds:
    """Read and synthesize all sounds of a training."""
    sounds = corpus.gather(corpus.read(data), corpus.read(negatives), left_out)
    for item in synthesis.near_misses(espeak_variants=8, joe_variants=4, seed=seed):
        if item.text == "yes":
            sounds.synthesized_yes.append(item.clip)
        elif item.text == "no":
            sounds.synthesized_no.append(item.clip)
        else:
            sounds.synthesized.append(item.clip)
    return sounds


def main(arguments: list[str] | None = None) -> int:
    """Train as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m audio.yes_no.train", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/training"))
    parser.add_argument("--negatives", type=Path, default=Path("../shared/recordings"))
    parser.add_argument("--out", type=Path, default=MODEL, help="ONNX file to write")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--networks", type=int, default=2)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--leave-out", nargs="*", default=[], help="words never to train on")
    options = parser.parse_args(arguments)

    from audio.yes_no import export, network, optimization  # noqa: PLC0415 - the "train" extra

    def report(line: str) -> None:
        print(line, file=sys.stderr, flush=True)  # noqa: T201 - progress of a command

    sounds = prepare(options.data, options.negatives, tuple(options.leave_out), options.seed)
    report("sounds read and synthesized")
    shape = network.Shape()
    plan = optimization.Plan(
        steps=options.steps, networks=options.networks, workers=options.workers, seed=options.seed
    )
    networks = optimization.fit(sounds, plan, shape, report)
    export.write(options.out, networks, shape, {"seed": str(options.seed)})
    report(f"{options.out}: {options.out.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
