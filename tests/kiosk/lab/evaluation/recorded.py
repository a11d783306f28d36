"""Folders of recordings for `evaluate`."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import soundfile

from tests import OWN_RECORDINGS
from tests import people as shared

HEAD = "path\tset\tspeaker\tlabel\tseconds\n"


def own_folder(folder: Path) -> Path:
    """Make a folder of the project's own recordings, with a silent one."""
    for name in ("yes", "no", "radiation_therapy"):
        (folder / f"{name}.flac").write_bytes((OWN_RECORDINGS / f"{name}.flac").read_bytes())
    soundfile.write(folder / "hush.wav", np.zeros(16000), 16000)
    (folder / "manifest.tsv").write_text(
        HEAD
        + "yes.flac\tspeech/words\ts1\tyes\t1\n"
        + "no.flac\tspeech/words\ts1\tno\t1\n"
        + "radiation_therapy.flac\tcontinuous/talk\ts1\tradiation therapy\t1\n"
        + "hush.wav\tnoise/room\t\t\t1\n"
    )
    return folder


def people(folder: Path, counts: Mapping[str, int]) -> Path:
    """Make a folder of the first shared recordings of some shared folders."""
    head, *rows = (shared.RECORDINGS / "manifest.tsv").read_text().splitlines()
    few = {
        source: [row for row in rows if row.startswith(source)][:count]
        for source, count in counts.items()
    }
    for top in {source.split("/")[0] for source in few}:
        (folder / top).symlink_to(shared.RECORDINGS / top)
    picked = [row for chosen in few.values() for row in chosen]
    (folder / "manifest.tsv").write_text("\n".join((head, *picked, "")))
    return folder
