"""Recordings without a scenario: their names say what is said, and so what is to be understood.

`radiation_therapy-2.flac` says "radiation therapy": underscores are spaces, and a hyphen with a
number tells takes apart. `oov_doorbell.flac` says nothing that counts (out of vocabulary). A label
in the `manifest.tsv` of its folder, or of the nearest above that lists it, goes before its name. A
name that is no phrase of the grammar says nothing of what is to come of the recording.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from audio.signals.sound_file import ENDINGS as RECORDINGS
from grammar.grammar import Grammar
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
from kiosk.visit.dialogue.red_flags.interruption import ANSWERS

_TO_A_MENU = ("space",)
_TO_A_YES_NO_QUESTION = ("space", "m", "2")
"""Keys that wake the kiosk, cut its greeting short and choose the questions: it asks whether the
visitor is ready for them."""


def scenarios_in(paths: Sequence[Path], grammar: Callable[[], Grammar]) -> list[Scenario]:
    """Give what is to be played: scenarios, recordings, and of each folder both.

    A folder's recordings that one of its scenarios names are played by that scenario alone, and
    hidden files are passed over. Scenarios of different files that have the same name are told
    apart by their files.

    What is wrong fails alone: a path beside other paths, a file within a folder, and the manifest
    of a folder within a folder, with the recordings that have their labels from it. In its place
    stands a scenario that is `wrong`. A path that is given alone has nothing beside it, so what is
    wrong with the path itself, or with the manifest that counts for the whole of it, is raised.

    Args:
        paths: files and folders.
        grammar: says what a recording's label means.

    Raises:
        ScenarioError: the one path does not exist, there is nothing to play in it, or it or its
            manifest cannot be read.
    """
    labels = _Labels()
    found: list[Scenario] = []
    for path in paths:
        try:
            found += _named(path, labels, grammar, alone=len(paths) == 1)
        except ScenarioError as error:
            if len(paths) == 1:
                raise
            found.append(unreadable(path, error))
    return _told_apart(found)


def of_recording(path: Path) -> Scenario:
    """Write the scenario of a recording that is played once the kiosk has greeted."""
    return _played_after(path, _TO_A_MENU, {"say": path.name})


class _WrongManifestError(ScenarioError):
    """A manifest cannot be read, or contradicts what is there."""

    def __init__(self, manifest: Path, why: str) -> None:
        super().__init__(why)
        self.manifest = manifest


class _Labels:
    """What manifests say of recordings; each is read once."""

    def __init__(self) -> None:
        self._read: dict[str, dict[str, Clip] | _WrongManifestError] = {}
        self._from_elsewhere: dict[str, Clip] = {}

    def of(self, file: Path) -> str:
        """Give a recording's label, or else its name.

        The manifest in its folder goes before those of the folders above; one that lists a
        recording of other folders counts where none of these does.

        Raises:
            ScenarioError: the manifest that may list it is wrong.
        """
        path = _place(file)
        clip = self._of_folders_above(path) or self._from_elsewhere.get(path)
        return (clip.label if clip is not None else "") or file.stem

    def recordings(self, folder: Path) -> tuple[dict[str, Path], dict[Path, ScenarioError]]:
        """Give, by absolute paths, the recordings within a folder and those that manifests list.

        Beside them, what is wrong with the folder's manifests: such a manifest lists nothing.
        """
        found = {_place(file): file for file in files_within(folder, RECORDINGS)}
        wrong: dict[Path, ScenarioError] = {}
        for manifest in files_within(folder, {".tsv"}):
            if manifest.name == MANIFEST:
                try:
                    listed = self._taken_in(manifest)
                except _WrongManifestError as error:
                    self._read[_place(manifest.parent)] = wrong[error.manifest] = error
                else:
                    found = listed | found
        return found, wrong

    def _taken_in(self, manifest: Path) -> dict[str, Path]:
        """Give the recordings that a manifest lists, and keep what it says of other folders."""
        listed = self._listed(manifest.parent)
        elsewhere = {path: clip for path, clip in listed.items() if self._is_elsewhere(path)}
        for path, clip in listed.items():
            if not _is_recording(clip.file):
                raise _WrongManifestError(
                    manifest,
                    f"{manifest}:{clip.line}: there is no recording {clip.file}: correct the "
                    "path; the name of a recording ends as its format does, such as .wav.",
                )
            other = self._from_elsewhere.get(path, clip)
            if path in elsewhere and other.label != clip.label:
                raise _WrongManifestError(
                    manifest,
                    f"{manifest}:{clip.line}: {clip.path} has the label '{other.label}' in another "
                    "manifest: correct one of them.",
                )
        self._from_elsewhere = elsewhere | self._from_elsewhere
        return {path: clip.file for path, clip in listed.items()}

    def _is_elsewhere(self, path: str) -> bool:
        """Whether no manifest in a recording's folder, or above, says what the recording is."""
        try:
            return self._of_folders_above(path) is None
        except _WrongManifestError:
            return False

    def _of_folders_above(self, path: str) -> Clip | None:
        for folder in Path(path).parents:
            if (clip := self._listed(folder).get(path)) is not None:
                return clip
        return None

    def _listed(self, folder: Path) -> Mapping[str, Clip]:
        key = _place(folder)
        if key not in self._read:
            try:
                self._read[key] = _clips(folder)
            except ScenarioError as error:
                self._read[key] = _WrongManifestError(folder / MANIFEST, str(error))
        listed = self._read[key]
        if isinstance(listed, _WrongManifestError):
            raise listed
        return listed


