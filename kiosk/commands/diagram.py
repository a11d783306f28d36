"""`diagram`: draws the dialogue's states and moves."""

import argparse

from kiosk.visit.dialogue import diagram


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = "Print the dialogue's states as a Mermaid diagram, drawn from its table."
    parser.epilog = "example:\n  run_kiosk.py diagram > states.mmd"


def run(args: argparse.Namespace) -> int:
    """Print the diagram."""
    del args
    print(diagram())  # noqa: T201 - the diagram is this command's output
    return 0
