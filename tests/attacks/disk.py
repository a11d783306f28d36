"""C4, C5, C6: files on the disk are not those that the project has put there."""

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile

from audio.frames import SAMPLE_RATE
from tests import CHECKOUT
from tests.attacks.attacked import attacked, command, started, variables
from tests.kiosk.launch.checkout import Checkout
from tests.system.live.sound_server import sound_server

_EVIL = "\x1b]0;owned\x07\x1b[2J\x1b[31mall is well"
_REFUSED_WITHIN = 30.0
_TONE = 3000.0
"""Hertz of what is put in place of speech."""

_SPOKEN_WITHIN = 15.0

_A_YES = '    - "yes yes [yes]"'
"""A line of the grammar that says what means yes."""


def name_with_escapes(folder: Path) -> None:
    """C4. A scenario whose name has escape sequences

    Attack: `replay` plays a folder on a terminal, in which a file's name, its scenario's name and
        its words hold escape sequences.
    Holds: none of them reaches the terminal raw.
    """
    place = folder / "scenarios"
    place.mkdir()
    (place / f"{_EVIL}.yaml").write_text("turns:\n  - say: hello\n")
    (place / f"wrong {_EVIL}.yaml").write_text('turns:\n  - key: "\\e]0;owned\\a"\n')
    (place / "inside.yaml").write_text(
        'name: "\\e]0;owned\\a"\nturns:\n  - say: "\\e]0;owned\\a"\n'
    )
    printed = _printed(folder, "replay", str(place))
    assert b"all is well" in printed, f"the file is not named: {printed!r}"
    assert b"\x1b]0;owned" not in printed, "an escape sequence reached the terminal"


def names_of_settings_with_escapes(folder: Path) -> None:
    """C4. A settings file whose name and content have escape sequences

    Attack: `check` and `status` are given a settings file whose name and keys hold escape
        sequences.
    Holds: none of them reaches the terminal raw.
    """
    file = folder / f"{_EVIL}.toml"
    file.write_text('"\\u001b]0;owned\\u0007" = 1\n')
    for words in (("settings",), ("status",)):
        printed = _printed(folder, *words, "--settings", str(file))
        assert b"owned" in printed, f"{words[0]} does not name it: {printed!r}"
        assert b"\x1b]0;owned" not in printed, f"{words[0]} lets an escape sequence through"


def altered_grammar(folder: Path) -> None:
    """C5. "banana" means yes

    Attack: in a copy of the project, "banana" is written into the grammar as a way to say yes.
    Holds: the kiosk does not start and says that this was not reviewed, or `check` says NO.
    """
    checkout = _copied(folder)
    words = checkout / "grammar" / "en" / "answers.yaml"
    text = words.read_text()
    assert _A_YES in text, text
    words.write_text(text.replace(_A_YES, f'{_A_YES}\n    - "banana"', 1))
    with started(folder, checkout=checkout) as kiosk:
        ended = kiosk.happens(lambda: kiosk.window.process.poll() is not None, _REFUSED_WITHIN)
        kiosk.window.read_what_is_there()
    if ended:
        assert kiosk.window.process.returncode != 0, "it ended as if all were well"
        assert "reviewed" in kiosk.window.text, f"it does not say why: {kiosk.window.text}"
        return
    checked = command(variables(folder), "check", checkout=checkout).stdout
    refused = [line for line in checked.splitlines() if "NO" in line and "review" in line]
    assert refused, "it serves with another grammar, and check does not say NO"


def altered_speech(folder: Path) -> None:
    """C5. Sound in the speech cache that the kiosk did not make

    Attack: all sentences that the kiosk keeps are replaced by a tone of 3,000 Hz, and it starts.
    Holds: the tone is not played.
    """
    place = folder / "sound"
    place.mkdir(mode=0o700)
    cache = folder / "cache"
    with sound_server(place) as sound:
        with attacked(folder, sound.environment) as kiosk:
            kiosk.must("sentences are kept", lambda: len(_kept(cache)) > 20)
            kiosk.press(" ")
            kiosk.window.wait_for("Hello.")
        kept = _kept(cache)
        time = np.arange(SAMPLE_RATE * 2) / SAMPLE_RATE
        for file in kept:
            soundfile.write(
                *(file, 0.5 * np.sin(2 * np.pi * _TONE * time), SAMPLE_RATE), format="FLAC"
            )
        with attacked(folder, sound.environment) as kiosk, sound.heard() as heard:
            kiosk.must("it sounds", lambda: kiosk.is_so(lambda now: now.sounds))
            kiosk.press(" ")
            kiosk.must(
                "it speaks", lambda: bool(np.any(np.abs(heard.frames) > 0.02)), _SPOKEN_WITHIN
            )
            toned = kiosk.happens(lambda: _tone_in(heard.frames), 4.0)
            assert not toned, "the sound that was put there was played"


def another_package(folder: Path) -> None:
    """C6. PIP_REQUIREMENT at set-up

    Attack: the first start runs with PIP_REQUIREMENT in its environment, which names one package
        more, in a checkout with a real pip and a lock of one tiny package.
    Holds: the environment has the package of the lock and not the other.
    """
    programs = folder / "programs"
    programs.mkdir()
    checkout = Checkout(folder, programs)
    checkout.fill()
    wanted = folder / "wanted.txt"
    wanted.write_text(checkout.wheel("toy", "6.6"))
    begun = checkout.start(PIP_REQUIREMENT=str(wanted))
    assert begun.code == 0, begun.said
    assert begun.told["tiny"] == "1.0", begun.said
    assert begun.told["toy"] is None, "another package was installed"


def _printed(folder: Path, *words: str) -> bytes:
    """Run a command on a terminal without colours; give all that it prints."""
    outer, inner = pty.openpty()
    environment = {**variables(folder), "NO_COLOR": "1", "TERM": "dumb"}
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk", *words],
        cwd=CHECKOUT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=inner,
        stderr=inner,
    ):
        os.close(inner)
        printed = b"".join(_chunks(outer))
    os.close(outer)
    return printed


def _chunks(descriptor: int) -> Iterator[bytes]:
    while True:
        try:
            chunk = os.read(descriptor, 65536)
        except OSError:  # Linux's word for the end of a pseudo-terminal
            return
        if not chunk:
            return
        yield chunk


def _copied(folder: Path) -> Path:
    copy = folder / "project"
    copy.mkdir()
    for name in ("kiosk", "audio", "grammar"):
        shutil.copytree(CHECKOUT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def _kept(cache: Path) -> list[Path]:
    return [file for file in cache.rglob("*") if file.suffix in (".flac", ".speech")]


def _tone_in(frames: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> bool:
    """Whether half of the power of some second is at the tone's place."""
    for start in range(0, len(frames) - SAMPLE_RATE, SAMPLE_RATE // 2):
        power = np.abs(np.fft.rfft(frames[start : start + SAMPLE_RATE])) ** 2
        near = power[int(_TONE) - 20 : int(_TONE) + 21].sum()
        if power.sum() > 1.0 and near > power.sum() / 2:
            return True
    return False
