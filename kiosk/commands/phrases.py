"""`phrases`: lists what may be said, or says what words mean and lead to."""

import argparse
import json
from itertools import groupby
from pathlib import Path

from audio.errors import reason_of
from grammar.errors import GrammarError
from grammar.grammar import Grammar
from grammar.intents import Intent
from grammar.meaning import IntentNetwork
from grammar.understanding import Understanding, Understood
from kiosk.settings.load import load_settings
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.red_flags.evidence import names_a_concern
from kiosk.visit.dialogue.table import ASKING, State

_ANSWERS = {
    Intent.YES: "YES",
    Intent.NO: "NO",
    Intent.NOT_SURE: "UNSURE",
    Intent.HEDGED_NO: "UNCLEAR",
    Intent.MORE_TIME: "UNCLEAR",
}
"""What whole phrases give as an answer; "not yet" asks for time and gives none."""

_STAFF = {Intent.DISTRESS: "emergency", Intent.STAFF: "call"}


def run(args: argparse.Namespace) -> int:
    """List, or look up."""
    grammar = Grammar.load(load_settings(args.settings).clinic.language)
    if args.lines is not None:
        understanding = Understanding(grammar, IntentNetwork.load())
        return _tell_lines(understanding, args.lines, State(args.at), as_json=args.json)
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


def _tell_lines(understanding: Understanding, file: Path, state: State, *, as_json: bool) -> int:
    told = [_told(text, understanding.read(text), state) for text in _lines_of(file)]
    if as_json:
        print(json.dumps(told))  # noqa: T201 - its output
        return 0
    for each in told:
        said = [
            f"{name}: {', '.join(value) if isinstance(value, list) else value}"
            for name, value in each.items()
            if name != "text" and value
        ]
        print(f"{each['text']}\n  {'; '.join(said) or 'nothing'}")  # noqa: T201 - its output
    return 0


def _lines_of(file: Path) -> list[str]:
    """Give the lines that hold words.

    Raises:
        GrammarError: the file cannot be read; one line.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise GrammarError(
            f"{file}: cannot be read: {reason_of(error)}: name a text file with a sentence a line."
        ) from None
    except UnicodeDecodeError:
        raise GrammarError(
            f"{file}: is not UTF-8 text: name a text file with a sentence a line."
        ) from None
    return [line.strip() for line in text.splitlines() if line.strip()]


def _told(text: str, understood: Understood, state: State) -> dict[str, str | list[str] | None]:
    staff = _STAFF.get(Intent(understood.intent)) if understood.intent in _STAFF else None
    return {
        "text": text,
        "intent": understood.intent,
        "answer": _answer(understood),
        # While a question is asked, nothing else is proposed.
        "proposals": [] if state in ASKING else list(understood.proposals),
        "staff": staff or ("offered" if understood.near_cry else None),
    }


def _answer(understood: Understood) -> str | None:
    """Give what the words alone would be taken for at an emergency question."""
    if understood.intent is not None:
        return _ANSWERS.get(Intent(understood.intent)) if understood.intent in _ANSWERS else None
    mentions = understood.mentions
    if understood.asks_about_question and Intent.YES not in mentions:
        return "UNCLEAR"
    if names_a_concern([Reading("text", None, mentions)]):
        return "UNSURE"
    if {Intent.NO, Intent.HEDGED_NO} & mentions:
        return "UNCLEAR"
    if Intent.YES in mentions:
        return "YES"
    return "UNSURE" if Intent.NOT_SURE in mentions else "UNCLEAR"
