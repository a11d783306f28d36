"""`python -m kiosk` is the command line."""

import sys

from kiosk.launch.standard_streams import open_missing

open_missing()

from kiosk.cli import main  # noqa: E402 - it opens files

sys.exit(main(sys.argv[1:]))
