"""Results of a replay: an object for programs, lines for people."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kiosk.lab.replay.runner import Played
from kiosk.lab.replay.transcript import Transcript
from kiosk.launch.printable import one_line
from kiosk.terminal.console import own_console


def flaky(played: list[Played]) -> list[str]:
    """Name the scenarios that both passed and failed."""
    ways: dict[tuple[str, Path], set[bool]] = {}
    for each in played:
        scenario = each.result.scenario
        ways.setdefault((scenario.name, scenario.file), set()).add(each.result.failure is None)
    return [name for (name, _), seen in ways.items() if len(seen) > 1]


def as_object(played: list[Played]) -> dict[str, object]:
    """Give the results, ready for JSON."""
    return {
        "scenarios": [
            {
                "name": each.result.scenario.name,
                "file": str(each.result.scenario.file),
                "passed": each.result.failure is None,
                "visit_seconds": round(each.result.seconds, 2),
                "heard": [moment.what for moment in each.transcript.heard],
                "states": [moment.what for moment in each.transcript.states],
                "spoken": [moment.what for moment in each.transcript.sentences],
                "failure": None
                if each.result.failure is None
                else {
                    "place": each.result.failure.place,
                    "expected": each.result.failure.expected,
                    "got": each.result.failure.got,
                },
            }
            for each in played
        ],
        "failed": sum(each.result.failure is not None for each in played),
        "flaky": flaky(played),
    }


def _what_happened(transcript: Transcript) -> Iterator[str]:
    heard = "; ".join(moment.what for moment in transcript.heard)
    yield f"heard {heard or 'nothing'}"
    yield "states: " + ", ".join(moment.what for moment in transcript.states)
    yield "spoken: " + " ".join(moment.what for moment in transcript.sentences)


def print_results(played: list[Played], more: Iterable[str]) -> None:
    """Print each result, failures first, and the `more` lines before the last line."""
    console = own_console()

    def line(text: str, style: str = "") -> None:
        console.print(one_line(text), style=style, soft_wrap=True)

    for each in sorted(played, key=lambda each: each.result.failure is None):
        result = each.result
        seconds = f"{result.seconds:7.1f} s"
        if result.failure is not None:
            line(f"FAILED {seconds}  {result.scenario.name}", "bold red")
            line(f"       {result.failure.place}")
            line(f"       expected: {result.failure.expected}")
            line(f"       got: {result.failure.got}")
        else:
            line(f"passed {seconds}  {result.scenario.name}")
            if result.scenario.is_recording:
                for happened in _what_happened(each.transcript):
                    line(f"       {happened}")
    for name in flaky(played):
        line(f"now passed, now failed: {name}", "bold red")
    for told in more:
        line(told)
    failed = sum(each.result.failure is not None for each in played)
    line(f"{len(played) - failed} passed, {failed} failed; times are a visitor's")
