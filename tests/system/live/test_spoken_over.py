"""A person speaks over the kiosk: heard where the echo is cancelled, else after the prompt."""

from pathlib import Path

import pytest

from tests.system.live.echo import cancel_echo, give_voice_back
from tests.system.live.sound_server import SoundServer
from tests.system.live.terminal import Terminal, kiosk

pytestmark = pytest.mark.live

MIDDLE = "I will not tell you the cause."
ROOM = "-10dB"
"""How loud its voice comes back: at full strength the canceller takes half of what people say."""
FIRST_QUESTION = "Question 1 of 13"
STILL_TO_COME = ("You can press the buttons instead.", "To start, say yes.", "Listening")
"""Who is not heard says it again, as a canceller on a busy machine lets less through."""
MOST_REPEATED = 3
"""Times that the prompt is asked for again: of what is said over a voice about half is heard."""


def brought_to_the_preamble(terminal: Terminal) -> None:
    """Wait until it is in the middle of a long prompt that a yes answers."""
    terminal.wait_for("Listening")
    terminal.press(" k2")
    terminal.wait_for(MIDDLE)


def said_over_it(terminal: Terminal, sound: SoundServer, said_yes: Path) -> str:
    """Say yes over each sentence until it is answered; give what was said meanwhile."""
    said = ""
    for sentence in STILL_TO_COME:
        sound.play(said_yes)
        said += terminal.wait_for_one_of(sentence, FIRST_QUESTION)
        if said.endswith(FIRST_QUESTION):
            break
    return said


def test_a_persons_yes_over_the_prompt_is_heard_where_the_echo_is_cancelled(
    sound: SoundServer, said_yes: Path, tmp_path: Path
) -> None:
    give_voice_back(sound, ROOM)
    cancel_echo(sound)
    with kiosk(
        "run", "--recognizer", "yes-no", folder=tmp_path, environment=sound.environment
    ) as terminal:
        brought_to_the_preamble(terminal)
        until_answered = said_over_it(terminal, sound, said_yes)
        for _ in range(MOST_REPEATED):
            if until_answered.endswith(FIRST_QUESTION):
                break
            terminal.press("r")
            terminal.wait_for(MIDDLE)
            until_answered = said_over_it(terminal, sound, said_yes)
    assert until_answered.endswith(FIRST_QUESTION)
    assert "Listening" not in until_answered


def test_without_a_canceller_a_yes_counts_only_after_the_prompt(
    sound: SoundServer, said_yes: Path, tmp_path: Path
) -> None:
    give_voice_back(sound, ROOM)
    with kiosk(
        "run", "--recognizer", "yes-no", folder=tmp_path, environment=sound.environment
    ) as terminal:
        brought_to_the_preamble(terminal)
        sound.play(said_yes)
        assert FIRST_QUESTION not in terminal.wait_for("Listening")
        sound.play(said_yes)
        terminal.wait_for(FIRST_QUESTION)
