"""Writes replayed dialogues as a page: what happened in each that failed, second by second."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from audio.frames import Frames
from kiosk.lab.replay.coverage import Part
from kiosk.lab.replay.play import Failure
from kiosk.lab.replay.report_checks import write_checks
from kiosk.lab.replay.report_sounds import EmbeddedSounds
from kiosk.lab.replay.runner import Played
from kiosk.lab.replay.scenario import Scenario, Turn
from kiosk.lab.replay.timeline import INPUTS, Entry, Kind
from kiosk.report.file import write_report
from kiosk.report.html import Page

_MOST_SHOWN = 50
"""Failed dialogues shown in full; the others are named."""

_MOST_ENTRIES = 400
"""Rows of one timeline: those before the failure, where it is longer."""

_MOST_PASSED = 1000
"""Dialogues named that passed."""

_COLUMNS = ("second", "who", "what", "after the input")

_TO_READ = (
    "Each dialogue opens at the turn that failed; what happened before is in a fold.",
    "Times are a visitor's: pauses and speech count, computing does not.",
    "The last column is the time from the end of what the visitor did (of their last sound of "
    "speech) until the kiosk had decided, signalled, and begun to speak.",
    "The kiosk's sentences are spoken here by its plain voice.",
)

_WHO = {
    Kind.SAID: "visitor says",
    Kind.PRESSED: "visitor presses",
    Kind.SILENT: "visitor is silent",
    Kind.BEFELL: "it happens",
    Kind.HEARD: "kiosk hears",
    Kind.STATE: "kiosk comes to",
    Kind.SPOKEN: "kiosk says",
    Kind.EARCON: "kiosk signals",
    Kind.ALERT: "kiosk fetches staff",
}

_DECISION = {Kind.HEARD: "decided"}
_REPLY = {Kind.EARCON: "first signal", Kind.SPOKEN: "first sentence"}
_AWAITED = {Kind.SAID: _DECISION, Kind.PRESSED: _REPLY, Kind.BEFELL: _REPLY}
"""What is timed from the end of an input: its first time each. What the kiosk says before it has
decided on what it heard is no reply to it."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What is told on the page.

    Attributes:
        played: the dialogues, in their order, with their timelines.
        flaky: names of those that now passed, now failed.
        covered: what they have gone through; empty where nobody asked.
    """

    played: Sequence[Played]
    flaky: Sequence[str]
    covered: Sequence[Part] = ()


def write_page(
    file: Path,
    replayed: Replayed,
    sound_of: Callable[[Scenario, Turn], Frames | None],
    speak: Callable[[str], Frames],
) -> None:
    """Write the page; raises as `write_report`.

    Args:
        file: where.
        replayed: what is told.
        sound_of: gives what was said in a turn as it sounded; None where there was no sound.
        speak: gives a sentence of the kiosk as it sounds.
    """
    write_report(file, page(replayed, EmbeddedSounds(sound_of, speak)))


def page(replayed: Replayed, sounds: EmbeddedSounds) -> str:
    """Give the page as HTML: first where it failed, then what it is about."""
    failed = [
        (each, each.result.failure) for each in replayed.played if each.result.failure is not None
    ]
    made = Page("Replayed dialogues", sounds=True)
    made.paragraph(_verdict(len(replayed.played), len(failed)), "verdict")
    if failed:
        _failures(made, failed, sounds)
    _summary(made, replayed, len(failed))
    if replayed.covered:
        _coverage(made, replayed.covered)
    _passed(made, replayed)
    return str(made)


def _failures(made: Page, failed: Sequence[tuple[Played, Failure]], sounds: EmbeddedSounds) -> None:
    made.heading("Where it failed")
    for number, (each, failure) in enumerate(failed[:_MOST_SHOWN], start=1):
        with made.fold(f"{number}. {each.result.scenario.name}", level=3, opened=number == 1):
            _failed(made, number, each, failure, sounds)
    made.folded("How to read this", _TO_READ)
    rest = failed[_MOST_SHOWN:]
    if rest:
        made.folded(
            f"{len(rest)} more failed, without their timelines",
            (
                f"{each.result.scenario.name}: {failure.place}: expected: {failure.expected}; "
                f"got: {failure.got}"
                for each, failure in rest
            ),
        )
    left_out = list(sounds.left_out)
    if sounds.sentences_left_out:
        left_out.append(f"{sounds.sentences_left_out} sentences of the kiosk, for they are many")
    if left_out:
        made.heading("Sounds that are not in this page")
        made.folded(f"{len(left_out)} left out", left_out)


def _verdict(played: int, failed: int) -> str:
    if not failed:
        return f"All {played} dialogues went as they should."
    return f"{failed} of {played} dialogues failed."


def _summary(made: Page, replayed: Replayed, failed: int) -> None:
    seconds = sum(each.result.seconds for each in replayed.played)
    rows = [
        ("passed", str(len(replayed.played) - failed)),
        ("failed", str(failed)),
        ("now passed, now failed", ", ".join(replayed.flaky) or "none"),
        ("a visitor's time in all", _duration(seconds)),
    ]
    made.table("All dialogues", ("what", "value"), rows, [["text"]] * len(rows))


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{int(seconds // 60)} min {int(seconds % 60)} s"


def _failed(
    made: Page, number: int, each: Played, failure: Failure, sounds: EmbeddedSounds
) -> None:
    scenario = each.result.scenario
    entries = each.timeline.entries if each.timeline is not None else []
    late = dict(_latencies(entries))

    def rows(first: int, end: int) -> list[tuple[str | Element, ...]]:
        some = enumerate(entries[first:end], start=first)
        return [_row(entry, scenario, sounds, late.get(at, "")) for at, entry in some]

    begins = _begins(entries, failure)
    styles = [_style(entry) for entry in entries]
    made.paragraph(f"{failure.place}{_turn_in_words(scenario, failure)}")
    write_checks(made, number, failure)
    ending = (f"{each.result.seconds:.2f}", "failed", f"expected: {failure.expected}", "")
    made.table(
        f"Dialogue {number}: what happened in this turn",
        _COLUMNS,
        [*rows(begins, len(entries)), ending],
        [*styles[begins:], ["text wrong"] * 3],
    )
    if not begins:
        return
    earliest = max(begins - _MOST_ENTRIES, 0)
    with made.fold(f"Dialogue {number}: what happened before"):
        if earliest:
            made.paragraph(f"{earliest} rows before these are left out.")
        caption = f"Dialogue {number}: what happened before this turn"
        made.table(caption, _COLUMNS, rows(earliest, begins), styles[earliest:begins])


def _begins(entries: Sequence[Entry], failure: Failure) -> int:
    """Give the place of the last input up to the turn that failed."""
    inputs = (
        place
        for place, entry in enumerate(entries)
        if entry.turn is not None and (failure.turn is None or entry.turn <= failure.turn)
    )
    return max(inputs, default=0)


def _turn_in_words(scenario: Scenario, failure: Failure) -> str:
    if failure.turn is None:
        return ""
    return f", turn {failure.turn + 1} of {len(scenario.turns)}"


def _row(
    entry: Entry, scenario: Scenario, sounds: EmbeddedSounds, late: str
) -> tuple[str | Element, ...]:
    name = f"{entry.what} at {entry.at:.2f} s"
    source = None
    if entry.kind is Kind.SAID and entry.turn is not None:
        source = sounds.source(scenario, scenario.turns[entry.turn], name)
    elif entry.kind is Kind.SPOKEN:
        source = sounds.sentence(entry.what)
    what = entry.what if source is None else _with_sound(entry.what, name, source)
    return f"{entry.at:.2f}", _WHO[entry.kind], what, late


def _style(entry: Entry) -> list[str]:
    return ["text shade" if entry.kind in INPUTS else "text"] * 3


def _with_sound(text: str, name: str, source: str) -> Element:
    around = Element("div", {"class": "heard"})
    attributes = {
        "controls": "",
        "controlslist": "nodownload noplaybackrate",
        "preload": "metadata",
        "aria-label": name,
        "src": source,
    }
    SubElement(around, "audio", attributes)
    SubElement(around, "span").text = text
    return around


def _latencies(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """Tell of which entry how long it came after the end of the input that it answers."""
    ended: float | None = None
    awaited: dict[Kind, str] = {}
    for place, entry in enumerate(entries):
        if entry.kind in INPUTS:
            ended = entry.ended
            awaited = dict(_AWAITED.get(entry.kind, {}))
        elif entry.kind in awaited and ended is not None:
            what = awaited.pop(entry.kind)
            yield place, f"{what} {1000 * (entry.at - ended):.0f} ms"
            if entry.kind is Kind.HEARD:
                awaited = dict(_REPLY)


def _coverage(made: Page, parts: Sequence[Part]) -> None:
    made.heading("Gone through")
    made.table(
        "How much of the dialogue and of the grammar some dialogue has gone through",
        ("what", "gone through", "of", "percent"),
        [(part.name, str(part.covered), str(part.total), f"{part.percent:g}") for part in parts],
    )
    for part in parts:
        if part.missed:
            made.folded(f"{part.name} never gone through: {len(part.missed)}", part.missed)


def _passed(made: Page, replayed: Replayed) -> None:
    made.heading("Dialogues that passed")
    times: dict[tuple[str, str], list[float]] = {}
    for each in replayed.played:
        if each.result.failure is None:
            scenario = each.result.scenario
            times.setdefault((scenario.name, str(scenario.file)), []).append(each.result.seconds)
    rows = [
        (name, file, str(len(seconds)), f"{max(seconds):.1f}")
        for (name, file), seconds in times.items()
    ]
    if not rows:
        made.paragraph("None.")
        return
    if len(rows) > _MOST_PASSED:
        made.paragraph(f"{len(rows) - _MOST_PASSED} more passed than are named here.")
    made.table(
        "Dialogues that passed, and a visitor's time in them",
        ("dialogue", "file", "times passed", "seconds"),
        rows[:_MOST_PASSED],
        [["text", "", ""]] * len(rows[:_MOST_PASSED]),
    )
