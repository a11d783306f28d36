"""`review`: shows who has reviewed the wording, until when, and whether the questions are asked."""

import argparse
import json
from datetime import date

from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.visit.content.loader import load_content
from kiosk.visit.content.model import Content
from kiosk.visit.content.review import seal
from kiosk.visit.loop.questions_gate import approval


def run(args: argparse.Namespace) -> int:
    """Show or seal; the exit code is 1 when the wording is not the one that was reviewed."""
    settings = load_settings(args.settings)
    today = date.today()
    content = _wording(settings)
    if args.seal:
        due = args.due or today.replace(year=today.year + 1, day=min(today.day, 28))
        seal(content, args.reviewer, today, due)
        content = _wording(settings)
    given = settings.sign_off.given
    sealed = content.digest == content.seal
    shown: dict[str, object] = {
        "language": content.language,
        "reviewer": content.reviewer,
        "reviewed": str(content.reviewed),
        "review_due": str(content.review_due),
        "digest": content.digest,
        "sealed": sealed,
        "signed_off_by": settings.sign_off.signed_off_by,
        "signed_off_on": str(settings.sign_off.signed_off_on or ""),
        "questions_in_terminal": approval(content, given, today, attended=True),
        "questions_in_service": approval(content, given, today),
    }
    if args.json:
        print(json.dumps(shown))  # noqa: T201 - its output
    else:
        shown["sealed"] = "yes" if sealed else "no: a text was changed since the review"
        for name, value in shown.items():
            print(f"{name.replace('_', ' '):22} {value or '-'}")  # noqa: T201 - its output
    return 0 if sealed else 1


def _wording(settings: Settings) -> Content:
    return load_content(settings.clinic.language, values=settings.clinic.spoken_values)
