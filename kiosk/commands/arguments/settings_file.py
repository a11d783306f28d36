"""The option that names the settings file, for each command that reads the settings."""

import argparse
from pathlib import Path


def add_settings_argument(parser: argparse.ArgumentParser) -> None:
    """Give a command the option `--settings`."""
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
