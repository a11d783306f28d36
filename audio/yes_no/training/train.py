"""Trains the yes/no listener and writes its ONNX file and model card.

    .venv/bin/python -m audio.yes_no.training.train --data FOLDER --negatives FOLDER

Needs the packages of the project's "train" extra.
"""

import argparse
import sys
from pathlib import Path

from audio.errors import AudioError
from audio.yes_no.listener import SHIPPED, YesNoListener
from audio.yes_no.training import corpus, model_card, synthesis


def prepare(
    answers: list[corpus.Recording],
    others: list[corpus.Recording],
    left_out: tuple[str, ...],
    seed: int,
) -> corpus.Sounds:
    """Sort recordings into what training mixes from, and synthesize near misses."""
    sounds = corpus.gather(answers, others, left_out)
    for item in synthesis.near_misses(espeak_variants=12, joe_variants=8, seed=seed):
        if item.text == "yes":
            sounds.synthesized_yes.append(item.clip)
        elif item.text == "no":
            sounds.synthesized_no.append(item.clip)
        else:
            sounds.synthesized.append(item.clip)
    return sounds


def main(arguments: list[str] | None = None) -> int:
    """Train as the command line says; give the process's exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m audio.yes_no.training.train", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument(
        "--data", type=Path, required=True, metavar="FOLDER", help="answers to learn from"
    )
    parser.add_argument(
        "--negatives", type=Path, required=True, metavar="FOLDER", help="everything else"
    )
    parser.add_argument(
        "--out", type=Path, default=SHIPPED, help="ONNX file; its card goes beside it"
    )
    parser.add_argument("--steps", type=int, default=4600)
    parser.add_argument("--networks", type=int, default=1, help="how many to train and average")
    parser.add_argument("--workers", type=int, default=2, help="processes that make examples")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--leave-out", nargs="*", default=[], help="words never to train on")
    parser.add_argument("--only-card", action="store_true", help="measure the model that is there")
    options = parser.parse_args(arguments)
    try:
        _train(options)
    except AudioError as error:
        report(str(error))
        return 1
    return 0


def report(line: str) -> None:
    """Tell the person at the terminal."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - progress of a command


def _train(options: argparse.Namespace) -> None:
    answers, others = corpus.read(options.data), corpus.read(options.negatives)
    sounds = prepare(answers, others, tuple(options.leave_out), options.seed)
    report("sounds read and synthesized")
    from audio.yes_no.training import export, network, optimization  # noqa: PLC0415 - the "train" extra

    shape = network.Shape()
    plan = optimization.Plan(
        steps=options.steps, networks=options.networks, workers=options.workers, seed=options.seed
    )
    if not options.only_card:
        networks = optimization.fit(sounds, plan, shape, report)
        export.write(options.out, networks, shape, {"seed": str(plan.seed)})
    making = model_card.Making(
        size=options.out.stat().st_size,
        weights=network.count(network.initial(shape, plan.seed)[0]) * plan.networks,
        mels=shape.mels,
        steps=plan.steps,
        batch=plan.size,
        seed=plan.seed,
    )
    card = options.out.with_name("MODEL_CARD.md")
    decide = YesNoListener(options.out).decide
    model_card.write(card, making, sounds, answers, others, decide=decide)
    report(f"{options.out}: {making.size} bytes, measured in {card}")


if __name__ == "__main__":
    sys.exit(main())
