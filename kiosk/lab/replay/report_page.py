"""Writes replayed dialogues as a page: what happened in each that failed, second by second."""

import base64
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

import numpy as np
import soundfile

from audio.errors import AudioError
from audio.frames import SAMPLE_RATE, Frames
from kiosk.errors import ScenarioError
from kiosk.lab.replay.coverage import Part
from kiosk.lab.replay.play import Failure
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

LONGEST_SOUND = 60.0
"""Seconds of one recording that are embedded."""

LARGEST_SOUNDS = 20_000_000
"""Bytes of all recordings in a page, as they are embedded."""

_COLUMNS = ("second", "who", "what", "after the input")

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


class _EmbeddedSounds:
    """Gives recordings as data URIs until the page is full, and keeps what it left out."""

    def __init__(
        self, sound_of: Callable[[Scenario, Turn], Frames | None], largest: int = LARGEST_SOUNDS
    ) -> None:
        """Begin with an empty page.

        Args:
            sound_of: gives what was said in a turn; None where there was no sound.
            largest: bytes that the page's recordings may take.
        """
        self._sound_of = sound_of
        self._left = largest
        self.left_out: list[str] = []
        """What is not embedded or not to its end, and why; one line each."""

    def source(self, scenario: Scenario, turn: Turn, name: str) -> str | None:
        """Give what was said in a turn as a data URI; None where it is not embedded.

        Args:
            scenario: of the turn.
            turn: in which it was said.
            name: tells it from others where it is left out.
        """
        where = f"{scenario.place(turn)}: {name}"
        try:
            frames = self._sound_of(scenario, turn)
        except (AudioError, ScenarioError) as error:
            self.left_out.append(f"{where}: {error}")
            return None
        if frames is None:
            return None
        seconds = len(frames) / SAMPLE_RATE
        if seconds > LONGEST_SOUND:
            frames = frames[: round(LONGEST_SOUND * SAMPLE_RATE)]
            self.left_out.append(
                f"{where}: {seconds:.0f} s long, here are the first {LONGEST_SOUND:g} s"
            )
        encoded = _data_uri(frames)
        if len(encoded) > self._left:
            self.left_out.append(f"{where}: the page would be too large")
            return None
        self._left -= len(encoded)
        return encoded


def _data_uri(frames: Frames) -> str:
    written = io.BytesIO()
    clipped = np.clip(frames, -1.0, 1.0)
    soundfile.write(written, clipped, SAMPLE_RATE, format="FLAC", subtype="PCM_16")
    return f"data:audio/flac;base64,{base64.b64encode(written.getvalue()).decode()}"


def write_page(
    file: Path, replayed: Replayed, sound_of: Callable[[Scenario, Turn], Frames | None]
) -> None:
    """Write the page; raises as `write_report`.

    Args:
        file: where.
        replayed: what is told.
        sound_of: gives what was said in a turn as it sounded; None where there was no sound.
    """
    write_report(file, page(replayed, sound_of))


def page(replayed: Replayed, sound_of: Callable[[Scenario, Turn], Frames | None]) -> str:
    """Give the page as HTML."""
    failed = [
        (each, each.result.failure) for each in replayed.played if each.result.failure is not None
    ]
    made = Page("Replayed dialogues", sounds=True)
    sounds = _EmbeddedSounds(sound_of)
    made.paragraph(_verdict(len(replayed.played), len(failed)), "verdict")
    _summary(made, replayed, len(failed))
    if failed:
        shown = failed[:_MOST_SHOWN]
        made.heading("Failed dialogues")
        names = (f"{each.result.scenario.name}: {failure.place}" for each, failure in shown)
        made.links(
            "Failed dialogues",
            ((_anchor(number), name) for number, name in enumerate(names, start=1)),
        )
        made.paragraph(
            "The last column is the time from the end of what the visitor did (of their last sound "
            "of speech) until the kiosk had decided, signalled, and begun to speak. Times are a "
            "visitor's: pauses and speech count, computing does not."
        )
        for number, (each, failure) in enumerate(shown, start=1):
            _failed(made, number, each, failure, sounds)
        if len(failed) > len(shown):
            rest = (
                f"{each.result.scenario.name}: {failure.place}: expected: {failure.expected}; "
                f"got: {failure.got}"
                for each, failure in failed[len(shown) :]
            )
            made.folded(f"{len(failed) - len(shown)} more failed, without their timelines", rest)
        if sounds.left_out:
            made.heading("Recordings that are not in this page")
            made.folded(f"{len(sounds.left_out)} left out", sounds.left_out)
    if replayed.covered:
        _coverage(made, replayed.covered)
    _passed(made, replayed)
    return str(made)


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


def _anchor(number: int) -> str:
    return f"failed-{number}"


def _failed(
    made: Page, number: int, each: Played, failure: Failure, sounds: _EmbeddedSounds
) -> None:
    scenario = each.result.scenario
    made.heading(f"{number}. {scenario.name}", anchor=_anchor(number), level=3)
    rows = [("place", failure.place), ("expected", failure.expected), ("got", failure.got)]
    caption = f"Dialogue {number}: where it failed"
    made.table(caption, ("what", "value"), rows, [["text"]] * len(rows))
    entries = each.timeline.entries if each.timeline is not None else []
    first = max(len(entries) - _MOST_ENTRIES, 0)
    if first:
        made.paragraph(f"{first} rows before these are left out.")
    late = dict(_latencies(entries))
    told: list[tuple[str | Element, ...]] = []
    styles = []
    for place, entry in enumerate(entries[first:], start=first):
        what = _heard_again(entry, scenario, sounds) if entry.kind is Kind.SAID else entry.what
        told.append((f"{entry.at:.2f}", _WHO[entry.kind], what, late.get(place, "")))
        styles.append(["text shade" if entry.kind in INPUTS else "text"] * 3)
    told.append((f"{each.result.seconds:.2f}", "failed", f"expected: {failure.expected}", ""))
    styles.append(["text wrong"] * 3)
    made.table(f"Dialogue {number}: what happened", _COLUMNS, told, styles)


def _heard_again(entry: Entry, scenario: Scenario, sounds: _EmbeddedSounds) -> str | Element:
    assert entry.turn is not None
    name = f"{entry.what} at {entry.at:.2f} s"
    source = sounds.source(scenario, scenario.turns[entry.turn], name)
    if source is None:
        return entry.what
    around = Element("div")
    around.text = entry.what
    attributes = {"controls": "", "preload": "metadata", "aria-label": name, "src": source}
    SubElement(around, "audio", attributes)
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
