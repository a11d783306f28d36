"""The command line from outside: errors in one line, documented exit codes, help with examples."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.cli import COMMANDS, main
from tests import CHECKOUT

pytestmark = pytest.mark.unit


def kiosk(
    *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "kiosk", *arguments],
        cwd=CHECKOUT,
        env=os.environ | (environment or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_help_lists_every_command_and_the_exit_codes() -> None:
    shown = kiosk("--help")
    assert shown.returncode == 0
    assert all(f"  {name}" in shown.stdout for name in COMMANDS)
    assert "130" in shown.stdout


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_each_command_explains_itself_with_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "example" in shown
    assert f"run_kiosk.py {command}" in shown.partition("example")[2]
    assert "exit codes" in shown


def test_an_unknown_command_is_one_line() -> None:
    refused = kiosk("devises")
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert refused.stderr == 'run_kiosk.py: unknown command "devises"; did you mean "devices"?\n'


@pytest.mark.parametrize("arguments", [("diagram", "--bogus"), ("say",), ("--bogus",)])
def test_wrong_use_is_one_line(arguments: tuple[str, ...]) -> None:
    refused = kiosk(*arguments)
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
    assert "--help" in refused.stderr


def test_wrong_settings_are_one_line_with_the_place(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('clinic = "Hill Road"', encoding="utf-8")
    refused = kiosk("run", "--settings", str(file))
    assert refused.returncode == 2
    assert refused.stderr.startswith(f"run_kiosk.py: {file}:1: ")
    assert len(refused.stderr.splitlines()) == 1


def test_the_diagram_is_mermaid() -> None:
    drawn = kiosk("diagram")
    assert drawn.returncode == 0
    assert drawn.stdout.startswith("stateDiagram")


def test_output_that_nobody_reads_any_more_is_no_stack_trace() -> None:
    command = f'"{sys.executable}" -m kiosk diagram | head -n 0'
    piped = subprocess.run(
        ["bash", "-c", command],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert piped.stderr == ""
