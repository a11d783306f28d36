"""`phrases`: lists what may be said, or says what a phrase means."""

import argparse
import json
from itertools import groupby

from grammar.grammar import Grammar
from kiosk.settings.load import load_settings


def run(args: argparse.Namespace) -> int:
    """List, or look up."""
    grammar = Grammar.load(load_settings(args.settings).clinic.language)
    if args.text:
        return _look_up(grammar, " ".join(args.text), as_json=args.json)
    by_intent = {
        intent: [phrase.text for phrase in phrases]
        for intent, phrases in groupby(
            sorted(grammar.phrases(), key=lambda phrase: phrase.intent),
            key=lambda phrase: phrase.intent,
        )
    }
    if args.json:
        print(json.dumps(by_intent))  # noqa: T201 - its output
        return 0
    for intent, texts in by_intent.items():
        print(intent)  # noqa: T201 - its output
        for text in texts:
            print(f"  {text}")  # noqa: T201 - its output
    return 0


def _look_up(grammar: Grammar, text: str, *, as_json: bool) -> int:
    meaning = grammar.meaning(text)
    if as_json:
        print(json.dumps({"text": text, "intent": meaning}))  # noqa: T201 - its output
    else:
        print(meaning or f'"{text}" means nothing here')  # noqa: T201 - its output
    return 0 if meaning else 1