def _clips(folder: Path) -> dict[str, Clip]:
    """Give what a folder's manifest lists, by absolute paths.

    Raises:
        ScenarioError: it cannot be read, or one of its lines is wrong.
    """
    # A folder that may not be looked into says nothing.
    there = os.access(folder / MANIFEST, os.F_OK)
    listed = read_manifest(folder) if there else Manifest((), ())
    for problem in listed.problems:
        raise ScenarioError(f"{problem.removesuffix('left out.')}correct it.")
    return {_place(clip.file): clip for clip in listed.clips}


def _named(
    path: Path, labels: _Labels, grammar: Callable[[], Grammar], *, alone: bool
) -> list[Scenario]:
    """Give what is to be played of one path; raises as `scenarios_in`."""
    require_text(path)
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        raise ScenarioError(f"{path}: cannot be read ({reason}): correct the path.") from None
    if is_folder:
        return _in_folder(path, labels, grammar, alone=alone)
    if path.suffix.lower() in RECORDINGS:
        if not exists:
            raise ScenarioError(f"{path}: no such recording: correct the path.")
        return [_labelled(path, labels.of(path), grammar())]
    if not exists:
        raise ScenarioError(f"{path}: no such scenario: give a .yaml file or a folder of them.")
    return [load_scenario(path)]


def _in_folder(
    folder: Path, labels: _Labels, grammar: Callable[[], Grammar], *, alone: bool
) -> list[Scenario]:
    scenarios = [_loaded(file) for file in files_within(folder, ENDINGS)]
    recordings, wrong = labels.recordings(folder)
    for scenario in scenarios:
        for turn in scenario.turns:
            if turn.is_recording:
                recordings.pop(_place(scenario.recording(turn)), None)
    played: list[Scenario] = []
    for file in sorted(recordings.values()):
        try:
            played.append(_labelled(file, labels.of(file), grammar()))
        except _WrongManifestError as error:
            wrong[error.manifest] = error
        except ScenarioError as error:
            played.append(unreadable(file, error))
    for manifest, why in wrong.items():
        if alone and Path(_place(folder)).is_relative_to(_place(manifest.parent)):
            raise why
        scenarios.append(unreadable(manifest, why))
    if not scenarios and not recordings:
        raise ScenarioError(
            f"{folder}: no scenario and no recording here: give a folder with .yaml, .wav, .flac "
            "or .mp3 files."
        )
    return scenarios + played


def _told_apart(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """Put its file behind the name of each scenario that shares the name with another file's."""
    files: dict[str, set[Path]] = {}
    for each in scenarios:
        files.setdefault(each.name, set()).add(each.file)
    return [
        each.model_copy(update={"name": f"{each.name} ({each.file})"})
        if len(files[each.name]) > 1
        else each
        for each in scenarios
    ]


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
    keys = _TO_A_YES_NO_QUESTION if intent in ANSWERS else _TO_A_MENU
    soon = {"heard": intent, "within_ms": round(UTTERANCE_ENDS * 1000)}
    return _played_after(path, keys, {"say": path.name, "words": words, "expect": soon})


def _played_after(path: Path, keys: Iterable[str], said: Mapping[str, object]) -> Scenario:
    require_text(path)
    turns: list[Mapping[str, object]] = [*({"key": key} for key in keys), said]
    return Scenario.model_validate(
        {"name": str(path), "turns": [{**turn, "@line": 1} for turn in turns], "@file": path}
    )
