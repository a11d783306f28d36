"""How much is understood of what people say in their own words.

The sentences lie beside the checkout, as recordings do: none of them may be learned from.
"""

import csv
from collections.abc import Callable
from functools import cache

import pytest

from grammar.intents import Intent
from grammar.meaning import IntentNetwork
from grammar.understanding import Understanding, Understood
from tests import CHECKOUT
from tests.shipped import GRAMMAR

pytestmark = [pytest.mark.unit, pytest.mark.people]

SENTENCES = CHECKOUT.parent / "shared" / "language" / "utterances.tsv"

ALSO = {
    "oos": {Intent.OUT_OF_SCOPE},
    "list": {Intent.HELP, Intent.MORE},
    "greeting": {Intent.HELLO},
    "wake": {Intent.HELLO},
    "unsure": {Intent.NOT_SURE},
    "reask": {Intent.HEDGED_NO},
    "emergency": {Intent.DISTRESS},
}
"""What the sentences' labels call otherwise than the grammar."""


@cache
def sentences() -> list[tuple[str, str, frozenset[str], Understood]]:
    """Give category, words, the acceptable intents, and what was understood."""
    understanding = Understanding(GRAMMAR, IntentNetwork.load())
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = []
    for row in rows:
        labels = set(row["expected"].split("|"))
        accepted = labels.union(*(ALSO.get(label, set()) for label in labels))
        accepted |= {f"topic.{label}" for label in labels}
        said = row["utterance"]
        found.append((row["category"], said, frozenset(accepted), understanding.read(said)))
    return found


def led_to(understood: Understood) -> list[str]:
    """Give what it does at once or asks about, best first."""
    if understood.near_cry:
        return [Intent.DISTRESS]
    return [understood.intent] if understood.intent else list(understood.proposals)


def share(
    category: str, is_right: Callable[[Understood, frozenset[str]], bool]
) -> tuple[float, list[str]]:
    """Give the share of a category's sentences that are right, and the others."""
    of = [
        (said, is_right(read, accepted)) for c, said, accepted, read in sentences() if c == category
    ]
    wrong = [said for said, right in of if not right]
    return 1 - len(wrong) / len(of), wrong


def test_topics_are_read_or_proposed() -> None:
    first, wrong = share("topic", lambda read, accepted: bool(accepted & set(led_to(read)[:1])))
    assert first >= 0.85, wrong
    among_two, wrong = share("topic", lambda read, accepted: bool(accepted & set(led_to(read))))
    assert among_two >= 0.92, wrong


def test_commands_are_understood() -> None:
    right, wrong = share("command", lambda read, accepted: bool(accepted & set(led_to(read)[:1])))
    assert right >= 0.9, wrong


def test_cries_for_help_fetch_or_offer_staff() -> None:
    came, wrong = share("emergency", lambda read, accepted: bool(accepted & set(led_to(read)[:1])))
    assert came >= 0.97, wrong
    at_once, wrong = share("emergency", lambda read, accepted: read.intent in accepted)
    assert at_once >= 0.6, wrong


def test_answers_are_right_and_none_is_a_wrong_no() -> None:
    def is_right(read: Understood, accepted: frozenset[str]) -> bool:
        if read.intent is not None:
            return read.intent in accepted
        nothing = not read.mentions & {Intent.YES, Intent.NOT_SURE} or Intent.NO in read.mentions
        return bool(read.mentions & accepted) or (nothing and "reask" in accepted)

    right, wrong = share("answer", is_right)
    assert right >= 0.9, wrong
    noes = [
        said
        for _, said, accepted, read in sentences()
        if read.intent == Intent.NO and Intent.NO not in accepted
    ]
    assert noes == []


def test_talk_about_other_things_leads_to_no_topic() -> None:
    right, wrong = share(
        "offtopic",
        lambda read, accepted: (
            not any(
                intent.startswith(("topic.", "section.")) and intent not in accepted
                for intent in led_to(read)
            )
        ),
    )
    assert right >= 0.92, wrong


def test_what_is_no_cry_fetches_nobody_and_rarely_offers_staff() -> None:
    calm = [
        (said, read) for _, said, accepted, read in sentences() if Intent.DISTRESS not in accepted
    ]
    assert [said for said, read in calm if read.intent == Intent.DISTRESS] == []
    offered = [said for said, read in calm if read.near_cry]
    assert len(offered) <= 0.03 * len(calm), offered
