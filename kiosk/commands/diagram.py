"""`diagram`: draws the dialogue's states and moves."""

import argparse

from kiosk.visit.dialogue import diagram


def run(args: argparse.Namespace) -> int:
    """Print the diagram."""
    del args
    print(diagram())  # noqa: T201 - the diagram is this command's output
    return 0
