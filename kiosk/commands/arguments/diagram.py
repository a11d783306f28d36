"""What `diagram` takes."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = "Print the dialogue's states as a Mermaid diagram, drawn from its table."
    parser.epilog = "example:\n  run_kiosk.py diagram > states.mmd"
