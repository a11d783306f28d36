"""`settings`: shows each key, its value, and where that comes from."""

import argparse
import json
import os
import textwrap

from kiosk.settings.load import load_settings
from kiosk.settings.shown import Setting, describe_settings, shown_settings

WIDE = 80
"""Characters of a comment's line at most."""


def run(args: argparse.Namespace) -> int:
    """Print them."""
    if args.example:
        print(_example())  # noqa: T201 - what the command is for
        return 0
    load_settings(args.settings)  # report an error instead of values that are not used
    shown = shown_settings(args.settings, os.environ)
    print(_as_json(shown) if args.json else _as_text(shown))  # noqa: T201 - likewise
    return 0


def _as_text(shown: list[Setting]) -> str:
    name = max(len(each.name) for each in shown)
    value = min(max(len(each.value) for each in shown), 40)
    return "\n".join(f"{s.name:{name}}  {s.value:{value}}  {s.origin}".rstrip() for s in shown)


def _as_json(shown: list[Setting]) -> str:
    return json.dumps(
        {each.name: {"value": each.value, "from": each.origin} for each in shown}, indent=2
    )


def _example() -> str:
    parts = ["# Settings of the voice kiosk. Take the # from a line to change it."]
    for name, default, meaning in describe_settings():
        value = '""' if default == '""' else default
        comment = textwrap.fill(meaning, WIDE, initial_indent="# ", subsequent_indent="# ")
        parts.append(f"{comment}\n# {name} = {value}")
    return "\n\n".join(parts)
