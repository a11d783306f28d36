"""The list of recordings in a folder: `manifest.tsv` with path, set, speaker, label and seconds."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import ScenarioError

NAME = "manifest.tsv"
"""What the list is called inside its folder."""

COLUMNS = ("path", "set", "speaker", "label", "seconds")
"""Its columns, in the order in which they are written."""

_ONE_WORD = re.compile(r"(?:[^\W\d]|')+")


@dataclass(frozen=True, slots=True)
class Clip:
    """One row of a manifest.

    Attributes:
        path: the recording, as the manifest names it: relative to the manifest's folder.
        file: the same, to be opened.
        set: which collection it is of, parts joined by "/".
        speaker: who speaks, "" when not given.
        label: what is said, "" when not given.
        line: the row's line in the manifest.
    """

    path: str
    file: Path
    set: str
    speaker: str
    label: str
    line: int

    @property
    def group(self) -> str:
        """Where the clip is counted: its label when that is one word, else its set's last part.

        Case does not count. One word is letters, apostrophes and underscores only: "don't" and
        "_unknown_" are words; "", "not sure", "size=large" and "2" are none.
        """
        if _ONE_WORD.fullmatch(self.label):
            return self.label.lower()
        return self.set.rstrip("/").rsplit("/", 1)[-1].lower() or "unlabelled"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest lists, and one line for each row that could not be read."""

    clips: tuple[Clip, ...]
    problems: tuple[str, ...]


def read_manifest(folder: Path) -> Manifest:
    """Read `manifest.tsv` in `folder`.

    Columns are found by the names in the first line; only `path` must be there. Columns missing at
    a row's end count as empty.

    Raises:
        ScenarioError: there is no manifest, or its first line does not name the columns.
    """
    source = folder / NAME
    try:
        text = source.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ScenarioError(
            f"{source}: there is no manifest: write one with a first line of tab-separated "
            f"{', '.join(COLUMNS)}."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ScenarioError(
            f"{source}: cannot read the manifest ({reason}): give a UTF-8 text file."
        ) from None
    _, *rows = text.split("\n")
    header = header_of(text)
    if "path" not in header:
        raise ScenarioError(
            f"{source}:1: the first line must name the columns: tab-separated {', '.join(COLUMNS)}."
        )
    clips: list[Clip] = []
    lines: dict[str, int] = {}
    problems: list[str] = []
    for line, row in enumerate(rows, start=2):
        cells = _cells(row)
        if not any(cells):
            continue
        given = dict(zip(header, cells, strict=False))
        if len(cells) > len(header):
            problems.append(f"{source}:{line}: more columns than the first line names: left out.")
        elif not given.get("path"):
            problems.append(f"{source}:{line}: no path: left out.")
        elif (before := lines.setdefault(_place(folder, given["path"]), line)) != line:
            problems.append(
                f"{source}:{line}: {given['path']} is listed before, in line {before}: left out."
            )
        else:
            clips.append(
                Clip(
                    path=given["path"],
                    file=folder / given["path"],
                    set=given.get("set", ""),
                    speaker=given.get("speaker", ""),
                    label=given.get("label", ""),
                    line=line,
                )
            )
    return Manifest(tuple(clips), tuple(problems))


def _place(folder: Path, path: str) -> str:
    return os.path.normpath(folder.absolute() / path)


def header_of(text: str) -> list[str]:
    """Give the columns that a manifest's first line names."""
    return _cells(text.partition("\n")[0])


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("\t")]
