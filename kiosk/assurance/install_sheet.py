"""The install sheet: what software cannot show is measured where the kiosk stands, and signed.

One TOML table for each line of the checklist's section J: what was measured, by whom, and when.
"""

from datetime import date
from pathlib import Path

from audio.errors import reason_of
from kiosk.assurance.accessibility_standard import Line, standard
from kiosk.errors import InstallSheetError
from kiosk.files.toml_file import TomlFaultError, parse_toml, read_toml

FIELDS = ("measured", "by", "on")
"""What each line's table holds: the measure in words, a name, a day."""

COMMAND = "run_kiosk.py check --install-sheet"
"""Prints the sheet to be filled in."""


def lines_to_measure() -> tuple[Line, ...]:
    """Give the lines that are measured where a kiosk stands."""
    return tuple(line for line in standard().lines if line.id.startswith("J"))


def blank_sheet() -> str:
    """Give a sheet to be filled in."""
    parts = ["# Install sheet of a voice kiosk. Fill in each line; name this file in the settings:"]
    parts.append("# install_sheet")
    for line in lines_to_measure():
        parts += ["", f"[{line.id}]", f"# {line.requirement}"]
        parts += ['measured = ""', 'by = ""', "# on = 2027-01-31"]
    return "\n".join(parts) + "\n"


def signed_by(file: Path | None) -> str:
    """Give who signed a complete sheet.

    Raises:
        InstallSheetError: there is none, it cannot be read, or lines of it are not filled in.
    """
    if file is None:
        raise InstallSheetError(
            f"nobody has measured this place; fill in what `{COMMAND}` prints, and name it in the "
            "settings: install_sheet"
        )
    try:
        sheet = parse_toml(read_toml(file))
    except OSError as error:
        reason = reason_of(error)
        raise InstallSheetError(f"{file}: cannot be read: {reason}; name another file") from None
    except TomlFaultError as error:
        raise InstallSheetError(error.at(file)) from None
    missing = [line.id for line in lines_to_measure() if not _filled_in(sheet.get(line.id))]
    if missing:
        raise InstallSheetError(
            f"{file}: fill in {', '.join(missing)}, each with measured, by and on (a day)"
        )
    names = dict.fromkeys(sheet[line.id]["by"].strip() for line in lines_to_measure())
    return ", ".join(names)


def _filled_in(table: object) -> bool:
    if not isinstance(table, dict):
        return False
    texts = all(isinstance(table.get(f), str) and table[f].strip() for f in FIELDS[:2])
    # A TOML date-time is a date too, and would do; a day after today has not been measured on.
    return texts and isinstance(table.get("on"), date) and str(table["on"]) <= str(date.today())
