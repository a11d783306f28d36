"""`devices`: lists the sound devices of this machine."""

import argparse
import json
from dataclasses import asdict

from audio.devices.portaudio import list_devices


def run(args: argparse.Namespace) -> int:
    """List them."""
    devices = list_devices()
    if args.json:
        print(json.dumps([asdict(device) for device in devices]))  # noqa: T201 - its output
        return 0
    lines = []
    for device in devices:
        uses = [
            f"{use}{' (default)' if default else ''}"
            for use, channels, default in (
                ("microphone", device.inputs, device.default_input),
                ("speaker", device.outputs, device.default_output),
            )
            if channels
        ]
        lines.append(f"{device.name}: {', '.join(uses) or 'neither microphone nor speaker'}")
    print("\n".join(lines or ["There is no sound device."]))  # noqa: T201 - its output
    return 0
