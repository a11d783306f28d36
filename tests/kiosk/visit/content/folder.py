"""A content folder for tests to break: the kiosk's own, with prompts that stand still."""

import shutil
from pathlib import Path

import kiosk.visit.content
from kiosk.visit.content.loader import load_content
from kiosk.visit.content.model import Content

VALUES = {"clinic_name": "Hillside Clinic", "emergency_number": "911"}

PROMPTS = """\
greeting:
  - - Hello.
    - I am a machine that reads aloud.
menu_choice:
  - - For {name}, say it or press {count}.
  - - Say {name}, or press {count}.
emergency_called:
  - - You need a member of staff now.
    - If no one comes, call {emergency_number}.
"""

LABELS = "staff: staff\nmain_menu: main menu\n"


def copied_content(to: Path) -> Path:
    """Lay a content folder under `to` and give the folder of its English files."""
    shutil.copytree(Path(kiosk.visit.content.__file__).parent / "en", to / "en")
    (to / "en" / "prompts.yaml").write_text(PROMPTS, encoding="utf-8")
    (to / "en" / "labels.yaml").write_text(LABELS, encoding="utf-8")
    return to / "en"


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first `old` in a file, which must have it."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def load(folder: Path) -> Content:
    """Load the content of a folder that `copied_content` gave."""
    return load_content("en", folder=folder.parent, values=VALUES)
