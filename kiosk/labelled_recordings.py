"""Recordings without a scenario: their names say what is said, and so what is to be understood.

`radiation_therapy-2.flac` says "radiation therapy": underscores are spaces, and a hyphen with a
number tells takes apart. `oov_doorbell.flac` says nothing that counts (out of vocabulary). In a
folder with `manifest.tsv` the labels there go before the names. A name that is no phrase of the
grammar says nothing of what is to come of the recording.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from grammar.grammar import Grammar
from grammar.intents import Intent
from kiosk.errors import ScenarioError
from kiosk.manifest import NAME as MANIFEST
from kiosk.manifest import Manifest, read_manifest
from kiosk.record import NOTHING
from kiosk.replay import UTTERANCE_ENDS
from kiosk.scenario import RECORDINGS, Scenario, find_scenarios, load_scenario, scenario_files

OUT_OF_VOCABULARY = "oov_"
"""How the label of a recording begins in which nothing is to be understood."""

_TAKE = re.compile(r"-[0-9]+$")
_TO_A_MENU = ("space",)
_TO_A_YES_NO_QUESTION = ("space", "m", "2")
"""Keys that wake the kiosk, cut its greeting short and choose the questions: it asks whether the
visitor is ready for them."""

_ANSWERS = frozenset({Intent.YES, Intent.NO, Intent.NOT_SURE})


def scenarios_in(paths: Iterable[Path], grammar: Callable[[], Grammar]) -> Iterator[Scenario]:
    """Give what is to be played: scenarios, recordings, and of each folder the ones or the others.

    A folder that holds scenarios is asked for nothing else: its recordings are theirs.

    Args:
        paths: files and folders.
        grammar: says what a recording's label means.

    Raises:
        ScenarioError: a path does not exist, there is nothing to play in a folder, or a scenario
            or manifest cannot be read.
    """
    for path in paths:
        if path.suffix.lower() in RECORDINGS and not path.is_dir():
            if not path.exists():
                raise ScenarioError(f"{path}: no such recording: correct the path.")
            yield _labelled(path, path.stem, grammar())
        elif path.is_dir() and not scenario_files(path):
            yield from _in_folder(path, grammar)
        else:
            yield from map(load_scenario, find_scenarios([path]))


def of_recording(path: Path) -> Scenario:
    """Write the scenario of a recording that is played once the kiosk has greeted."""
    return _played_after(path, _TO_A_MENU, {"say": path.name})


def words_of(label: str) -> str:
    """Give the words that a label, or a recording's name without its ending, says."""
    words = _TAKE.sub("", label).replace("_", " ")
    foreign = label.lower().startswith(OUT_OF_VOCABULARY)
    return words[len(OUT_OF_VOCABULARY) :].strip() if foreign else words


def _in_folder(folder: Path, grammar: Callable[[], Grammar]) -> Iterator[Scenario]:
    found = {file for file in folder.rglob("*") if _is_recording(file)}
    listed = read_manifest(folder) if (folder / MANIFEST).exists() else Manifest((), ())
    if not found and not listed.clips:
        raise ScenarioError(
            f"{folder}: no scenario and no recording here: give a folder with .yaml, .wav or "
            ".flac files."
        )
    for problem in listed.problems:
        raise ScenarioError(f"{problem.removesuffix('left out.')}correct it.")
    labels = {clip.file: clip.label for clip in listed.clips}
    for file in sorted({*found, *labels}):
        if not _is_recording(file):
            raise ScenarioError(
                f"{folder / MANIFEST}: there is no recording {file} ({', '.join(RECORDINGS)}): "
                "correct the path."
            )
        yield _labelled(file, labels.get(file) or file.stem, grammar())


def _is_recording(file: Path) -> bool:
    return file.suffix.lower() in RECORDINGS and file.is_file()


def _labelled(path: Path, label: str, grammar: Grammar) -> Scenario:
    """Write the scenario in which a recording is understood as its label says.

    What a recognizer only proposes, so that the kiosk asks it back, is understood here.
    Answers are given where yes or no is asked, all else at the main menu: there everything that
    may be said counts, so there what means nothing must stay without consequence.
    """
    words = words_of(label)
    if label.lower().startswith(OUT_OF_VOCABULARY):
        expected = {"heard": NOTHING, "state": "main_menu"}
        turn: dict[str, object] = {"say": path.name, "expect": expected}
        return _played_after(path, _TO_A_MENU, turn | ({"words": words} if words else {}))
    intent = grammar.meaning(words)
    if intent is None:
        return of_recording(path)
    keys = _TO_A_YES_NO_QUESTION if intent in _ANSWERS else _TO_A_MENU
    soon = {"heard": intent, "within_ms": round(UTTERANCE_ENDS * 1000)}
    return _played_after(path, keys, {"say": path.name, "words": words, "expect": soon})


def _played_after(path: Path, keys: Iterable[str], said: Mapping[str, object]) -> Scenario:
    turns: list[Mapping[str, object]] = [*({"key": key} for key in keys), said]
    return Scenario.model_validate(
        {"name": path.name, "turns": [{**turn, "@line": 1} for turn in turns], "@file": path}
    )
