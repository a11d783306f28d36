"""The list of recordings in a folder: `manifest.tsv` with path, set, speaker, label and seconds.

It is read as it was written or as a spreadsheet saved it: in UTF-8 or UTF-16, with tabs, semicolons
or commas between its cells, with quotes or without.
"""

import csv
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import ScenarioError
from kiosk.files.untrusted_text import line_of, read_untrusted_text
from kiosk.lab.recordings.labels import Meaning, answer_of, nothing, one_word

NAME = "manifest.tsv"
"""What the list is called inside its folder."""

COLUMNS = ("path", "set", "speaker", "label", "seconds")
"""Its columns, in the order in which they are written."""

_DELIMITERS = ("\t", ";", ",")


@dataclass(frozen=True, slots=True)
class Clip:
    """One row of a manifest.

    Attributes:
        path: the recording, as the manifest names it: relative to the manifest's folder.
        file: the same, to be opened.
        set: which collection it is of, parts joined by "/".
        speaker: who speaks, "" when not given.
        label: what is said, "" when not given.
        answer: "yes" or "no" where the label means it, else "".
        line: the row's line in the manifest.
    """

    path: str
    file: Path
    set: str
    speaker: str
    label: str
    answer: str
    line: int

    @property
    def group(self) -> str:
        """Where the clip is counted: the answer it is, else its one word, else its set's last part.

        Capitals and punctuation of a label do not count; see
        `kiosk.lab.recordings.labels.one_word`.
        """
        return (
            self.answer
            or one_word(self.label)
            or self.set.rstrip("/").rsplit("/", 1)[-1].lower()
            or "unlabelled"
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest lists, and one line for each row that could not be read."""

    clips: tuple[Clip, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """What a manifest's first line says of the others.

    Attributes:
        columns: their names, in their order.
        delimiter: what parts the cells.
    """

    columns: tuple[str, ...]
    delimiter: str

    def cells(self, row: str) -> list[str]:
        """Give a row's cells; empty ones at its end are left out.

        Raises:
            csv.Error: a quote is not closed, or stands within a cell.
        """
        return _cells(row, self.delimiter)

    def row(self, cells: Sequence[str]) -> str:
        """Write a row, with the end of its line."""
        quoted = any(sign in cell for cell in cells for sign in (self.delimiter, '"'))
        marks = (f'"{cell.replace(chr(34), chr(34) * 2)}"' if quoted else cell for cell in cells)
        return self.delimiter.join(marks) + "\n"


def read_manifest(folder: Path, meaning: Meaning = nothing) -> Manifest:
    """Read `manifest.tsv` in `folder`.

    Columns are found by the names in the first line; only `path` must be there. Columns missing at
    a row's end count as empty.

    Args:
        folder: where it lies.
        meaning: says which labels are a yes or a no, as the grammar does; by default none but
            "yes" and "no" themselves.

    Raises:
        ScenarioError: there is no manifest, or its first line does not name the columns.
    """
    source = folder / NAME
    text = manifest_text(folder)
    header = header_of(source, text)
    clips: list[Clip] = []
    lines: dict[str, int] = {}
    problems: list[str] = []
    for line, row in enumerate(text.split("\n")[1:], start=2):
        try:
            cells = header.cells(row)
        except csv.Error as error:
            problems.append(f"{source}:{line}: its quotes are wrong ({error}): left out.")
            continue
        if not any(cells):
            continue
        given = dict(zip(header.columns, cells, strict=False))
        if len(cells) > len(header.columns):
            problems.append(f"{source}:{line}: more columns than the first line names: left out.")
        elif not given.get("path"):
            problems.append(f"{source}:{line}: no path: left out.")
        elif "\0" in given["path"]:
            problems.append(f"{source}:{line}: no file has a zero byte in its name: left out.")
        elif (before := lines.setdefault(_place(folder, given["path"]), line)) != line:
            problems.append(
                f"{source}:{line}: {given['path']} is listed before, in line {before}: left out."
            )
        else:
            label = given.get("label", "")
            clips.append(
                Clip(
                    path=given["path"],
                    file=folder / given["path"],
                    set=given.get("set", ""),
                    speaker=given.get("speaker", ""),
                    label=label,
                    answer=answer_of(label, meaning),
                    line=line,
                )
            )
    return Manifest(tuple(clips), tuple(problems))


def manifest_text(folder: Path) -> str:
    """Give what the manifest of a folder holds, its lines ended by one sign each.

    Raises:
        ScenarioError: there is none, or it cannot be read.
    """
    source = folder / NAME
    try:
        text = read_untrusted_text(source)
    except FileNotFoundError:
        raise ScenarioError(
            f"{source}: there is no manifest: write one with a first line of tab-separated "
            f"{', '.join(COLUMNS)}."
        ) from None
    except UnicodeDecodeError as error:
        raise ScenarioError(
            f"{source}:{line_of(error)}: cannot read the manifest (it is not UTF-8 text): save it "
            "as UTF-8, or as Unicode text in a spreadsheet."
        ) from None
    except OSError as error:
        raise ScenarioError(
            f"{source}: cannot read the manifest ({error.strerror}): give a UTF-8 text file."
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def header_of(source: Path, text: str) -> Header:
    """Give what a manifest's first line says.

    Raises:
        ScenarioError: it does not name the columns, or one of them twice.
    """
    for delimiter in _DELIMITERS:
        try:
            columns = tuple(cell.lower() for cell in _cells(text.partition("\n")[0], delimiter))
        except csv.Error:
            continue
        named = [column for column in columns if column]
        if "path" not in named:
            continue
        if twice := next((each for each in COLUMNS if named.count(each) > 1), None):
            raise ScenarioError(f"{source}:1: the column {twice} is named twice: name it once.")
        return Header(columns, delimiter)
    raise ScenarioError(
        f"{source}:1: the first line must name the columns: tab-separated {', '.join(COLUMNS)}."
    )


def _place(folder: Path, path: str) -> str:
    return os.path.normpath(folder.absolute() / path)


def _cells(row: str, delimiter: str) -> list[str]:
    cells = next(csv.reader([row], delimiter=delimiter, strict=True), [])
    stripped = [cell.strip() for cell in cells]
    while stripped and not stripped[-1]:
        stripped.pop()
    return stripped
