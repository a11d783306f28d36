"""What takes long to load is loaded once for all scenarios, and does not pile up."""

import gc
from collections.abc import Sequence
from pathlib import Path
from weakref import WeakSet

import pytest

from audio.recognition.recognizer import Recognizer
from grammar.grammar import Grammar
from kiosk.cli import main
from kiosk.commands import replay
from kiosk.lab.replay import runner
from kiosk.service.assembly.loading import RecognizerName, load_recognizers
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.settings.types import RecognizerKind
from kiosk.visit.hearing.recognizers import Recognizers

pytestmark = [pytest.mark.sound, pytest.mark.slow]


class Loader:
    """Loads the yes/no listener in place of whatever is asked for."""

    def __init__(self) -> None:
        self.times = 0
        self.most_at_once = 0
        self._kept: WeakSet[Recognizer] = WeakSet()

    def load(
        self,
        name: RecognizerName,
        model: Path | None,
        grammar: Grammar,
        *,
        among: Sequence[RecognizerKind],
    ) -> Recognizers:
        del among
        gc.collect()
        self.times += 1
        self.most_at_once = max(self.most_at_once, len(self._kept))
        loaded = load_recognizers("yes-no", None, grammar)
        assert loaded.answers is not None
        self._kept.add(loaded.answers)
        return loaded


@pytest.fixture
def loader(monkeypatch: pytest.MonkeyPatch) -> Loader:
    loader = Loader()
    monkeypatch.setattr(runner, "load_recognizers", loader.load)
    return loader


def write(folder: Path, *settings: str) -> None:
    for number, line in enumerate(settings):
        (folder / f"{number:02}.yaml").write_text(
            f"name: visit {number}\nsettings: {{{line}}}\nturns:\n  - key: space\n"
        )


def test_what_recognizers_do_not_hang_on_loads_none_anew(tmp_path: Path, loader: Loader) -> None:
    write(
        tmp_path,
        *("clinic_name: North", "clinic_name: South", "emergency_number: one one two"),
        *("kiosk_name: hall", "slow_answers: true", "staff_code: '471199'"),
    )
    assert main(["replay", str(tmp_path)]) == 0
    assert loader.times == 1


def test_recognizers_of_many_models_do_not_pile_up(tmp_path: Path, loader: Loader) -> None:
    write(tmp_path, *(f"vosk_model: /models/{number}" for number in range(8)))
    assert main(["replay", str(tmp_path)]) == 0
    assert loader.times == 8
    assert loader.most_at_once <= runner.MOST_LOADED


def test_the_settings_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[Path | None] = []

    def load(file: Path | None) -> Settings:
        reads.append(file)
        return load_settings(file)

    monkeypatch.setattr(replay, "load_settings", load)
    write(tmp_path, "kiosk_name: hall")
    options = ("--recognizer", "text", "--html", str(tmp_path / "report.html"), "--coverage")
    assert main(["replay", str(tmp_path), *options]) == 0
    assert len(reads) == 1
