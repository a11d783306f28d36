"""Trains the intent network and writes its files and its model card.

    .venv/bin/python -m grammar.meaning.train

Needs the packages of the project's "train" extra. It takes a quarter of an hour on two cores.
"""

import argparse
import hashlib
import sys
from pathlib import Path

from grammar.errors import GrammarError
from grammar.grammar import Grammar
from grammar.meaning.network import FOLDER, NETWORK, SUMS, TOKENIZER, IntentNetwork
from grammar.meaning.training import model_card, sentences


def main(arguments: list[str] | None = None) -> int:
    """Train as the command line says; give the process's exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m grammar.meaning.train", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument(
        "--sentences", type=Path, default=sentences.FOLDER, metavar="FOLDER", help="to learn from"
    )
    parser.add_argument("--out", type=Path, default=FOLDER, metavar="FOLDER", help="for the files")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only-card", action="store_true", help="measure the network that is there"
    )
    options = parser.parse_args(arguments)
    try:
        _train(options)
    except GrammarError as error:
        report(str(error))
        return 1
    return 0


def report(line: str) -> None:
    """Tell the person at the terminal."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - progress of a command


def _train(options: argparse.Namespace) -> None:
    written = sentences.read(options.sentences)
    training, held_out = sentences.split(written)
    intents = {sentence.intent for sentence in training}
    training += sentences.phrases(Grammar.load(), intents)
    heard, _ = sentences.split(sentences.read_heard())
    if not options.only_card:
        from grammar.meaning.training import learning  # noqa: PLC0415 - the "train" extra

        trained, tokenizer = learning.learn(
            training + heard, held_out, epochs=options.epochs, seed=options.seed, report=report
        )
        files = {NETWORK: trained, TOKENIZER: tokenizer}
        sums = [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items()]
        files[SUMS] = "".join(f"{line}\n" for line in sums).encode()
        for name, content in files.items():
            (options.out / name).write_bytes(content)
    card = options.out / "MODEL_CARD.md"
    network = IntentNetwork.load(options.out)
    model_card.write(card, network, training=training, held_out=held_out, heard=heard)
    report(f"measured in {card}")


if __name__ == "__main__":
    sys.exit(main())
