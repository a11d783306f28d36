"""`python -m kiosk` is the command line."""

import gc
import sys

from kiosk.launch.standard_streams import open_missing

# What is loaded stays: a search for garbage every 700 objects, and at the end, would take a sixth
# of the processor time of a kiosk that starts.
gc.set_threshold(50_000)
open_missing()

from kiosk.cli import main  # noqa: E402 - it opens files

code = main(sys.argv[1:])
gc.freeze()
sys.exit(code)
