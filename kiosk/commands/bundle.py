"""`bundle`: one file with code, wheels and model, for a machine that never has a network."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audio.errors import ModelError
from audio.vosk.models.installed import record_of
from audio.vosk.models.seal import is_whole
from audio.vosk.models.store import ModelStore
from audio.vosk.models.table import MODELS
from kiosk.launch import unpack_bundle
from kiosk.launch.progress import Progress
from kiosk.service.setup.bundle import make_bundle
from kiosk.service.setup.model import takes_the_grammar
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings


def run(args: argparse.Namespace) -> int:
    """Make the bundle and say what to do with it."""
    settings = load_settings(args.settings)
    out: Path = args.out / "voice-kiosk.pyz" if args.out.is_dir() else args.out
    progress = Progress(sys.stderr)
    with _model(args.model, settings) as model:
        progress.step("fetching the packages")
        made = make_bundle(out, model, lambda number, what, detail: progress.step(what, detail))
    progress.line("the bundle is ready")
    what = "without a Vosk model" if model is None else f"with {model.name}"
    print(f"{out}: {made.size / 1e6:.0f} MB, {what}")  # noqa: T201 - this command's output
    print(f"SHA-256: {made.sha256}")  # noqa: T201
    print(f"On the other machine: python{unpack_bundle.here()[1]} {out.name} FOLDER")  # noqa: T201
    print("That machine also needs Debian's package libportaudio2, for microphone and speaker")  # noqa: T201
    return 0


@contextmanager
def _model(named: Path | None, settings: Settings) -> Iterator[Path | None]:
    """Give the folder of a model that was verified byte for byte."""
    if named is not None and not named.is_dir():
        size = named.stat().st_size if named.is_file() else 0
        record = next((each for each in MODELS.values() if each.size == size), MODELS["small"])
        with tempfile.TemporaryDirectory(prefix="kiosk-model-") as folder:
            store = ModelStore(Path(folder))
            accept = takes_the_grammar(settings.clinic.language)
            store.set_up(record, lambda there, total: None, archive=named, accept=accept)
            yield store.place(record)
        return
    in_use = (
        settings.hearing.vosk_model
        if record_of(settings.hearing.models_folder, settings.hearing.vosk_model) is not None
        else None
    )
    folder_of_it = named or in_use
    if folder_of_it is not None:
        folder_of_it = folder_of_it.resolve()
        if not any(
            each.name == folder_of_it.name and is_whole(folder_of_it, each)
            for each in MODELS.values()
        ):
            raise ModelError(
                f"{folder_of_it} is not a whole model that setup made; name its zip file, or run: "
                "run_kiosk.py setup"
            )
    yield folder_of_it
