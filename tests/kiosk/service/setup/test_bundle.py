"""A bundle: made where there is a network, installed and started where there is none."""

import os
import platform
import shutil
import subprocess
import sys
import zipfile
from functools import partial
from pathlib import Path

import pytest

from audio.vosk.models import table
from audio.vosk.models.store import ModelStore
from kiosk.cli import main
from kiosk.commands import bundle as command
from kiosk.errors import KioskError
from kiosk.launch import unpack_bundle
from kiosk.launch.unpack_bundle import CONTENT
from kiosk.service.setup.bundle import make_bundle
from tests.audio.vosk.models.archive_server import ArchiveServer
from tests.audio.vosk.models.archives import FILES, NAME, record_of, zipped
from tests.audio.vosk.models.namespaces import apart
from tests.kiosk.launch.checkout import Checkout, Started

pytestmark = [pytest.mark.unit, pytest.mark.slow]

PYTHON = ".".join(map(str, sys.version_info[:2]))


def filled(root: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """A kiosk of tiny packages, and pip that is told where they are as its owner tells it."""
    fresh = Checkout(root, root)
    fresh.fill()
    fresh.lock(run=fresh.wheel("tiny", "1.0") + fresh.wheel("toy", "2.0"))
    for name in [each for each in os.environ if each.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(fresh.wheels))
    return fresh


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    return filled(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def bundled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle without a model; not to be changed."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        return bundled(filled(tmp_path_factory.mktemp("once"), monkeypatch))


@pytest.fixture
def bundle(bundled_once: Path, tmp_path: Path) -> Path:
    """A bundle as it was copied to another machine."""
    (tmp_path / "another").mkdir()
    return Path(shutil.copy(bundled_once, tmp_path / "another"))


@pytest.fixture
def model(server: ArchiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model that was set up."""
    record = record_of(zipped(FILES), server.url)
    monkeypatch.setitem(table.MODELS, "small", record)
    store = ModelStore(tmp_path / "models")
    store.set_up(record, lambda *_: None)
    return store.place(record)


def bundled(checkout: Checkout, model: Path | None = None) -> Path:
    out = checkout.elsewhere / "voice-kiosk.pyz"
    make_bundle(out, model, lambda *_: None, checkout.folder)
    return out


def started(*command: str, cwd: Path, alone: bool = True, **variables: str) -> Started:
    """Start a program on the other machine, whose network is cut off."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    cut_off = apart("--net") if alone else []
    done = subprocess.run(
        [*cut_off, sys.executable, *command],
        cwd=cwd,
        env=own | {"PATH": "/usr/bin:/bin"} | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Started(done.returncode, done.stdout, done.stderr)


def refused(bundle: Path, *arguments: str) -> str:
    ended = started(str(bundle), *arguments, cwd=bundle.parent)
    assert ended.code == 1
    assert ended.out == ""
    assert len(ended.said.splitlines()) == 1
    return ended.said


def test_it_is_installed_and_started_without_a_network(
    checkout: Checkout, model: Path, tmp_path: Path
) -> None:
    checkout.lock(
        run=checkout.wheel("tiny", "1.0") + checkout.wheel("toy", "2.0"),
        natural=checkout.wheel("person", "3.0"),
    )
    bundle = bundled(checkout, model)
    checkout.lose_the_network()
    other = tmp_path / "another machine"
    other.mkdir()
    unpacked = started(str(bundle), "kiosk folder", cwd=other)
    program = str(other / "kiosk folder" / "run_kiosk.py")
    assert unpacked == Started(0, f"Unpacked. Start it: python{PYTHON} {program}\n", "")
    ended = started(program, "say", "x", cwd=other)
    assert ended.code == 0, ended.said
    assert (ended.told["tiny"], ended.told["toy"]) == ("1.0", "2.0")
    assert ended.told["person"] == "3.0", "the natural voice"
    assert ended.told["file"].startswith(str(other / "kiosk folder"))
    brought = ModelStore(other / "kiosk folder" / ".launch" / "models")
    record = brought.chosen()
    assert record is not None
    assert record.name == NAME
    assert brought.state(record, thoroughly=True) == "whole"


def test_a_models_archive_is_verified_and_goes_into_the_bundle(
    checkout: Checkout,
    model: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    del model  # the small model is the little archive
    monkeypatch.setattr(command, "make_bundle", partial(make_bundle, checkout=checkout.folder))
    monkeypatch.setattr(command, "takes_the_grammar", lambda language: lambda folder: None)
    archive, out = tmp_path / "model.zip", tmp_path / "voice-kiosk.pyz"
    archive.write_bytes(zipped(FILES))
    assert main(["bundle", str(out), "--model", str(archive)]) == 0
    assert "also needs Debian's package libportaudio2" in capsys.readouterr().out
    with zipfile.ZipFile(out) as packed:
        assert f"{CONTENT}.launch/models/{NAME}/am/final.mdl" in packed.namelist()
    archive.write_bytes(zipped(FILES)[:-1] + b"x")
    out.unlink()
    assert main(["bundle", str(out), "--model", str(archive)]) == 3
    assert not out.exists()


def test_an_index_that_pip_is_told_of_is_not_asked(bundle: Path, server: ArchiveServer) -> None:
    started(str(bundle), "there", cwd=bundle.parent)
    program = str(bundle.parent / "there" / "run_kiosk.py")
    index = {"PIP_INDEX_URL": server.url}
    ended = started(program, "say", cwd=bundle.parent, alone=False, **index)
    assert ended.told["toy"] == "2.0"
    assert server.paths == []


def test_the_same_bundle_is_the_same_bytes(checkout: Checkout, model: Path) -> None:
    first = bundled(checkout, model).read_bytes()
    assert bundled(checkout, model).read_bytes() == first


def test_what_a_person_has_in_the_checkout_stays_there(checkout: Checkout) -> None:
    for name in (".venv/secret", ".git/config", "kiosk.toml", "kiosk/__pycache__/x.pyc"):
        file = checkout.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("mine")
    with zipfile.ZipFile(bundled(checkout)) as packed:
        names = set(packed.namelist())
    assert {"__main__.py", f"{CONTENT}run_kiosk.py", f"{CONTENT}requirements.lock"} <= names
    assert not [name for name in names if "secret" in name or ".git" in name or "pyc" in name]
    assert f"{CONTENT}kiosk.toml" not in names
    assert not [name for name in names if "models" in name]


def test_a_folder_that_is_there_is_left_alone(bundle: Path) -> None:
    (bundle.parent / "here").mkdir()
    assert "is there already; name another folder" in refused(bundle, "here")
    assert list((bundle.parent / "here").iterdir()) == []


def test_a_damaged_bundle_leaves_nothing(bundle: Path) -> None:
    content = bytearray(bundle.read_bytes())
    wheel = content.index(b"Metadata-Version")
    content[wheel : wheel + 8] = b"Xetadata"
    bundle.write_bytes(content)
    assert "damaged; copy the bundle again" in refused(bundle, "here")
    assert list(bundle.parent.iterdir()) == [bundle]


def test_a_bundle_for_another_kind_of_machine_is_refused(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = platform.machine()
    monkeypatch.setattr(platform, "machine", lambda: "toaster")
    bundle = bundled(checkout)
    assert f"it is for toaster and this machine is {here}" in refused(bundle)


def test_a_bundle_for_another_python_is_refused(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpack_bundle, "here", lambda: (platform.machine(), "3.99"))
    said = refused(bundled(checkout))
    assert f"it is for Python 3.99 and this is {PYTHON}; start it with python3.99, or" in said


def test_a_place_that_cannot_be_written_is_one_line(checkout: Checkout, bundle: Path) -> None:
    assert "name another folder" in refused(bundle, "/proc/kiosk")
    with pytest.raises(KioskError, match=r"^[^\n]*absent[^\n]*name a file that can be written"):
        make_bundle(checkout.elsewhere / "absent" / "x.pyz", None, lambda *_: None, checkout.folder)


def test_without_its_packages_there_is_no_bundle_and_the_old_one_stays(
    checkout: Checkout, bundled_once: Path
) -> None:
    bundle = Path(shutil.copy(bundled_once, checkout.elsewhere))
    before = bundle.read_bytes()
    checkout.lose_the_network()
    with pytest.raises(KioskError, match=r"^tiny could not be fetched[^\n]*$"):
        bundled(checkout)
    assert bundle.read_bytes() == before
    assert list(bundle.parent.iterdir()) == [bundle]


def change(model: Path) -> None:
    (model / "conf" / "model.conf").write_text("--min-active=201\n")


def lose_the_seal(model: Path) -> None:
    (model / "kiosk-seal.json").unlink()


@pytest.mark.parametrize("damage", [change, lose_the_seal])
def test_a_model_that_is_not_whole_is_not_bundled(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: object
) -> None:
    assert callable(damage)
    damage(model)
    out = tmp_path / "kiosk.pyz"
    assert main(["bundle", str(out), "--model", str(model)]) == 3
    said = capsys.readouterr().err
    assert "is not a whole model that setup made" in said
    assert len(said.splitlines()) == 1
    assert not out.exists()


def test_a_file_that_is_no_models_archive_is_not_bundled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "model.zip"
    file.write_bytes(b"x")
    assert main(["bundle", str(tmp_path / "kiosk.pyz"), "--model", str(file)]) == 3
    said = capsys.readouterr().err
    assert "is not the archive of" in said
    assert len(said.splitlines()) == 1
