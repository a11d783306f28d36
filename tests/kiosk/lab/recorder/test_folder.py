"""A folder of recordings keeps its old files, and gets all of the new ones or none."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from audio.frames import Frames
from kiosk.errors import RecorderError
from kiosk.lab.recorder.folder import RecordingsFolder, line_of, stem_of
from kiosk.lab.recorder.session import Clip, Line
from kiosk.lab.recordings.manifest import read_manifest
from tests import CHECKOUT
from tests.audio.vosk.models.namespaces import apart

pytestmark = pytest.mark.unit

FRAMES: Frames = np.full(8000, 0.1, np.float32)


def clip(words: str, *, foreign: bool = False) -> Clip:
    return Clip(Line(words, foreign), FRAMES)


@pytest.mark.parametrize(
    ("line", "stem"),
    [
        (Line("yes"), "yes"),
        (Line("I can't feel my legs"), "i_can't_feel_my_legs"),
        (Line("nine", foreign=True), "oov_nine"),
        (Line("../etc/passwd"), "etcpasswd"),
        (Line("..."), "words"),
        (Line("word " * 40), "_".join(["word"] * 16)),
    ],
)
def test_a_recording_is_named_by_what_is_said_in_it(line: Line, stem: str) -> None:
    assert stem_of(line) == stem


def test_a_name_tells_what_is_said() -> None:
    assert line_of("not_sure-3") == Line("not sure")
    assert line_of("oov_nine") == Line("nine", foreign=True)


def test_what_is_there_stays_and_the_new_comes_beside_it(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.tsv"
    manifest.write_text("label\tpath\nyes\tyes.flac")
    (tmp_path / "yes.flac").write_bytes(b"somebody's")
    added = RecordingsFolder(tmp_path).add(
        [clip("yes"), clip("not sure"), clip("yes")], "s-1", ("visit", lambda *_: "name: a visit\n")
    )
    assert [path.name for path in added.clips] == ["yes-2.flac", "not_sure.flac", "yes-3.flac"]
    assert added.scenario == tmp_path / "visit.yaml"
    assert (tmp_path / "yes.flac").read_bytes() == b"somebody's"
    assert manifest.read_text().splitlines() == [
        "label\tpath",
        "yes\tyes.flac",
        "yes\tyes-2.flac",
        "not sure\tnot_sure.flac",
        "yes\tyes-3.flac",
    ]


def test_each_clip_is_counted_where_its_words_are(tmp_path: Path) -> None:
    said = [clip("not sure"), clip("yes"), clip("who are you", foreign=True)]
    RecordingsFolder(tmp_path / "new").add(said, "s-1")
    clips = read_manifest(tmp_path / "new").clips
    assert [each.group for each in clips] == ["not sure", "yes", "oov_who are you"]
    assert clips[2].label == "oov_who are you"
    assert clips[2].path == "oov_who_are_you.flac"
    assert {each.speaker for each in clips} == {"s-1"}


def test_a_full_disk_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "import numpy as np\n"
        "from kiosk.errors import RecorderError\n"
        "from kiosk.lab.recorder.folder import RecordingsFolder\n"
        "from kiosk.lab.recorder.session import Clip, Line\n"
        "folder = Path(sys.argv[1])\n"
        "(folder / 'manifest.tsv').write_text('path\\n')\n"
        "noise = np.random.default_rng(1).uniform(-1, 1, 16000).astype(np.float32)\n"
        "small = Clip(Line('yes'), noise[:100])\n"
        "try:\n"
        "    RecordingsFolder(folder).add([small, Clip(Line('no'), noise)], 's-1')\n"
        "except RecorderError as error:\n"
        "    print(error)\n"
        "print(*sorted(path.name for path in folder.iterdir()))\n"
        "print((folder / 'manifest.tsv').read_text())\n"
    )
    mounted = 'mount -t tmpfs -o size=24k tmpfs "$1" && exec "$2" -c "$3" "$1"'
    done = subprocess.run(
        [*apart("--mount"), "sh", "-c", mounted, "", str(tmp_path), sys.executable, program],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    told, *left = done.stdout.splitlines()
    assert "no space left on device" in told
    assert left == ["manifest.tsv", "path", ""]


def test_a_name_taken_meanwhile_undoes_what_had_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = Path.touch

    def touch(path: Path, *, exist_ok: bool = True) -> None:
        if path.name == "no.flac":
            path.write_bytes(b"another's")
        taken(path, exist_ok=exist_ok)

    monkeypatch.setattr(Path, "touch", touch)
    with pytest.raises(RecorderError):
        RecordingsFolder(tmp_path).add([clip("yes"), clip("no")], "s-1")
    assert [path.name for path in tmp_path.iterdir()] == ["no.flac"]
    assert (tmp_path / "no.flac").read_bytes() == b"another's"


def test_a_place_that_takes_none_is_told_before_anybody_speaks(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecorderError, match="no recordings can be written here"):
        RecordingsFolder(tmp_path / "file" / "within")


def test_a_row_is_added_as_the_spreadsheet_that_saved_the_manifest_would(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.tsv"
    manifest.write_bytes("path;label\r\nold.flac;Ja\r\n".encode("utf-16"))
    RecordingsFolder(tmp_path).add([clip("yes"), clip("no; thanks")], "s-1")
    clips = read_manifest(tmp_path).clips
    assert [each.label for each in clips] == ["Ja", "yes", "no; thanks"]


def test_a_foreign_phrase_is_known_whatever_its_capitals() -> None:
    assert line_of("OOV_nine") == Line("nine", foreign=True)
