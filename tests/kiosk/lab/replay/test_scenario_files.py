import json
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.errors import ScenarioError
from kiosk.lab.replay.scenario import load_scenario

pytestmark = pytest.mark.unit


def write(folder: Path, text: str) -> Path:
    file = folder / "visit.yaml"
    file.write_text(text)
    return file


def test_a_scenario_keeps_the_line_of_each_turn(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "name: a visit\n"
        "turns:\n"
        "  - say: yes\n"
        "    expect: {state: greeting, spoken: [one, two], within_ms: 1500}\n"
        "  - key: 1\n"
        "  - silence: 12.5\n",
    )
    scenario = load_scenario(file)
    assert [turn.line for turn in scenario.turns] == [3, 5, 6]
    said, pressed, _ = scenario.turns
    assert said.expect is not None
    assert said.expect.spoken == ("one", "two")
    assert pressed.key == "1"
    assert scenario.place(pressed) == f"{file}:5"


def test_a_recording_is_found_from_the_scenarios_folder(tmp_path: Path) -> None:
    file = write(tmp_path, "name: a\nturns: [{say: ../Yes.FLAC}, {say: yes please}]\n")
    scenario = load_scenario(file)
    assert [turn.is_recording for turn in scenario.turns] == [True, False]
    assert scenario.recording(scenario.turns[0]) == tmp_path / "../Yes.FLAC"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("name: a\nturns:\n  - say: [b\n", 4, "not YAML"),
        ("name: a\nturns:\n  - say: b\n    say: c\n", 4, "duplicate key"),
        ("", 1, "name and turns"),
        ("- say: yes\n", 1, "name and turns"),
        ("turns:\n  - say: yes\n", 1, "name: this key is missing"),
        ("name: a\nturns: []\n", 2, "turns"),
        ("name: a\nturns:\n  - sya: yes\n", 3, "sya: unknown key"),
        ("name: a\nturn: 3\nturns:\n  - say: yes\n", 2, "turn: unknown key"),
        ("name: a\nturns:\n  - expect:\n      state: menu\n", 4, "state"),
        ("name: a\nturns:\n  - expect: {state: reading, within: 3}\n", 3, "within: unknown"),
        ("name: a\nturns:\n  - expect:\n      spoken: a\n      within_ms: -1\n", 5, "greater"),
        ("name: a\nturns:\n  - expect: {within_ms: 3}\n", 3, "expect nothing"),
        ("name: a\nturns:\n  - key: 1\n  - say: yes\n    key: 1\n", 4, "exclude each other"),
        ("name: a\nturns:\n  - over: true\n", 3, "nothing happens"),
        ("name: a\nturns:\n  - silence: soon\n", 3, "silence"),
        ("name: a\nturns:\n  - happens: rain\n", 3, "happens"),
        ("name: a\nturns:\n  - say: yes\n    words: yes\n", 3, "words go with a recording"),
        ("name: a\nrecognizer: ear\nturns:\n  - say: yes\n", 2, "recognizer"),
        ("name: a\nturns:\n  - just text\n", 3, "turns.0: keys with values"),
        ("name: a\nturns:\n  - say: 1\n", 3, "say: a text belongs here"),
    ],
)
def test_a_broken_scenario_is_one_line_with_file_and_line(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    file = write(tmp_path, text)
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file)
    message = str(caught.value)
    assert message.startswith(f"{file}:{line}: ")
    assert said in message
    assert "\n" not in message


@pytest.mark.parametrize("content", [b"\xff\xfd", b"name: \x00"])
def test_a_scenario_that_is_no_text_is_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "visit.yaml"
    file.write_bytes(content)
    with pytest.raises(ScenarioError, match="cannot read the scenario"):
        load_scenario(file)


def test_folders_are_searched_for_scenarios(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "deeper").mkdir()
    for name in ("b.yaml", "c.yml", "deeper/a.yaml", "notes.txt"):
        (tmp_path / name).write_text("name: a\nturns: [{key: space}]\n")
    main(["replay", str(tmp_path), "--recognizer", "text", "--json"])
    found = [str(tmp_path / name) for name in ("b.yaml", "c.yml", "deeper/a.yaml")]
    played = json.loads(capsys.readouterr().out)["scenarios"]
    assert [each["file"] for each in played] == found
