"""`hazards`: the hazard log, with the results of its tests."""

import argparse

from kiosk.assurance.attack_list import read_attacks
from kiosk.assurance.hazard_log import FOLDER, as_json, as_markdown, read_hazards, run_tests
from kiosk.settings.model import Settings
from kiosk.visit.content.loader import load_content

LOG = FOLDER / "LOG.md"


def run(args: argparse.Namespace) -> int:
    """Test and print."""
    hazards, attacks = read_hazards(), read_attacks()
    settings = Settings()
    wording = load_content(settings.clinic.language, values=settings.clinic.spoken_values).digest
    results = run_tests(hazards)
    page = as_markdown(hazards, results, wording, attacks)
    if args.write:
        LOG.write_text(page, encoding="utf-8")
    print(as_json(hazards, results, wording, attacks) if args.json else page)  # noqa: T201 - its output
    return 0 if all(result.good for result in results.values()) else 1
