"""The sound server's program is asked in English, whatever the system speaks."""

import os
from pathlib import Path

import pytest

from audio.server.pactl import ask, changes

pytestmark = pytest.mark.unit


def test_it_is_asked_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pactl"
    program.write_text('#!/bin/sh\necho "$LC_ALL"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert ask("info") == "C.UTF-8\n"
    with changes() as following:
        assert following.stdout is not None
        assert following.stdout.read() == b"C.UTF-8\n"
