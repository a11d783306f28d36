"""The environment: built once, mended when damaged, rebuilt when the lock changes."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import CHECKOUT
from tests.kiosk.launch.checkout import PATIENCE, PROGRAM, Checkout, Started
from tests.waiting import killed_when_late

pytestmark = pytest.mark.slow


def is_one_line_error(started: Started) -> bool:
    last = started.said.splitlines()[-1]
    return started.code == 1 and last.startswith("run_kiosk.py: ") and not started.out


def test_a_first_start_builds_and_runs(checkout: Checkout) -> None:
    started = checkout.start()
    assert started.code == 0
    assert started.told["tiny"] == "1.0"
    assert Path(started.told["prefix"]) == checkout.environment
    assert "1 of 1: tiny 1.0" in started.said


def test_a_second_start_builds_nothing_and_says_nothing(built: Checkout) -> None:
    built.lose_the_network()
    started = built.start()
    assert started.told["tiny"] == "1.0"
    assert started.said == ""


def test_the_command_takes_the_place_of_the_start(built: Checkout) -> None:
    process = built.begin("say", "two words", "--yes", "-v", "--", "--yes", "seven")
    out, _ = process.communicate("spoken\n", timeout=PATIENCE)
    told = Started(process.returncode, out, "").told
    assert told["arguments"] == ["say", "two words", "-v", "--", "--yes", "seven"]
    assert told["stdin"] == "spoken\n"
    assert told["pid"] == process.pid
    assert process.returncode == 7


def test_modules_where_the_person_stands_are_not_taken_for_the_kiosk(built: Checkout) -> None:
    for name in ("kiosk.py", "tiny.py", "json.py"):
        (built.elsewhere / name).write_text("raise SystemExit('the wrong one')")
    started = built.start(PYTHONPATH=str(built.elsewhere / "nowhere"))
    assert Path(started.told["file"]) == built.folder / "kiosk" / "__main__.py"


def test_a_moved_checkout_runs_without_building(built: Checkout) -> None:
    built.lose_the_network()
    built.folder = built.folder.rename(built.folder.with_name("moved"))
    started = built.start()
    assert Path(started.told["prefix"]) == built.environment
    assert started.said == ""


def test_python_needs_neither_pip_nor_ensurepip(checkout: Checkout) -> None:
    for name in ("ensurepip", "pip"):
        (checkout.elsewhere / f"{name}.py").write_text(f"raise ImportError('no {name}')")
    assert checkout.start(PYTHONPATH=str(checkout.elsewhere)).told["tiny"] == "1.0"


def lose_a_module(checkout: Checkout) -> None:
    (checkout.packages / "tiny.py").unlink()


def cut_a_module_off(checkout: Checkout) -> None:
    os.truncate(checkout.packages / "tiny.py", 0)


def lose_python(checkout: Checkout) -> None:
    (checkout.environment / "bin" / "python").unlink()


def lose_the_settings(checkout: Checkout) -> None:
    (checkout.environment / "pyvenv.cfg").unlink()


def lose_python_to_an_upgrade_of_the_system(checkout: Checkout) -> None:
    checkout.packages.parent.rename(checkout.packages.parents[1] / "python3.10")
    for python in (checkout.environment / "bin").glob("python*"):
        python.unlink()
        python.symlink_to("/usr/bin/python3.10 that is gone")
    stamp = next(checkout.environment.glob("*stamp*"))
    stamp.write_text(stamp.read_text().replace(str(sys.version_info[1]), "10"))


def lose_all_packages(checkout: Checkout) -> None:
    shutil.rmtree(checkout.packages)


def cut_the_stamp_off(checkout: Checkout) -> None:
    os.truncate(next(checkout.environment.glob("*stamp*")), 20)


def put_a_file_in_the_way(checkout: Checkout) -> None:
    shutil.rmtree(checkout.environment)
    checkout.environment.touch()


@pytest.mark.parametrize(
    "damage",
    [
        lose_a_module,
        cut_a_module_off,
        lose_python,
        lose_python_to_an_upgrade_of_the_system,
        lose_the_settings,
        lose_all_packages,
        cut_the_stamp_off,
        put_a_file_in_the_way,
    ],
)
def test_a_damaged_environment_is_mended(
    built: Checkout, damage: Callable[[Checkout], None]
) -> None:
    damage(built)
    assert built.start().told["tiny"] == "1.0"
    assert built.start().said == ""


def wait_until_said(process: "subprocess.Popen[str]", wanted: str) -> None:
    assert process.stderr
    with killed_when_late(process, PATIENCE):
        for line in process.stderr:
            if wanted in line:
                return
    raise AssertionError(f"{wanted!r} was not said")


@contextmanager
def endless_download(checkout: Checkout, name: str) -> Iterator[None]:
    """Meanwhile, fetching that package never ends."""
    wheel = next(checkout.wheels.glob(f"{name}-*.whl"))
    aside = wheel.rename(checkout.elsewhere / wheel.name)
    os.mkfifo(wheel)
    yield
    aside.replace(wheel)


def test_an_interrupted_build_is_taken_up_again(checkout: Checkout) -> None:
    checkout.lock(run=checkout.wheel("tiny", "1.0") + checkout.wheel("toy", "1.0"))
    with endless_download(checkout, "toy"):
        process = checkout.begin()
        wait_until_said(process, "toy")
        process.kill()
        process.communicate(timeout=PATIENCE)
    assert checkout.start().told["toy"] == "1.0"


def test_ctrl_c_ends_a_build_in_one_line(checkout: Checkout) -> None:
    with endless_download(checkout, "tiny"), checkout.at_a_terminal() as person:
        person.waits_for("tiny")
        person.types("\x03")
        ended = person.sees_the_end()
    assert ended.code == 130
    assert ended.said.splitlines()[-1].endswith("stopped; the next start takes it up again")


def test_a_start_waits_for_another_that_builds(checkout: Checkout) -> None:
    with endless_download(checkout, "tiny"):
        first = checkout.begin()
        wait_until_said(first, "tiny")
        second = checkout.begin()
        wait_until_said(second, "waiting")
    first.terminate()
    first.communicate(timeout=PATIENCE)
    out, said = second.communicate("", timeout=PATIENCE)
    assert Started(second.returncode, out, said).told["tiny"] == "1.0"


def test_two_starts_at_once_build_once(checkout: Checkout) -> None:
    starts = [checkout.begin(), checkout.begin()]
    ended = []
    for process in starts:
        out, said = process.communicate("", timeout=2 * PATIENCE)
        ended.append(Started(process.returncode, out, said))
    assert [each.told["tiny"] for each in ended] == ["1.0", "1.0"]
    assert sum("installing" in each.said for each in ended) == 1


def test_a_changed_lock_is_followed_and_the_old_packages_go(checkout: Checkout) -> None:
    checkout.lock(run=checkout.wheel("tiny", "1.0") + checkout.wheel("toy", "1.0"))
    checkout.start()
    checkout.lock(run=checkout.wheel("tiny", "2.0"))
    told = checkout.start().told
    assert (told["tiny"], told["toy"]) == ("2.0", None)


def test_the_test_tools_are_added_without_touching_what_runs(built: Checkout) -> None:
    tiny = built.wheel("tiny", "1.0")
    built.lock(tiny, built.wheel("toy", "1.0"), built.wheel("trainer", "1.0"))
    assert built.start().told["toy"] is None
    next(built.wheels.glob("tiny-*")).unlink()
    told = built.start("selftest", "-k", "edge").told
    assert (told["toy"], told["trainer"]) == ("1.0", "1.0")
    assert told["arguments"] == ["-k", "edge"]
    built.lose_the_network()
    assert built.start("selftest").said == ""
    assert built.start().said == ""


def test_what_an_interrupted_install_left_is_not_taken_for_a_package(built: Checkout) -> None:
    built.lock(built.wheel("tiny", "1.0"), built.wheel("toy", "1.0"), built.wheel("trainer", "1.0"))
    half = built.packages / "toy-1.0.dist-info"
    half.mkdir()
    (half / "METADATA").write_text("Metadata-Version: 2.1\nName: toy\nVersion: 1.0\n")
    assert built.start("selftest").told["toy"] == "1.0"


def test_a_package_that_is_not_the_locked_one_is_refused(checkout: Checkout) -> None:
    line = checkout.wheel("tiny", "1.0")
    name, _ = line.split("sha256:")
    checkout.lock(run=f"{name}sha256:{'0' * 64}\n")
    refused = checkout.start()
    assert is_one_line_error(refused)
    assert "tiny was not installed: its file is not the one" in refused.said
    assert not (checkout.packages / "tiny.py").exists()
    checkout.lock(run=line)
    assert checkout.start().told["tiny"] == "1.0"


def test_without_packages_one_line_says_what_to_do(checkout: Checkout) -> None:
    checkout.lose_the_network()
    failed = checkout.start()
    assert is_one_line_error(failed)
    assert "tiny could not be fetched" in failed.said
    assert "PIP_FIND_LINKS" in failed.said


def test_a_checkout_that_cannot_be_written_is_a_one_line_error(checkout: Checkout) -> None:
    (checkout.folder / ".venv.lock").mkdir()
    assert is_one_line_error(checkout.start())


def test_a_checkout_without_its_lock_is_a_one_line_error(built: Checkout) -> None:
    (built.folder / "requirements.lock").unlink()
    failed = built.start()
    assert is_one_line_error(failed)
    assert "requirements.lock cannot be read" in failed.said


def test_any_python_3_can_read_what_tells_it_so() -> None:
    ast.parse((CHECKOUT / PROGRAM).read_text(), feature_version=(3, 0))


def test_the_launcher_imports_the_standard_library_alone() -> None:
    own = ("kiosk.launch", "kiosk.errors")
    for file in (CHECKOUT / PROGRAM, *(CHECKOUT / "kiosk" / "launch").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [str(node.module)]
            for name in names:
                known = name.split(".")[0] in sys.stdlib_module_names
                assert known or name.startswith(own), (file, name)
