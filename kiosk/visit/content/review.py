"""The seal over the wording: only what was reviewed is spoken.

review.yaml keeps the digest of the texts as they were reviewed, and of the grammar's files, which
say what an answer means. A change gives another digest, and then the kiosk does not start until
somebody has reviewed and sealed it again.
"""

from datetime import date
from pathlib import Path

from grammar.yaml_lines import MOST_BYTES
from kiosk.errors import ContentError
from kiosk.files.untrusted_text import read_untrusted_text
from kiosk.visit.content.model import Content

_HERE = Path(__file__).parent


def require_sealed(content: Content) -> None:
    """Refuse a wording that differs from the one that was reviewed.

    Raises:
        ContentError: a spoken text, a tier or a pronunciation was changed since the review.
    """
    if content.digest != content.seal:
        raise ContentError(
            f"{_HERE / content.language}: the wording is not the one that was reviewed "
            f"({content.digest[:12]} is not {content.seal[:12]}); restore it, or have it reviewed "
            "and run: run_kiosk.py review --seal --reviewer NAME"
        )


def seal(content: Content, reviewer: str, today: date, due: date) -> Path:
    """Record that `reviewer` has reviewed the wording as it is; give the file written.

    Args:
        content: the wording, as loaded from the kiosk's own folder.
        reviewer: a name.
        today: the day of the review.
        due: the day by which it has to be reviewed again.

    Raises:
        ContentError: the days are in the wrong order, or the name is empty.
    """
    if not reviewer.strip():
        raise ContentError("a review needs the name of who made it; give --reviewer NAME")
    if due <= today:
        raise ContentError(f"the next review ({due}) must be after today; give a later --due")
    file = _HERE / content.language / "review.yaml"
    from ruamel.yaml import YAML  # noqa: PLC0415 - takes long to load, and a start seals nothing
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString  # noqa: PLC0415

    yaml = YAML(typ="rt", pure=True)
    review = yaml.load(read_untrusted_text(file, most=MOST_BYTES))
    review["reviewer"] = " ".join(reviewer.split())
    review["reviewed"], review["review_due"] = today, due
    review["seal"] = DoubleQuotedScalarString(content.digest)
    with file.open("w", encoding="utf-8") as written:
        yaml.dump(review, written)
    return file
