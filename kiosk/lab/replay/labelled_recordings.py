"""Recordings without a scenario: their names say what is said, and so what is to be understood.

`radiation_therapy-2.flac` says "radiation therapy": underscores are spaces, and a hyphen with a
number tells takes apart. `oov_doorbell.flac` says nothing that counts (out of vocabulary). A label
in the `manifest.tsv` of its folder, or of the nearest above that lists it, goes before its name. A
name that is no phrase of the grammar says nothing of what is to come of the recording.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from audio.signals.sound_file import ENDINGS as RECORDINGS
from grammar.grammar import Grammar
from grammar.intents import Intent
from kiosk.errors import ScenarioError
from kiosk.lab.recordings.labels import is_foreign, words_of
from kiosk.lab.recordings.manifest import NAME as MANIFEST
from kiosk.lab.recordings.manifest import Clip, Manifest, read_manifest
from kiosk.lab.replay.play import UTTERANCE_ENDS
from kiosk.lab.replay.scenario import (
    ENDINGS,
    Scenario,
    files_within,
    load_scenario,
    require_text,
    unreadable,
)
from kiosk.lab.replay.transcript import NOTHING

_TO_A_MENU = ("space",)
_TO_A_YES_NO_QUESTION = ("space", "m", "2")
"""Keys that wake the kiosk, cut its greeting short and choose the questions: it asks whether the
visitor is ready for them."""

_ANSWERS = frozenset({Intent.YES, Intent.NO, Intent.NOT_SURE})


def scenarios_in(paths: Iterable[Path], grammar: Callable[[], Grammar]) -> Iterator[Scenario]:
    """Give what is to be played: scenarios, recordings, and of each folder both.

    A folder's recordings that one of its scenarios names are played by that scenario alone. What
    cannot be read in a folder fails alone, and hidden files are passed over.

    Args:
        paths: files and folders.
        grammar: says what a recording's label means.

    Raises:
        ScenarioError: a path does not exist, there is nothing to play in a folder, a manifest or
            a scenario that is named itself cannot be read.
    """
    labels = _Labels()
    for path in paths:
        require_text(path)
        if path.is_dir():
            yield from _in_folder(path, labels, grammar)
        elif path.suffix.lower() in RECORDINGS:
            if not path.exists():
                raise ScenarioError(f"{path}: no such recording: correct the path.")
            yield _labelled(path, labels.of(path), grammar())
        elif path.exists():
            yield load_scenario(path)
        else:
            raise ScenarioError(f"{path}: no such scenario: give a .yaml file or a folder of them.")


def of_recording(path: Path) -> Scenario:
    """Write the scenario of a recording that is played once the kiosk has greeted."""
    return _played_after(path, _TO_A_MENU, {"say": path.name})


class _Labels:
    """What manifests say of recordings; each is read once."""

    def __init__(self) -> None:
        self._read: dict[str, dict[str, Clip]] = {}
        self._from_elsewhere: dict[str, Clip] = {}

    def of(self, file: Path) -> str:
        """Give a recording's label, or else its name.

        The manifest in its folder goes before those of the folders above; one that lists a
        recording of other folders counts where none of these does.

        Raises:
            ScenarioError: a manifest cannot be read.
        """
        path = _place(file)
        clip = self._of_folders_above(path) or self._from_elsewhere.get(path)
        return (clip.label if clip is not None else "") or file.stem

    def recordings(self, folder: Path) -> dict[str, Path]:
        """Give, by absolute paths, the recordings within a folder and those that manifests list.

        Raises:
            ScenarioError: a manifest cannot be read, or lists what is not there.
        """
        found = {_place(file): file for file in files_within(folder, RECORDINGS)}
        manifests = [file for file in files_within(folder, {".tsv"}) if file.name == MANIFEST]
        for manifest in manifests:
            for path, clip in self._listed(manifest.parent).items():
                if not _is_recording(clip.file):
                    raise ScenarioError(
                        f"{manifest}:{clip.line}: there is no recording {clip.file}: correct the "
                        "path; the name of a recording ends as its format does, such as .wav."
                    )
                found.setdefault(path, clip.file)
                self._keep(manifest, path, clip)
        return found

    def _keep(self, manifest: Path, path: str, clip: Clip) -> None:
        if self._of_folders_above(path) is None:
            other = self._from_elsewhere.setdefault(path, clip)
            if other.label != clip.label:
                raise ScenarioError(
                    f"{manifest}:{clip.line}: {clip.path} has the label '{other.label}' in another "
                    "manifest: correct one of them."
                )

    def _of_folders_above(self, path: str) -> Clip | None:
        for folder in Path(path).parents:
            if (clip := self._listed(folder).get(path)) is not None:
                return clip
        return None

    def _listed(self, folder: Path) -> Mapping[str, Clip]:
        key = _place(folder)
        if key not in self._read:
            # A folder that may not be looked into says nothing.
            there = os.access(folder / MANIFEST, os.F_OK)
            listed = read_manifest(folder) if there else Manifest((), ())
            for problem in listed.problems:
                raise ScenarioError(f"{problem.removesuffix('left out.')}correct it.")
            self._read[key] = {_place(clip.file): clip for clip in listed.clips}
        return self._read[key]


def _in_folder(folder: Path, labels: _Labels, grammar: Callable[[], Grammar]) -> Iterator[Scenario]:
    scenarios = [_loaded(file) for file in files_within(folder, ENDINGS)]
    recordings = labels.recordings(folder)
    if not scenarios and not recordings:
        raise ScenarioError(
            f"{folder}: no scenario and no recording here: give a folder with .yaml, .wav, .flac "
            "or .mp3 files."
        )
    yield from scenarios
    for scenario in scenarios:
        for turn in scenario.turns:
            if turn.is_recording:
                recordings.pop(_place(scenario.recording(turn)), None)
    for file in sorted(recordings.values()):
        label = labels.of(file)
        try:
            yield _labelled(file, label, grammar())
        except ScenarioError as error:
            yield unreadable(file, error)


def _loaded(file: Path) -> Scenario:
    try:
        return load_scenario(file)
    except ScenarioError as error:
        return unreadable(file, error)


def _is_recording(file: Path) -> bool:
    return file.suffix.lower() in RECORDINGS and file.is_file()


def _place(file: Path) -> str:
    """Give an absolute path in one spelling; a folder that is a link keeps its own manifest."""
    return os.path.normpath(file.absolute())


def _labelled(path: Path, label: str, grammar: Grammar) -> Scenario:
    """Write the scenario in which a recording is understood as its label says.

    What a recognizer only proposes, so that the kiosk asks it back, is understood here.
    Answers are given where yes or no is asked, all else at the main menu: there everything that
    may be said counts, so there what means nothing must stay without consequence.
    """
    words = words_of(label)
    if is_foreign(label):
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
    require_text(path)
    turns: list[Mapping[str, object]] = [*({"key": key} for key in keys), said]
    return Scenario.model_validate(
        {"name": str(path), "turns": [{**turn, "@line": 1} for turn in turns], "@file": path}
    )
