"""How long complete visits take without sound: every topic, plain and fuller, and every question.

python -m tests.benchmarks.simulated_visits [--visits 100] [--json]
"""

import argparse
import json
import time
from pathlib import Path

from audio.signals.recording import read_recording
from grammar.grammar import Grammar
from kiosk.lab.replay.runner import ScenarioRunner
from kiosk.lab.replay.scenario import Scenario
from kiosk.service.assembly.loading import load_words
from kiosk.settings.model import Settings
from kiosk.visit.content.model import Content


def complete_visit(content: Content, grammar: Grammar) -> Scenario:
    """Write the scenario of a visitor who hears everything and answers everything."""
    turns: list[dict[str, object]] = [{"key": "space"}, {"key": "k"}]
    for section in ("symptoms", "causes", "treatments"):
        (name, *_) = grammar.spoken_forms(f"section.{section}")
        turns.append({"say": name, "expect": {"state": "section_menu"}})
    for topic in content.topics.values():
        if topic.id.endswith(".intro"):
            continue
        (name, *_) = grammar.spoken_forms(f"topic.{topic.id}")
        turns.append({"say": name, "expect": {"state": "after_topic", "spoken": topic.plain}})
        turns.append({"say": "more", "expect": {"state": "after_topic", "spoken": topic.fuller}})
    turns += [
        {"say": "main menu"},
        {"key": "2", "expect": {"state": "preamble"}},
        {"key": "1", "expect": {"state": "question", "spoken": content.questions[0].text}},
    ]
    for question, following in zip(content.questions, content.questions[1:], strict=False):
        turns.append({"key": "2"})
        if question.tier != following.tier and question.tier == content.questions[0].tier:
            turns += [{"expect": {"state": "read_back"}}, {"key": "1"}]
        turns.append({"expect": {"state": "question", "spoken": following.text}})
    turns += [
        {"key": "2", "expect": {"state": "outcome_all_no"}},
        {"say": "goodbye"},
        {"silence": 10, "expect": {"state": "attract"}},
    ]
    return Scenario.model_validate(
        {
            "name": "a complete visit",
            "recognizer": "text",
            "turns": [{**turn, "@line": line} for line, turn in enumerate(turns, start=1)],
            "@file": Path(__file__),
        }
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    settings = Settings()
    visits = ScenarioRunner(settings, None, read_recording)
    visit = complete_visit(*load_words(settings.clinic))
    begun, virtual = time.perf_counter(), 0.0
    for _ in range(args.visits):
        result = visits.play(visit).result
        assert result.failure is None, result.failure
        virtual += result.seconds
    seconds = time.perf_counter() - begun
    measured = {
        "visits": args.visits,
        "seconds": round(seconds, 2),
        "visitors_seconds": round(virtual),
        "times_real_time": round(virtual / seconds),
    }
    print(json.dumps(measured) if args.json else measured)  # noqa: T201 - its output


if __name__ == "__main__":
    main()
