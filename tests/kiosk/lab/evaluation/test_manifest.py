from pathlib import Path

import pytest

from grammar.grammar import Grammar
from kiosk.errors import ScenarioError
from kiosk.lab.recordings.manifest import read_manifest

pytestmark = pytest.mark.unit

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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sign", ["\t", ";", ","])
def test_a_manifest_is_read_as_a_spreadsheet_saved_it(
    tmp_path: Path, encoding: str, end: str, sign: str
) -> None:
    rows = (
        sign.join(("Path", "set", "speaker", "label", "seconds", "", "")),
        sign.join(('"a, b; c.flac"', "words", "Zoë", '"say ""yes"""', "1", "", "")),
        sign.join(("b.flac", "words", "", "no", "", "", "")),
        sign * 6,
    )
    (tmp_path / "manifest.tsv").write_bytes(end.join((*rows, "")).encode(encoding))
    manifest = read_manifest(tmp_path)
    assert manifest.problems == ()
    assert [(clip.path, clip.speaker, clip.label) for clip in manifest.clips] == [
        ("a, b; c.flac", "Zoë", 'say "yes"'),
        ("b.flac", "", "no"),
    ]


def test_a_row_with_a_wrong_quote_is_left_out_and_told(tmp_path: Path) -> None:
    manifest = read_manifest(write(tmp_path, '"a.flac\twords', "b.flac\twords"))
    assert [clip.path for clip in manifest.clips] == ["b.flac"]
    (problem,) = manifest.problems
    assert "manifest.tsv:2: its quotes are wrong" in problem


@pytest.mark.parametrize(
    ("label", "group"),
    [("YES.", "yes"), ("Yes, please!", "yes"), ("NO?", "no"), ("oov_yes", "oov_yes"), ("-", "t")],
)
def test_the_grammar_says_what_a_label_means(tmp_path: Path, label: str, group: str) -> None:
    folder = write(tmp_path, f"a.flac\tt\t\t{label}")
    (clip,) = read_manifest(folder, Grammar.load().meaning).clips
    assert clip.group == group
