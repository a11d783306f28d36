"""A recorded scenario is the scenario that was walked, with the clips in it."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.lab.recorder.session import Clip, Line
from kiosk.lab.recorder.walk import line_said, recorded_scenario
from kiosk.lab.replay.scenario import load_scenario

pytestmark = pytest.mark.unit

WRITTEN = """\
name: by words
recognizer: text
turns:
  - say: hello
    over: true
  - say: people/not_sure-2.flac
    expect: {state: greeting}
  - silence: 12.5
  - say: people/oov_nine.flac
    words: "nine\\t\\n"
"""


def test_clips_stand_for_words_and_words_for_what_was_left_out(tmp_path: Path) -> None:
    file = tmp_path / "by_words.yaml"
    file.write_text(WRITTEN)
    scenario = load_scenario(file)
    lines = [line_said(turn) for turn in scenario.turns if turn.say is not None]
    assert lines == [Line("hello"), Line("not sure"), Line("nine", foreign=True)]
    said = [None, *(Clip(line, np.zeros(1, np.float32)) for line in lines[1:])]
    text = recorded_scenario(scenario, said, "s-1")
    assert (
        text("by_words-2", ["not_sure.flac", "oov_nine.flac"])
        == """\
name: by words (s-1, by_words-2)
turns:
  - say: "hello"
    over: true
  - say: not_sure.flac
    words: "not sure"
    expect: {state: greeting}
  - silence: 12.5
  - say: oov_nine.flac
    words: "nine"
"""
    )
