"""From an archive to a kiosk that uses the model: the real engine, a model of the right words."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest

from kiosk.service.setup.first_run import THERE
from tests import CHECKOUT
from tests.audio.vosk.models.archive_server import ArchiveServer, serving
from tests.audio.vosk.models.namespaces import apart
from tests.audio.vosk.models.relabelled_model import NAME, write_archive
from tests.kiosk.launch.checkout import Checkout
from tests.system.live.terminal import NO_SOUND, children_of, kiosk

pytestmark = [pytest.mark.live, pytest.mark.slow]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archive") / "model.zip"


@pytest.fixture(scope="module")
def server(archive: Path, house: Path) -> Iterator[ArchiveServer]:
    """A server of the model that the house knows as the small one."""
    with serving(b"") as served:
        record = write_archive(archive, served.url)
        served.body = archive.read_bytes()
        with (house / "audio" / "vosk" / "models" / "table.py").open("a") as table:
            table.write(f'MODELS["small"] = {record!r}\n')
        yield served
    archive.unlink()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder whose gigabyte does not stay until later runs of the tests."""
    yield tmp_path
    shutil.rmtree(tmp_path)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kiosk's own code, with a lock that asks for one tiny package."""
    root = tmp_path_factory.mktemp("house")
    checkout = Checkout(root, root)
    checkout.fill()
    shutil.copy(CHECKOUT / "pyproject.toml", checkout.folder)
    for name in ("README.md", "LICENSE"):
        shutil.copy(CHECKOUT / name, checkout.folder)
    for name in ("kiosk", "grammar", "audio"):
        shutil.rmtree(checkout.folder / name, ignore_errors=True)
        shutil.copytree(
            CHECKOUT / name, checkout.folder / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    fetching = checkout.folder / "kiosk" / "service" / "setup" / "first_run.py"
    lowest = "    os.nice(19)\n"
    code = fetching.read_text()
    assert lowest in code
    # Beside other tests, which leave no time unused, the lowest priority would get no turn.
    fetching.write_text(code.replace(lowest, ""))
    return checkout.folder


def vosk_of(kiosk: int) -> str:
    """Wait for the process that runs Vosk for a serving kiosk; give its command line."""
    for _ in range(3000):
        for child in children_of(kiosk):
            with suppress(OSError):  # it may have ended meanwhile
                command = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
                if "audio.vosk.worker" in command:
                    return command
        Event().wait(0.01)
    raise AssertionError("no process runs Vosk")


def test_the_first_run_brings_the_model_and_starts_again_with_it_after_the_visit(
    server: ArchiveServer, house: Path, place: Path
) -> None:
    server.ready.clear()
    environment = NO_SOUND | {"KIOSK_FETCH_MODEL": "true", "KIOSK_RECOGNIZERS": "vosk yes-no"}
    with kiosk("run", folder=place, environment=environment, checkout=house) as terminal:
        terminal.wait_for("The Vosk model is being downloaded")
        terminal.wait_for("Waiting: press a key")
        before = terminal.serving_process()
        terminal.press(" ")
        terminal.wait_for("Hello.")
        server.ready.set()
        terminal.wait_for(THERE, 60)
        assert terminal.serving_process() == before
        terminal.press("q")
        assert "Goodbye" in terminal.wait_for("run_kiosk.py: the kiosk starts again", 60)
        terminal.wait_for("Waiting: press a key")
        after = terminal.serving_process()
        assert after != before
        assert f"{place}/models/{NAME} " in vosk_of(after)
        assert len(server.asked) == 1


def test_a_bundle_brings_the_model_to_a_machine_without_a_network(
    server: ArchiveServer, archive: Path, house: Path, place: Path
) -> None:
    bundle, there = place / "voice-kiosk.pyz", place / "there"
    made = without_network("-m", "kiosk", "bundle", str(bundle), "--model", str(archive), at=house)
    assert f" MB, with {NAME}\n" in made.stdout, made.stderr
    without_network(str(bundle), str(there), at=place)
    bundle.unlink()
    # Its packages are a tiny one; those of the tests serve in their place.
    checked = without_network("-m", "kiosk", "check", "--json", at=there)
    assert checked.stdout, checked.stderr
    parts = {part["part"]: part["line"] for part in json.loads(checked.stdout)["parts"]}
    assert parts["model"] == f"{NAME}, verified"
    # What this model hears means nothing, and that is found.
    assert parts["recognizers"].startswith("the recognizer vosk hears nothing of what is said; ")


def without_network(*command: str, at: Path) -> "subprocess.CompletedProcess[str]":
    own = {
        "KIOSK_MODELS_FOLDER": str(at.parent / "no models"),
        "KIOSK_STATE_FOLDER": str(at.parent / "state"),
        "XDG_CONFIG_HOME": str(at.parent / "config"),
        "PULSE_SERVER": "unix:/nowhere",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(at.parent / "wheels"),
    }
    return subprocess.run(
        [*apart("--net"), sys.executable, *command],
        cwd=at,
        env=os.environ | own,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
