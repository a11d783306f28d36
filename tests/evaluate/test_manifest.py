from pathlib import Path

import pytest

from kiosk.errors import ScenarioError
from kiosk.manifest import read_manifest

HEADER = "path\tset\tspeaker\tlabel\tseconds"


def write(folder: Path, *rows: str, header: str = HEADER, end: str = "\n") -> Path:
    (folder / "manifest.tsv").write_bytes(end.join((header, *rows, "")).encode())
    return folder


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("yes", "yes"),
        ("Yes", "yes"),
        ("_unknown_", "_unknown_"),
        ("don't", "don't"),
        ("", "librispeech"),
        ("not sure", "librispeech"),
        ("size=large", "librispeech"),
        ("a=b | c=d", "librispeech"),
        ("2", "librispeech"),
    ],
)
def test_a_clip_is_grouped_by_its_word_or_else_by_its_sets_last_part(
    tmp_path: Path, label: str, group: str
) -> None:
    folder = write(tmp_path, f"a.flac\tcontinuous/librispeech\t7\t{label}\t1.0")
    assert [clip.group for clip in read_manifest(folder).clips] == [group]


def test_paths_are_found_from_the_manifests_folder(tmp_path: Path) -> None:
    folder = write(tmp_path, "yes/a.flac\twords\t7\tyes\t1.0")
    (clip,) = read_manifest(folder).clips
    assert clip.file == folder / "yes/a.flac"
    assert clip.path == "yes/a.flac"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_missing_trailing_columns_and_blank_lines_are_no_error(tmp_path: Path, end: str) -> None:
    folder = write(tmp_path, "a.flac\twords", "", "b.flac", end=end)
    manifest = read_manifest(folder)
    assert [(clip.path, clip.set, clip.label) for clip in manifest.clips] == [
        ("a.flac", "words", ""),
        ("b.flac", "", ""),
    ]
    assert manifest.problems == ()


def test_columns_go_by_their_names(tmp_path: Path) -> None:
    folder = write(tmp_path, "no\ta.flac", header="label\tpath")
    (clip,) = read_manifest(folder).clips
    assert (clip.path, clip.label) == ("a.flac", "no")


def test_a_row_that_cannot_be_read_is_one_line_and_the_others_count(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        "\twords\t7\tyes\t1",
        "a\tb\tc\td\te\tf",
        "a.flac\twords\t7\tyes\t1",
        f"{tmp_path}/a.flac\twords\t7\tno\t1",
    )
    manifest = read_manifest(folder)
    assert [clip.path for clip in manifest.clips] == ["a.flac"]
    assert [problem.split(": ", 1)[0] for problem in manifest.problems] == [
        f"{folder / 'manifest.tsv'}:2",
        f"{folder / 'manifest.tsv'}:3",
        f"{folder / 'manifest.tsv'}:5",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no manifest"),
        (b"", "must name the columns"),
        (b"a.flac\twords\t7\tyes\t1.0\n", "must name the columns"),
        (b"\xff\xfe\x00path", "not UTF-8"),
    ],
)
def test_a_broken_manifest_is_one_line(tmp_path: Path, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / "manifest.tsv").write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        read_manifest(tmp_path)
    assert said in str(caught.value)
    assert str(tmp_path / "manifest.tsv") in str(caught.value)
    assert "\n" not in str(caught.value)
